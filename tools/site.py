"""The course as a site that needs no network, from the outputs that are stored.

python -m tools.site [--strict]       `make site`, into build/site/
python -m tools.site --figures        figures without a text

The pages stay where they are in the repository. They are copied with their folders, so
that a link between two of them works on the site as it does on GitHub.
"""

import argparse
import importlib.util
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools import accessible, cards, links, playground
from tools.figures import figures
from tools.publish import address

ROOT = Path(__file__).resolve().parent.parent
CHAPTERS = {
    "Notebooks": ("notebooks/[0-9][0-9]_*.ipynb",),
    "Playground": ("docs/playground.md",),
    "Homework": ("homework/README.md", "homework/[0-9][0-9]_*.ipynb"),
    "For lecturers": ("docs/lecturers_guide.md", "data/README.md"),
    "Results and long runs": (
        "docs/results.md",
        "docs/long_runs.md",
        "docs/many_machines.md",
    ),
    "The code": ("docs/code.md", "CONTRIBUTING.md", "tests/README.md"),
    "Em português": (
        "README.pt-BR.md",
        "notebooks/pt/[0-9][0-9]_*.ipynb",
        "docs/glossario.md",
    ),
}
SMOKE = (
    "<strong>A trial run.</strong> The networks of this site were trained for seconds "
    "(pace smoke). Their pictures and numbers mean nothing."
)


# Gathering ------------------------------------------------------------------------


def find_chapters(root: Path) -> dict[str, list[str]]:
    """The pages of each chapter, with those that they lead to at the end."""
    chapters = {
        chapter: [
            path.relative_to(root).as_posix()
            for pattern in patterns
            for path in sorted(root.glob(pattern))
        ]
        for chapter, patterns in CHAPTERS.items()
    }
    known = ["README.md", *(page for pages in chapters.values() for page in pages)]
    for page in known:  # grows while it is read
        for link in links.targets(links.prose(root / page)):
            target = links.resolve(link, page)
            is_page = target.endswith(links.PAGES) and not target.startswith(
                links.INSTRUCTOR
            )
            inside = not links.is_elsewhere(link) and not target.startswith("..")
            if inside and is_page and target not in known and (root / target).is_file():
                known.append(target)
    listed = {page for pages in chapters.values() for page in pages} | {"README.md"}
    chapters["More"] = [page for page in known if page not in listed]
    return {chapter: pages for chapter, pages in chapters.items() if pages}


def lessons(root: Path) -> list[str]:
    """The notebooks of both languages."""
    patterns = (CHAPTERS["Notebooks"][0], "notebooks/pt/[0-9][0-9]_*.ipynb")
    paths = [path for pattern in patterns for path in sorted(root.glob(pattern))]
    return [path.relative_to(root).as_posix() for path in paths]


def linked_files(page: str, site: links.Site) -> list[str]:
    """The files that a page shows or offers, other than pages."""
    found = []
    for link in links.targets(links.prose(site.root / page)):
        target = links.resolve(link, page)
        if links.is_elsewhere(link) or target in site.pages or target.startswith(".."):
            continue
        if (site.root / target).is_file() and not links.api_page(target):
            found.append(target)
    return found


def gather(root: Path, folder: Path, executed: dict[str, Path]) -> list[cards.Card]:
    """Copies the pages into a folder, as Sphinx gets them.

    Args:
        root: the repository.
        folder: where the copies go.
        executed: notebooks of this run, to take instead of those in the repository.
    """
    from tools import api  # needs Sphinx

    chapters = find_chapters(root)
    pages = ["README.md", *(page for found in chapters.values() for page in found)]
    site = links.Site(root, frozenset(pages), f"https://github.com/{address(root)}")
    made = []
    for page in pages:
        for name in linked_files(page, site):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / name, folder / name)
        (folder / page).parent.mkdir(parents=True, exist_ok=True)
        source = executed.get(page, root / page)
        if source.suffix == ".ipynb":
            notebook, above = cards.read(source), None
            if page in chapters.get("Notebooks", ()):
                above = cards.card(notebook, page, folder / "results")
                made.append(above)
            text = cards.notebook_page(notebook, above, page, site)
        else:
            text = links.mend(links.prose(source), page, site)
        (folder / page).write_text(text, encoding="utf-8")
    chapters["The code"] = [*chapters.get("The code", []), "api/index"]
    readme = (folder / "README.md").read_text(encoding="utf-8")
    index = cards.first_page(readme, made, chapters)
    (folder / "index.md").write_text(index, encoding="utf-8")
    (folder / "README.md").unlink()
    api.write_pages(root / "gan_utils", folder / "api")
    return made


# Building -------------------------------------------------------------------------


def build(
    root: Path, out: Path, executed: dict[str, Path] | None = None, strict: bool = False
) -> int:
    """Builds the site into a folder, which it replaces; returns the exit status.

    Args:
        root: the repository.
        out: the folder of the site.
        executed: the notebooks of a run just made, by the page that they replace.
        strict: whether a warning, a link that leads nowhere for example, is a failure.
    """
    if not importlib.util.find_spec("myst_nb"):
        raise SystemExit(
            "The site needs Sphinx: pip install -r requirements-site.txt, or make site."
        )
    executed = executed or {}
    with tempfile.TemporaryDirectory() as folder:
        pages, html = Path(folder, "pages"), Path(folder, "html")
        pages.mkdir()
        made = gather(root, pages, executed)
        command = [sys.executable, "-m", "sphinx", "-q", "-j", "auto", "-b", "html"]
        command += ["-c", str(ROOT / "docs"), "-d", str(Path(folder, "doctrees"))]
        if strict:
            command += ["-W", "--keep-going"]
        if any("`smoke`" in card.how for card in made):
            command += ["-D", f"html_theme_options.announcement={SMOKE}"]
        status = subprocess.run([*command, str(pages), str(html)]).returncode
        if status:
            return status
        accessible.mend(html)
        for page in lessons(root):  # what is handed out is the notebook itself
            shutil.copy(executed.get(page, root / page), html / "_sources" / page)
        playground.write(root, html / "_static")
        shutil.rmtree(out, ignore_errors=True)
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(html, out)
    print(f"Open {out / 'index.html'} in a browser.")
    return 0


def without_text(root: Path) -> list[str]:
    """The figures of the notebooks that have no text."""
    return [
        f"{path.name}, cell {figure.cell}"
        for path in sorted(root.glob(CHAPTERS["Notebooks"][0]))
        for figure in figures(cards.read(path))
        if not figure.alt
    ]


def main(arguments: list[str] | None = None) -> int:
    """Reads the command line, builds the site or lists figures."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.site",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--strict", action="store_true", help="a warning is a failure")
    parser.add_argument("--figures", action="store_true", help="list, build nothing")
    given = parser.parse_args(arguments)
    if given.figures:
        print("\n".join(without_text(ROOT)))
        return 0
    return build(ROOT, ROOT / "build" / "site", strict=given.strict)


if __name__ == "__main__":
    sys.exit(main())
