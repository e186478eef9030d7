"""README.pt-BR.md says what README.md says, and leads to the Portuguese notebooks."""

import re
from pathlib import Path

import pytest

from tools import links
from tools.translation import numbers, places, readme

ROOT = Path(__file__).parents[2]
ENGLISH = (ROOT / "README.md").read_text(encoding="utf-8")
PORTUGUESE = (ROOT / readme.PATH).read_text(encoding="utf-8")
DETAILS = re.compile(r"(?s)<details>.*?</details>")  # only in English: without make
COMMAND = re.compile(r"(?m)^    (.+?)(?: *#.*)?$")


def targets(text: str) -> set[str]:
    found = {
        link.replace("notebooks/pt/", "notebooks/") for link in links.targets(text)
    }
    return found - {"README.md", readme.PATH}


def prose(text: str) -> str:
    """What a reader reads: no commands, no code, no addresses."""
    text = COMMAND.sub("", DETAILS.sub("", text))
    text = re.sub(r"(?m)^\[.*|`[^`]*`|\[badge\]|\[colab-\d+\]", "", text)
    text = re.sub(r"(Python \S+) \w+ ", r"\1 Python ", text)  # "3.11 to 3.13"
    return re.sub(r"\]\([^)]*\)", "]", text)


def rows(text: str) -> list[list[str]]:
    """The rows of all tables, as what each of them links to."""
    found = [row for row in text.splitlines() if row.startswith("|")]
    return [sorted(targets(row)) for row in found]


@pytest.mark.parametrize("text", [ENGLISH, PORTUGUESE])
def test_a_page_is_short(text):
    assert len(text.encode()) <= 8192


def test_the_pages_lead_to_each_other():
    assert readme.PATH in links.targets(ENGLISH)
    assert "README.md" in links.targets(PORTUGUESE)


def test_every_row_and_link_is_in_both():
    assert rows(ENGLISH) == rows(PORTUGUESE)
    assert targets(ENGLISH) <= targets(PORTUGUESE)


def test_every_number_is_in_both():
    brazilian = numbers.values(prose(PORTUGUESE), brazilian=True)
    assert numbers.values(prose(ENGLISH)) == brazilian


def test_every_command_is_in_both():
    commands = COMMAND.findall(DETAILS.sub("", ENGLISH))
    assert len(commands) >= 6
    assert COMMAND.findall(PORTUGUESE) == commands


def test_each_notebook_is_linked_in_portuguese_where_it_exists():
    having = frozenset(places.translated(ROOT))
    assert readme.relinked(PORTUGUESE, having) == PORTUGUESE, "run `make translate`"


def test_a_link_follows_the_edition():
    page = (
        "[a](notebooks/01_a.ipynb) (em inglês)\n[c]: x/blob/main/notebooks/01_a.ipynb"
    )
    there = "[a](notebooks/pt/01_a.ipynb)\n[c]: x/blob/main/notebooks/pt/01_a.ipynb"
    assert readme.relinked(page, frozenset({"01_a"})) == there
    assert readme.relinked(there, frozenset()) == page
