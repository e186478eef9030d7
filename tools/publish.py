"""Sets the address of the repository wherever it stands; needs Python 3.11 alone.

python tools/publish.py OWNER/NAME [--tag TAG]   into badges, setup cells, settings
python tools/publish.py --check                  fails where no address was set

`--tag` names the tag (or branch) whose code the setup cells fetch. A second call with
the same address changes nothing.
"""

import argparse
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDRESSED = ("*.md", "*.cff", "*.toml", "*.ipynb", "*.py", "*.yml")
SKIPPED_FOLDERS = ("build", "runs", "gan-course", "node_modules")
SETUP = "setup_cell.py"  # copied into the notebooks
NOBODY = "OWNER"  # stands for the owner until somebody publishes the course
# The line of the setup cell that names the tag, as Python and inside a notebook's JSON.
TAG_LINE = re.compile(r'(?m)^(\s*"?TAG = \\?")[^"\\]*')


def address(root: Path) -> str:
    """The repository's owner/name, from pyproject.toml."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    url = project["project"]["urls"]["Repository"]
    return url.removeprefix("https://github.com/").removesuffix("/")


def mentions(slug: str) -> re.Pattern[str]:
    """Finds the address of a repository, on GitHub or behind a Colab badge."""
    return re.compile(rf"(github(?:\.com)?/){re.escape(slug)}(?![\w-])")


def without_address(source: str, slug: str) -> str:
    """The code of a cell, whoever published it and under whatever tag."""
    return TAG_LINE.sub(r"\1", source.replace(slug, ""))


def addressed_files(root: Path) -> list[Path]:
    """The files that may hold the address."""
    found = []
    for pattern in ADDRESSED:
        for path in sorted(root.rglob(pattern)):
            inside = path.relative_to(root).parts[:-1]
            if not any(p in SKIPPED_FOLDERS or p.startswith(".") for p in inside):
                found.append(path)
    return found


def write(path: Path, text: str) -> None:
    """Writes a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)


def publish(root: Path, slug: str, tag: str | None = None) -> list[Path]:
    """Rewrites the address, and the tag if one is given; returns the changed files.

    Raises:
        SystemExit: `slug` is not owner/name, or `tag` cannot be a tag of git.
    """
    if not re.fullmatch(r"[A-Za-z0-9][\w-]*/[\w.-]+", slug):
        raise SystemExit(
            f"{slug!r} is not an address; say for example "
            "make publish REPO=jane/gan-course."
        )
    if tag is not None and not re.fullmatch(r"[\w.][\w./-]*", tag):
        raise SystemExit(f"{tag!r} is not a tag; say for example --tag v1.")
    old, changed = mentions(address(root)), []
    for path in addressed_files(root):
        text = path.read_text(encoding="utf-8")
        new = old.sub(rf"\g<1>{slug}", text)
        if tag is not None and (path.suffix == ".ipynb" or path.name == SETUP):
            new = TAG_LINE.sub(rf"\g<1>{tag}", new)
        if new != text:
            write(path, new)
            changed.append(path.relative_to(root))
    return changed


def check(root: Path) -> int:
    """Says whether somebody's address was set; the exit status."""
    if address(root).split("/")[0] != NOBODY:
        return 0
    print(
        f"The files still say {address(root)}; set the address with "
        "python tools/publish.py owner/name.",
        file=sys.stderr,
    )
    return 1


def main(arguments: list[str] | None = None) -> int:
    """Reads the command line, rewrites or checks."""
    parser = argparse.ArgumentParser(
        prog="python tools/publish.py",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("slug", metavar="OWNER/NAME", nargs="?")
    parser.add_argument("--tag", help="whose code the setup cells fetch")
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args(arguments)
    if given.check:
        return check(ROOT)
    for path in publish(ROOT, given.slug or "", given.tag):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
