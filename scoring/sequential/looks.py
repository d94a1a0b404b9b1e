"""What one look of a group-sequential study says: repeated intervals and repeated p.

Jennison & Turnbull 1984 (Controlled Clinical Trials 5:33) and 1989 (J. R. Stat. Soc. B 51:305). Both hold
whatever the looks so far were and whether or not a crossed bound was obeyed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from math import copysign, exp, inf, isnan, log, nan

from scipy import special

from scoring.estimators.estimate import Estimate
from scoring.laws import t_ppf, t_sf
from scoring.roots import root
from scoring.sequential.bare import bare
from scoring.sequential.boundaries import START, boundaries, stages
from scoring.sequential.spending import Sides, check_plan, spent

SMALLEST_P = 1e-15
LARGEST_ALPHA = 0.999
WORDS: dict[Sides, str] = {"together": "on both sides together", "each": "half on each side"}
METHOD = (
    "repeated confidence interval (Jennison & Turnbull 1989) at look {look} of {looks}, "
    "O'Brien-Fleming-type spending (Lan & DeMets 1983) {sides}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What look number `look` (from 1) at an information fraction says.

    row: the estimate with its repeated interval at 1 - alpha, and nothing that holds for one look only.
    df: of the row that came in. spent: of alpha, up to and with this look. bound: for |z|; reach: the same
    tail's quantile of t, in standard errors: the interval is estimate +- reach x se. z: the statistic, as a
    normal one of the same tail: what `earlier` wants at the next look. p_here: the smallest alpha at which
    this look would have crossed (its interval at 1 - p_here ends at 0); p: at which some look so far would
    have. Both no smaller than 1e-15. crossed: whether this look reached its bound. nan where the row had no
    standard error.
    """

    row: Estimate
    look: int
    fraction: float
    df: float
    spent: float
    bound: float
    reach: float
    z: float
    p: float
    p_here: float
    crossed: bool


def at_look(
    row: Estimate,
    *,
    look: int,
    fractions: Sequence[float],
    alpha: float = 0.05,
    earlier: Sequence[float] = (),
    sides: Sides = "together",
) -> Look:
    """The row as it may be read at this look (from 1) of those at the stated fractions.

    fractions: those up to this look as they were, of the planned information; later ones are not used.
    alpha: already divided by the number of confirmatory tests. earlier: `z` of each look before, in order;
    nan, or left out altogether, where not known: p is then no smaller, and still valid.

    Raises ValueError for a look that is not among the fractions, another number of earlier looks, and as
    `boundaries` does.
    """
    _check(look, fractions, earlier)
    so_far = tuple(fractions[:look])
    bound, z = boundaries(so_far, alpha, sides=sides)[-1], normal_statistic(row)
    reach = -t_ppf(float(special.ndtr(-bound)), row.df) if row.df > 0 else nan
    unknown = (nan,) * (look - 1)
    words = METHOD.format(look=look, looks=len(fractions), sides=WORDS[sides])
    return Look(
        row=_repeated(bare(row, level=1 - alpha, method=words), reach),
        look=look,
        fraction=so_far[-1],
        df=row.df,
        spent=spent(so_far[-1], alpha, sides=sides),
        bound=bound,
        reach=reach,
        z=z,
        p=nan if isnan(z) else repeated_p((*(earlier or unknown), z), fractions=so_far, sides=sides),
        p_here=repeated_p((*unknown, z), fractions=so_far, sides=sides),
        crossed=bound < inf and abs(z) >= bound,
    )


def _repeated(row: Estimate, reach: float) -> Estimate:
    """The row with its repeated interval, or with a sentence why there is none."""
    if not row.se > 0 or isnan(row.estimate + reach):
        return replace(row, warnings=(*row.warnings, "No standard error: nothing can be said at this look."))
    if reach == inf:
        return replace(row, warnings=(*row.warnings, "Too early: no statistic could be enough at this look."))
    half = reach * row.se
    return replace(row, low=row.estimate - half, high=row.estimate + half)


def normal_statistic(row: Estimate) -> float:
    """The normal quantile with the tail that the row's t has; nan without a standard error or df."""
    if not (row.se > 0 and row.df > 0) or isnan(row.estimate):
        return nan
    t = row.estimate / row.se
    return copysign(float(-special.ndtri(t_sf(abs(t), row.df))), t)


def repeated_p(z: Sequence[float], *, fractions: Sequence[float], sides: Sides = "together") -> float:
    """The smallest alpha at which one of these looks would have reached its bound, 1e-15 at least.

    z: of the looks so far, nan where not known; nan where none is. 1 where no alpha up to .999 would do.
    Raises ValueError for another number of z than of fractions, and as `boundaries` does.
    """
    check_plan(fractions, 0.5, sides)
    if len(z) != len(fractions):
        raise ValueError(f"z and fractions must be equally many: {len(z)} and {len(fractions)}")
    if all(isnan(value) for value in z):
        return nan

    def misses(log_alpha: float) -> float:
        return _margin(z, fractions, exp(log_alpha), sides)

    lowest, highest = log(SMALLEST_P), log(LARGEST_ALPHA)
    if misses(lowest) <= 0:
        return SMALLEST_P
    return exp(root(misses, lowest, highest)) if misses(highest) <= 0 else 1.0


def _margin(z: Sequence[float], fractions: Sequence[float], alpha: float, sides: Sides) -> float:
    """How far, in logarithms of probability, the closest look is from its bound; 0 or less has crossed.

    A look has crossed where reaching its z has no more probability than may be spent at it, which saves the
    search for its own bound.
    """
    befores = chain([START], (inside for _, inside in stages(fractions, alpha, sides=sides)))
    margins = []
    for value, fraction, before in zip(z, fractions, befores, strict=False):
        if not isnan(value):
            may = spent(fraction, alpha, sides=sides) - spent(before.fraction, alpha, sides=sides)
            reached = before.crossing(abs(value), fraction=fraction)
            margins.append(log(max(reached, 1e-300)) - log(max(may, 1e-299)))
    return min(margins)


def _check(look: int, fractions: Sequence[float], earlier: Sequence[float]) -> None:
    if not 1 <= look <= len(fractions):
        raise ValueError(f"look must lie from 1 to the number of fractions, {len(fractions)}, not {look}")
    if len(earlier) not in (0, look - 1):
        raise ValueError(f"earlier must have one z for each of the {look - 1} looks before, or none")
