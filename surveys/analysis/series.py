"""Scales that are taken several times: which, when, and what that is called. From the document alone."""

from dataclasses import dataclass

from surveys.analysis.naming import scale_label, when_taken
from surveys.protocol import Compiled, Step
from surveys.protocol.group_checks import days_of
from surveys.protocol.scales import scales
from surveys.texts import say

FEWEST = 3
"""Times from which on a scale has a course; before and after alone are told elsewhere."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One use of the scale. at: the day, 0 before, one more than there are after the last; in a study without
    days the number of the use, from 0.
    """

    scale: str
    at: int
    words: str


@dataclass(frozen=True, slots=True)
class Series:
    """key: 'instrument.subscale'."""

    key: str
    label: str
    taken: tuple[Taken, ...]

    def words_at(self, at: int) -> str:
        return next((one.words for one in self.taken if one.at == at), str(at))


def series_of(protocol: Compiled) -> tuple[Series, ...]:
    """Every scale that is taken once at several times, in the order of the pages."""
    found: dict[str, list[tuple[str, Step]]] = {}
    for step in protocol.steps:
        if step.visit:
            continue
        for scale in scales(step.entries, protocol.document.library):
            found.setdefault(f"{scale.instrument}.{scale.subscale}", []).append((scale.name, step))
    return tuple(_series(protocol, key, uses) for key, uses in found.items() if len(uses) >= FEWEST)


def _series(protocol: Compiled, key: str, uses: list[tuple[str, Step]]) -> Series:
    taken = [
        Taken(name, _at(protocol, step, i), when_taken(protocol, name)) for i, (name, step) in enumerate(uses)
    ]
    return Series(key, _label(protocol, uses[0][0]), tuple(taken))


def _at(protocol: Compiled, step: Step, i: int) -> int:
    days = days_of(protocol.document)
    if not days:
        return i
    if step.day:
        return step.day
    first = next(n for n, one in enumerate(protocol.steps) if one.day)
    return 0 if protocol.positions[step.key] < first else days + 1


def _label(protocol: Compiled, name: str) -> str:
    """The scale's own name, without when."""
    language = protocol.document.language
    scale = next(m.scale for m in protocol.measures if m.scale.name == name)
    instrument = protocol.document.library[scale.instrument]
    return say(instrument.subscale(scale.subscale).name, language, "en") or scale_label(
        protocol, name, language
    )
