"""What the display of a score names and cannot have, and what it had better not do."""

from collections.abc import Iterator
from typing import Any, get_args

from surveys.cues import Assigned, AssignedText, Computed, Cue, Look, Visibility, own
from surveys.protocol.document import Document

Broken = tuple[str, str]
"""(path, what to do)."""

LONGEST = 120
"""Characters of an explanation: four lines on the smallest phone, which every group keeps free."""

LONGEST_DELAY = 60
MOST_OUTREACH = 24
KNOWN = ("klout_like", "kred_like")
"""Systems of which it is known how many real accounts lie below a score."""

STAR_RANGES = ((0, 5), (1, 5), (0, 10), (1, 10))


def broken(document: Document, look: Look, path: str) -> Iterator[Broken]:
    """What any score's display cannot have; another's score and one's own alike."""
    for field, part in look.assigned():
        yield from _levels(document, part, f"{path}.{field}")
    if look.system == "custom" and look.low > look.high:
        yield f"{path}.low", "The lowest score lies below the highest: correct one of them."
    for field in ("form", "colour", "trend"):
        yield from _words(document, getattr(look, field), f"{path}.{field}", _allowed(type(look), field))
    forms = document.levels(look.form)
    if "stars" in forms and look.ends not in STAR_RANGES:
        cure = "let scores run from 1 to 5, or to 10 for half stars, or choose another form."
        yield f"{path}.form", f"Five stars show whole or half stars: {cure}"
    if "percentile" in forms and look.system not in KNOWN:
        cure = "choose a Klout-like or Kred-like score, or another form."
        yield f"{path}.form", f"How many accounts lie below is not known of a score of your own: {cure}"


def cue_broken(document: Document, cue: Cue) -> Iterator[Broken]:
    yield from broken(document, cue, "cue")
    if any(len(words) > LONGEST for text in _texts(cue.explanation) for words in text.values()):
        why = "so that nothing moves where it is not seen"
        yield "cue.explanation", f"An explanation has room for {LONGEST} letters, {why}: shorten it."
    yield from _words(document, cue.visibility, "cue.visibility", get_args(Visibility))
    seen = document.levels(cue.visibility)
    if "request" in seen and not all(any(text.values()) for text in _labels(document, cue)):
        yield "cue.label", "A score that is shown on request needs words: its button stands beside them."
    if "delay" in seen and not 1 <= cue.delay <= LONGEST_DELAY:
        yield "cue.delay", f"A score can be delayed by 1 to {LONGEST_DELAY} seconds: correct the delay."
    yield from _value(document, cue)
    yield from _outreach(document, cue)


def doubts(document: Document) -> Iterator[Broken]:
    """What is allowed and should be thought over."""
    cue = document.cue
    if cue is None or not isinstance(cue.value, Computed):
        return
    why = "Computed scores follow what else the profiles show"
    yield (
        "cue.value",
        f"{why}: results tell how much showing the score changes that, not what each point does.",
    )
    if {"rising", "falling"} & set(document.levels(cue.trend)):
        yield (
            "cue.trend",
            "A computed score has a course of its own, which this may contradict: show the line.",
        )


def _value(document: Document, cue: Cue) -> Iterator[Broken]:
    low, high = cue.ends
    if isinstance(cue.value, Computed):
        shifts = document.levels(cue.value.shift)
        if not all(isinstance(shift, int) for shift in shifts):
            yield "cue.value", "Points up or down are whole numbers: say how many at each level."
        if lacking := [each.name for each in document.profiles if own(cue, each.account) is None]:
            names = ", ".join(lacking[:3]) + (f" and {len(lacking) - 3} more" if len(lacking) > 3 else "")
            cure = "make the pool from accounts, or give the scores yourself."
            yield "cue.value", f"No account of this system is behind {names}: {cure}"
    elif any(not isinstance(v, int) or not low <= v <= high for v in document.levels(cue.value)):
        yield "cue.value", f"Scores must be whole numbers from {low} to {high}."


def _outreach(document: Document, cue: Cue) -> Iterator[Broken]:
    if cue.outreach is None:
        return
    if cue.system != "kred_like":
        yield "cue.outreach", "Only a Kred-like score has a second number: remove it, or choose that system."
    levels = document.levels(cue.outreach)
    if any(not isinstance(v, int) or not 0 <= v <= MOST_OUTREACH for v in levels):
        yield (
            "cue.outreach",
            f"The second number is a level from 0 to {MOST_OUTREACH}: give it at each level.",
        )


def _levels(document: Document, part: Assigned | AssignedText, path: str) -> Iterator[Broken]:
    factor = document.factor(part.factor)
    if factor is None:
        yield (
            path,
            f"The score names the factor {part.factor!r}, which does not exist: add it under 'factors'.",
        )
        return
    named = part.values if isinstance(part, Assigned) else part.texts
    if strange := set(named) - set(map(str, factor.levels)):
        known = ", ".join(map(str, factor.levels))
        yield path, f"{min(strange)!r} is not a level of {part.factor!r} ({known})."


def _words(document: Document, part: Any, path: str, allowed: tuple[str, ...]) -> Iterator[Broken]:
    strange = [word for word in document.levels(part) if word not in allowed]
    if strange:
        yield path, f"{strange[0]!r} is none of {', '.join(allowed)}: say which of them holds at each level."


def _allowed(type: type[Look], field: str) -> tuple[str, ...]:
    return get_args(get_args(type.model_fields[field].annotation)[0])


def _texts(part: dict[str, str] | AssignedText) -> list[dict[str, str]]:
    return list(part.texts.values()) if isinstance(part, AssignedText) else [part]


def _labels(document: Document, cue: Cue) -> list[dict[str, str]]:
    if not isinstance(cue.label, AssignedText):
        return [cue.label]
    factor = document.factor(cue.label.factor)
    return [cue.label.at({cue.label.factor: level}) for level in factor.levels] if factor else []
