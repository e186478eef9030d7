"""Everything that the checks may say: python -m homework.messages.

Writes locale/homework.pot, from which `make translate` keeps the catalogue of the
Brazilian edition. Beside each message stands where it belongs: the number of a homework
and its task, or the file of the code.
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import polib

from homework.checks.words import PATTERNS
from homework.recognition import asked_of, sources
from tools.notebooks import ROOT

TEMPLATE = ROOT / "locale" / "homework.pot"
CODE = ("homework/checks", "homework/grading")
WORD = re.compile(r"[^\W\d_]{2,}")


def main() -> int:
    """Writes the template of the catalogue."""
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_text(text(), encoding="utf-8")
    print(f"{TEMPLATE.relative_to(ROOT)}: {len(messages())} messages")
    return 0


def text() -> str:
    """The template of the catalogue as it stands in its file."""
    template = polib.POFile(wrapwidth=88)
    template.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    for message, places in messages().items():
        kind = "f-string" if "{" in message and places[0].endswith(".py") else "code"
        where = [(place, "") for place in places]
        entry = polib.POEntry(msgid=message, occurrences=where, comment=kind)
        template.append(entry)
    return f"{template}\n"


def messages() -> dict[str, list[str]]:
    """{message: where it belongs}, those of all homework first."""
    found: dict[str, list[str]] = defaultdict(list)
    paths = [path for folder in CODE for path in sorted((ROOT / folder).rglob("*.py"))]
    for path in paths:
        for message in marked(path):
            found[message].append(path.relative_to(ROOT / "homework").as_posix())
    for source in sources():
        for task, message in of_tasks(source):
            place = f"{source.name[:2]}:{task}"
            if place not in found[message]:
                found[message].append(place)
    return dict(found)


def marked(path: Path) -> Iterator[str]:
    """The texts that the code of a file gives to `_` or `later`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        name = getattr(getattr(node, "func", None), "id", "")
        if isinstance(node, ast.Call) and name in ("_", "later"):
            argument = node.args[0]
            is_choice = isinstance(argument, ast.IfExp)
            parts = (argument.body, argument.orelse) if is_choice else (argument,)
            # A template that is filled in already has its mark elsewhere.
            yield from (part.value for part in parts if isinstance(part, ast.Constant))


def of_tasks(source: Path) -> Iterator[tuple[str, str]]:
    """(task, message): hints, and how the cases and the values are called."""
    check = asked_of(source)
    for name, task in check.tasks.items():
        for message in (*task.hints, *task.case_hints.values(), *task.parts):
            yield name, message
        for seed in range(task.seeds):
            expected = check.expected(name, seed)
            for case, right in expected.right.items():
                mistakes = expected.mistakes(case)
                texts = [case, *right, *mistakes]
                for values in (right, *mistakes.values()):
                    texts += [x for x in values.values() if isinstance(x, str)]
                yield from ((name, text) for text in texts if is_message(text))


def is_message(text: str) -> bool:
    """Whether a text has words, and is no template with its values filled in."""
    filled = any(pattern.fullmatch(text) for pattern in PATTERNS.values())
    return bool(WORD.search(text)) and not filled


if __name__ == "__main__":
    sys.exit(main())
