"""The shipped studies as cards: what each asks, the sentence it tests, its length, number and power."""

import re
from dataclasses import dataclass
from functools import cache

from surveys import library
from surveys.protocol import compiled, read
from surveys.protocol.duration import duration
from surveys.texts import say


@dataclass(frozen=True, slots=True)
class Card:
    """title: what participants see over it; sentence: of the essay, word for word; power: in one line."""

    code: str
    name: str
    title: str
    question: str
    sentence: str
    minutes: int
    planned: int
    power: str


@cache
def cards() -> tuple[Card, ...]:
    """The shipped studies. They are files, which do not change while the site runs."""
    return tuple(_card(entry["study"], entry["finds"]) for entry in library.catalogue())


def _card(code: str, finds: list[dict[str, object]]) -> Card:
    document = read(library.studies(code))
    title = say(document.title, document.language, "en")
    return Card(
        code=code,
        name=document.name or title,
        title=title,
        question=question(code),
        sentence=sentence(code),
        minutes=duration(compiled(document)).minutes,
        planned=document.plan.planned,
        power="; ".join(f"{found['power']} % for {found['what']}" for found in finds),
    )


@cache
def question(code: str) -> str:
    """What the study asks: the sentence at the head of its file that ends with a question mark."""
    asked = re.search(r"(?:^|[.:]\s+)([^.:?]*\?)", library.opening(code))
    return asked[1][:1].upper() + asked[1][1:] if asked else ""


@cache
def sentence(code: str) -> str:
    """What of the essay the study puts to the test: the words in quotation marks at the head of its file."""
    quoted = re.search(r'"([^"]+)"', library.opening(code))
    return quoted[1] if quoted else ""
