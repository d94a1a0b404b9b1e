from math import isnan, nan, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.estimators.balance import categorical, numeric
from scoring.estimators.hedges import average_sd_g
from scoring.moments import moments

ARMS = ["a", "a", "a", "b", "b", "b"]


def test_numbers_by_hand() -> None:
    """Means 2 and 5, variances 1 and 9: -3 over the root of their mean."""
    (found,) = numeric("age", [1, 2, 3, 2, 5, 8], ARMS)
    assert found.smd == pytest.approx(-3 / sqrt(5))
    assert (found.covariate, found.category, found.first.arm, found.second.arm) == ("age", None, "a", "b")
    assert (found.first.mean, found.first.sd, found.second.mean, found.second.sd) == (2, 1, 5, 3)
    assert found.notable


def test_categories_by_hand() -> None:
    """Of four each: women 3 and 1. p (1 - p) is 3/16 in both."""
    arms = ["a"] * 4 + ["b"] * 4
    man, woman = categorical("gender", ["w", "w", "w", "m", "w", "m", "m", "m"], arms)
    assert (man.category, woman.category) == ("m", "w")
    assert woman.smd == pytest.approx(0.5 / sqrt(3 / 16))
    assert man.smd == pytest.approx(-woman.smd)
    assert (woman.first.mean, woman.second.mean) == (0.75, 0.25)


def test_the_two_arms_variances_weigh_the_same_whatever_their_n() -> None:
    rng = np.random.default_rng(1)
    a, b = rng.normal(0, 1, 300), rng.normal(0.5, 3, 20)
    (found,) = numeric("x", np.r_[a, b], ["a"] * 300 + ["b"] * 20)
    assert found.smd == pytest.approx((a.mean() - b.mean()) / sqrt((a.var(ddof=1) + b.var(ddof=1)) / 2))


def test_a_number_of_0_and_1_and_a_category_nearly_agree() -> None:
    rng = np.random.default_rng(2)
    x, arms = rng.integers(0, 2, 1000), ["a", "b"] * 500
    (by_number,) = numeric("x", x, arms)
    by_category = categorical("x", x.tolist(), arms)[1]
    assert by_category.smd == pytest.approx(by_number.smd, rel=2e-3)


def test_every_pair_of_three_arms_in_the_order_given() -> None:
    found = numeric("x", [1, 2, 3, 5, 8, 9], list("ccbbaa"), order=["c", "b", "a"])
    assert [(f.first.arm, f.second.arm) for f in found] == [("c", "b"), ("c", "a"), ("b", "a")]
    assert [(f.first.arm, f.second.arm) for f in numeric("x", [1, 2, 3, 5, 8, 9], list("ccbbaa"))] == [
        ("a", "b"),
        ("a", "c"),
        ("b", "c"),
    ]


def test_swapping_arms_turns_the_sign_and_scale_changes_nothing() -> None:
    y = np.array([1.0, 2, 3, 2, 5, 8])
    (one,), (other,) = numeric("x", y, ARMS), numeric("x", 5 + 3 * y, ARMS, order=["b", "a"])
    assert other.smd == pytest.approx(-one.smd)


def test_missing_is_counted_and_left_out() -> None:
    (found,) = numeric("x", [1, 2, 3, nan, 2, 5, 8, nan, nan], [*"aaaa", *"bbbbb"])
    (whole,) = numeric("x", [1, 2, 3, 2, 5, 8], ARMS)
    assert found.smd == whole.smd
    assert (found.first.n, found.first.missing, found.second.n, found.second.missing) == (3, 1, 3, 2)
    rows = categorical("g", ["w", None, "m", "w", float("nan"), "m", None], [*"aaa", *"bbbb"])
    assert [(r.first.n, r.first.missing, r.second.n, r.second.missing) for r in rows] == [(2, 1, 2, 2)] * 2
    assert rows[0].smd == 0


def test_categories_may_be_named_and_empty() -> None:
    rows = categorical("g", ["w", "m", "w", "w"], [*"aabb"], categories=["w", "m", "x"])
    assert [row.category for row in rows] == ["w", "m", "x"]
    assert isnan(rows[2].smd)
    assert "same for everybody" in rows[2].warnings[0]


def test_a_tenth_of_a_standard_deviation_is_notable() -> None:
    arms = ["a"] * 200 + ["b"] * 200
    spread = np.tile([-1.0, 1.0], 100)
    (little,) = numeric("x", np.r_[spread, spread + 0.09], arms)
    (more,) = numeric("x", np.r_[spread, spread + 0.11], arms)
    assert (little.notable, more.notable) == (False, True)


@pytest.mark.parametrize(
    ("values", "arms", "words"),
    [
        ([1.0, 2, 3], [*"aab"], "too few to compare, 2 and 1"),
        ([nan, nan, 2, 3], [*"aabb"], "too few to compare, 0 and 2"),
        ([4.0, 4, 4, 4], [*"aabb"], "same for everybody"),
        ([4.0, 4, 5, 5], [*"aabb"], "same for everybody"),
    ],
)
def test_too_little_is_nan_with_a_sentence(values: list[float], arms: list[str], words: str) -> None:
    (found,) = numeric("age", values, arms)
    assert isnan(found.smd)
    assert not found.notable
    assert words in found.warnings[0]
    assert found.warnings[0].startswith("age")


def test_an_arm_where_nobody_answered_is_nan() -> None:
    (found,) = categorical("g", ["w", None], ["a", "b"])
    assert isnan(found.smd)
    assert "at least 1 in each arm" in found.warnings[0]


def test_one_arm_or_nobody_has_no_pairs() -> None:
    assert numeric("x", [1.0, 2.0], ["a", "a"]) == ()
    assert numeric("x", [], []) == ()
    assert categorical("x", [], []) == ()


def test_wrong_input_is_refused() -> None:
    with pytest.raises(ValueError, match="a value and an arm"):
        numeric("x", [1.0], ["a", "b"])
    with pytest.raises(ValueError, match="a value and an arm"):
        categorical("x", ["w"], ["a", "b"])
    with pytest.raises(ValueError, match="arms must be among"):
        numeric("x", [1.0, 2.0], ["a", "c"], order=["a", "b"])
    with pytest.raises(ValueError, match="labels must be among"):
        categorical("x", ["w", "?"], ["a", "b"], categories=["w"])


numbers = st.lists(st.integers(-20, 20).map(float), min_size=2, max_size=12)


@given(numbers, numbers)
def test_is_the_difference_over_the_average_sd(a: list[float], b: list[float]) -> None:
    (found,) = numeric("x", a + b, ["a"] * len(a) + ["b"] * len(b))
    again = average_sd_g(moments(a), moments(b))
    assert found.smd == pytest.approx(again.d, nan_ok=True)


@given(st.lists(st.sampled_from(["x", "y", "z", None]), min_size=1, max_size=20), st.integers(0, 20))
def test_shares_add_up_and_everybody_is_counted(labels: list[str | None], cut: int) -> None:
    arms = ["a" if i < cut else "b" for i in range(len(labels))]
    rows = categorical("x", labels, arms, order=["a", "b"], categories=["x", "y", "z"])
    assert len(rows) == 3
    for side in ("first", "second"):
        found = [getattr(row, side) for row in rows]
        assert found[0].n + found[0].missing == arms.count(found[0].arm)
        if found[0].n:
            assert sum(arm.mean for arm in found) == pytest.approx(1)


def test_order_of_participants_does_not_matter() -> None:
    labels, arms = ["w", "m", "w", "m", "m", None], list("abbaab")
    assert categorical("g", labels[::-1], arms[::-1]) == categorical("g", labels, arms)


def test_random_arms_differ_by_about_the_root_of_two_over_n() -> None:
    rng = np.random.default_rng(5)
    found = [numeric("x", rng.normal(size=400), [*"ab"] * 200)[0].smd for _ in range(400)]
    assert np.std(found) == pytest.approx(0.1, rel=0.12)
    assert abs(np.mean(found)) < 0.02
