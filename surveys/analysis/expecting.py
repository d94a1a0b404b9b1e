"""What a draft can find: each comparison's power in closed form, before anybody takes part.

How people vary is assumed; groups, visits, profiles, levels and scales are read from the document.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import hypot, isnan, nan
from typing import Any

from scoring.estimators.binary import wilson
from scoring.power.arms import adjusted
from scoring.power.pool import ceiling_of_effect
from scoring.power.ratings import away, level, visibility, visibility_at
from scoring.power.result import Power
from scoring.power.shares import shares
from scoring.power.size import allocate, smallest_n
from surveys.analysis.asking import Question, question_of
from surveys.analysis.assumed import USUAL, Assumed
from surveys.analysis.design import Design, design_of, rotates
from surveys.analysis.expecting_groups import correlation, power_of_groups, usual
from surveys.analysis.grouping import bound as analysed_bound
from surveys.analysis.grouping import sides_on
from surveys.analysis.naming import outcome_named, range_of
from surveys.analysis.results import AT, AVERAGED, LEVEL, STEP
from surveys.analysis.stopped import Way, way_of
from surveys.cues import value_of
from surveys.protocol import Compiled
from surveys.protocol.outcomes import Act, Rating, State, Timed
from surveys.protocol.plan import Comparison, Plan

MOST = 20_000
"""Participants beyond which no number is named."""
MOST_PROFILES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One comparison. effect, power.se, power.smallest: in the outcome's units, of a level effect per 10
    points; ceiling: the power that no number of participants exceeds with these profiles, nan where profiles
    set none; profiles_90: the fewest profiles with which it can reach 0.9, None where not even 200 do, or
    where they set none; n_80, n_90: to be allocated, None where not even 20,000 are enough.
    """

    comparison: Comparison
    question: Question
    effect: float
    power: Power
    ceiling: float
    profiles_90: int | None
    n_80: int | None
    n_90: int | None


def comparisons(plan: Plan, protocol: Compiled) -> tuple[Comparison, ...]:
    """The plan's own; without any, the main effect of every outcome, so that a draft has figures at once."""
    if plan.confirmatory:
        return plan.confirmatory
    design = design_of(protocol)
    found = []
    for outcome in protocol.document.outcomes:
        if isinstance(outcome, State) and design.shown and design.hidden:
            model, contrast = "adjusted", "visibility"
        elif (
            isinstance(outcome, Rating | Act)
            and design.shown
            and len(design.levels) > 1
            and rotates(protocol)
        ):
            model, contrast = "mixed", "level"
        elif isinstance(outcome, Rating | Act) and design.shown and design.hidden:
            model, contrast = "mixed", "visibility"
        elif not isinstance(outcome, Timed) and (sides := sides_on(protocol, outcome)):
            model, contrast = "own", "groups"
            others = sides[0].to_json()
        else:
            continue
        given: dict[str, Any] = {"name": outcome.name, "outcome": outcome.name, "contrast": contrast}
        given |= {"model": model, **(others if contrast == "groups" else {})}
        found.append(Comparison.model_validate(given))
    return tuple(found)


def expected(
    protocol: Compiled, *, assumed: Assumed = USUAL, effects: dict[str, float] | None = None
) -> tuple[Expected, ...]:
    """Of each comparison, at the planned N, by the plan's way of stopping.

    effects: by comparison's name; else its smallest effect worth having, or what that outcome's smallest
    effect comes to.
    """
    given, way = effects or {}, _way(protocol)
    named = comparisons(protocol.document.plan, protocol)
    return tuple(
        _one(protocol, c, given.get(c.name, smallest_effect(protocol, c)), assumed, way) for c in named
    )


def chances(protocol: Compiled, *, assumed: Assumed, effects: Mapping[str, float]) -> dict[str, float]:
    """The power of each comparison at the planned N, and nothing besides."""
    way, plan = _way(protocol), protocol.document.plan
    analysed = round(plan.planned * (1 - assumed.dropout))
    return {
        c.name: way.of(_power(protocol, c, effects[c.name], assumed, way, analysed)).power
        for c in comparisons(plan, protocol)
        if c.name in effects
    }


def _way(protocol: Compiled) -> Way:
    plan = protocol.document.plan
    alpha = plan.alpha / (len(plan.confirmatory) if plan.correction == "holm" and plan.confirmatory else 1)
    return way_of(plan.stopping, alpha)


def smallest_effect(protocol: Compiled, comparison: Comparison) -> float:
    """In raw units of the contrast, as analysed; a usual one where the plan and the outcome name none."""
    outcome, design = outcome_named(protocol, comparison.outcome), design_of(protocol)
    if comparison.smallest:
        return analysed_bound(outcome, comparison.smallest)
    size = outcome.smallest or _usual(protocol, comparison)
    if comparison.is_per_ten:
        return size * 10 / (design.levels[-1] - design.levels[0])
    if outcome.smallest and comparison.contrast == "groups":
        return analysed_bound(outcome, outcome.smallest)
    return size


def _usual(protocol: Compiled, comparison: Comparison) -> float:
    outcome = outcome_named(protocol, comparison.outcome)
    ends = range_of(protocol, outcome)
    return usual(outcome) or (0.05 * (ends[1] - ends[0]) if ends else 0.05)


def _one(protocol: Compiled, comparison: Comparison, effect: float, assumed: Assumed, way: Way) -> Expected:
    plan, weights = protocol.document.plan, sum(protocol.weights.values())

    def power_at(allocated: int) -> Power:
        analysed = round(allocated * (1 - assumed.dropout))
        return way.of(_power(protocol, comparison, effect, assumed, way, analysed))

    def needed(wanted: float) -> int | None:
        found = smallest_n(lambda n: power_at(n).power, wanted=wanted, fewest=2 * weights, most=MOST)
        return None if found is None else allocate(found, kept=1, multiple=weights)

    return Expected(
        comparison=comparison,
        question=question_of(comparison),
        effect=effect,
        power=power_at(plan.planned),
        ceiling=_ceiling(protocol, comparison, effect, assumed, way, profiles=_profiles(protocol)),
        profiles_90=_enough(protocol, comparison, effect, assumed, way),
        n_80=needed(0.8),
        n_90=needed(0.9),
    )


def _power(
    protocol: Compiled, comparison: Comparison, effect: float, assumed: Assumed, way: Way, analysed: int
) -> Power:
    """Tested once, at the end."""
    outcome, design = outcome_named(protocol, comparison.outcome), design_of(protocol)
    shown, hidden = sides(protocol, design, analysed)
    alpha = way.alpha
    if comparison.contrast == "groups":
        return power_of_groups(protocol, comparison, effect, assumed, way, analysed)
    if isinstance(outcome, State):
        ends = range_of(protocol, outcome) or (0.0, 1.0)
        bound = comparison.smallest or outcome.smallest or nan
        return adjusted(
            effect,
            n=shown,
            n_control=hidden,
            sd=assumed.state_sd * (ends[1] - ends[0]),
            r=correlation(outcome, assumed),
            covariates=len(outcome.before),
            alpha=alpha,
            bound=bound,
            bound_alpha=way.tail,
        )
    if isinstance(outcome, Act) and question_of(comparison).contrast in (AT, AVERAGED):
        k = _visits(protocol)
        one = comparison.contrast == "at"
        met, times = shown_at(protocol, comparison.levels[0], analysed) if one else (shown, k)
        return shares(
            effect,
            base=assumed.base,
            icc=assumed.icc,
            n_shown=met,
            n_hidden=hidden,
            k_shown=times,
            k_hidden=k,
            alpha=alpha,
        )
    unit, per = _unit(protocol, comparison, assumed)
    found = _RATINGS[question_of(comparison).contrast](
        _Rated(effect * per / unit, shown, hidden, analysed, protocol, design, comparison, assumed, alpha)
    )
    return replace(found, effect=effect, se=found.se * unit / per, smallest=found.smallest * unit / per)


@dataclass(frozen=True, slots=True)
class _Rated:
    """effect: in SD of a rating, from the lowest to the highest score where it is a slope."""

    effect: float
    shown: int
    hidden: int
    analysed: int
    protocol: Compiled
    design: Design
    comparison: Comparison
    assumed: Assumed
    alpha: float


def _level(r: _Rated) -> Power:
    return level(
        r.effect,
        n_shown=r.shown,
        k=_visits(r.protocol),
        profiles=_profiles(r.protocol),
        levels=r.design.levels,
        spread=r.assumed.spread,
        alpha=r.alpha,
    )


def _averaged(r: _Rated) -> Power:
    return visibility(
        r.effect,
        n_shown=r.shown,
        n_hidden=r.hidden,
        k=_visits(r.protocol),
        profiles=_profiles(r.protocol),
        spread=r.assumed.spread,
        alpha=r.alpha,
    )


def _at(r: _Rated) -> Power:
    met, times = shown_at(r.protocol, r.comparison.levels[0], r.analysed)
    return visibility_at(
        r.effect,
        n_shown=met,
        n_hidden=r.hidden,
        k=_visits(r.protocol),
        k_shown=times,
        profiles=_profiles(r.protocol),
        away=away(float(r.comparison.levels[0]), r.design.levels) if len(r.design.levels) > 1 else 0.0,
        spread=r.assumed.spread,
        alpha=r.alpha,
    )


def _step(r: _Rated) -> Power:
    """Two ratings of each; slopes vary by as much as so few points are of the whole range."""
    part = _part(r.comparison, r.design.levels)
    spread = replace(
        r.assumed.spread,
        level_participants=r.assumed.level_participants * part,
        level_profiles=r.assumed.level_profiles * part,
    )
    return level(
        r.effect, n_shown=r.shown, k=2, profiles=_profiles(r.protocol), levels=(0, 1), spread=spread,
        alpha=r.alpha,
    )  # fmt: skip


_RATINGS: dict[str, Callable[[_Rated], Power]] = {LEVEL: _level, AVERAGED: _averaged, AT: _at, STEP: _step}


def _unit(protocol: Compiled, comparison: Comparison, assumed: Assumed) -> tuple[float, float]:
    """SD of one rating in the outcome's units, and how many steps of the contrast (10 points) it spans."""
    outcome, design = outcome_named(protocol, comparison.outcome), design_of(protocol)
    ends = range_of(protocol, outcome)
    if isinstance(outcome, Act):
        unit = (assumed.base * (1 - assumed.base)) ** 0.5
    else:
        unit = assumed.rating_sd * (ends[1] - ends[0]) if ends else 1.0
    span = (design.levels[-1] - design.levels[0]) / 10 if comparison.contrast == "level" else 1.0
    return unit, span


def _ceiling(
    protocol: Compiled, comparison: Comparison, effect: float, assumed: Assumed, way: Way, *, profiles: int
) -> float:
    sd = _varying(protocol, comparison, assumed)
    if isnan(sd):
        return nan
    if not sd:
        return 1.0
    unit, per = _unit(protocol, comparison, assumed)
    found = ceiling_of_effect(profiles, effect=effect * per / unit, sd_effect=sd, alpha=way.alpha)
    return way.of(found).power


def _enough(
    protocol: Compiled, comparison: Comparison, effect: float, assumed: Assumed, way: Way
) -> int | None:
    """By halving: more profiles never lower the ceiling."""
    if isnan(_varying(protocol, comparison, assumed)):
        return None

    def ceiling(profiles: int) -> float:
        return _ceiling(protocol, comparison, effect, assumed, way, profiles=profiles)

    low, high = 1, MOST_PROFILES
    if not ceiling(high) >= 0.9:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if ceiling(middle) >= 0.9 else (middle, high)
    return high


def _varying(protocol: Compiled, comparison: Comparison, assumed: Assumed) -> float:
    """SD over profiles of what is compared, in rating SD; nan where profiles are no sample of more."""
    question, levels = question_of(comparison), design_of(protocol).levels
    if question.variant or not protocol.itineraries:
        return nan
    if isinstance(outcome_named(protocol, comparison.outcome), Act) and question.contrast in (AT, AVERAGED):
        return nan
    if question.contrast == LEVEL:
        return assumed.level_profiles
    if question.contrast == AVERAGED:
        return assumed.visibility_profiles
    if question.contrast == AT:
        off = away(float(comparison.levels[0]), levels) if len(levels) > 1 else 0.0
        return hypot(assumed.visibility_profiles, assumed.level_profiles * off)
    if question.contrast == STEP:
        return assumed.level_profiles * _part(comparison, levels)
    return nan


def _part(comparison: Comparison, levels: Sequence[float]) -> float:
    """How far a step's two scores lie apart, in parts of lowest to highest."""
    return (comparison.levels[1] - comparison.levels[0]) / (levels[-1] - levels[0])


def sides(protocol: Compiled, design: Design, analysed: int) -> tuple[int, int]:
    """How many of so many are shown scores, and how many are not."""
    weights = list(protocol.weights.values())
    whole = sum(weights)
    shown = round(analysed * sum(weights[i] for i in design.shown) / whole)
    hidden = round(analysed * sum(weights[i] for i in design.hidden) / whole)
    return shown, hidden


def shown_at(protocol: Compiled, score: float, analysed: int) -> tuple[int, int]:
    """How many of so many are shown this score, and at how many visits each: all who are shown any, once,
    where scores rotate; else those of the groups that have it, at every visit.
    """
    cue, design = protocol.document.cue, design_of(protocol)
    if cue is None or rotates(protocol):
        return sides(protocol, design, analysed)[0], 1
    arms = list(protocol.arms.values())
    met = sum(arms[i].weight for i in design.shown if value_of(cue, arms[i].levels) == score)
    return round(analysed * met / sum(arm.weight for arm in arms)), _visits(protocol)


def _visits(protocol: Compiled) -> int:
    return protocol.visits.count if protocol.visits else 0


def _profiles(protocol: Compiled) -> int:
    return len(protocol.document.profiles)


def share_interval(part: int, whole: int) -> tuple[float, float]:
    """Of a share of drawn studies, at 95 % (Wilson 1927)."""
    return wilson(part, whole)


def hours(protocol: Compiled) -> float:
    """Of all planned participants together; nan where the draft does not say how long it takes."""
    minutes = protocol.document.about.minutes
    return protocol.document.plan.planned * minutes / 60 if minutes else nan
