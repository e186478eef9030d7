"""Numbers as they are written in English and in Portuguese."""

import re

NUMBER = re.compile(r"(?<![\w.,:])[.,]?\d+(?:[.,]\d+)*")
LATEX_OR_CODE = re.compile(r"(?s)\$\$.*?\$\$|\$[^$]*\$|`[^`]*`")
LATEX_MARK = re.compile(r"(?<=\d)(?:\.|\{,\})(?=\d)")
ENGLISH = re.compile(r"\d{0,3}(?:,\d{3})*(?:\.\d+)?|\d+(?:\.\d+)?")
BRAZILIAN = re.compile(r"\d{0,3}(?:\.\d{3})*(?:,\d+)?|\d+(?:,\d+)?")
ARXIV = re.compile(r"\d{4}\.\d{4,5}")  # a number of a paper
MONTHLY = re.compile(r"20\d\d\.[01]\d")  # a version of Colab's runtime
VERSIONED = ("Apache ", "CC-BY ", "CC BY ", "Python ", "Keras ", "TensorFlow ")
SWAPPED = str.maketrans(".,", ",.")


def values(text: str, brazilian: bool = False) -> list[str]:
    """The numbers of a text without equations and code, in one spelling, sorted.

    What is not written in the manner of the language comes back as it stands, marked.
    """
    manner = BRAZILIAN if brazilian else ENGLISH
    found = []
    for match in NUMBER.finditer(text):
        number = match[0]
        versioned = text[: match.start()].endswith(VERSIONED)
        if versioned or ARXIV.fullmatch(number) or MONTHLY.fullmatch(number):
            found.append(number)
        elif manner.fullmatch(number):
            number = number.translate(SWAPPED) if brazilian else number
            number = number.replace(",", "")
            found.append(f"0{number}" if number.startswith(".") else number)
        else:
            found.append(f"?{number}")
    return sorted(found)


def brazilian(text: str) -> str:
    """A text of numbers and equations, with decimal commas."""
    parts, end = [], 0
    for match in LATEX_OR_CODE.finditer(text):
        parts.append(NUMBER.sub(_swapped, text[end : match.start()]))
        parts.append(match[0] if match[0][0] == "`" else latex_brazilian(match[0]))
        end = match.end()
    return "".join([*parts, NUMBER.sub(_swapped, text[end:])])


def in_equations(text: str) -> str:
    """A text with decimal commas in its equations."""
    parts, end = [], 0
    for match in LATEX_OR_CODE.finditer(text):
        mended = match[0] if match[0][0] == "`" else latex_brazilian(match[0])
        parts += [text[end : match.start()], mended]
        end = match.end()
    return "".join([*parts, text[end:]])


def latex_brazilian(latex: str) -> str:
    """An equation with decimal commas, and points in the thousands."""
    return LATEX_MARK.sub(lambda m: "{,}" if m[0] == "." else "{.}", latex)


def _swapped(match: re.Match) -> str:
    number = match[0].translate(SWAPPED)
    return f"0{number}" if number.startswith(",") else number
