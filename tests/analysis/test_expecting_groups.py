"""Power of comparisons of groups: the figures of the own-score study, and laws against drawn studies."""

from math import exp, isclose, log
from typing import Any

import numpy as np
import pytest

from surveys.analysis.asking import Source, question_of
from surveys.analysis.assumed import USUAL
from surveys.analysis.design import design_of
from surveys.analysis.expecting import comparisons, expected, smallest_effect
from surveys.analysis.expecting_groups import sizes
from surveys.protocol import Compiled, compiled
from surveys.protocol.sides import sides_of
from surveys.simulate.drawn import drawn
from surveys.simulate.drawn_groups import shifts
from tests.analysis import four, week


def study(planned: int = 1200, **plan: Any) -> Compiled:
    named = [dict(one) for one in four.NAMED]
    named[0].pop("smallest")
    return four.protocol(planned=planned, confirmatory=named, **plan)


def test_the_own_score_studys_table_comes_out() -> None:
    """1,200 finished, SD 25, r .6 and .75: SE 1.33, 1.17, 1.35; 80 % at 4.3, 3.8, 4.4 points under Holm."""
    assumed = USUAL.__class__(dropout=0.0)
    found = expected(study(), assumed=assumed)
    assert [round(one.power.se, 2) for one in found] == [1.33, 1.17, 1.35]
    assert [round(one.power.smallest, 1) for one in found] == [4.3, 3.8, 4.4]
    alone = expected(study(correction="none"), assumed=assumed)
    assert [round(one.power.smallest, 1) for one in alone] == [3.7, 3.3, 3.8]


def test_equivalence_within_five_points_is_shown_as_often_as_the_table_says() -> None:
    named = [{**one, "smallest": 5} for one in four.NAMED]
    protocol = four.protocol(planned=1200, confirmatory=named, correction="none")
    found = expected(protocol, assumed=USUAL.__class__(dropout=0.0))
    assert [round(one.power.equivalence, 2) for one in found] == [0.96, 0.99, 0.96]


def test_sides_are_as_large_as_their_groups_together() -> None:
    protocol = study()
    named = protocol.document.plan.confirmatory
    assert [sizes(protocol, sides_of(one), 1200) for one in named] == [(900, 300), (600, 300), (300, 300)]


def test_without_a_plan_each_outcome_sets_the_second_group_against_the_first() -> None:
    protocol = four.protocol()
    found = {one.outcome: one for one in comparisons(protocol.document.plan, protocol)}
    assert set(found) == {"day3", "day4", "moved", "leave"}
    assert found["leave"].of == {"course": ("flat",)} and found["leave"].against == {"course": ("none",)}
    assert smallest_effect(protocol, found["leave"]) == 0.1
    assert isclose(smallest_effect(protocol, found["moved"]), log(1.5))
    assert smallest_effect(protocol, found["day3"]) == 5.0
    assert all(0 < one.power.power < 1 for one in expected(protocol))


def test_what_is_worth_having_of_a_ratio_is_analysed_as_its_logarithm() -> None:
    document = week.document(confirmatory=[week.compares("filler", smallest=1.3)])
    protocol = compiled(document)
    (one,) = expected(protocol)
    assert isclose(exp(one.effect), 1.3) and one.n_80 and one.n_80 > 400


DRAWN = {"calm": 0.15, "filler": log(1.5), "rest": 0.15, "stayed": 0.4}


@pytest.mark.parametrize("outcome", DRAWN)
def test_drawn_studies_are_as_spread_as_the_law_says_and_centred_on_what_is_planted(outcome: str) -> None:
    protocol = compiled(week.document(confirmatory=[week.compares(outcome)], planned=600))
    (law,) = expected(protocol, assumed=USUAL, effects={outcome: DRAWN[outcome]})
    named = protocol.document.plan.confirmatory
    question, found = question_of(named[0]), []
    for number in range(150):
        data = drawn(
            protocol,
            effects={outcome: DRAWN[outcome]},
            comparisons=named,
            assumed=USUAL,
            seed=3,
            number=number,
        )
        found.append(Source(protocol, design_of(protocol), data).answer(question).estimate.estimate)
    spread = float(np.std(found))
    assert isclose(spread, law.power.se, rel_tol=0.2), (spread, law.power.se)
    assert abs(np.mean(found) - DRAWN[outcome]) < 4 * spread / np.sqrt(150)


def test_ordered_answers_are_drawn_with_the_odds_that_are_planted() -> None:
    given = {
        **week.compares("moved"),
        "of": {"course": ["dip_65", "dip_64"]},
        "against": {"course": ["flat"]},
    }
    protocol = four.protocol(planned=600, confirmatory=[given])
    named = protocol.document.plan.confirmatory
    found = [
        Source(
            protocol,
            design_of(protocol),
            drawn(protocol, effects={"moved": 0.6}, comparisons=named, assumed=USUAL, seed=1, number=number),
        )
        .answer(question_of(named[0]))
        .estimate.estimate
        for number in range(60)
    ]
    (law,) = expected(protocol, effects={"moved": 0.6})
    assert abs(np.mean(found) - 0.6) < 4 * np.std(found) / np.sqrt(60)
    assert isclose(np.std(found), law.power.se, rel_tol=0.3)


def test_several_comparisons_of_one_outcome_are_planted_together() -> None:
    protocol = study()
    named = protocol.document.plan.confirmatory[1:]
    shift = shifts(protocol, named, {"dip": 4.0, "below": 2.0})
    assert isclose((shift[2] + shift[3]) / 2 - shift[1], 4.0) and isclose(shift[3] - shift[2], 2.0)
    assert isclose(shift[0], 0.0, abs_tol=1e-12)
