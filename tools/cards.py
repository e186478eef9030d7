"""What a notebook says about itself, its card on the first page, its banners."""

import copy
import json
import re
from base64 import b64decode
from pathlib import Path
from typing import Any, NamedTuple

from tools import links
from tools.figures import picture_kind

RESULT_TAG = "result-picture"
NOTEBOOK_LINK = re.compile(r"\]\((?:edition:)?notebooks/\d")
SAMPLE = r"^(?:Notice|Aviso): (.*(?:embedded sample|amostra embutida).*)$"
WORDS = {
    "en": {
        "unknown": "unknown",
        "untimed": "Outputs of a run at pace {pace}.",
        "timed": "{time} at pace {pace}.",
        "minutes": "{x:.1f} minutes",
        "seconds": "{x:.0f} seconds",
        "sample": "Sample data",
        "failed": "Failed",
        "why": "A cell raised an error; what follows it did not run.",
        "picture": "A result of {title}",
    },
    "pt-BR": {
        "unknown": "desconhecido",
        "untimed": "Saídas de uma execução no ritmo {pace}.",
        "timed": "{time} no ritmo {pace}.",
        "minutes": "{x:.1f} minutos",
        "seconds": "{x:.0f} segundos",
        "sample": "Dados de amostra",
        "failed": "Falhou",
        "why": "Uma célula parou com um erro; o que vem depois dela não foi executado.",
        "picture": "Um resultado de {title}",
        "english": "Ainda sem tradução.",
        "unrun": "Ainda sem saídas: as figuras estão na [página em inglês]({page}).",
    },
}


class Card(NamedTuple):
    """What the first page says about one notebook."""

    page: str
    title: str
    sentence: str
    how: str
    picture: str | None
    notices: list[str]
    failed: bool
    language: str = "en"


# What a notebook says about itself ------------------------------------------------


def read(path: Path) -> dict[str, Any]:
    """Reads a notebook; each text in one piece."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    return notebook


def title_and_sentence(notebook: dict[str, Any]) -> tuple[str, str]:
    """The title in the first cell, and the first paragraph of prose below it."""
    first = notebook["cells"][0]["source"]
    title = re.search(r"^# +(.+)$", first, re.MULTILINE)
    blocks = [block.strip() for block in re.split(r"^# .*$|\n\s*\n", first, flags=re.M)]
    prose = [b for b in blocks if b and not b.startswith(("#", "[!", "!", "<", "|"))]
    return title[1].strip() if title else "Untitled", prose[0] if prose else ""


def outputs(notebook: dict[str, Any], tag: str | None = None) -> list[dict[str, Any]]:
    """Every output, or those of the cells with a tag, in order."""
    return [
        output
        for cell in notebook["cells"]
        if tag is None or tag in cell["metadata"].get("tags", [])
        for output in cell.get("outputs", [])
    ]


def notices(notebook: dict[str, Any]) -> list[str]:
    """The lines in which gan_utils.data says that it fell back to a sample."""
    text = "\n".join("".join(o.get("text", "")) for o in outputs(notebook))
    found = re.findall(SAMPLE, text, re.MULTILINE)
    return [line[:1].upper() + line[1:] for line in dict.fromkeys(found)]


def how(notebook: dict[str, Any], language: str = "en") -> str:
    """How long the run took that made the outputs, and at which pace."""
    made, words = notebook["metadata"].get("gan_course", {}), WORDS[language]
    pace = f"`{made.get('pace', words['unknown'])}`"
    if "seconds" not in made:
        return words["untimed"].format(pace=pace)
    seconds = made["seconds"]
    short = seconds < 60
    time = words["seconds" if short else "minutes"].format(
        x=seconds if short else seconds / 60
    )
    if language != "en":
        time = time.replace(".", ",")
    return words["timed"].format(time=time, pace=pace)


def card(
    notebook: dict[str, Any], page: str, pictures: Path, language: str = "en"
) -> Card:
    """Gathers what the first page needs, and writes its picture.

    A translated notebook that nobody has executed says where its figures are.
    """
    told = how(notebook, language)
    if language != "en" and not outputs(notebook):
        english = links.LINK + links.written(page)
        told = WORDS[language]["unrun"].format(page=english)
    shown = [o for o in outputs(notebook, RESULT_TAG) if picture_kind(o)]
    shown = shown or [o for o in outputs(notebook) if picture_kind(o)]
    picture = None
    if shown:
        kind = picture_kind(shown[-1])
        picture = f"{pictures.name}/{Path(page).stem}.{kind.split('/')[1]}"
        pictures.mkdir(exist_ok=True)
        content = b64decode("".join(shown[-1]["data"][kind]))
        (pictures.parent / picture).write_bytes(content)
    return Card(
        page,
        *title_and_sentence(notebook),
        told,
        picture,
        notices(notebook),
        notebook["metadata"].get("gan_course", {}).get("failed", False),
        language,
    )


# Pages ----------------------------------------------------------------------------


def admonition(kind: str, title: str, text: str) -> str:
    """A box in MyST's Markdown."""
    return f"\n:::{{admonition}} {title}\n:class: {kind}\n{text}\n:::\n"


def banners(made: Card) -> str:
    """What a reader must know before the rest: a failure, sample data."""
    words = WORDS[made.language]
    parts = [admonition("warning", words["sample"], text) for text in made.notices]
    if made.failed:
        parts.insert(0, admonition("danger", words["failed"], words["why"]))
    return "".join(parts)


def notebook_page(
    notebook: dict[str, Any], made: Card | None, page: str, site: links.Site
) -> str:
    """A notebook as Sphinx gets it: links mended, set-up folded, banners on top."""
    shown = copy.deepcopy(notebook)
    for cell in shown["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = links.mend(cell["source"], page, site)
    if made:
        first = shown["cells"][0]
        heading, _, below = first["source"].partition("\n")
        first["source"] = f"{heading}\n{banners(made)}\n*{made.how}*\n{below}"
    code = [cell for cell in shown["cells"] if cell["cell_type"] == "code"]
    for cell in code:
        is_form = cell["metadata"].get("cellView") == "form"
        if cell is code[0] or is_form:
            cell["metadata"].setdefault("tags", []).append("hide-input")
    return json.dumps(shown)


def first_page(readme: str, cards: list[Card], chapters: dict[str, list[str]]) -> str:
    """README with a card for each notebook in place of its table, and the contents."""
    shown = "\n".join(card_text(made) for made in cards)
    shown = f"::::::{{container}} lessons\n{shown}\n::::::\n"
    text = f"{readme}\n{shown}"
    for table in re.findall(r"^(?:\|.*\n)+", readme, re.MULTILINE):
        if NOTEBOOK_LINK.search(table):
            text = readme.replace(table, shown)
    for chapter, pages in chapters.items():
        entries = "\n".join(pages)
        text += f"\n```{{toctree}}\n:hidden:\n:caption: {chapter}\n\n{entries}\n```\n"
    return text


def untranslated(readme: str, english: Card) -> Card | None:
    """The card of a notebook that only English has, by its row in README's table."""
    page = links.LINK + links.written(english.page)
    row = re.search(
        rf"^\| \[(.*?)\]\({re.escape(page)}\)[^|]* \| (.*?) \|", readme, re.M
    )
    return row and english._replace(
        page=page,
        title=row[1].replace(" ", " · ", 1),
        sentence=row[2],
        how=WORDS["pt-BR"]["english"],
        notices=[],
        failed=False,
        language="pt-BR",
    )


def card_text(made: Card) -> str:
    """One notebook on the first page."""
    text = WORDS[made.language]["picture"].format(title=made.title)
    picture = f"![{text}]({made.picture})\n\n" if made.picture else ""
    return (
        f":::::{{container}} lesson\n{picture}**[{made.title}]({made.page})**\n\n"
        f"{made.sentence}\n{banners(made)}\n*{made.how}*\n:::::"
    )
