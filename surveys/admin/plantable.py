"""The effects that can be planted in a study's simulated people, each in words, with what its size means."""

from collections.abc import Iterator
from itertools import product

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.analysis.naming import act_label, range_of
from surveys.protocol import Compiled, Document
from surveys.protocol.checks import obstacles
from surveys.protocol.outcomes import AnyOutcome
from surveys.protocol.plan import Comparison
from surveys.simulate.people import BOTH, SLOPE
from surveys.texts import say

LEVEL_SIZES, VISIBILITY_SIZES = (0.05, 0.1), (0.2, 0.5)
"""What is small and what is clear on a 1-7 scale: for each 10 points of score, and between the groups."""


def effects(document: Document) -> Iterator[tuple[str, str, str]]:
    """(kind:outcome, label, unit and a hint of size) for each effect that can be planted."""
    protocol = walkable(document)
    yield from of_groups(document)
    for outcome in document.outcomes if document.cue else ():
        if outcome.kind in GROUPED:
            continue
        label = {"outcome": say(outcome.label, document.language, "en") or outcome.name}
        hint = sizes(protocol, outcome) if protocol else {}
        if outcome.kind in ("rating", "act"):
            yield (
                f"level:{outcome.name}",
                _("Effect of 10 points on %(outcome)s") % label,
                hint.get("level", ""),
            )
        if outcome.kind not in ("dwell", "in_view"):
            yield (
                f"visibility:{outcome.name}",
                _("Shown minus hidden on %(outcome)s") % label,
                hint.get("visibility", ""),
            )


GROUPED = {
    "count": gettext_lazy("The logarithm of how many times as often: 0.2 is 1.22 times."),
    "happened": gettext_lazy("As a share of participants: 0.1 is 10 percentage points more."),
    "stayed": gettext_lazy("The logarithm of how much more likely they leave on a day: 0.3 is 1.35 times."),
    "ordinal": gettext_lazy("The logarithm of the odds of a higher answer: 0.7 is twice the odds."),
}
"""What a number means, of outcomes that are compared between groups alone."""


def of_groups(document: Document) -> Iterator[tuple[str, str, str]]:
    """For each outcome whose groups the plan compares, what whoever stands on the first side may get."""
    language, seen = document.language, set()
    for named in document.plan.confirmatory:
        outcome = next((o for o in document.outcomes if o.name == named.outcome), None)
        for place, level in places(document, named) if outcome else ():
            key = f"groups:{named.outcome}:{place}"
            if outcome is None or key in seen:
                continue
            seen.add(key)
            told = {"outcome": say(outcome.label, language, "en") or outcome.name, "level": level}
            hint = GROUPED.get(outcome.kind, _("In the outcome's own units."))
            yield key, _("%(outcome)s: more with %(level)s") % told, str(hint)


def places(document: Document, named: Comparison) -> Iterator[tuple[str, str]]:
    """(place, its words): each level of the first side; where a number of each one's own is compared, all
    that whoever stands there has at once, for each 10 points of score or at each level that is rated.
    """
    if named.each is None:
        yield from ((f"{factor}={level}", str(level)) for factor, some in named.of.items() for level in some)
        return
    within = next((factor.name for factor in document.factors if factor.varies == "within"), "")
    for held in product(*([(name, level) for level in some] for name, some in named.of.items())):
        whose = BOTH.join(f"{name}={level}" for name, level in held)
        said = ", ".join(str(level) for _name, level in held)
        if named.each.slope:
            yield f"{whose}{BOTH}{SLOPE}", _("%(levels)s, for each 10 points of score") % {"levels": said}
        yield from ((f"{whose}{BOTH}{within}={at}", f"{said}, {at}") for at in named.each.at)


def walkable(document: Document) -> Compiled | None:
    """None where the draft cannot be walked through yet."""
    return None if obstacles(document) else Compiled(document, "")


def sizes(protocol: Compiled, outcome: AnyOutcome) -> dict[str, str]:
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
    between = _("where the score is shown. %(small)g is small, %(clear)g clear.")
    span = high - low
    return {
        "level": f"{points}, {each % shares(span, LEVEL_SIZES)}",
        "visibility": f"{points}, {between % shares(span, VISIBILITY_SIZES)}",
    }


def shares(span: float, pair: tuple[float, float]) -> dict[str, float]:
    """Sizes for a scale 6 wide, as they are on another one."""
    small, clear = (float(f"{size * span / 6:.1g}") for size in pair)
    return {"small": small, "clear": clear}
