"""Where participants come from and how they are sent back: kept apart from what they answer."""

import string
from collections.abc import Iterator, Mapping
from typing import Annotated
from urllib.parse import quote, urlsplit

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Parameter = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,39}$")]
FixedCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{2,19}$")]

PROLIFIC = ("PROLIFIC_PID", "STUDY_ID", "SESSION_ID")
"""What Prolific puts into a study's address, the person first."""

PROLIFIC_BACK = "https://app.prolific.com/submissions/complete?cc={code}"
LONGEST = 200
CODELESS = (
    "Prolific knows one completion code for everybody: enter the one that it gave you, or people cannot show "
    "there that they took part. Publishing freezes it."
)
UNPAID = "Prolific's participants are paid: say how much they receive, as it is said there."


class Recruitment(BaseModel):
    """ids: parameters of the invitation's address that are kept; the first one names the person, who can then
    take part only once. completion_code: one for everybody; without it each has one of their own. back: an
    address to return to at the end; {code} and {PARAMETER} in it are filled in.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    ids: tuple[Parameter, ...] = Field((), max_length=10)
    completion_code: FixedCode | None = None
    back: str = Field("", max_length=500)

    @model_validator(mode="after")
    def agrees(self) -> "Recruitment":
        if len({name.lower() for name in self.ids}) != len(self.ids):
            raise ValueError("a parameter of the address is named twice: remove one")
        return self

    def kept(self, query: Mapping[str, str]) -> dict[str, str]:
        """The ids that an address brings. What the sender never filled in, {{%LIKE_THIS%}}, is none."""
        found = {name: query.get(name, "").strip() for name in self.ids}
        return {name: value for name, value in found.items() if value and not _is_unfilled(value)}

    def person(self, ids: Mapping[str, str]) -> str:
        """Who it is, by the first parameter; '' where it did not come."""
        return ids.get(self.ids[0], "") if self.ids else ""

    def way_back(self, *, code: str, ids: Mapping[str, str]) -> str:
        """The address to return to, every value quoted; '' where there is none."""
        known = {"code": code, **dict.fromkeys(self.ids, ""), **ids}
        address = self.back
        for name, value in known.items():
            address = address.replace(f"{{{name}}}", quote(value, safe=""))
        return address


def is_usable(value: str) -> bool:
    """Can this stand for somebody? Printable and not too long."""
    return len(value) <= LONGEST and value.isprintable()


def broken(recruitment: Recruitment) -> Iterator[tuple[str, str]]:
    """(path, what to do) for a return address that leads nowhere."""
    if not recruitment.back:
        return
    known = {"code", *recruitment.ids}
    try:
        named = {field for _, field, *_ in string.Formatter().parse(recruitment.back) if field is not None}
        parts = urlsplit(recruitment.back)
        is_whole = parts.scheme == "https" and bool(parts.hostname)
    except ValueError:
        yield (
            "recruitment.back",
            "The return address cannot be read. Has it a brace too many?",
        )
        return
    if not is_whole:
        yield "recruitment.back", "The return address must be whole and begin with https://."
    for name in sorted(named - known):
        allowed = ", ".join(f"{{{one}}}" for one in sorted(known))
        yield "recruitment.back", f"{{{name}}} in the return address stands for nothing: use {allowed}."


def unpaid(recruitment: Recruitment, pay: Mapping[str, str]) -> str:
    """A kind word where people come from Prolific and no amount is named; "" otherwise."""
    named = any(character.isdecimal() for words in pay.values() for character in words)
    return "" if recruitment.ids != PROLIFIC or named else UNPAID


def codeless(recruitment: Recruitment) -> str:
    """What to do where people come from Prolific, which knows one code a study, and each would get an own."""
    lacks = recruitment.ids == PROLIFIC and not recruitment.completion_code
    return CODELESS if lacks else ""


def _is_unfilled(value: str) -> bool:
    return value.startswith("{") and value.endswith("}")
