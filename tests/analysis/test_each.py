"""Each one's own slope or difference, compared between groups: by hand, by brute force, and as planned."""

from dataclasses import replace
from math import isclose, isnan, sqrt
from typing import Any

import numpy as np
import pytest
from scipy import stats

from surveys import library
from surveys.analysis.asking import Source, question_of
from surveys.analysis.assumed import USUAL
from surveys.analysis.data import Data
from surveys.analysis.design import design_of
from surveys.analysis.expecting import expected
from surveys.analysis.expecting_groups import weights_of
from surveys.analysis.frames import Slots
from surveys.analysis.group_lot import reassigned
from surveys.analysis.groups import numbers
from surveys.analysis.results import Row
from surveys.protocol import Compiled, checks, compiled, read
from surveys.protocol.plan import Comparison, Each
from surveys.protocol.plan_names import compared
from surveys.protocol.planned import plan_text
from surveys.protocol.sides import Own, Sides, sides_of
from surveys.simulate.drawn import drawn
from surveys.simulate.drawn_groups import by_each


def shipped(code: str, **each: Any) -> Compiled:
    document = library.studies(code)
    if each:
        document["plan"]["confirmatory"][-1] |= {"each": each}
    return compiled(read(document))


NOTE = shipped("what-the-number-means")
WAYS = shipped("three-ways-up")
LEVELS = np.array([20.0, 42.0, 62.0, 67.0, 85.0])


def named(protocol: Compiled) -> Comparison:
    return protocol.document.plan.confirmatory[-1]


def data(protocol: Compiled, y: Any, arm: Any, within: Any, level: Any) -> Data:
    """Of one outcome, the one that the plan's last comparison is about."""
    table = np.array(y, float)
    n = len(table)
    return Data(
        arm=np.array(arm),
        profile=np.tile(np.arange(table.shape[1]), (n, 1)),
        level=np.array(level, float),
        values={named(protocol).outcome: table},
        before={},
        within=np.array(within),
        ended=np.arange(n),
        finished=np.ones(n, dtype=bool),
    )


def answer(protocol: Compiled, found: Data) -> Row:
    return Source(protocol, design_of(protocol), found).answer(question_of(named(protocol)))


def own(protocol: Compiled, found: Data) -> tuple[np.ndarray[Any, Any], ...]:
    return numbers(Source(protocol, design_of(protocol), found).pair(question_of(named(protocol))))


def arms(protocol: Compiled, *names: str) -> list[int]:
    return [list(protocol.arms).index(name) for name in names]


# --- the numbers


def test_a_slope_is_each_ones_own_least_squares_line_over_the_scores_in_their_order() -> None:
    """Two explained, flat and falling; two not, rising by .1 and .3 per 10 points; nobody's level counts."""
    order = np.array([[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 0, 4, 1, 3], [1, 4, 0, 3, 2]])
    level = LEVELS[order]
    slopes = np.array([0.0, -0.2, 0.1, 0.3])
    y = np.array([[3.0], [5.0], [1.0], [4.0]]) + slopes[:, None] * level / 10
    arm = arms(NOTE, *["explained-shown"] * 2, *["unexplained-shown"] * 2)
    found = data(NOTE, y, arm, order, level)
    of, against = own(NOTE, found)
    assert np.allclose(of, slopes[:2]) and np.allclose(against, slopes[2:])
    row = answer(NOTE, found)
    by_scipy = stats.ttest_ind(slopes[:2], slopes[2:], equal_var=False)
    assert isclose(row.estimate.estimate, -0.3, abs_tol=1e-12)
    assert isclose(row.estimate.p, by_scipy.pvalue, rel_tol=1e-9)
    assert (row.estimate.n_participants, row.estimate.n_ratings, row.estimate.n_profiles) == (4, 20, 5)


def test_a_difference_is_the_mean_at_some_levels_less_that_at_others() -> None:
    within = [[0, 1, 2, 3], [3, 2, 1, 0], [1, 0, 3, 2], [0, 2, 3, 1]]
    y = [[1, 2, 6, 5], [4, 7, 2, 3], [5, 4, 3, 6], [2, 2, 2, 2]]
    arm = arms(WAYS, "shown", "shown", "hidden", "hidden")
    of, against = own(WAYS, data(WAYS, y, arm, within, np.full((4, 4), 67.0)))
    # at levels 0, 1 and 2 less at level 3
    assert np.allclose(of, [3 - 5, (7 + 2 + 3) / 3 - 4]) and np.allclose(against, [(5 + 4 + 6) / 3 - 3, 0])


def test_who_lacks_a_side_is_missing_and_one_missing_rating_is_not() -> None:
    within = np.tile(np.arange(4), (4, 1))
    y = [[1, np.nan, 3, 2], [1, 2, 3, np.nan], [2, 2, 2, 1], [4, 4, 4, 2]]
    arm = arms(WAYS, "shown", "shown", "hidden", "hidden")
    found = data(WAYS, y, arm, within, np.full((4, 4), 67.0))
    of, _against = own(WAYS, found)
    assert of[0] == 0 and isnan(of[1])
    row = answer(WAYS, found).estimate
    assert (row.n_participants, row.n_ratings) == (3, 3 + 4 + 4)


def test_who_rated_too_little_is_counted_and_who_rated_nothing_is_not() -> None:
    order = np.tile(np.arange(5), (6, 1))
    y = np.array(
        [[1, 2, 3, 4, 6], [2, 2, 3, 3, 5], [9, *[np.nan] * 4], [np.nan] * 5, [1] * 5, [1, 2, 1, 2, 1.0]]
    )
    arm = arms(NOTE, *["explained-shown"] * 3, *["unexplained-shown"] * 3)
    row = answer(NOTE, data(NOTE, y, arm, order, LEVELS[order])).estimate
    assert (row.n_participants, row.n_ratings) == (4, 20)
    assert "1 rated too few profiles for a number of their own and are left out." in row.warnings
    assert answer(NOTE, data(NOTE, y[[0, 1, 4, 5]], arms(NOTE, *["explained-shown"] * 2,
        *["unexplained-shown"] * 2), order[:4], LEVELS[order[:4]])).estimate.warnings == ()  # fmt: skip


def test_the_lot_alone_is_asked_of_the_same_numbers() -> None:
    """Two blocks of four: of 36 ways of dealing them one other is as extreme where they lie apart."""
    n = 8
    order, places = np.tile(np.arange(5), (n, 1)), np.arange(n)
    slopes = np.where(places % 2, 0.5, -0.5) + places / 100
    arm = arms(NOTE, *["explained-shown", "unexplained-shown"] * 4)
    found = data(NOTE, 4 + slopes[:, None] * LEVELS / 10, arm, order, LEVELS[order])
    block = places // 4
    slots = Slots(block, np.array(arm), places, np.ones(n, bool), np.zeros(n, int), block, np.full(n, 4))
    source = Source(NOTE, design_of(NOTE), replace(found, slots=slots))
    outcome = next(each for each in NOTE.document.outcomes if each.name == named(NOTE).outcome)
    (row,) = reassigned(source, outcome, NOTE.document.plan.confirmatory, seed=1)
    assert row.sides == sides_of(named(NOTE))
    assert isclose(row.estimate.estimate, -1.01, abs_tol=1e-9)
    assert isclose(row.estimate.p, 2 / 36, abs_tol=0.02)


def test_people_of_other_groups_and_what_all_bring_along_change_nothing() -> None:
    rng = np.random.default_rng(2)
    arm = rng.integers(0, 4, 80)
    order = np.array([rng.permutation(5) for _one in range(80)])
    y = rng.normal(4, 1, (80, 5))
    found = data(NOTE, y, arm, order, LEVELS[order])
    before = answer(NOTE, found).estimate
    moved = (
        y + rng.normal(0, 9, (80, 1)) + np.where(np.isin(arm, arms(NOTE, "explained-hidden")), 7, 0)[:, None]
    )
    after = answer(NOTE, replace(found, values={named(NOTE).outcome: moved})).estimate
    assert isclose(before.estimate, after.estimate, abs_tol=1e-9) and isclose(
        before.se, after.se, rel_tol=1e-9
    )


# --- what can be found


def test_power_is_that_of_a_mean_difference_of_such_numbers() -> None:
    """Residual .70 over the sum of squares 24.868 tens, slopes .30 over 6.5 tens; 376 a group."""
    one = expected(NOTE, assumed=replace(USUAL, dropout=0.06))[-1]
    variance = 0.70 / 24.868 + (0.30 / 6.5) ** 2
    assert isclose(one.power.se, sqrt(variance * 2 / 376), rel_tol=1e-3)
    other = expected(WAYS, assumed=replace(USUAL, dropout=0.0))[-1]
    assert isclose(other.power.se, sqrt((0.70 * (1 + 1 / 3) + 0.09) * 2 / 480), rel_tol=1e-9)


@pytest.mark.parametrize("protocol", [NOTE, WAYS], ids=["slope", "difference"])
def test_drawn_studies_have_that_standard_error_and_the_planted_effect(protocol: Compiled) -> None:
    """60 studies: their mean is within 4 standard errors of what was planted, their spread within a fifth."""
    comparison = named(protocol)
    assumed = replace(USUAL, dropout=0.0)
    effect = comparison.smallest or 0.0
    law = next(one for one in expected(protocol, assumed=assumed) if one.comparison.name == comparison.name)
    estimates = []
    for number in range(60):
        found = drawn(
            protocol, effects={comparison.name: effect}, comparisons=(comparison,), assumed=assumed, seed=3,
            number=number,
        )  # fmt: skip
        estimates.append(answer(protocol, found).estimate.estimate)
    assert abs(np.mean(estimates) - effect) < 4 * law.power.se / sqrt(60)
    assert isclose(float(np.std(estimates, ddof=1)), law.power.se, rel_tol=0.25)


def test_weights_make_a_slope_of_a_line_and_nothing_of_a_constant() -> None:
    weights, span = weights_of(NOTE, Own())
    assert isclose(float(weights @ (3 + 0.2 * LEVELS / 10)), 0.2) and span == 6.5
    weights, span = weights_of(WAYS, Own(("robot",), ("celebrity", "always_on")))
    assert weights.tolist() == [-0.5, -0.5, 1.0, 0.0] and span == 1.0


def test_of_a_slope_the_smallest_effect_is_what_the_outcomes_comes_to_over_all_scores() -> None:
    document = library.studies("what-the-number-means")
    del document["plan"]["confirmatory"][-1]["smallest"]
    found = expected(compiled(read(document)))[-1]
    assert isclose(found.effect, 0.3 / 6.5)
    document = library.studies("three-ways-up")
    del document["plan"]["confirmatory"][-1]["smallest"]
    assert expected(compiled(read(document)))[-1].effect == 0.3


def test_what_is_planted_on_several_numbers_of_each_is_on_each_as_large_as_was_asked() -> None:
    """They share a level: added up one by one, each would carry half of the other."""
    ways = (
        {"at": ["robot"], "less": ["conversationalist"]},
        {"at": ["celebrity"], "less": ["conversationalist"]},
    )
    comparisons = [
        Comparison.model_validate(named(WAYS).model_dump() | {"name": name, "each": each})
        for name, each in zip(("one", "other"), ways, strict=True)
    ]
    planted = by_each(WAYS, comparisons, {"one": 1.0, "other": 0.4})
    assert planted.shape == (2, 4)
    celebrity, _always_on, robot, conversationalist = planted[0] - planted[1]
    assert isclose(robot - conversationalist, 1.0) and isclose(celebrity - conversationalist, 0.4)


# --- in words, and what cannot be


def test_a_plan_says_it_in_words() -> None:
    assert compared(NOTE, named(NOTE)) == (
        "Message credibility (1–7, at each visit): those who had read what a score counts and who saw scores "
        "against those who had read about likes and times and who saw scores, per 10 points of score"
    )
    assert compared(WAYS, named(WAYS)).endswith(
        "those who saw scores against those who saw none, Way celebrity or always_on or robot less "
        "Way conversationalist"
    )
    told = " ".join(sentence for part in plan_text(NOTE) for sentence in part.sentences)
    assert "each one’s least-squares slope over the scores they met, and Welch’s t test" in told
    assert "0.046 in the outcome’s own units per 10 points of the displayed score." in told
    told = " ".join(sentence for part in plan_text(WAYS) for sentence in part.sentences)
    assert "each one’s mean at some levels less their mean at others, and Welch’s t test" in told


def test_the_estimand_names_each_ones_number() -> None:
    order = np.tile(np.arange(5), (4, 1))
    arm = arms(NOTE, *["explained-shown"] * 2, *["unexplained-shown"] * 2)
    row = answer(NOTE, data(NOTE, np.arange(20).reshape(4, 5) % 7, arm, order, LEVELS[order]))
    assert "Message credibility, each one’s own slope per 10 points of score, between those" in row.estimand
    assert row.estimand.endswith("for this pool of profiles.")


def test_sides_come_back_as_they_were_kept() -> None:
    for protocol in (NOTE, WAYS):
        sides = sides_of(named(protocol))
        assert Sides.from_json(sides.to_json()) == sides
        shuffled = {side: dict(reversed(of.items())) for side, of in sides.to_json().items()}
        assert Sides.from_json(shuffled) == sides
        assert sides.key != replace(sides, own=None).key
    plain = replace(sides_of(named(WAYS)), own=None)
    assert "own" not in plain.to_json() and Sides.from_json(plain.to_json()) == plain


@pytest.mark.parametrize(
    ("code", "change", "why"),
    [
        ("three-ways-up", {"each": {"slope": True}}, "A slope needs a score that takes several values"),
        ("three-ways-up", {"each": {"at": ["robots"], "less": ["celebrity"]}}, "'robots' is not a level of"),
        ("three-ways-up", {"each": {"at": ["robot"], "less": ["robot"]}}, "stands on both sides"),
        ("three-ways-up", {"of": {"visibility": ["shown"], "way": ["robot"]},
                           "against": {"visibility": ["hidden"], "way": ["robot"]}}, "name groups only"),
        ("what-the-number-means", {"contrast": "level", "of": {}, "against": {}, "model": "mixed"},
         "Only groups are compared by a number of each one's own"),
        ("your-score-just-dropped", {"each": {"slope": True}}, "an outcome that is taken at every visit"),
        ("one-profile", {"each": {"slope": True}}, "Nothing varies within participants"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_so_is_said_with_its_cure(code: str, change: Any, why: str) -> None:
    document = library.studies(code)
    document["plan"]["confirmatory"][-1] |= change
    last = len(document["plan"]["confirmatory"]) - 1
    found = [f for f in checks(read(document)) if f.path.startswith(f"plan.confirmatory.{last}")]
    assert any(why in f.message for f in found), found


@pytest.mark.parametrize("each", [{}, {"slope": True, "at": [1], "less": [2]}, {"at": [1]}, {"less": [1]}])
def test_a_number_of_each_is_one_thing(each: Any) -> None:
    with pytest.raises(ValueError, match="a slope, or a difference"):
        Each.model_validate(each)


def test_who_compares_means_has_nothing_of_this_in_the_stored_bytes() -> None:
    plain = Comparison.model_validate({"name": "a", "outcome": "b"})
    assert "each" not in plain.model_dump(mode="json")
