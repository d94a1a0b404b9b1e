"""Drawn studies have the moments that were assumed, and the protocol's own allocation."""

from dataclasses import replace
from math import isclose

import numpy as np
import pytest

from surveys.analysis.assumed import USUAL, Assumed
from surveys.analysis.data import Data
from surveys.analysis.design import design_of
from surveys.analysis.expecting import comparisons
from surveys.protocol import Compiled, compiled
from surveys.protocol.plan import Comparison
from surveys.simulate.drawn import allocated, drawn, planted_on
from tests.analysis import make
from tests.people import flagship

PLAN = {
    "planned": 600,
    "confirmatory": [
        {"name": "slope", "outcome": "trust", "contrast": "level"},
        {"name": "unease", "outcome": "unease", "contrast": "visibility", "model": "adjusted"},
        {"name": "follow", "outcome": "follow", "contrast": "level"},
    ],
}
PROTOCOL = make.protocol(plan=PLAN)
NAMED = comparisons(PROTOCOL.document.plan, PROTOCOL)
STAY = replace(USUAL, dropout=0.0)


def study(effects: dict[str, float], *, assumed: Assumed = STAY, number: int = 0) -> Data:
    return drawn(PROTOCOL, effects=effects, comparisons=NAMED, assumed=assumed, seed=1, number=number)


def test_the_lot_is_dealt_in_the_protocols_blocks_and_itineraries() -> None:
    people = allocated(PROTOCOL, seed=1, number=0)
    assert np.bincount(people.arm).tolist() == [300, 300]
    # Every level once a person, no profile twice.
    assert (np.sort(people.level, axis=1) == np.array(make.LEVELS)).all()
    assert all(len(set(row)) == 5 for row in people.profile.tolist())
    whole = compiled(flagship())
    flagships = allocated(whole, seed=2, number=0)
    assert flagships.profile.max() == 29 and len(flagships.arm) == 1020


def test_a_score_that_varies_between_participants_is_their_groups_at_every_visit() -> None:
    factors = [
        make.document()["factors"][0],
        {"name": "level", "label": "Score", "levels": [20, 80], "varies": "between"},
    ]
    named = {"name": "high", "outcome": "trust", "contrast": "at", "levels": [80], "model": "participants"}
    protocol = make.protocol(factors=factors, plan={"planned": 400, "confirmatory": [named]})
    people = allocated(protocol, seed=1, number=0)
    arms = list(protocol.arms.values())
    assert people.level.shape == (400, 5)
    assert people.level.tolist() == [[arms[i].levels["level"]] * 5 for i in people.arm]
    data = drawn(
        protocol, effects={"high": 0.5}, comparisons=comparisons(protocol.document.plan, protocol),
        assumed=STAY, seed=1, number=0,
    )  # fmt: skip
    assert np.isfinite(data.values["trust"]).all()


def test_a_score_that_is_the_same_for_all_is_met_at_every_visit() -> None:
    factors, cue = make.document()["factors"][:1], {"value": 50, "visibility": {"factor": "visibility"}}
    assert (allocated(make.protocol(factors=factors, cue=cue), seed=1, number=0).level == 50).all()


def test_each_study_is_another_and_the_same_again() -> None:
    one, same, other = study({}), study({}), study({}, number=1)
    assert (one.values["trust"] == same.values["trust"]).all() and (one.arm == same.arm).all()
    assert not np.array_equal(one.values["trust"], other.values["trust"])
    assert not np.array_equal(one.arm, other.arm)


def test_what_is_planted_is_there() -> None:
    found = [study({"slope": 0.2, "unease": 6.0, "follow": 0.03}, number=i) for i in range(8)]
    slopes, unease, follow = [], [], []
    for data in found:
        shown = data.arm == 0
        x, y = data.level[shown].ravel() / 10, data.values["trust"][shown].ravel()
        slopes.append(np.polyfit(x, y, 1)[0])
        unease.append(data.values["unease"][shown].mean() - data.values["unease"][~shown].mean())
        follow.append(np.polyfit(x, data.values["follow"][shown].ravel(), 1)[0])
    assert isclose(np.mean(slopes), 0.2, abs_tol=0.03)
    assert isclose(np.mean(unease), 6.0, abs_tol=2.5)
    assert isclose(np.mean(follow), 0.03, abs_tol=0.01)


def test_people_vary_as_assumed() -> None:
    data = study({})
    hidden = data.values["trust"][data.arm == 1]
    assert isclose(hidden.std(), 1.0, abs_tol=0.12)  # one point on 1-7
    between = np.cov(hidden, rowvar=False)
    assert isclose(between[np.triu_indices(5, 1)].mean(), 0.30, abs_tol=0.12)
    before, after = data.before["unease"], data.values["unease"]
    assert isclose(after.std(), 25, abs_tol=2.5)
    assert isclose(np.corrcoef(before, after)[0, 1], 0.6, abs_tol=0.08)
    share = data.values["follow"][data.arm == 1].mean(axis=1)
    assert isclose(share.mean(), 0.30, abs_tol=0.04)
    # (1 + (k - 1) icc) p q / k
    assert isclose(share.var(), 1.8 * 0.3 * 0.7 / 5, rel_tol=0.25)


def test_who_drops_out_is_gone() -> None:
    assert 500 < len(study({}, assumed=replace(USUAL, dropout=0.1)).arm) < 575


def plan(*named: dict[str, object]) -> tuple[Compiled, list[Comparison]]:
    given = [{"name": f"c{i}", "outcome": "trust", **one} for i, one in enumerate(named)]
    protocol = make.protocol(plan={"planned": 100, "confirmatory": given})
    return protocol, list(protocol.document.plan.confirmatory)


def test_several_comparisons_of_one_outcome_make_one_pattern() -> None:
    protocol, named = plan(
        {"contrast": "level"},
        {"contrast": "step", "levels": [62, 67]},
        {"contrast": "at", "levels": [85]},
    )
    planted = planted_on(protocol, named, {"c0": 0.1, "c1": 0.25, "c2": 0.5})
    centre = float(np.mean(design_of(protocol).levels))

    def mean(score: float) -> float:
        return (
            planted.visibility
            + planted.level * (score - centre) / 10
            + planted.jump * (score >= planted.above)
        )

    assert isclose(mean(67) - mean(62), 0.25) and isclose(mean(85), 0.5)
    assert isclose((mean(42) - mean(20)) / 2.2, 0.1)


def test_a_visibility_effect_stands_before_that_at_one_score() -> None:
    protocol, named = plan(
        {"contrast": "visibility", "model": "participants"}, {"contrast": "at", "levels": [85]}
    )
    assert planted_on(protocol, named, {"c0": 0.3, "c1": 0.5}).visibility == 0.3


@pytest.mark.parametrize("icc", [0.0, 0.5])
def test_choices_are_as_alike_as_assumed(icc: float) -> None:
    share = study({}, assumed=replace(STAY, icc=icc)).values["follow"].mean(axis=1)
    assert isclose(share.var(), (1 + 4 * icc) * 0.21 / 5, rel_tol=0.25)
