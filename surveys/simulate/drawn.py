"""Whole studies drawn as arrays: what the analysis would get, without a page being answered.

The allocation is the protocol's own, made from a seed of the simulation; answers follow the same assumptions
as the closed forms of power. They are not rounded to a scale's points.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np

from scoring.allocation.blocks import entries
from surveys.analysis.assumed import Assumed
from surveys.analysis.data import Data, Flags
from surveys.analysis.design import Design, design_of, scores_of
from surveys.analysis.frames import Floats, Ints
from surveys.analysis.naming import range_of
from surveys.protocol import Compiled
from surveys.protocol.document import Factor
from surveys.protocol.outcomes import Act, AnyOutcome, Once, Rating, State
from surveys.protocol.plan import Comparison
from surveys.simulate import drawn_before, drawn_groups


@dataclass(frozen=True, slots=True)
class People:
    """n allocated, v visits. arm: (n,); shown: (n,); profile, level, within: (n, v)."""

    arm: Ints
    shown: Floats
    profile: Ints
    level: Floats
    within: Ints


@dataclass(frozen=True, slots=True)
class Planted:
    """Effects on one outcome, raw: per 10 points where shown; shown at any score; and a jump from the score
    `above` on.
    """

    level: float = 0.0
    visibility: float = 0.0
    jump: float = 0.0
    above: float = np.inf


def drawn(
    protocol: Compiled,
    *,
    effects: Mapping[str, float],
    comparisons: tuple[Comparison, ...],
    assumed: Assumed,
    seed: int,
    number: int,
) -> Data:
    """The number-th study: the planned N allocated, less who drops out. effects: by comparison."""
    rng = np.random.default_rng([seed, number])
    people = allocated(protocol, seed=seed, number=number)
    stays, excluded = drawn_before.fates(
        protocol, rng.uniform(size=len(people.arm)), not_analysed=assumed.dropout
    )
    people = _staying(people, stays)
    values: dict[str, Floats] = {}
    before: dict[str, Floats] = {}
    left: dict[str, Floats] = {}
    for outcome in protocol.document.outcomes:
        named = [c for c in comparisons if c.outcome == outcome.name]
        if not named:
            continue
        planted = planted_on(protocol, named, effects)
        group = drawn_groups.shifts(protocol, named, effects)[people.arm]
        if isinstance(outcome, State):
            shift = group + people.shown * planted.visibility
            first, then = drawn_groups.states(protocol, outcome, shift, assumed, rng)
            values[outcome.name] = then
            if outcome.before:
                before[outcome.name] = first if len(outcome.before) > 1 else first[:, 0]
        elif isinstance(outcome, Once):
            values[outcome.name], gone = drawn_groups.once(protocol, outcome, group, assumed, rng)
            left |= {outcome.name: gone} if gone is not None else {}
        else:
            met = drawn_groups.at_levels(protocol, named, effects)
            own = group[:, None] + (met[people.within] if len(met) else 0.0)
            if any(c.each is not None for c in named):
                each = drawn_groups.by_each(protocol, named, effects)
                own = own + each[people.arm[:, None], people.within]
            values[outcome.name] = _visited(protocol, outcome, planted, people, own, assumed, rng)
    n = len(people.arm)
    ended = rng.permutation(n)
    return Data(
        arm=people.arm,
        profile=people.profile,
        level=people.level,
        values=values,
        before=before,
        left=left,
        within=people.within,
        ended=ended,
        finished=np.ones(n, dtype=bool),
        excluded=excluded,
        covariates=drawn_before.covariates(protocol, before, n, rng),
    )


def allocated(protocol: Compiled, *, seed: int, number: int) -> People:
    """The first planned places of a list of this simulation's own."""
    plan, design = protocol.document.plan, design_of(protocol)
    key = hashlib.sha256(f"{seed}:{number}".encode()).digest()
    places = entries(
        key, "power", 0, plan.planned, weights=protocol.weights, multiples=plan.blocks, rows=protocol.rows
    )
    names = list(protocol.arms)
    arm = np.array([names.index(place.arm) for place in places], dtype=np.int64)
    rows = np.array([place.row for place in places], dtype=np.int64)
    profile, within = _itineraries(protocol)
    rows %= len(profile)  # a feed has rows of its own
    shown = np.isin(arm, design.shown).astype(float)
    scores = scores_of(protocol)
    drawn = _levels(protocol, scores.factor, arm, within[rows])
    return People(arm, shown, profile[rows], scores.at(profile[rows], drawn), within[rows])


def _levels(protocol: Compiled, factor: Factor | None, arm: Ints, within: Ints) -> Ints:
    """Which level of this factor is in force at each visit, by position, (n, v)."""
    if factor is None:
        return np.zeros_like(within)
    if factor.varies == "within":
        return within
    of_arm = [factor.levels.index(each.levels[factor.name]) for each in protocol.arms.values()]
    return np.broadcast_to(np.array(of_arm, dtype=np.int64)[arm][:, None], within.shape)


def _itineraries(protocol: Compiled) -> tuple[Ints, Ints]:
    """Profiles of each row of the square, and the levels they are met at, both by position, (rows, v)."""
    if protocol.itineraries is None:
        return np.zeros((1, 0), dtype=np.int64), np.zeros((1, 0), dtype=np.int64)
    pairs = np.array(protocol.itineraries.rows, dtype=np.int64)
    return pairs[..., 0], pairs[..., 1]


def _staying(people: People, stays: Flags) -> People:
    return People(
        people.arm[stays],
        people.shown[stays],
        people.profile[stays],
        people.level[stays],
        people.within[stays],
    )


def planted_on(protocol: Compiled, comparisons: list[Comparison], effects: Mapping[str, float]) -> Planted:
    """All comparisons of one outcome in one pattern of means where shown: a line, a shift, a jump.

    A step is what its line does not explain of it; a difference from hidden at one score decides the shift
    where nothing else does.
    """
    design = design_of(protocol)
    sizes = {c.contrast: (effects.get(c.name, 0.0), c.levels) for c in comparisons}
    slope, _ = sizes.get("level", (0.0, ()))
    step, between = sizes.get("step", (0.0, ()))
    jump = step - slope * (between[1] - between[0]) / 10 if step else 0.0
    planted = Planted(slope, 0.0, jump, float(between[1]) if step else np.inf)
    if "visibility" in sizes:
        return replace(planted, visibility=sizes["visibility"][0])
    at, scores = sizes.get("at", (0.0, ()))
    if not at:
        return planted
    tens = (scores[0] - float(np.mean(design.levels))) / 10 if design.levels else 0.0
    return replace(planted, visibility=at - slope * tens - jump * (scores[0] >= planted.above))


def _visited(
    protocol: Compiled,
    outcome: AnyOutcome,
    planted: Planted,
    people: People,
    own: Floats,
    assumed: Assumed,
    rng: np.random.Generator,
) -> Floats:
    """own: (n, 1) or (n, v), what each participant's group, or each visit's level, gets."""
    n, v = people.profile.shape
    design, profiles = design_of(protocol), len(protocol.document.profiles)
    tens, span = _tens(design, people)
    shown = people.shown[:, None]
    effect = own + shown * (
        planted.visibility + planted.level * tens + planted.jump * (people.level >= planted.above)
    )
    if isinstance(outcome, Act):
        # Choices of one person correlate by icc: a person's own propensity about the mean.
        spread = assumed.icc * assumed.base * (1 - assumed.base)
        prone = _propensity(assumed.base, spread, n, rng)
        return (rng.uniform(size=(n, v)) < np.clip(prone[:, None] + effect, 0, 1)).astype(float)
    ends = range_of(protocol, outcome) if isinstance(outcome, Rating) else None
    sd = assumed.rating_sd * (ends[1] - ends[0]) if ends else 1.0
    middle = sum(ends) / 2 if ends else 0.0
    by_person, by_profile = rng.normal(size=(n, 2)), rng.normal(size=(profiles, 3))
    level_sd = (
        by_person[:, 1:] * assumed.level_participants + by_profile[people.profile, 1] * assumed.level_profiles
    )
    random = (
        by_person[:, :1] * sqrt(assumed.participants)
        + by_profile[people.profile, 0] * sqrt(assumed.profiles)
        + shown * by_profile[people.profile, 2] * assumed.visibility_profiles
        + shown * level_sd * tens / span
        + rng.normal(size=(n, v)) * sqrt(assumed.rest)
    )
    return np.asarray(middle + sd * random + effect)


def _tens(design: Design, people: People) -> tuple[Floats, float]:
    """The displayed score about the design's mean, in tens, and the whole range in tens."""
    if len(design.levels) < 2:
        return np.zeros(people.level.shape), 1.0
    tens = (people.level - float(np.mean(design.levels))) / 10
    return tens, (design.levels[-1] - design.levels[0]) / 10


def _propensity(mean: float, variance: float, n: int, rng: np.random.Generator) -> Floats:
    """Beta-distributed shares with this mean and variance."""
    if not variance > 0:
        return np.full(n, mean)
    total = mean * (1 - mean) / variance - 1
    return rng.beta(mean * total, (1 - mean) * total, n)
