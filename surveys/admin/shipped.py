"""The shipped studies as cards: what each is called and what it asks."""

import re
from dataclasses import dataclass
from functools import cache

from surveys import library
from surveys.protocol import read
from surveys.texts import say


@dataclass(frozen=True, slots=True)
class Card:
    """title: what participants see over it."""

    code: str
    name: str
    title: str
    question: str


@cache
def cards() -> tuple[Card, ...]:
    """The shipped studies. They are files, which do not change while the site runs."""
    found = []
    for code in library.names("studies"):
        document = read(library.studies(code))
        title = say(document.title, document.language, "en")
        found.append(Card(code, document.name or title, title, question(code)))
    return tuple(found)


@cache
def question(code: str) -> str:
    """What the study asks: the sentence in its file's opening comment that ends with a question mark."""
    text = (library.HERE / "studies" / f"{code}.yaml").read_text(encoding="utf-8")
    opening = re.match(r"(?:#.*\n)+", text)
    words = " ".join(re.sub(r"^#\s*", "", line) for line in opening[0].splitlines()) if opening else ""
    asked = re.search(r"(?:^|[.:]\s+)([^.:?]*\?)", words)
    return asked[1][:1].upper() + asked[1][1:] if asked else ""
