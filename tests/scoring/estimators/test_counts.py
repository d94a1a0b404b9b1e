from math import isnan, log, nan, sqrt

import numpy as np
import pytest
from numpy.typing import NDArray
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM

from scoring.estimators.counts import ratio_of_means


def drawn(seed: int, n: int = 60, mean: float = 1.5, shape: float = 0.8) -> NDArray[np.int64]:
    """Negative binomial: more spread out than Poisson."""
    rng = np.random.default_rng(seed)
    return rng.poisson(rng.gamma(shape, mean / shape, n))


def test_by_hand() -> None:
    """Means 2 and 1, variances 2.5 and 1, five and four participants."""
    row = ratio_of_means([0, 1, 2, 3, 4], [0, 1, 1, 2])
    spread = (2.5 / 5 / 4, 2 / 3 / 4)
    assert row.estimate == pytest.approx(log(2))
    assert row.effect == pytest.approx(2)
    assert row.se == pytest.approx(sqrt(sum(spread)))
    assert row.df == pytest.approx(sum(spread) ** 2 / (spread[0] ** 2 / 4 + spread[1] ** 2 / 3))
    assert row.n_participants == 9
    assert row.effect_low < 2 < row.effect_high
    assert row.consistent()
    assert "5 and 4 participants" in row.warnings[0]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_is_the_sandwich_of_a_poisson_regression(seed: int) -> None:
    """statsmodels has HC0, with n where HC2 has n - 1: with equal arms a factor."""
    a, b = drawn(seed), drawn(seed + 10, mean=2.5)
    x = np.column_stack([np.ones(120), np.repeat([1, 0], 60)])
    other = GLM(np.concatenate([a, b]), x, family=Poisson()).fit(cov_type="HC0")
    row = ratio_of_means(a, b)
    assert row.estimate == pytest.approx(other.params[1])
    assert row.se == pytest.approx(other.bse[1] * sqrt(60 / 59), rel=1e-7)
    assert not row.warnings


def test_no_difference_is_found_as_often_as_alpha_where_poisson_would_err() -> None:
    p = [ratio_of_means(drawn(s), drawn(10_000 + s)).p for s in range(600)]
    assert 0.03 < np.mean(np.array(p) < 0.05) < 0.075


def test_swap_order_and_unit() -> None:
    a, b = drawn(1), drawn(2)
    row, swapped = ratio_of_means(a, b), ratio_of_means(b, a)
    assert (swapped.estimate, swapped.se, swapped.df) == pytest.approx(
        (-row.estimate, row.se, row.df), rel=1e-12
    )
    assert swapped.effect_low == pytest.approx(1 / row.effect_high)
    for other in (ratio_of_means(a[::-1], b), ratio_of_means(7 * a, 7 * b)):
        assert (other.estimate, other.se, other.p) == pytest.approx((row.estimate, row.se, row.p), rel=1e-12)
    assert ratio_of_means(3 * a, b).effect == pytest.approx(3 * row.effect)


def test_missing_counts_are_not_counted() -> None:
    a, b = drawn(1).astype(float), drawn(2)
    assert ratio_of_means([*a, nan], b) == ratio_of_means(a, b)


@pytest.mark.parametrize(
    ("a", "b", "words"),
    [
        ([], [1, 2, 3], "0 and 3 participants"),
        ([4], [1, 2, 3], "1 and 3 participants"),
        ([1, 2, 3], [4, 5], "3 and 2 participants"),
        ([nan] * 5, [1, 2, 3], "0 and 3 participants"),
        ([0] * 5, [1, 2, 3], "All 5 counts are 0 in one arm and 2 on average in the other"),
        ([1, 2, 3], [0] * 4, "All 4 counts are 0 in one arm"),
        ([0] * 5, [0] * 4, "All counts are 0 in both arms"),
    ],
)
def test_too_little_is_nan_with_n_and_a_sentence(a: list[float], b: list[float], words: str) -> None:
    row = ratio_of_means(a, b)
    for value in (row.estimate, row.se, row.df, row.p, row.low, row.effect, row.effect_low):
        assert isnan(value)
    assert words in row.warnings[0]
    assert row.n_participants == sum(v == v for v in (*a, *b))


def test_the_same_count_for_everybody_infers_nothing() -> None:
    row = ratio_of_means([4] * 5, [2] * 5)
    assert row.estimate == pytest.approx(log(2))
    assert isnan(row.p)
    assert isnan(row.effect)
    assert "nothing can be inferred" in row.warnings[0]
    one = ratio_of_means([4] * 12, [1, 2, 3] * 4)
    assert one.se > 0
    assert "In one arm" in one.warnings[0]


def test_wrong_input_is_refused() -> None:
    for wrong in ([-1, 2, 3], [np.inf, 1, 2]):
        with pytest.raises(ValueError, match="0 or more"):
            ratio_of_means(wrong, [1, 2, 3])
    with pytest.raises(ValueError, match="level"):
        ratio_of_means([1, 2, 3], [1, 2, 3], level=95)
