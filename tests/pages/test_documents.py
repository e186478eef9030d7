"""A document of the site is translated as a notebook is."""

from nbformat.v4 import new_notebook

from tools.translation import __main__ as tool
from tools.translation import catalogue, checks, edition, places

DOCUMENT = """# Play

One [game](../notebooks/01_a.ipynb) of 0.5.

```{raw} html
<div data-say-won="D has won {n} of 10.">
<label>rate <input aria-label="the rate of D"><span></span></label>
<script src="../_static/play.js"></script>
</div>
```
"""
BRAZILIAN = """# Brincar

Um [jogo](../../notebooks/pt/01_a.ipynb) de 0,5.

```{raw} html
<div data-say-won="D ganhou {n} de 10.">
<label>taxa <input aria-label="a taxa de D"><span></span></label>
<script src="../../_static/play.js"></script>
</div>
```
"""


def test_a_document_is_translated_with_its_controls_and_leads_to_the_edition(tmp_path):
    for path, text in (("docs/playground.md", DOCUMENT), ("notebooks/01_a.ipynb", "")):
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).write_text(text)
    edition.save(new_notebook(), tmp_path / "notebooks/01_a.ipynb")
    tool.translate(tmp_path, ["01", "playground"])
    path = places.catalogue(tmp_path, "playground")
    entries = catalogue.read(path)
    texts = [entry.msgid for entry in entries]
    assert texts[2:] == ["D has won {n} of 10.", "rate", "the rate of D"]
    words = ["Brincar", "Um [jogo](../notebooks/01_a.ipynb) de 0,5."]
    words += ["D ganhou {n} de 10.", "taxa", "a taxa de D"]
    for entry, text in zip(entries, words, strict=True):
        entry.msgstr = text
    catalogue.write(entries, path)
    assert tool.translate(tmp_path, []) == []
    assert (tmp_path / "docs/pt/playground.md").read_text() == BRAZILIAN
    entries[2].msgstr = "D ganhou {m} de 10."
    (lost,) = checks.lost(entries[2], {})
    assert "values lost ['{n}'], new ['{m}']" in lost
