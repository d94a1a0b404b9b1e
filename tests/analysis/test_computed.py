"""Scores that are computed from the profiles, and groups that see them in other ways than shown or hidden."""

from math import isclose
from typing import Any

import numpy as np

from scoring.estimators.mixed.crossed import crossed
from scoring.estimators.slopes import participant_slopes
from scoring.estimators.welch import welch
from surveys.analysis.asking import Question, Source, estimand_of
from surveys.analysis.data import Data
from surveys.analysis.describing import cells
from surveys.analysis.design import design_of
from surveys.analysis.questions import visited_questions
from surveys.analysis.results import AT, AVERAGED, CHANGED, LEVEL, PARTICIPANTS, PLACEBO, RANGE
from surveys.protocol import Compiled
from surveys.protocol.plan import Plan
from surveys.protocol.plan_checks import display_of
from surveys.protocol.references import references
from tests.analysis import make

SCORES = tuple(float(score) for score in range(40, 90, 5))


def computed(**changes: Any) -> Compiled:
    pool = make.document()["pool"]
    for profile, score in zip(pool["profiles"], SCORES, strict=True):
        scores = [{"system": "klout_like", "version": "1", "values": [score]}]
        profile["account"] = {"archetype": "newcomer", "scores": scores}
    cue = {"system": "klout_like", "value": {"rule": "account"}, "visibility": {"factor": "visibility"}}
    factors = [make.document()["factors"][0]]
    return make.protocol(pool=pool, cue=cue, factors=factors, **changes)


def drawn(n: int, *, relation: float, showing: float) -> Data:
    """Ratings that go with the score anyway, and more so where it is shown; per 10 points."""
    rng = np.random.default_rng(9)
    arm = np.arange(n) % 2
    profile = np.array([rng.permutation(10)[:5] for _ in range(n)])
    level = np.array(SCORES)[profile]
    shown = (arm == 0)[:, None]
    tens = (level - np.mean(SCORES)) / 10
    y = 4 + relation * tens + showing * tens * shown + rng.normal(size=(n, 5)) * 0.5
    return Data(arm=arm, profile=profile, level=level, values={"trust": y})


def test_every_score_of_the_pool_is_known_to_the_design_and_none_is_a_level() -> None:
    design = design_of(computed())
    assert (design.levels, design.computed) == ((), SCORES)


def test_showing_is_told_apart_from_what_the_profiles_show_anyway() -> None:
    found = drawn(400, relation=0.5, showing=0.1)
    source = Source(computed(), design_of(computed()), found)
    changed = source.answer(Question("trust", CHANGED)).estimate
    assert changed.low < 0.1 < changed.high and changed.high < 0.3
    anyway = source.answer(Question("trust", PLACEBO)).estimate
    assert anyway.low < 0.5 < anyway.high


def test_it_is_the_models_slope_where_shown_less_that_where_hidden() -> None:
    found = drawn(60, relation=0.5, showing=0.1)
    mine = Source(computed(), design_of(computed()), found).answer(Question("trust", CHANGED)).estimate
    n, v = found.level.shape
    shown = np.repeat((found.arm == 0).astype(float), v)
    who = np.repeat(np.arange(n), v)
    line = crossed(
        found.values["trust"].ravel(), who, found.profile.ravel(), shown, found.level.ravel(),
        mean_level=float(np.mean(SCORES)),
    )  # fmt: skip
    assert isclose(mine.estimate, line.slope.estimate - line.placebo.estimate, rel_tol=1e-9)
    assert (mine.se, mine.df) == (line.slope_less_placebo.se, line.slope_less_placebo.df)


def test_one_number_a_participant_gives_welchs_test_of_their_slopes() -> None:
    found = drawn(60, relation=0.5, showing=0.1)
    asked = Question("trust", CHANGED, variant=PARTICIPANTS)
    mine = Source(computed(), design_of(computed()), found).answer(asked).estimate
    slopes = []
    for arm in (0, 1):
        y, level = found.values["trust"][found.arm == arm], found.level[found.arm == arm]
        rows = np.repeat(np.arange(len(y)), 5)
        slopes.append(participant_slopes(rows, level.ravel(), y.ravel(), per=10.0).slope)
    other = welch(*slopes)
    assert (mine.estimate, mine.se, mine.df) == (other.estimate, other.se, other.df)


def test_nothing_is_asked_that_takes_points_for_a_cause() -> None:
    outcome = computed().document.outcomes[0]
    asked = {q.contrast for q in visited_questions(outcome, design_of(computed()), Plan())}
    assert asked == {CHANGED, PLACEBO, AVERAGED} and not asked & {LEVEL, RANGE, AT}


def test_the_estimand_says_what_it_is_and_what_it_is_not() -> None:
    said = estimand_of(computed(), design_of(computed()), Question("trust", CHANGED))
    assert said.startswith("How much showing the score changes the relation between it and")
    assert "neither slope is an effect of points by itself" in said
    anyway = estimand_of(computed(), design_of(computed()), Question("trust", PLACEBO))
    assert "what the profiles show anyway" in anyway and "control" not in anyway


def test_a_group_is_described_over_all_its_visits() -> None:
    found = drawn(20, relation=0.5, showing=0.1)
    cell = next(c for c in cells(computed(), design_of(computed()), found) if c.group == "shown")
    assert cell.n == 50 and np.isnan(cell.level)
    assert isclose(cell.mean, found.values["trust"][found.arm == 0].mean())


def test_a_plan_cannot_name_a_slope_of_computed_scores() -> None:
    plan = {"confirmatory": [{"name": "slope", "outcome": "trust", "contrast": "level"}], "planned": 100}
    found = dict(references(computed(plan=plan).document))
    assert "no slope is theirs alone" in found["plan.confirmatory.0.contrast"]
    assert display_of(computed().document).computed


# --- other ways of seeing it


def ways(**cue: Any) -> Compiled:
    factors = [
        {"name": "way", "levels": ["a", "b", "c", "d"], "varies": "between"},
        make.document()["factors"][1],
    ]
    seen = {"factor": "way", "values": {"a": "shown", "b": "request", "c": "delay", "d": "hidden"}}
    whole = {"value": {"factor": "level"}, "visibility": seen, "label": "Score", **cue}
    return make.protocol(factors=factors, cue=whole)


def test_asked_for_or_late_is_neither_shown_nor_hidden() -> None:
    design = design_of(ways())
    assert (design.shown, design.hidden) == ((0,), (3,))
    display = display_of(ways().document)
    assert display.shows and display.hides and display.levels == make.LEVELS


def test_two_levels_of_one_score_are_one_score() -> None:
    value = {"factor": "level", "values": {"20": 42}}
    assert design_of(ways(value=value)).levels == (42, 62, 67, 85)
    assert display_of(ways(value=value).document).levels == (42, 62, 67, 85)
