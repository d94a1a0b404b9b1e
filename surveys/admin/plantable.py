"""Which effects a study can show, so that they can be planted in a rehearsal: in words and in what unit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.analysis.design import design_of, mixes, rotates
from surveys.analysis.expecting import comparisons, smallest_effect
from surveys.analysis.naming import act_label, label_of, outcome_named, range_of
from surveys.cues import visibility_of
from surveys.protocol import Compiled, Document
from surveys.protocol.checks import obstacles
from surveys.protocol.outcomes import AnyOutcome
from surveys.protocol.plan import Comparison
from surveys.protocol.sides_told import compared
from surveys.report.units import ONCE, Unit

LEVEL_SIZES, VISIBILITY_SIZES = (0.05, 0.1), (0.2, 0.5)
"""What is small and what is clear on a 1-7 scale: for each 10 points of score, and between the groups."""


PLAIN = Unit("", "", 2, 2)
"""Sizes that are written as they are analysed."""
HINTS = {
    "count": gettext_lazy("Times as often: 1.25 is a quarter more, 1 no difference."),
    "ordinal": gettext_lazy("Times the odds of a higher answer: 2 is twice the odds, 1 no difference."),
    "happened": gettext_lazy("Percentage points of participants: 10 is 10 more of 100."),
    "stayed": gettext_lazy("Days, on average."),
    "act": gettext_lazy("As a share of visits: 0.1 is 10 percentage points more."),
}
"""In which unit a difference between groups is written."""


@dataclass(frozen=True, slots=True)
class Plantable:
    """key: the field's name; comparison: the plan's, of what is compared between groups; unit: in which its
    size is written.
    """

    key: str
    label: str
    hint: str
    comparison: str = ""
    unit: Unit = PLAIN


def walkable(document: Document) -> Compiled | None:
    """None where the draft cannot be walked through yet."""
    return None if obstacles(document) else Compiled(document, "")


def effects(protocol: Compiled) -> Iterator[Plantable]:
    """What the plan compares between groups; then what the displayed score could do."""
    for named in comparisons(protocol.document.plan, protocol):
        if named.contrast == "groups":
            yield between(protocol, named)
    yield from _by_score(protocol)


def between(protocol: Compiled, named: Comparison) -> Plantable:
    """One comparison of groups."""
    outcome = outcome_named(protocol, named.outcome)
    unit = ONCE.get(outcome.kind, PLAIN)
    worth = f"{unit.shown(smallest_effect(protocol, named)):.3g}"
    hint = str(HINTS.get(outcome.kind, "")) or _points(protocol, outcome)
    if named.smallest or outcome.smallest:
        hint = f"{hint} {_('%(size)s is the smallest effect worth having.') % {'size': worth}}"
    return Plantable(f"groups:{named.name}", label(protocol, named), hint, named.name, unit)


def label(protocol: Compiled, named: Comparison) -> str:
    """'Anxiety after day 4, those whose score fell against those whose score stayed'."""
    of, against = compared(protocol.document, named)
    told = {"outcome": label_of(protocol, named.outcome, "en"), "of": of, "against": against}
    return _("%(outcome)s, %(of)s against %(against)s") % told


def _points(protocol: Compiled, outcome: AnyOutcome) -> str:
    low, high = range_of(protocol, outcome) or (1.0, 7.0)
    return _("Points on %(low)g–%(high)g.") % {"low": low, "high": high}


def _by_score(protocol: Compiled) -> Iterator[Plantable]:
    document = protocol.document
    by_level, by_sight = _varies(protocol), _differs(protocol)
    for outcome in document.outcomes if document.cue else ():
        if outcome.kind in ("count", "happened", "stayed", "ordinal"):
            continue
        told, hint = {"outcome": label_of(protocol, outcome.name, "en")}, sizes(protocol, outcome)
        if by_level and outcome.kind in ("rating", "act"):
            words = _("Effect of 10 points on %(outcome)s") % told
            yield Plantable(f"level:{outcome.name}", words, hint["level"])
        if by_sight and outcome.kind not in ("dwell", "in_view"):
            words = _("Shown minus hidden on %(outcome)s") % told
            yield Plantable(f"visibility:{outcome.name}", words, hint["visibility"])


def _varies(protocol: Compiled) -> bool:
    """Whether anybody meets several scores: an effect per 10 points is planted about each one's own mean."""
    return rotates(protocol) or len(design_of(protocol).computed) > 1


def _differs(protocol: Compiled) -> bool:
    """Whether the score is hidden from some, or at times, and not from all and always."""
    cue = protocol.document.cue
    if cue is None or mixes(protocol):
        return cue is not None
    seen = {visibility_of(cue, arm.levels) for arm in protocol.arms.values()}
    return "hidden" in seen and len(seen) > 1


def sizes(protocol: Compiled, outcome: AnyOutcome) -> Mapping[str, str]:
    """What a number in the box means, and which would be small or clear: by the width of the scale."""
    if outcome.kind == "act":
        action = {"act": act_label(protocol, outcome, protocol.document.language)}
        told = _("As a share of visits: 0.04 is 4 percentage points more %(act)s")
        return {
            "level": f"{told % action}, {_('for each 10 points of score. 0.02 is small, 0.04 clear.')}",
            "visibility": f"{told % action}. {_('0.05 is small, 0.1 clear.')}",
        }
    low, high = range_of(protocol, outcome) or (1.0, 7.0)
    points = _("Points on %(low)g–%(high)g") % {"low": low, "high": high}
    each = _("for each 10 points of score. %(small)g is small, %(clear)g clear.")
    shown = _("where the score is shown. %(small)g is small, %(clear)g clear.")
    span = high - low
    return {
        "level": f"{points}, {each % shares(span, LEVEL_SIZES)}",
        "visibility": f"{points}, {shown % shares(span, VISIBILITY_SIZES)}",
    }


def shares(span: float, pair: tuple[float, float]) -> dict[str, float]:
    """Sizes for a scale 6 wide, as they are on another one."""
    small, clear = (float(f"{size * span / 6:.1g}") for size in pair)
    return {"small": small, "clear": clear}
