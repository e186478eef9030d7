"""The language in which the course speaks to students: notices, errors, labels.

The English text is its name in the catalogue locale/pt_BR/LC_MESSAGES/gan_utils.po,
which `make translate` compiles into this package.
"""

import contextlib
import gettext
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).with_name("locale")
LANGUAGES = {"en": (), "pt": ("pt_BR",)}
_spoken = {"language": "en", "catalogue": gettext.NullTranslations()}


def speak(language: str) -> None:
    """From now on ``say`` speaks this language, "en" or "pt".

    Raises:
        ValueError: there is no catalogue of it.
    """
    if language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise ValueError(f"The course has no language {language!r}; choose of {known}.")
    names = LANGUAGES[language]
    found = gettext.translation("gan_utils", _FOLDER, names) if names else None
    _spoken["catalogue"] = found or gettext.NullTranslations()
    _spoken["language"] = language


def spoken() -> str:
    """The language that is spoken."""
    return _spoken["language"]


@contextlib.contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speaks a language for a while."""
    before = spoken()
    speak(language)
    try:
        yield
    finally:
        speak(before)


def say(text: str, **values: Any) -> str:
    """A text in the language that is spoken; its ``{name}`` become the values.

    What has no translation stays English.
    """
    text = _spoken["catalogue"].gettext(text)
    return text.format(**values) if values else text


def later(text: str) -> str:
    """Marks a text that ``say`` is given elsewhere, for the catalogue."""
    return text
