"""The display of the score in words: what it was, how it looked, and where it was seen."""

from collections.abc import Callable, Iterator
from typing import Any

from surveys.cues import Assigned, AssignedText, Computed, Cue
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
    low, high = cue.ends
    system = "of the study’s own" if cue.system == "custom" else cue.by.card.name
    label = _text(known, cue.label) or "“Score”"
    yield "Displayed score", f"{label}, from {low} to {high}; {system}, version {cue.by.version}."
    yield (
        "Its small print",
        f"{_text(known, cue.legend)}, wherever the score was shown."
        if _says(cue.legend)
        else "None was given.",
    )
    if _says(cue.explanation):
        yield "Its explanation", f"{_text(known, cue.explanation)}."
    yield "Values displayed", _values(known, cue)
    if cue.outreach is not None:
        yield "Second number", f"{_part(known, cue.outreach, str)}."
    yield "Its form", f"{_part(known, cue.form, FORMS.__getitem__)}; colour: {_part(known, cue.colour, str)}."
    if cue.trend != "none":
        yield "Trend beside it", f"{_part(known, cue.trend, TRENDS.__getitem__)}."
    yield "Where displayed", _where(known, cue)


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
    groups: dict[str, list[str]] = {}
    for arm in known.protocol.arms.values():
        how = visibility.at(arm.levels) if isinstance(visibility, Assigned) else visibility
        groups.setdefault(str(how), []).append(known.group(arm.name))
    told = {**SEEN, "delay": f"shown after {cue.delay} s", "request": "shown on request, each noted"}
    return ". ".join(f"{told[how]} in: {'; '.join(groups[how])}" for how in SEEN if how in groups)
