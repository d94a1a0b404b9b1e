"""The score that a profile's account has by a system, as its facts give it."""

from dataclasses import dataclass

from scoring.influence.custom import Custom
from surveys.cues.look import Look
from surveys.profiles.types import Account

LATEST = 12
"""Values of a course that a small line shows."""


@dataclass(frozen=True, slots=True)
class Own:
    """Today's value and second number, the course that led there, and the version of what gave them."""

    value: float
    outreach: int | None
    course: tuple[float, ...]
    version: str


def own(look: Look, account: Account | None) -> Own | None:
    """None where the account has no course of this system, nor of what the study's own is made from."""
    by = look.by
    source = by.of if isinstance(by, Custom) else look.system
    course = next((each for each in account.scores if each.system == source), None) if account else None
    if course is None:
        return None
    values = course.values[-LATEST:]
    if isinstance(by, Custom):
        made = tuple(float(score) for score in by.of_score(values))
        return Own(made[-1], None, made, by.version)
    return Own(values[-1], course.level, values, course.version)
