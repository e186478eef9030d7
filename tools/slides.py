"""Slides of the notebooks, made of the site's pages: python -m tools.slides.

A heading starts a slide, and so does an output that follows a figure; code is folded.
reveal.js lies beside the slides, so that they need no network.
"""

import importlib.resources
import shutil
import sys
from pathlib import Path

from bs4 import BeautifulSoup, Tag

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 700  # characters of prose on a slide
PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1.0" />
<title>{title}</title>
<link rel="stylesheet" href="../_static/reveal/reveal.css" />
<link rel="stylesheet" href="../_static/reveal/theme/white.css" />
<link rel="stylesheet" href="../_static/pygments.css" />
<link rel="stylesheet" href="../_static/slides.css" />
</head>
<body><div class="reveal"><div class="slides">
{slides}
</div></div>
<script src="../_static/reveal/reveal.js"></script>
<script>Reveal.initialize({{hash: true, width: 1100, height: 750, center: false,
  transition: "none", slideNumber: "c/t"}});</script>
</body></html>
"""


class Slide:
    """What one slide holds so far."""

    def __init__(self):
        self.parts: list[Tag] = []
        self.n_letters = self.n_figures = 0

    def takes(self, part: Tag) -> bool:
        """Says whether there is room for a part."""
        is_prose = "cell" not in part.get("class", [])
        if self.n_figures and part.select_one(".cell_output"):
            return False
        too_long = self.n_letters + len(part.get_text()) > LONGEST
        return not (is_prose and self.n_letters and too_long)

    def add(self, part: Tag) -> None:
        """Puts a part at the end."""
        self.parts.append(part)
        self.n_figures += len(part.find_all(["img", "video"]))
        if "cell" not in part.get("class", []):
            self.n_letters += len(part.get_text())


def columns(section: Tag) -> list[list[Slide]]:
    """The slides below a section: a column for each heading of the second level."""
    found = [[Slide()]]
    for part in section.find_all(True, recursive=False):
        if part.name == "section":
            below = columns(part)
            if part.find(["h1", "h2"], recursive=False):
                found += below
            else:
                found[-1] += [slide for column in below for slide in column]
        else:
            if not found[-1][-1].takes(part):
                found[-1].append(Slide())
            found[-1][-1].add(part)
    return found


def fold_code(article: Tag, soup: BeautifulSoup) -> None:
    """Puts the code of each cell behind a word."""
    for code in article.select("div.cell_input"):
        if not code.find_parent("details"):
            folded = soup.new_tag("details")
            summary = soup.new_tag("summary")
            summary.string = "Code"
            code.wrap(folded)
            folded.insert(0, summary)
    for mark in article.select("a.headerlink"):
        mark.decompose()


def deck(page: Path) -> str:
    """The slides of one page of the site."""
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    article = soup.select_one("article")
    fold_code(article, soup)
    shown = []
    for column in columns(article.find("section")):
        slides = [
            "<section>" + "".join(map(str, slide.parts)) + "</section>"
            for slide in column
            if slide.parts
        ]
        shown.append(f"<section>{''.join(slides)}</section>")
    return PAGE.format(title=soup.title.get_text(), slides="\n".join(shown))


def write_slides(site: Path) -> list[Path]:
    """Writes the slides of every notebook into a built site; returns the files."""
    package = importlib.resources.files("sphinx_revealjs")
    with importlib.resources.as_file(package / "_static/revealjs/dist") as reveal:
        shutil.copytree(reveal, site / "_static/reveal", dirs_exist_ok=True)
    shutil.copy(ROOT / "docs/slides.css", site / "_static/slides.css")
    (site / "slides").mkdir(exist_ok=True)
    written = []
    for page in sorted((site / "notebooks").glob("*.html")):
        path = site / "slides" / page.name
        path.write_text(deck(page), encoding="utf-8")
        written.append(path)
    return written


def main() -> int:
    """Writes the slides into build/site/."""
    for path in write_slides(ROOT / "build" / "site"):
        print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
