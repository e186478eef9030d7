"""A course of one small notebook with its Brazilian edition, for tests."""

from pathlib import Path

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tools import notebooks
from tools.translation import __main__ as tool
from tools.translation import catalogue, edition, places

PROSE = """# A small game

Two networks play. The loss is $\\log 4 = 1.386$ ([guide](../docs/guide.md),
[the next](02_more.ipynb)).

- one **thousand** steps, 1,000;

| player | size |
|---|---|
| G | 0.5 |
"""
CODE = '''def play(steps):
    """Plays a few steps."""
    return 0.5  # half of the games


print(f"won {play(3):.2f} of {2} games")
plt.plot([1], color="royal blue", label="share")
'''
LIBRARY = "# gan_utils.course.by_pace\nSTAYS = 'as it is'".replace("'", '"')
PORTUGUESE = {
    "A small game": "Um jogo pequeno",
    "Two networks play. The loss is $\\log 4 = 1.386$ ([guide](../docs/guide.md), "
    "[the next](02_more.ipynb)).": "Duas redes jogam. A perda é $\\log 4 = 1.386$ "
    "([guia](../docs/guide.md), [o próximo](02_more.ipynb)).",
    "one **thousand** steps, 1,000;": "**mil** passos, 1.000;",
    "player": "jogador",
    "size": "tamanho",
    "Plays a few steps.": "Joga alguns passos.",
    "half of the games": "metade dos jogos",
    "won {play(3):.2f} of {2} games": "de {2} jogos ganhou {play(3):.2f}",
    "share": "proporção",
}


def small_notebook():
    texts = [
        (new_markdown_cell, PROSE),
        (new_code_cell, CODE),
        (new_code_cell, LIBRARY),
    ]
    cells = [new(text, id=f"cell-{i}") for i, (new, text) in enumerate(texts)]
    return new_notebook(cells=cells)


def make(root: Path) -> None:
    """A course of one notebook, translated whole."""
    (root / "notebooks").mkdir()
    save(root, small_notebook())
    tool.translate(root, ["01"])
    entries = read_catalogue(root)
    for entry in entries:
        entry.msgstr = PORTUGUESE.get(entry.msgid, "")
    entries.metadata["X-Finished"] = "yes"
    write_catalogue(root, entries)
    assert tool.translate(root, []) == []


def read_catalogue(root: Path):
    return catalogue.read(places.catalogue(root, "01_small"))


def write_catalogue(root: Path, entries) -> None:
    catalogue.write(entries, places.catalogue(root, "01_small"))


def save(root: Path, notebook) -> None:
    edition.save(notebook, root / "notebooks" / "01_small.ipynb")


def built(root: Path):
    return notebooks.read(places.portuguese(root, "01_small"))
