from dataclasses import fields, replace
from math import isnan, nan

import numpy as np
import pytest

from scoring.estimators.estimate import Estimate
from scoring.estimators.mixed.crossed import crossed
from scoring.estimators.shares import (
    PROBABILITY,
    linear_probability,
    participant_shares,
    share_difference,
)
from scoring.estimators.welch import welch
from tests.scoring.estimators.mixed.made import MEAN_LEVEL, Made, drawn


def chosen(made: Made, cut: float = 4.0) -> Made:
    return made.rated(made.y > cut)


def test_shares_by_hand() -> None:
    found = participant_shares(["b", "a", "b", "a", "b", "c"], [1, 0, 0, nan, 1, nan])
    assert found.participants.tolist() == ["a", "b", "c"]
    assert found.share == pytest.approx([0, 2 / 3, nan], nan_ok=True)
    assert found.n.tolist() == [1, 3, 0]


def test_the_difference_is_welchs_of_the_shares() -> None:
    made = chosen(drawn(40))
    row = share_difference(made.who, made.y, made.shown, n_profiles=16)
    table = made.y.reshape(40, 4).mean(axis=1)
    arm = made.shown.reshape(40, 4)[:, 0] == 1
    other = welch(table[arm], table[~arm])
    assert (row.estimate, row.se, row.df, row.p) == (other.estimate, other.se, other.df, other.p)
    assert (row.n_participants, row.n_profiles, row.n_ratings) == (40, 16, 160)
    assert row.method.startswith("participants' shares")
    assert row.consistent()


def test_repeated_choices_do_not_raise_false_alarms() -> None:
    """People who differ in how readily they say yes: counted as independent it would be 17 in 100."""
    p = []
    for seed in range(400):
        rng = np.random.default_rng(seed)
        who, arm = np.repeat(np.arange(80), 5), np.repeat(np.arange(80) % 2, 5)
        yes = rng.random(400) < rng.beta(0.9, 2.1, 80)[who]
        p.append(share_difference(who, yes, arm).p)
    assert 0.025 < np.mean(np.array(p) < 0.05) < 0.08


def test_order_labels_and_naming_no_instead_of_yes() -> None:
    made, turn = chosen(drawn(40)), np.random.default_rng(0).permutation(160)
    row = share_difference(made.who, made.y, made.shown)
    mixed = share_difference(-made.who[turn], made.y[turn], made.shown[turn])
    assert (mixed.estimate, mixed.p) == pytest.approx((row.estimate, row.p), rel=1e-12)
    other = share_difference(made.who, 1 - made.y, made.shown)
    assert (other.estimate, other.p) == pytest.approx((-row.estimate, row.p), rel=1e-12)


def test_who_never_answered_is_not_counted() -> None:
    made = chosen(drawn(40))
    gone = replace(made, y=np.where(made.who == 3, nan, made.y))
    row = share_difference(gone.who, gone.y, gone.shown)
    assert (row.n_participants, row.n_ratings) == (39, 156)


@pytest.mark.parametrize("n", [0, 1])
def test_too_few_are_nan_with_n_and_a_sentence(n: int) -> None:
    who = np.arange(5 + n)
    row = share_difference(who, who % 2, who >= 5)
    assert isnan(row.p)
    assert "Too few" in row.warnings[0]
    assert row.n_participants == 5 + n


def test_all_missing_or_all_alike_infer_nothing() -> None:
    who, arm = np.arange(8), np.arange(8) % 2
    assert isnan(share_difference(who, np.full(8, nan), arm).estimate)
    assert isnan(share_difference(who, np.ones(8), arm).p)


# --- the level effect


def test_the_linear_probability_is_the_crossed_model_of_0_and_1() -> None:
    made = chosen(drawn(200))
    found, other = linear_probability(*made, mean_level=MEAN_LEVEL), crossed(*made, mean_level=MEAN_LEVEL)
    assert (found.slope.estimate, found.slope.se) == (other.slope.estimate, other.slope.se)
    assert found.slope.method == PROBABILITY + other.slope.method
    rows = [row for f in fields(found) if isinstance(row := getattr(found, f.name), Estimate)]
    assert len(rows) == 6
    assert all(row.method.startswith(PROBABILITY) for row in rows)
    assert found.break_even == other.break_even
    assert found.slope.consistent()
    assert not found.slope.warnings


def test_a_built_in_slope_in_the_probability_is_recovered() -> None:
    made = drawn(1500, each=4)
    rng = np.random.default_rng(3)
    chance = 0.4 + np.where(made.shown == 1, 0.03 * (made.levels - MEAN_LEVEL) / 10, 0)
    found = linear_probability(*made.rated(rng.random(6000) < chance), mean_level=MEAN_LEVEL)
    assert found.slope.low < 0.03 < found.slope.high
    assert found.slope.se < 0.006
    assert found.placebo.low < 0 < found.placebo.high


def test_rare_choices_are_warned_of() -> None:
    made = chosen(drawn(100), cut=6)
    share = made.y.mean()
    assert 0 < share < 0.05
    assert (
        f"Yes was chosen at {share:.1%} of visits"
        in linear_probability(*made, mean_level=MEAN_LEVEL).slope.warnings[-1]
    )


@pytest.mark.parametrize("value", [0.0, 1.0, nan])
def test_no_choice_to_speak_of_is_nan_with_a_sentence(value: float) -> None:
    row = linear_probability(*drawn().rated(np.full(320, value)), mean_level=MEAN_LEVEL).slope
    assert isnan(row.estimate)
    assert row.warnings


def test_wrong_input_is_refused() -> None:
    with pytest.raises(ValueError, match="choices must be 1"):
        participant_shares([1], [2])
    with pytest.raises(ValueError, match="choices must be 1"):
        linear_probability(*drawn(), mean_level=MEAN_LEVEL)
    with pytest.raises(ValueError, match="equally long"):
        participant_shares([1, 2], [1])
    with pytest.raises(ValueError, match="equally long"):
        share_difference([1, 2], [1, 0], [1])
    with pytest.raises(ValueError, match="treated must be 0 or 1"):
        share_difference([1, 2], [1, 0], [1, 2])
    with pytest.raises(ValueError, match="same at all visits"):
        share_difference([1, 1], [1, 0], [1, 0])
