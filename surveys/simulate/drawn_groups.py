"""Effects between groups in drawn studies: what each group gets, and outcomes that are taken once."""

from collections.abc import Mapping, Sequence
from math import log, sqrt

import numpy as np

from surveys.analysis.assumed import USUAL, Assumed
from surveys.analysis.expecting import comparisons
from surveys.analysis.expecting_groups import leaving, points_of, weights_of
from surveys.analysis.frames import Floats
from surveys.analysis.groups import days_left
from surveys.analysis.naming import outcome_named, range_of
from surveys.protocol import Compiled
from surveys.protocol.outcomes import AnyOutcome, Count, Happened, Ordinal, State, Stayed
from surveys.protocol.plan import Comparison
from surveys.protocol.sides import arms_in, sides_of, within
from surveys.protocol.sides_told import is_within
from surveys.simulate.people import BOTH

TINY = 1e-9
"""What arithmetic leaves of 0."""


def shifts(protocol: Compiled, comparisons: Sequence[Comparison], effects: Mapping[str, float]) -> Floats:
    """What each group gets, (groups,), as analysed: the smallest that makes every comparison of this outcome
    come out as planted, where that can be.
    """
    weights = np.array(list(protocol.weights.values()), dtype=float)
    document = protocol.document
    rows, sizes = [np.zeros(len(weights))], [0.0]
    for named in comparisons:
        sides = sides_of(named)
        if named.contrast != "groups" or is_within(document, sides) or sides.own is not None:
            continue
        of, against = (_share(weights, arms_in(document, side)) for side in (sides.of, sides.against))
        rows.append(of - against)
        sizes.append(effects.get(named.name, 0.0))
    found: Floats = np.linalg.lstsq(np.array(rows), np.array(sizes), rcond=None)[0]
    return found


def _share(weights: Floats, arms: tuple[int, ...]) -> Floats:
    own: Floats = np.where(np.isin(np.arange(len(weights)), arms), weights, 0.0)
    return own / float(own.sum())


def at_levels(protocol: Compiled, comparisons: Sequence[Comparison], effects: Mapping[str, float]) -> Floats:
    """What a visit gets by its level of the factor that varies within participants, (levels,)."""
    document = protocol.document
    factor = next((f for f in document.factors if f.varies == "within"), None)
    levels = factor.levels if factor else ()
    rows, sizes = [np.zeros(len(levels))], [0.0]
    for named in comparisons:
        sides = sides_of(named)
        if named.contrast != "groups" or not is_within(document, sides):
            continue
        of, against = (np.isin(levels, within(document, side)) for side in (sides.of, sides.against))
        rows.append(of / of.sum() - against / against.sum())
        sizes.append(effects.get(named.name, 0.0))
    found: Floats = np.linalg.lstsq(np.array(rows), np.array(sizes), rcond=None)[0]
    return found


def by_each(protocol: Compiled, comparisons: Sequence[Comparison], effects: Mapping[str, float]) -> Floats:
    """What a visit gets by its group and its level, (groups, levels), so that each one's slope or difference
    is another in one group than in the other.
    """
    document, weights = protocol.document, np.array(list(protocol.weights.values()), dtype=float)
    shape = len(weights), len(at_levels(protocol, (), {}))
    rows, sizes = [np.zeros(shape)], [0.0]
    for named in comparisons:
        sides = sides_of(named)
        if sides.own is None:
            continue
        of, against = (_share(weights, arms_in(document, side)) for side in (sides.of, sides.against))
        rows.append(np.outer(of - against, weights_of(protocol, sides.own)[0]))
        sizes.append(effects.get(named.name, 0.0))
    found: Floats = np.linalg.lstsq(np.array(rows).reshape(len(rows), -1), np.array(sizes), rcond=None)[0]
    return found.reshape(shape)


def in_groups(protocol: Compiled, effects: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """As `Effects.groups` has it, what makes the plan's comparisons of groups come out like this, and the
    others on the same outcomes as nothing. effects: by comparison, as analysed.
    """
    named = [c for c in comparisons(protocol.document.plan, protocol) if c.contrast == "groups"]
    factor = next((f for f in protocol.document.factors if f.varies == "within"), None)
    found: dict[str, dict[str, float]] = {}
    for name in dict.fromkeys(c.outcome for c in named if effects.get(c.name)):
        own, outcome = [c for c in named if c.outcome == name], outcome_named(protocol, name)
        places = [BOTH.join(f"{f}={v}" for f, v in arm.levels.items()) for arm in protocol.arms.values()]
        sizes = dict(zip(places, shifts(protocol, own, effects).tolist(), strict=True))
        levels = [f"{factor.name}={level}" for level in factor.levels] if factor else []
        sizes |= dict(zip(levels, at_levels(protocol, own, effects).tolist(), strict=True))
        each = by_each(protocol, own, effects)
        for place, row in zip(places, each.tolist() if factor else (), strict=bool(factor)):
            sizes |= {f"{place}{BOTH}{level}": size for level, size in zip(levels, row, strict=True)}
        if isinstance(outcome, Stayed):
            sizes = {place: _hazard(protocol, outcome, days) for place, days in sizes.items()}
        found[name] = {place: round(size, 9) for place, size in sizes.items() if abs(size) > TINY}
    return found


def _hazard(protocol: Compiled, outcome: Stayed, days: float) -> float:
    """The logarithm of how much more likely whoever stays so many days longer leaves on a day."""
    last = days_left(protocol.document, outcome)
    chance, usual = (leaving(size, last, USUAL) for size in (days, 0.0))
    return log(log(1 - chance) / log(1 - usual))


def states(
    protocol: Compiled, outcome: State, shift: Floats, assumed: Assumed, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """The values before, (n, k), and the state, (n,), given what each participant gets. Where several were
    taken before, all correlate alike, and with the state so that the multiple correlation is the assumed one.
    """
    ends = range_of(protocol, outcome) or (0.0, 1.0)
    sd, middle = assumed.state_sd * (ends[1] - ends[0]), sum(ends) / 2
    n, k = len(shift), max(1, len(outcome.before))
    among = assumed.state_r
    lasting, own = rng.normal(size=(n, 1)), rng.normal(size=(n, k))
    before = sqrt(among) * lasting + sqrt(1 - among) * own
    multiple = assumed.state_r_several if k > 1 else assumed.state_r
    mean = before.mean(axis=1)
    spread = sqrt((1 + (k - 1) * among) / k)
    latent = multiple * mean / spread + sqrt(1 - multiple**2) * rng.normal(size=n)
    return middle + sd * before, middle + sd * latent + shift


def once(
    protocol: Compiled, outcome: AnyOutcome, shift: Floats, assumed: Assumed, rng: np.random.Generator
) -> tuple[Floats, Floats | None]:
    """The outcome of each, (n,), and of days stayed who left. Raises TypeError for any other kind."""
    n = len(shift)
    if isinstance(outcome, Count):
        own = rng.gamma(1 / assumed.count_spread, assumed.count_spread, n) if assumed.count_spread else 1.0
        return rng.poisson(assumed.count_mean * np.exp(shift) * own).astype(float), None
    if isinstance(outcome, Happened):
        return (rng.uniform(size=n) < np.clip(assumed.happens + shift, 0, 1)).astype(float), None
    if isinstance(outcome, Ordinal):
        chance = rng.uniform(size=n)
        high = 1 / (1 + np.exp(-(np.log(chance / (1 - chance)) + shift)))
        points = points_of(protocol, outcome)
        return np.minimum(np.floor(high * points), points - 1) + 1, None
    if isinstance(outcome, Stayed):
        return _stayed(protocol, outcome, shift, assumed, rng)
    raise TypeError(f"{outcome.kind} is not taken once")


def _stayed(
    protocol: Compiled, outcome: Stayed, shift: Floats, assumed: Assumed, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    last = days_left(protocol.document, outcome)
    chances = {size: leaving(size, last, assumed) for size in set(shift.tolist())}
    rate = np.array([-log(1 - chances[size]) for size in shift.tolist()])
    # Days until somebody leaves, where each day the same share of those there does.
    days = np.floor(rng.exponential(size=len(shift)) / rate)
    return np.minimum(days, last), (days < last).astype(float)
