"""Pages of a package's public names, read from its source without importing it."""

import ast
import re
import textwrap
from pathlib import Path

from sphinx.ext.napoleon import Config, GoogleDocstring

SETTINGS = Config(napoleon_use_rtype=False, napoleon_use_ivar=True)
SHOWN_METHODS = ("__call__",)
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def write_pages(package: Path, folder: Path) -> None:
    """Writes a page for each module, and one that leads to all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    rooms: dict[str, list[str]] = {}
    for path in sorted(package.rglob("*.py")):
        name = module_name(package, path)
        text = module_page(name, path.read_text(encoding="utf-8"))
        (folder / f"{name}.rst").write_text(text, encoding="utf-8")
        room = rooms.setdefault(module_name(package, path.parent), [])
        if path.name != "__init__.py":
            room.append(name)
    (folder / "index.rst").write_text(index_page(package, rooms), encoding="utf-8")


def module_name(package: Path, path: Path) -> str:
    """The dotted name of a file or folder in the package."""
    parts = path.relative_to(package.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def title(text: str, line: str = "=") -> str:
    """A heading."""
    return f"{text}\n{line * len(text)}\n\n"


def index_page(package: Path, rooms: dict[str, list[str]]) -> str:
    """The page that leads to the modules, room by room."""
    parts = [title(f"API of {package.name}")]
    for room, modules in rooms.items():
        source = package.parent / Path(*room.split(".")) / "__init__.py"
        words = words_of(ast.parse(source.read_text(encoding="utf-8")))
        entries = "".join(f"   {name}\n" for name in [room, *modules])
        parts.append(title(room, "-") + f"{words}\n\n")
        parts.append(f".. toctree::\n   :maxdepth: 1\n\n{entries}\n")
    return "".join(parts)


def module_page(name: str, source: str) -> str:
    """What a module says about itself and its public names."""
    tree = ast.parse(source)
    parts = [title(name), f".. py:module:: {name}\n\n"]
    parts.append(words_of(tree) + "\n\n")
    for node in tree.body:
        if isinstance(node, Definition) and is_public(node.name):
            parts.append(entry(node))
    return "".join(parts)


def is_public(name: str) -> bool:
    """Says whether a reader of the page may use the name."""
    return not name.startswith("_") or name in SHOWN_METHODS


def entry(node: Definition, inside: bool = False) -> str:
    """One class with its methods, or one function."""
    body = docstring(node)
    if isinstance(node, ast.ClassDef):
        kind, head = "class", node.name + bases(node)
        public = [n for n in node.body if isinstance(n, Definition)]
        body += "".join(entry(n, True) for n in public if is_public(n.name))
    else:
        marks = {name for mark in node.decorator_list for name in [last_name(mark)]}
        kind = "method" if inside else "function"
        kind = "property" if "property" in marks else kind
        head = node.name if kind == "property" else node.name + signature(node, inside)
        if "setter" in marks:
            return ""
    return f".. py:{kind}:: {head}\n\n" + textwrap.indent(body, "   ")


def last_name(mark: ast.expr) -> str:
    """The last part of a decorator's name."""
    called = mark.func if isinstance(mark, ast.Call) else mark
    return getattr(called, "attr", getattr(called, "id", ""))


def bases(node: ast.ClassDef) -> str:
    """What a class derives from; a dataclass shows its fields instead."""
    fields = [n for n in node.body if isinstance(n, ast.AnnAssign)]
    shown = [ast.unparse(f).replace("\n", " ") for f in fields]
    if not shown:
        shown = [ast.unparse(base) for base in node.bases]
    return f"({', '.join(shown)})" if shown else ""


def signature(node: ast.FunctionDef | ast.AsyncFunctionDef, inside: bool) -> str:
    """Arguments, defaults and the returned type."""
    arguments = ast.unparse(node.args)
    if inside and node.args.args and node.args.args[0].arg in ("self", "cls"):
        arguments = arguments.removeprefix(node.args.args[0].arg).removeprefix(", ")
    returned = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return f"({arguments}){returned}"


def docstring(node: Definition) -> str:
    """The docstring, its sections as Sphinx's fields."""
    return str(GoogleDocstring(words_of(node), SETTINGS)) + "\n\n"


def words_of(node: ast.Module | Definition) -> str:
    """The docstring; a bar, as in |x|, is a bar and not a substitution of Sphinx."""
    words = ast.get_docstring(node) or ""
    return re.sub(r"(``.*?``)|\|", lambda found: found[1] or r"\|", words, flags=re.S)
