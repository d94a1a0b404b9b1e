"""What the document says about groups and levels, as the contrasts need it."""

from dataclasses import dataclass

from surveys.cues import Assigned, is_shown
from surveys.protocol import Compiled, Document
from surveys.protocol.sides import Sides
from surveys.protocol.sides_told import told


@dataclass(frozen=True, slots=True)
class Design:
    """groups: names of the arms; shown, hidden: positions of the arms in which the score is displayed, or is
    not (none of either where visibility is no matter of groups); levels: the displayed scores, ascending;
    document: what groups and levels are called in.
    """

    groups: tuple[str, ...]
    shown: tuple[int, ...]
    hidden: tuple[int, ...]
    levels: tuple[float, ...]
    document: Document | None = None

    def sides(self, sides: Sides | None) -> tuple[str, str]:
        """What the people on either side of a comparison of groups are called."""
        return told(self.document, sides) if self.document and sides else ("one side", "the other")


def design_of(protocol: Compiled) -> Design:
    cue = protocol.document.cue
    groups = tuple(protocol.arms)
    if cue is None:
        return Design(groups, (), (), (), protocol.document)
    seen = (
        {}
        if mixes(protocol)
        else {i: is_shown(cue, arm.levels) for i, arm in enumerate(protocol.arms.values())}
    )
    factor = protocol.document.factor(cue.value.factor) if isinstance(cue.value, Assigned) else None
    values = factor.levels if factor else () if isinstance(cue.value, Assigned) else (cue.value,)
    return Design(
        groups=groups,
        shown=tuple(i for i, is_ in seen.items() if is_),
        hidden=tuple(i for i, is_ in seen.items() if not is_),
        levels=tuple(sorted(float(value) for value in values)),
        document=protocol.document,
    )


def mixes(protocol: Compiled) -> bool:
    """Whether each participant meets shown and hidden scores: of that no effect is computed."""
    cue = protocol.document.cue
    visibility = cue.visibility if cue else None
    return isinstance(visibility, Assigned) and _varies_within(protocol, visibility.factor)


def rotates(protocol: Compiled) -> bool:
    """Whether each participant meets every score, visit by visit, rather than one throughout."""
    value = protocol.document.cue.value if protocol.document.cue else None
    return isinstance(value, Assigned) and _varies_within(protocol, value.factor)


def _varies_within(protocol: Compiled, name: str) -> bool:
    factor = protocol.document.factor(name)
    return factor is not None and factor.varies == "within"
