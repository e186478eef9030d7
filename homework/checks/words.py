"""What the checks say, in the language that ``course.setup`` was given.

The English text is its name in the catalogue locale/pt_BR/LC_MESSAGES/homework.po;
`make translate` compiles it into this package. What is compared stays English; ``_``
translates where it is shown.
"""

import gettext
import re
from pathlib import Path

from gan_utils.language import spoken

LOCALE = Path(__file__).with_name("locale")
# Read now: a submission that is graded can read no file of the checks.
CATALOGUES = {
    "pt": gettext.translation("homework", LOCALE, ["pt_BR"], fallback=True),
}


def _(text: str) -> str:
    """A message, or one whose values are filled in, as the reader shall see it."""
    return told(text, spoken())


def told(text: str, language: str) -> str:
    """The same in a language that need not be the one that is spoken now."""
    catalogue = CATALOGUES.get(language)
    if catalogue is None:
        return text
    if (found := catalogue.gettext(text)) != text:
        return found
    for template, pattern in PATTERNS.items():
        if match := pattern.fullmatch(text):
            return catalogue.gettext(template).format(**match.groupdict())
    return text


def later(text: str) -> str:
    """Marks a message that `_` translates where it is shown."""
    return text


# Texts of probes and names of cases that hold values when `_` gets them.
TEMPLATES = (
    later("an array of shape {shape}"),
    later("a value of type {kind}"),
    later("size {size}, layers {layers}"),
    later("layers {layers}"),
    later("({shape}) and ({other})"),
    later("{accepted} wrongly accepted, {rejected} rejected"),
    later("shape {shape}"),
    later("{count} rows"),
    later("{count} people"),
    later("{count}, and not {wanted}"),
    later("not two: {shape}"),
    # How a submission that is graded may end.
    later("took longer than {seconds} s"),
    later("printed more than {size} MB"),
    later("started more than {count} processes"),
    later("used more than {size} MB of memory"),
    later("wrote more than {size} MB or {count} files"),
    later("ended Python ({status})"),
    later("in code cell {cell}"),
)
FIELD = re.compile(r"\\{(\w+)\\}")  # as re.escape leaves it


def _value(match: re.Match) -> str:
    """What may stand in a template: a number, a shape, a list, one word."""
    return rf"(?P<{match[1]}>[\d(\[].*|\w+)"


PATTERNS = {text: re.compile(FIELD.sub(_value, re.escape(text))) for text in TEMPLATES}
