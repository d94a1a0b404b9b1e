"""The display of the score in words: what it was, how it looked, and where it was seen."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from surveys.cues import Assigned, AssignedText, Computed, Cue, Look, visibility_of
from surveys.protocol.draws import Arm
from surveys.protocol.nodes import Feed
from surveys.protocol.nodes.feed_course import seen
from surveys.report.document.known import Known

FORMS = {
    "number": "a number",
    "bar": "a bar with the number",
    "badge": "a badge with the number",
    "stars": "five stars",
    "percentile": "the share of real accounts below it",
}
TRENDS = {
    "none": "none",
    "rising": "an arrow up",
    "falling": "an arrow down",
    "sparkline": "a small line of how it went",
}
SEEN = {"shown": "shown", "hidden": "hidden", "request": "on request", "delay": "after a delay"}


def scored(known: Known, cue: Cue) -> Iterator[tuple[str, str]]:
    """(what, words) for the table of materials."""
    yield from _said(known, cue, "Displayed score", "wherever the score was shown")
    yield "Values displayed", _values(known, cue)
    if cue.outreach is not None:
        yield "Second number", f"{_part(known, cue.outreach, str)}."
    yield from _drawn(known, cue)
    yield "Where displayed", _where(known, cue)


def own_scored(known: Known, feed: Feed) -> Iterator[tuple[str, str]]:
    """(what, words) of a score of one's own."""
    if feed.score is None:
        return
    yield from _said(known, feed.score, "Score of one’s own", "where it was first seen and could be opened")
    yield from _drawn(known, feed.score)
    told = {**SEEN, "request": "shown on request, on each day anew, each noted"}
    yield "To whom displayed", _by_group(known, lambda arm: seen(feed, arm.levels), told)


def _said(known: Known, look: Look, called: str, where: str) -> Iterator[tuple[str, str]]:
    low, high = look.ends
    system = "of the study’s own" if look.system == "custom" else look.by.card.name
    label = _text(known, look.label) or "“Score”"
    yield called, f"{label}, from {low} to {high}; {system}, version {look.by.version}."
    legend = f"{_text(known, look.legend)}, {where}." if _says(look.legend) else "None was given."
    yield "Its small print", legend
    if _says(look.explanation):
        yield "Its explanation", f"{_text(known, look.explanation)}."


def _drawn(known: Known, look: Look) -> Iterator[tuple[str, str]]:
    colour = _part(known, look.colour, str)
    yield "Its form", f"{_part(known, look.form, FORMS.__getitem__)}; colour: {colour}."
    if look.trend != "none":
        yield "Trend beside it", f"{_part(known, look.trend, TRENDS.__getitem__)}."


def _says(text: dict[str, str] | AssignedText) -> bool:
    return isinstance(text, AssignedText) or any(text.values())


def _text(known: Known, text: dict[str, str] | AssignedText) -> str:
    if not isinstance(text, AssignedText):
        said = known.say(text)
        return f"“{said}”" if said else ""
    factor = known.document.factor(text.factor)
    each = [(level, known.say(text.at({text.factor: level}))) for level in factor.levels] if factor else []
    return "; ".join(f"{level}: “{said}”" if said else f"{level}: none" for level, said in each)


def _part(known: Known, part: Any, words: Callable[[Any], str]) -> str:
    """A part of the display, at each level of what decides it."""
    if not isinstance(part, Assigned):
        return words(part)
    factor = known.document.factor(part.factor)
    levels = factor.levels if factor else ()
    return "; ".join(f"{level}: {words(part.of(level))}" for level in levels)


def _values(known: Known, cue: Cue) -> str:
    if isinstance(cue.value, Computed):
        shift = f", moved by {_part(known, cue.value.shift, str)}" if cue.value.shift else ""
        ends = known.design.computed
        span = f", here from {ends[0]:g} to {ends[-1]:g}" if ends else ""
        return f"computed from each profile’s account{shift}{span}: not assigned by chance."
    levels = ", ".join(f"{level:g}" for level in known.design.levels)
    assigned = isinstance(cue.value, Assigned)
    return f"{levels}, assigned by chance, not computed from the profile." if assigned else f"{levels}."


def _where(known: Known, cue: Cue) -> str:
    visibility = cue.visibility
    factor = known.document.factor(visibility.factor) if isinstance(visibility, Assigned) else None
    if factor is not None and factor.varies == "within":
        return f"{_part(known, visibility, SEEN.__getitem__)}, visit by visit."
    told = {**SEEN, "delay": f"shown after {cue.delay} s", "request": "shown on request, each noted"}
    return _by_group(known, lambda arm: visibility_of(cue, arm.levels), told)


def _by_group(known: Known, how_of: Callable[[Arm], str], told: Mapping[str, str]) -> str:
    """Which groups had it in which way."""
    groups: dict[str, list[str]] = {}
    for arm in known.protocol.arms.values():
        groups.setdefault(how_of(arm), []).append(known.group(arm.name))
    return ". ".join(f"{told[how]} in: {'; '.join(groups[how])}" for how in SEEN if how in groups)
