"""Against Simonsohn's steps in R with mgcv's smooth, and by what must hold of crossed ratings."""

from math import isnan, nan

import numpy as np
import pytest

from scoring.estimators.mixed.clustered import clustered
from scoring.estimators.robin_hood import RobinHood, robin_hood
from tests.scoring.estimators.test_smooth import CASES, columns

SCORES = np.linspace(5, 95, 10)


def crossed(
    people: int, *, bend: float = 0.0, slope: float = 0.0, seed: int = 1
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Outcome, score, participant and profile of people who met ten scores each."""
    rng = np.random.default_rng(seed)
    x = np.tile(SCORES, people)
    who, what = np.repeat(np.arange(people), 10), rng.integers(0, 20, 10 * people)
    t = (x - 50) / 10
    y = 4 + bend * t**2 + slope * t + rng.normal(0, 0.6, people)[who] + rng.normal(0, 0.8, len(x))
    return y, x, who, what


@pytest.mark.parametrize("case", ["u", "hill"])
def test_simonsohns_steps_give_the_same(case: str) -> None:
    """With every row a person of its own, clustered errors are his heteroskedasticity-robust ones (HC1)."""
    x, y = columns(case)
    found, wanted = robin_hood(y, x, np.arange(len(y))), CASES[case]
    assert found.flat == pytest.approx(wanted["flat"])
    assert found.break_at == pytest.approx(wanted["break"], abs=1e-6)
    for row, (slope, se) in ((found.low, wanted["low"]), (found.high, wanted["high"])):
        assert row.estimate == pytest.approx(slope, rel=1e-6)
        assert row.se == pytest.approx(se, rel=1e-6)
    assert found.turn == {"u": "U", "hill": "inverted U"}[case]


def test_a_planted_u_is_found_and_a_line_is_none() -> None:
    assert robin_hood(*crossed(200, bend=0.05)).turn == "U"
    assert robin_hood(*crossed(200, bend=-0.05)).turn == "inverted U"
    line = robin_hood(*crossed(200, slope=0.2))
    assert line.turn == "none" and "no second line" in line.low.warnings[-1]


def test_a_bend_without_a_turn_is_no_u() -> None:
    """Rising ever faster: a parabola would fit, and nothing falls."""
    y, x, who, what = crossed(300)
    assert robin_hood(y + (x / 60) ** 3, x, who, what).turn == "none"


def test_a_u_is_rarely_found_where_there_is_none() -> None:
    found = [robin_hood(*crossed(60, seed=seed)).turn for seed in range(100)]
    assert sum(turn in ("U", "inverted U") for turn in found) <= 5


def test_ratings_of_one_person_are_not_taken_for_many() -> None:
    y, x, who, what = crossed(100, bend=0.03)
    alone = robin_hood(y, x, who)
    at = alone.break_at
    tens = (x - at) / 10
    design = np.column_stack([np.ones(len(x)), np.minimum(tens, 0), np.maximum(tens, 0), tens > 0])
    wanted = clustered(y, design, ("1", "low", "high", "step"), who).contrast([0, 1, 0, 0])
    assert alone.low.estimate == pytest.approx(wanted.estimate, rel=1e-9)
    assert alone.low.se == pytest.approx(wanted.se, rel=1e-9)
    assert alone.low.df == 99 and alone.low.consistent()
    assert robin_hood(y, x, who, what).low.df == 19  # profiles like these: fewer of them than people


def test_order_and_missing_rows_change_nothing() -> None:
    y, x, who, what = crossed(50, bend=0.04)
    order = np.random.default_rng(0).permutation(len(y))
    found, mixed = robin_hood(y, x, who, what), robin_hood(y[order], x[order], who[order], what[order])
    assert (found.break_at, found.flat, found.turn) == (mixed.break_at, mixed.flat, mixed.turn)
    assert mixed.low.estimate == pytest.approx(found.low.estimate, abs=1e-9)
    longer = robin_hood(np.r_[y, nan, 3.0], np.r_[x, 50, nan], np.r_[who, 7, 8], np.r_[what, 1, 2])
    assert longer.high.estimate == pytest.approx(found.high.estimate, abs=1e-12)
    assert longer.low.n_ratings == 500


def is_nothing(found: RobinHood, said: str) -> bool:
    return (
        found.turn == "" and isnan(found.break_at) and isnan(found.low.p) and said in found.low.warnings[-1]
    )


def test_too_little_says_so() -> None:
    y, x, who, what = crossed(30)
    few = x < 90
    assert is_nothing(robin_hood(y[few], x[few], who[few], what[few]), "from 10 on")
    assert is_nothing(robin_hood(*(v[:190] for v in (y, x, who, what))), "19 participants")
    assert is_nothing(robin_hood(np.full(300, 4.0), x, who, what), "the same in all")
    assert is_nothing(robin_hood(y, x, who, np.zeros(300)), "one profile")
    assert is_nothing(robin_hood([], [], []), "0 different scores")


def test_wrong_input_is_refused() -> None:
    y, x, who, _ = crossed(20)
    with pytest.raises(ValueError, match="equally long"):
        robin_hood(y, x[:5], who)
    with pytest.raises(ValueError, match="alpha"):
        robin_hood(y, x, who, alpha=5)
    with pytest.raises(ValueError, match="level"):
        robin_hood(y, x, who, level=95)
