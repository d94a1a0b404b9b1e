"""Power in words and as lines of a table."""

from dataclasses import dataclass
from math import isnan

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.analysis.expecting import Expected, share_interval
from surveys.analysis.looking import PICTURED
from surveys.analysis.naming import label_of, outcome_named
from surveys.protocol import Compiled
from surveys.protocol.plan import AnytimeValid, Comparison, FixedN, Plan
from surveys.protocol.sides_told import compared
from surveys.report.numbers import DASH, number
from surveys.report.units import unit_of

LOW = 0.8
"""Below this chance a comparison is marked."""


@dataclass(frozen=True, slots=True)
class Line:
    """One comparison as text."""

    what: str
    effect: str
    chance: str
    is_low: bool
    smallest: str
    n_80: str
    n_90: str
    equivalence: str


CONTRASTS = {
    "level": gettext_lazy("each 10 points of displayed score"),
    "visibility": gettext_lazy("score shown against hidden"),
}


def briefly(protocol: Compiled, named: Comparison) -> str:
    """'Perceived competence: each 10 points of displayed score'."""
    label = label_of(protocol, named.outcome, "en")
    if named.contrast == "at":
        what = _("%(score)s shown against hidden") % {"score": named.levels[0]}
    elif named.contrast == "groups":
        what = _("%(of)s against %(against)s") % dict(
            zip(("of", "against"), compared(protocol.document, named), strict=True)
        )
    elif named.contrast == "step":
        what = _("%(high)s shown against %(low)s") % {"low": named.levels[0], "high": named.levels[1]}
    else:
        what = str(CONTRASTS[named.contrast])
    return f"{label}: {what}"


def verdict(protocol: Compiled, found: tuple[Expected, ...]) -> str:
    """The table in a sentence."""
    low = [one for one in found if not one.power.power >= LOW]
    if not low:
        least = min((one.power.power for one in found), default=0.0)
        return _("Each of these effects, if it is real, is found in at least %(least)s of such studies.") % {
            "least": percent(least)
        }
    names = "; ".join(briefly(protocol, one.comparison) for one in low)
    return _("Too few people, or profiles, to find reliably: %(names)s.") % {"names": names}


def stopping(plan: Plan) -> str:
    """Which way of stopping the figures allow for."""
    if isinstance(plan.stopping, FixedN):
        return _("Each effect is tested once, when the study has ended.")
    if isinstance(plan.stopping, AnytimeValid):
        return _(
            "The figures allow for looking at any time: an effect is found where the interval that holds at "
            "every look excludes 0 at one of %(n)s looks, evenly spaced up to the planned number. The plan "
            "pays for this with more people than a single test at the end needs."
        ) % {"n": PICTURED}
    return _(
        "The figures allow for the plan's %(n)s looks: an effect is found where one of them crosses its "
        "bound. The numbers of people are those of the last look; a study that stops earlier needs fewer."
    ) % {"n": len(plan.stopping.looks)}


def shown(protocol: Compiled, one: Expected, value: float) -> float:
    """As it is printed: shares as percentage points, ratios as such."""
    unit = unit_of(protocol, outcome_named(protocol, one.comparison.outcome))
    return unit.shown(value)


def analysed(protocol: Compiled, one: Expected, typed: float) -> float:
    """The way back, of a number that somebody typed."""
    return unit_of(protocol, outcome_named(protocol, one.comparison.outcome)).analysed(typed)


def unit_words(protocol: Compiled, one: Expected) -> str:
    unit = unit_of(protocol, outcome_named(protocol, one.comparison.outcome)).difference
    return unit + (_(" for each 10 points of score") if one.comparison.is_per_ten else "")


def in_unit(protocol: Compiled, one: Expected, value: float) -> str:
    """As it is printed, the unit left out."""
    return number(shown(protocol, one, value), 3 if one.comparison.is_per_ten else 2)


def line(protocol: Compiled, one: Expected) -> Line:
    power = one.power
    return Line(
        what=briefly(protocol, one.comparison),
        effect=f"{in_unit(protocol, one, one.effect)} {unit_words(protocol, one)}",
        chance=percent(power.power),
        is_low=not power.power >= LOW,
        smallest=in_unit(protocol, one, power.smallest),
        n_80=people(one.n_80),
        n_90=people(one.n_90),
        equivalence=percent(power.equivalence),
    )


def needed(protocol: Compiled, found: tuple[Expected, ...]) -> str:
    """How many to recruit for all of the comparisons, in one sentence."""
    wanted = [(one.n_80, one.n_90, one) for one in found]
    if not wanted or any(n is None for n, _, _ in wanted):
        return _("No number of participants up to 20,000 finds every one of these effects in 80 %.")
    n_80, _n, most = max(wanted, key=lambda each: each[0] or 0)
    n_90 = None if any(n is None for _m, n, _o in wanted) else max(n or 0 for _m, n, _o in wanted)
    return _(
        "To find every one of them in 80 %% of studies, recruit %(n80)s people in all (all groups, those "
        "who drop out included); in 90 %%: %(n90)s. It is %(what)s that needs most."
    ) % {"n80": people(n_80), "n90": people(n_90), "what": briefly(protocol, most.comparison)}


def percent(value: float) -> str:
    if isnan(value):
        return DASH
    return "> 99 %" if value > 0.995 else f"{100 * value:.0f} %"


def share(part: int, whole: int) -> str:
    """'83 % (75 to 89)': with Wilson's interval."""
    if not whole:
        return DASH
    low, high = share_interval(part, whole)
    return f"{100 * part / whole:.0f} % ({100 * low:.0f} to {100 * high:.0f})"


def people(n: int | None) -> str:
    return _("not reached") if n is None else f"{n:,}"
