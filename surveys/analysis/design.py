"""What the document says about groups and levels, as the contrasts need it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from surveys.cues import Assigned, Computed, Cue, value_of, visibility_of
from surveys.protocol import Compiled, Document
from surveys.protocol.document import Factor
from surveys.protocol.sides import Sides
from surveys.protocol.sides_told import told


@dataclass(frozen=True, slots=True)
class Design:
    """groups: names of the arms; shown, hidden: positions of the arms in which the score is displayed from
    the beginning, or never (none of either where visibility is no matter of groups): a score on request or
    after a delay is neither. levels: the displayed scores, ascending; computed: those that follow from the
    profiles' accounts, in place of levels; document: what groups and levels are called in.
    """

    groups: tuple[str, ...]
    shown: tuple[int, ...]
    hidden: tuple[int, ...]
    levels: tuple[float, ...]
    document: Document | None = None
    computed: tuple[float, ...] = ()

    def sides(self, sides: Sides | None) -> tuple[str, str]:
        """What the people on either side of a comparison of groups are called."""
        return told(self.document, sides) if self.document and sides else ("one side", "the other")


@dataclass(frozen=True, slots=True)
class Scores:
    """What score each profile has at each level of the factor that decides it; one column where none does.
    values: (profiles, levels), one row where the profile does not matter.
    """

    factor: Factor | None
    values: NDArray[np.float64]

    @property
    def names(self) -> list[str]:
        """The factor's levels as texts."""
        return [str(level) for level in self.factor.levels] if self.factor else []

    def at(self, profile: NDArray[np.int64], level: NDArray[np.int64]) -> NDArray[np.float64]:
        """Scores of these profiles at these levels, by position; nan where there is none of either (-1)."""
        rows = profile if len(self.values) > 1 else np.zeros_like(profile)
        here = (rows >= 0) & (level >= 0)
        return np.where(here, self.values[np.maximum(rows, 0), np.maximum(level, 0)], np.nan)


def design_of(protocol: Compiled) -> Design:
    cue = protocol.document.cue
    groups = tuple(protocol.arms)
    if cue is None:
        return Design(groups, (), (), (), protocol.document)
    arms = enumerate(() if mixes(protocol) else protocol.arms.values())
    seen = {i: visibility_of(cue, arm.levels) for i, arm in arms}
    values = tuple(sorted(set(scores_of(protocol).values.ravel().tolist())))
    is_computed = isinstance(cue.value, Computed)
    return Design(
        groups=groups,
        shown=tuple(i for i, how in seen.items() if how == "shown"),
        hidden=tuple(i for i, how in seen.items() if how == "hidden"),
        levels=() if is_computed else values,
        document=protocol.document,
        computed=values if is_computed else (),
    )


def mixes(protocol: Compiled) -> bool:
    """Whether each participant meets shown and hidden scores: of that no effect is computed."""
    cue = protocol.document.cue
    visibility = cue.visibility if cue else None
    return isinstance(visibility, Assigned) and _varies_within(protocol, visibility.factor)


def scores_of(protocol: Compiled) -> Scores:
    cue = protocol.document.cue
    if cue is None:
        return Scores(None, np.full((1, 1), np.nan))
    factor = _deciding(protocol, cue)
    levels = [{factor.name: level} for level in factor.levels] if factor else [{}]
    accounts = [each.account for each in protocol.document.profiles]
    rows = accounts if isinstance(cue.value, Computed) else [None]
    values = [[value_of(cue, at, account) for at in levels] for account in rows]
    return Scores(factor, np.array(values, float))


def rotates(protocol: Compiled) -> bool:
    """Whether each participant meets every score, visit by visit, rather than one throughout."""
    value = protocol.document.cue.value if protocol.document.cue else None
    return isinstance(value, Assigned) and _varies_within(protocol, value.factor)


def _deciding(protocol: Compiled, cue: Cue) -> Factor | None:
    """The factor that decides the score, or how many points up or down it is."""
    part = cue.value.shift if isinstance(cue.value, Computed) else cue.value
    return protocol.document.factor(part.factor) if isinstance(part, Assigned) else None


def _varies_within(protocol: Compiled, name: str) -> bool:
    factor = protocol.document.factor(name)
    return factor is not None and factor.varies == "within"
