"""Participants of one side against those of another, in the way that fits what the outcome is.

Every outcome becomes one number a participant first, so that all of it speaks of this pool of profiles; where
the sides are levels within participants, that number is each one's own difference.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from scoring.estimators.binary import difference_of
from scoring.estimators.counts import ratio_of_means
from scoring.estimators.estimate import LEVEL, Estimate, t_row
from scoring.estimators.hedges import standardised
from scoring.estimators.lin import lin
from scoring.estimators.ordinal import odds_ratio, superiority
from scoring.estimators.slopes import participant_slopes
from scoring.estimators.survival import Stays, log_rank, restricted_difference, stays
from scoring.estimators.welch import welch
from scoring.moments import moments
from surveys.analysis.data import Data, Flags
from surveys.analysis.frames import Floats
from surveys.analysis.results import DIFFERENCE, DIRECT, LOG_RANK, MAIN, SUPERIOR, UNADJUSTED
from surveys.analysis.visited import PER, row_means
from surveys.cues import Level
from surveys.protocol import Document
from surveys.protocol.group_checks import days_of
from surveys.protocol.outcomes import AnyOutcome, Once, Stayed
from surveys.protocol.sides import Own, Sides, arms_in, within
from surveys.protocol.sides_told import is_within

OWN = "Mean of participants' own differences, one-sample t; this pool of profiles"
OWN_SD = "SD of participants' means on the side that is compared against, exact J, noncentral-t interval"


@dataclass(frozen=True, slots=True)
class Pair:
    """n participants. y: (n,) or, where it is taken at visits and each one's mean is compared, (n, v);
    before: (n,) or (n, k), None where nothing was measured; left: (n,), 1 where somebody left at y, 0 where
    only known to have stayed so long; of, against: (n,); met, met_against: (n, v), which visits count on each
    side; last: of days that can be stayed. nan is missing.
    """

    y: Floats
    of: Flags
    against: Flags
    before: Floats | None = None
    left: Floats | None = None
    met: Flags | None = None
    met_against: Flags | None = None
    profiles: Floats | None = None
    last: float = 0.0
    within: bool = False

    @property
    def sides(self) -> tuple[Floats, Floats]:
        """One number a participant on either side."""
        y = self.y if self.y.ndim == 1 else _means(self.y, self.met)
        return y[self.of], y[self.against]

    @property
    def own(self) -> Floats:
        """Each one's mean at the one side's levels less that at the other's."""
        return (_means(self.y, self.met) - _means(self.y, self.met_against))[self.of]


def pair(document: Document, data: Data, outcome: AnyOutcome, sides: Sides) -> Pair:
    of, against = (np.isin(data.arm, arms_in(document, side)) for side in (sides.of, sides.against))
    found = Pair(
        data.values[outcome.name],
        of,
        against,
        before=data.before.get(outcome.name),
        left=data.left.get(outcome.name),
        last=float(days_left(document, outcome)) if isinstance(outcome, Stayed) else 0.0,
    )
    if isinstance(outcome, Once):
        return found
    if sides.own is not None:
        return _by_own(document, data, found, sides.own)
    levels = (within(document, side) for side in (sides.of, sides.against))
    met, met_against = (_met(document, data, chosen) for chosen in levels)
    return replace(
        found,
        met=met,
        met_against=met_against,
        profiles=data.profile.astype(float),
        within=is_within(document, sides),
    )


def _by_own(document: Document, data: Data, found: Pair, own: Own) -> Pair:
    """With each one's slope per 10 points of score, or difference of means, as their one number; met: the
    visits rated that it is made of.
    """
    at, less = (_met(document, data, levels) for levels in (own.at, own.less))
    if own.is_slope:
        who = np.repeat(np.arange(len(found.y)), found.y.shape[1])
        y = participant_slopes(who, data.level.ravel(), found.y.ravel(), per=PER).slope
    else:
        y = _means(found.y, at) - _means(found.y, less)
    return replace(found, y=y, met=(at | less) & ~np.isnan(found.y), profiles=data.profile.astype(float))


def days_left(document: Document, outcome: Stayed) -> int:
    """How many days can be stayed at most."""
    return days_of(document) - outcome.after


def estimate(found: Pair, kind: str, variant: str = MAIN, *, level: float = LEVEL) -> Estimate:
    """One side less the other, by the outcome's kind. Raises KeyError for a way that it does not have."""
    if kind not in _WAYS:
        if found.y.ndim == 1:
            return _own_numbers(found, level)
        return _own(found, level) if found.within else _own_means(found, level)
    return _WAYS[kind][variant](found, level)


def variants(kind: str, *, adjusts: bool) -> tuple[str, ...]:
    """The other ways of computing the same. adjusts: whether there is something to adjust for."""
    ways = tuple(way for way in _WAYS.get(kind, {}) if way not in (MAIN, DIRECT))
    return ways if adjusts else tuple(way for way in ways if way != UNADJUSTED)


def numbers(found: Pair) -> tuple[Floats, ...]:
    """What the comparison is the difference of means of, or, within participants, the mean of."""
    return (found.own,) if found.within else found.sides


def _lin(found: Pair, level: float) -> Estimate:
    among = found.of | found.against
    before = None if found.before is None else found.before[among]
    return lin(found.y[among], found.of[among], covariates=before, level=level)


def _stays(found: Pair) -> tuple[Stays, Stays]:
    assert found.left is not None
    one, other = (stays(found.y[side], found.left[side]) for side in (found.of, found.against))
    return one, other


def _restricted(found: Pair, level: float) -> Estimate:
    return restricted_difference(*_stays(found), tau=found.last, level=level)


Way = Callable[[Pair, float], Estimate]

_WAYS: Mapping[str, Mapping[str, Way]] = {
    "state": {MAIN: _lin, UNADJUSTED: lambda p, level: welch(*p.sides, level=level)},
    "count": {
        MAIN: lambda p, level: ratio_of_means(*p.sides, level=level),
        DIFFERENCE: lambda p, level: welch(*p.sides, level=level),
    },
    "happened": {
        MAIN: lambda p, level: difference_of(*p.sides, level=level),
        DIRECT: lambda p, level: welch(*p.sides, level=level),
    },
    "stayed": {MAIN: _restricted, LOG_RANK: lambda p, level: log_rank(*_stays(p), level=level)},
    "ordinal": {
        MAIN: lambda p, level: odds_ratio(*p.sides, level=level),
        SUPERIOR: lambda p, level: superiority(*p.sides, level=level),
    },
}


def _own_means(found: Pair, level: float) -> Estimate:
    """Of participants' means over the visits that count, by Welch."""
    rated = _counted(found, found.met) & (found.of | found.against)[:, None]
    return welch(*found.sides, level=level, n_profiles=_profiles(found, rated), n_ratings=int(rated.sum()))


def _own_numbers(found: Pair, level: float) -> Estimate:
    """Of each one's slope or difference, by Welch; who rated too little for one is counted and left out."""
    assert found.met is not None
    rated = found.met & (found.of | found.against)[:, None]
    counted = rated & ~np.isnan(found.y)[:, None]
    row = welch(*found.sides, level=level, n_profiles=_profiles(found, counted), n_ratings=int(counted.sum()))
    short = int(rated.any(axis=1).sum() - counted.any(axis=1).sum())
    told = (f"{short} rated too few profiles for a number of their own and are left out.",) if short else ()
    return replace(row, warnings=(*row.warnings, *told))


def _own(found: Pair, level: float) -> Estimate:
    own = found.own
    m = moments(own)
    both = (_counted(found, found.met) | _counted(found, found.met_against)) & found.of[:, None]
    short = () if m.n > 1 and m.m2 > 0 else (f"Too few to compare: {m.n} met both.",)
    row = replace(
        t_row(m.mean, m.se, m.n - 1.0, level=level),
        n_participants=m.n,
        n_profiles=_profiles(found, both),
        n_ratings=int(both.sum()),
        method=OWN,
        warnings=short,
    )
    if short:
        return row
    # Never by the SD of the differences: that is the smaller, the more alike each one's own numbers are.
    base = moments(_means(found.y, found.met_against)[found.of][~np.isnan(own)])
    return row.with_effect(standardised(row, sd=base.sd, sd_df=base.n - 1.0, standardiser=OWN_SD))


def _met(document: Document, data: Data, levels: tuple[Level, ...]) -> Flags:
    """Which visits had one of these levels; all where none are named."""
    everywhere = np.ones(data.profile.shape, dtype=bool)
    factor = next((f for f in document.factors if f.varies == "within"), None)
    if factor is None or not levels:
        return everywhere
    return np.isin(data.within, [i for i, level in enumerate(factor.levels) if level in levels])


def _means(table: Floats, met: Flags | None) -> Floats:
    return row_means(table if met is None else np.where(met, table, np.nan))


def _counted(found: Pair, met: Flags | None) -> Flags:
    counted: Flags = ~np.isnan(found.y) & (True if met is None else met)
    return counted


def _profiles(found: Pair, rated: Flags) -> int:
    assert found.profiles is not None
    seen = found.profiles[rated]
    return len(np.unique(seen[seen >= 0]))
