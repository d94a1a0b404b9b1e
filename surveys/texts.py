"""Words in several languages: what every sentence in a document is made of."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ValidationInfo

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")


def clean(text: str) -> str:
    """Refuse what PostgreSQL or UTF-8 cannot hold, before it is somebody's lost study."""
    if "\x00" in text:
        raise ValueError("the text contains a NUL character; remove it")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("the text contains half of a character (a lone surrogate); type it again")
    return text


def by_language(value: Any, info: ValidationInfo) -> dict[str, str]:
    if isinstance(value, str):
        value = {(info.context or {}).get("language", "en"): value}
    if not isinstance(value, dict):
        raise ValueError(f"write a text, or texts by language, not {_kind(value)}")
    for language, text in value.items():
        if not isinstance(language, str) or not LANGUAGE.fullmatch(language):
            raise ValueError(f"{language!r} is not a language code such as en, de or pt-BR")
        if not isinstance(text, str):
            raise ValueError(f"the text in {language!r} is {_kind(text)}; put it in quotes")
        clean(text)
    return value


def _kind(value: Any) -> str:
    """What somebody wrote in a text's place, in their words."""
    if isinstance(value, list):
        return "a list"
    return "a table of fields" if isinstance(value, dict) else f"the value {value}"


Plain = Annotated[str, AfterValidator(clean)]
"""One line that is the same in every language: a name, a citation."""

Text = Annotated[dict[str, str], BeforeValidator(by_language)]
"""Language -> text. A plain string means the document's language, which the validation context names."""


def say(text: dict[str, str], language: str, fallback: str) -> str:
    """The text in one language; a missing or empty translation falls back rather than leaving a hole.

    The last resort is the first language in the alphabet, so that the order of keys, which
    canonical bytes do not keep, never changes what is seen.
    """
    filled = {code: words for code, words in text.items() if words}
    return filled.get(language) or filled.get(fallback) or (filled[min(filled)] if filled else "")
