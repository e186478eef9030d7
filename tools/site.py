"""The course as a site that needs no network, from the outputs that are stored.

python -m tools.site [--strict]       `make site`, into build/site/
python -m tools.site --figures        figures without a text

The pages stay where they are in the repository. They are copied with their folders, so
that a link between two of them works on the site as it does on GitHub. Those of the
Brazilian edition lie in pt/, each where its English twin lies.
"""

import argparse
import importlib.util
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from tools import accessible, cards, editions, links, playground
from tools.editions import ENGLISH, PORTUGUESE, Edition
from tools.figures import figures
from tools.publish import address

ROOT = Path(__file__).resolve().parent.parent


# Gathering ------------------------------------------------------------------------


class Plan(NamedTuple):
    """What is gathered for one language."""

    edition: Edition
    chapters: dict[str, list[str]]
    site: links.Site


def find_chapters(
    root: Path, edition: Edition = ENGLISH, others: Collection[str] = ()
) -> dict[str, list[str]]:
    """The pages of each chapter, with those that they lead to at the end.

    Args:
        root: the repository.
        edition: the language of the pages.
        others: pages of the other language, which are left out.
    """
    chapters = editions.listed(root, edition)
    listed = {page for pages in chapters.values() for page in pages} | {edition.first}
    known = [edition.first, *(page for pages in chapters.values() for page in pages)]
    for page in known if edition.more else ():  # grows while it is read
        for link in links.targets(links.prose(root / page)):
            target = links.resolve(link, page)
            is_page = target.endswith(links.PAGES) and not target.startswith(
                links.INSTRUCTOR
            )
            inside = not links.is_elsewhere(link) and not target.startswith("..")
            new = target not in known and target not in others
            if inside and is_page and new and (root / target).is_file():
                known.append(target)
    chapters[edition.more] = [page for page in known if page not in listed]
    return {chapter: pages for chapter, pages in chapters.items() if pages}


def plans(root: Path) -> list[Plan]:
    """What is gathered: English, and Portuguese where there is such an edition."""
    apart = editions.pages(root, PORTUGUESE, editions.listed(root, PORTUGUESE))
    found = []
    for edition, others in ((ENGLISH, apart), (PORTUGUESE, ())):
        chapters = find_chapters(root, edition, others)
        found.append((edition, chapters, editions.pages(root, edition, chapters)))
    repository = f"https://github.com/{address(root)}"
    made = []
    for (edition, chapters, pages), (_, _, others) in zip(
        found, reversed(found), strict=True
    ):
        is_english = edition is ENGLISH
        site = links.Site(root, pages, repository, others, is_english)
        made.append(Plan(edition, chapters, site))
    return [plan for plan in made if plan.site.pages]


def linked_files(page: str, site: links.Site) -> list[str]:
    """The files that a page shows or offers, other than pages."""
    found = []
    for link in links.targets(links.prose(site.root / page)):
        target = links.resolve(link, page)
        is_page = target in site.pages or target in site.others
        if links.is_elsewhere(link) or is_page or target.startswith(".."):
            continue
        if (site.root / target).is_file() and not links.api_page(target):
            found.append(target)
    return found


def gather(
    plan: Plan, folder: Path, executed: dict[str, Path]
) -> dict[str, cards.Card]:
    """Copies the pages into a folder, as Sphinx gets them; the cards of notebooks.

    Args:
        plan: which pages.
        folder: where the copies go.
        executed: notebooks of this run, to take instead of those in the repository.
    """
    made, site = {}, plan.site
    for page, place in site.pages.items():
        for name in linked_files(page, site):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(site.root / name, folder / name)
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        source = executed.get(page, site.root / page)
        if source.suffix == ".ipynb":
            notebook, above = cards.read(source), None
            if page.startswith("notebooks/"):
                language = plan.edition.language
                above = cards.card(notebook, place, folder / "results", language)
                made[page] = above
            text = cards.notebook_page(notebook, above, page, site)
        else:
            text = links.mend(links.prose(source), page, site)
        (folder / place).write_text(text, encoding="utf-8")
    return made


def add_index(plan: Plan, folder: Path, shown: list[cards.Card]) -> None:
    """Makes the first page of README: the cards of notebooks, and the contents."""
    places = plan.site.pages
    contents = {
        k: [places[page] for page in pages] for k, pages in plan.chapters.items()
    }
    if plan.site.is_original:
        from tools import api  # needs Sphinx

        contents["The code"] = [*contents.get("The code", []), "api/index"]
        api.write_pages(plan.site.root / "gan_utils", folder / "api")
    else:
        editions.write_interface(plan.site.root, folder)
    index = folder / "index.md"
    text = cards.first_page(index.read_text(encoding="utf-8"), shown, contents)
    index.write_text(text, encoding="utf-8")


def with_originals(
    made: list[cards.Card], originals: dict[str, cards.Card], source: Path, folder: Path
) -> list[cards.Card]:
    """The cards of a translation; what it lacks it takes from the original's."""
    readme = (folder / "index.md").read_text(encoding="utf-8")
    shown = []
    for page, original in originals.items():
        mine = next((card for card in made if card.page == page), None)
        card = mine or cards.untranslated(readme, original)
        if card and original.picture and not (mine and mine.picture):
            (folder / original.picture).parent.mkdir(exist_ok=True)
            shutil.copy(source / original.picture, folder / original.picture)
            card = card._replace(picture=original.picture)
        shown += [card] if card else []
    return shown


def gather_all(
    root: Path, folders: list[Path], executed: dict[str, Path]
) -> list[tuple[Plan, dict[str, cards.Card]]]:
    """Gathers every language; the first page shows what English alone has, too."""
    gathered: list[tuple[Plan, dict[str, cards.Card]]] = []
    for plan, folder in zip(plans(root), folders, strict=False):
        folder.mkdir(parents=True)
        made = gather(plan, folder, executed)
        shown = list(made.values())
        if gathered:
            originals = {card.page: card for card in gathered[0][1].values()}
            shown = with_originals(shown, originals, folders[0], folder)
        add_index(plan, folder, shown)
        gathered.append((plan, made))
    return gathered


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
        sources, html = Path(folder, "pages"), Path(folder, "html")
        folders = [sources / edition.language for edition in editions.EDITIONS]
        gathered = gather_all(root, folders, executed)
        twins = twin_pages([plan for plan, _ in gathered])
        for (plan, made), pages in zip(gathered, folders, strict=False):
            inside = html / plan.edition.folder
            options = ["-D", f"twins={','.join(twins)}"] if twins else []
            options += ["-W", "--keep-going"] if strict else []
            options += ["-t", "pt"] if plan.edition is PORTUGUESE else []
            if any("`smoke`" in card.how for card in made.values()):
                smoke = plan.edition.smoke
                options += ["-D", f"html_theme_options.announcement={smoke}"]
            if status := call_sphinx(pages, inside, options):
                return status
            for page, card in made.items():  # what is handed out is the notebook itself
                source = executed.get(page, root / page)
                shutil.copy(source, inside / "_sources" / card.page)
        accessible.mend(html)
        playground.write(root, html / "_static")
        shutil.rmtree(out, ignore_errors=True)
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(html, out)
    print(f"Open {out / 'index.html'} in a browser.")
    return 0


def twin_pages(found: list[Plan]) -> list[str]:
    """The pages, as Sphinx names them, that both languages have."""
    if len(found) < len(editions.EDITIONS):
        return []
    one, other = ({*plan.site.pages.values()} for plan in found)
    return ["search", *sorted(page.rpartition(".")[0] for page in one & other)]


def call_sphinx(pages: Path, html: Path, options: list[str]) -> int:
    """Builds the pages of one language; the exit status."""
    command = [sys.executable, "-m", "sphinx", "-q", "-j", "auto", "-b", "html"]
    command += ["-c", str(ROOT / "docs"), "-d", f"{pages}.doctrees", *options]
    return subprocess.run([*command, str(pages), str(html)]).returncode


def without_text(root: Path) -> list[str]:
    """The figures of the notebooks that have no text."""
    return [
        f"{path.name}, cell {figure.cell}"
        for path in sorted(root.glob(ENGLISH.chapters["Notebooks"][0]))
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
