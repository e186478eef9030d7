"""The two languages of the site, and how their pages lead to each other.

As an extension of Sphinx: every page gets a link to its twin, and a link that leads
into the other edition says so.
"""

import shutil
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

LINK = "edition:"  # how a link into the other edition begins, until Sphinx writes it
THEME = "locale/pt_BR/LC_MESSAGES/theme.po"


class Edition(NamedTuple):
    """One language of the site."""

    language: str
    name: str  # of the language, in itself
    folder: str  # of the site that holds it, "" or "pt/"
    first: str  # the page in the repository that becomes the first one of the site
    chapters: dict[str, tuple[str, ...]]
    more: str  # the chapter of the pages that others lead to, or "": they stay out
    elsewhere: str  # what is said of a link into the other edition
    start: str  # the first page, as a link calls it
    smoke: str


ENGLISH = Edition(
    language="en",
    name="English",
    folder="",
    first="README.md",
    chapters={
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
    },
    more="More",
    elsewhere="in Portuguese",
    start="home",
    smoke="<strong>A trial run.</strong> The networks of this site were trained for "
    "seconds (pace smoke). Their pictures and numbers mean nothing.",
)
PORTUGUESE = Edition(
    language="pt-BR",
    name="Português",
    folder="pt/",
    first="README.pt-BR.md",
    chapters={
        "Notebooks": ("notebooks/pt/[0-9][0-9]_*.ipynb",),
        "Área de experiências": ("docs/pt/playground.md",),
        "Tarefas": ("homework/pt/[0-9][0-9]_*.ipynb",),
        "Para professores": ("docs/pt/lecturers_guide.md", "docs/glossario.md"),
    },
    more="",
    elsewhere="em inglês",
    start="início",
    smoke="<strong>Uma execução de teste.</strong> As redes deste site treinaram por "
    "segundos (ritmo smoke). As imagens e os números não querem dizer nada.",
)
EDITIONS = (ENGLISH, PORTUGUESE)


def place(page: str, edition: Edition) -> str:
    """Where a page of the repository lies in its edition: beside its twin's name."""
    if page == edition.first:
        return "index.md"
    parts = PurePosixPath(page).parts
    return "/".join(part for part in parts if f"{part}/" != edition.folder)


def listed(root: Path, edition: Edition) -> dict[str, list[str]]:
    """The pages that the chapters of an edition name; none without its first page."""
    if not (root / edition.first).is_file():
        return {}
    return {
        chapter: [
            path.relative_to(root).as_posix()
            for pattern in patterns
            for path in sorted(root.glob(pattern))
        ]
        for chapter, patterns in edition.chapters.items()
    }


def pages(
    root: Path, edition: Edition, chapters: dict[str, list[str]]
) -> dict[str, str]:
    """Pages of the repository → their places in the site of one language."""
    found = [page for named in chapters.values() for page in named]
    found = [edition.first, *found] if (root / edition.first).is_file() else []
    return {page: place(page, edition) for page in found}


def write_interface(root: Path, folder: Path) -> None:
    """Puts the theme's words that its makers have not translated beside the pages."""
    from sphinx.util.i18n import CatalogInfo

    for domain in ("sphinx", "booktheme"):
        inside = folder / Path(THEME).parent
        inside.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / THEME, inside / f"{domain}.po")
        CatalogInfo(inside, domain, "utf-8").write_mo("pt_BR")


# Sphinx ---------------------------------------------------------------------------


def both(app: Any) -> tuple[Edition, Edition]:
    """This edition and the other one."""
    here = PORTUGUESE if app.config.language == "pt_BR" else ENGLISH
    return here, ENGLISH if here is PORTUGUESE else PORTUGUESE


def address(page: str, app: Any, docname: str) -> str:
    """A page of the other edition, as seen from one of this edition."""
    here, other = both(app)
    up = "../" * (docname.count("/") + here.folder.count("/"))
    return f"{up}{other.folder}{page}"


def add_twin(app: Any, pagename: str, _: str, context: dict[str, Any], __: Any) -> None:
    """Gives a page the link to its twin, or to the other edition's first page."""
    _, other = both(app)
    if app.config.twins:
        exact = pagename in app.config.twins
        url = address(f"{pagename if exact else 'index'}.html", app, pagename)
        context["twin"] = {"url": url, "exact": exact, **other._asdict()}
        if exact:
            alternate = (
                f'<link rel="alternate" hreflang="{other.language}" href="{url}">'
            )
            context["metatags"] = f"{context.get('metatags') or ''}\n{alternate}"


def mend_launch(
    app: Any, pagename: str, _: str, context: dict[str, Any], __: Any
) -> None:
    """Lets a page's button open the notebook of its own language."""
    folder, _, name = pagename.rpartition("/")
    mine = f"/blob/main/{folder}/{both(app)[0].folder}{name}."
    for button in context.get("header_buttons") or []:
        for one in button.get("buttons") or []:
            if "url" in one:
                one["url"] = one["url"].replace(f"/blob/main/{pagename}.", mine)


def setup(app: Any) -> dict[str, bool]:
    """Adds the twins, and the links into the other edition."""
    from docutils import nodes
    from sphinx.transforms.post_transforms import SphinxPostTransform

    class Links(SphinxPostTransform):
        """Links into the other edition, with its language in words and in HTML."""

        default_priority = 20

        def run(self, **_: Any) -> None:
            here, other = both(self.app)
            for link in list(self.document.findall(nodes.reference)):
                if link.get("refuri", "").startswith(LINK):
                    page = link["refuri"].removeprefix(LINK)
                    url = address(page, self.app, self.env.docname)
                    start = f'<a class="reference external" href="{url}"'
                    start += f' hreflang="{other.language}">'
                    end = f" <small>({here.elsewhere})</small></a>"
                    after = link.next_node(descend=False, siblings=True)
                    told = link.astext() + (after.astext() if after else "")[:40]
                    if here.elsewhere in told or link.astext() == other.name:
                        end = "</a>"
                    parts = [nodes.raw("", start, format="html"), *link.children]
                    link.replace_self([*parts, nodes.raw("", end, format="html")])

    app.add_config_value("twins", [], "env", [list])
    for domain in ("sphinx", "booktheme"):
        app.add_message_catalog(domain, str(Path(app.srcdir, "locale")))
    app.connect("html-page-context", add_twin, priority=100)  # before the theme's
    app.connect("html-page-context", mend_launch, priority=900)  # after them
    app.add_post_transform(Links)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
