from math import inf, isnan, nan

import numpy as np
import pytest
from numpy.typing import NDArray
from statsmodels.sandbox.regression.gmm import IV2SLS

from scoring.estimators.instrument import Noticers, among_noticers
from scoring.estimators.welch import welch

Floats = NDArray[np.float64]


def made(n: int, effect: float, share: float, seed: int) -> tuple[Floats, Floats, Floats]:
    """Noticers answer higher anyhow: comparing them with the others would mislead."""
    rng = np.random.default_rng(seed)
    z = np.repeat([1.0, 0.0], n)
    would = (rng.random(2 * n) < share).astype(float)
    d = z * would
    return rng.normal(size=2 * n) + would + effect * d, d, z


def test_by_hand() -> None:
    """Shown 5, 7, 3, 5 (mean 5), three of four noticed; hidden 2, 4 (mean 3): 2 / .75.

    Residuals y - 8/3 d: shown 7/3, 13/3, 1/3, 5, mean 3 as in hidden; variance (sum of squares 116/9 over 3).
    """
    found = among_noticers([5, 7, 3, 5, 2, 4], [1, 1, 1, 0, 0, 0], [1, 1, 1, 1, 0, 0])
    row = found.row
    assert row.estimate == pytest.approx(8 / 3)
    squares = (7 / 3 - 3) ** 2 + (13 / 3 - 3) ** 2 + (1 / 3 - 3) ** 2 + (5 - 3) ** 2
    one, other = squares / 3 / 4, 2 / 2
    assert row.se == pytest.approx((one + other) ** 0.5 / 0.75)
    assert row.df == pytest.approx((one + other) ** 2 / (one**2 / 3 + other**2 / 1))
    assert found.share == 0.75
    assert found.first_stage_f == pytest.approx(0.75**2 / (0.75 * 0.25 / 3))
    assert (row.n_participants, row.consistent()) == (6, True)


def test_agrees_with_statsmodels_and_with_two_stages_of_algebra() -> None:
    y, d, z = made(150, 0.7, 0.6, 1)
    found = among_noticers(y, d, z)
    x, instruments = np.column_stack([np.ones(300), d]), np.column_stack([np.ones(300), z])
    outside = IV2SLS(y, x, instruments).fit()
    assert found.row.estimate == pytest.approx(outside.params[1], rel=1e-9)
    # Fitted regressors, then HC2 with their leverages and the residuals of the real ones.
    fitted = instruments @ np.linalg.lstsq(instruments, x, rcond=None)[0]
    bread = np.linalg.inv(fitted.T @ fitted)
    b = bread @ fitted.T @ y
    leverage = np.einsum("ij,jk,ik->i", fitted, bread, fitted)
    weights = (y - x @ b) ** 2 / (1 - leverage)
    variance = bread @ (fitted.T * weights) @ fitted @ bread
    assert found.row.estimate == pytest.approx(b[1], rel=1e-9)
    assert found.row.se == pytest.approx(variance[1, 1] ** 0.5, rel=1e-9)


def test_is_the_difference_of_arms_over_the_share() -> None:
    y, d, z = made(80, 0.5, 0.5, 2)
    found, shown = among_noticers(y, d, z), welch(y[z == 1], y[z == 0])
    assert found.row.estimate == pytest.approx(shown.estimate / found.share, rel=1e-12)


def test_where_all_notice_it_is_welchs_row() -> None:
    y, _, z = made(60, 0.5, 0.5, 3)
    found, plain = among_noticers(y, z, z), welch(y[z == 1], y[z == 0])
    got = (found.row.estimate, found.row.se, found.row.df, found.row.p, found.row.low, found.row.high)
    wanted = (plain.estimate, plain.se, plain.df, plain.p, plain.low, plain.high)
    assert got == pytest.approx(wanted, rel=1e-12)
    assert (found.share, found.first_stage_f) == (1.0, inf)


def test_intervals_hold_the_effect_and_the_naive_comparison_does_not() -> None:
    inside, naive = 0, []
    for seed in range(400):
        y, d, z = made(100, 0.5, 0.7, seed)
        row = among_noticers(y, d, z).row
        inside += row.low <= 0.5 <= row.high
        naive.append(y[d == 1].mean() - y[z == 0].mean())
    assert 0.925 <= inside / 400 <= 0.975
    assert np.mean(naive) > 0.7


def test_scale_and_shift() -> None:
    y, d, z = made(40, 0.5, 0.7, 4)
    before, after = among_noticers(y, d, z).row, among_noticers(100 + 7 * y, d, z).row
    assert (after.estimate, after.se) == pytest.approx((7 * before.estimate, 7 * before.se), rel=1e-10)
    assert after.p == pytest.approx(before.p, rel=1e-9)
    assert after.effect == pytest.approx(before.effect, rel=1e-9)


def test_standardised_by_the_untreated_arm() -> None:
    y, d, z = made(40, 0.5, 0.7, 4)
    row = among_noticers(y, d, z).row
    j = 1 - 3 / (4 * 39 - 1)  # the usual approximation
    assert row.effect == pytest.approx(j * row.estimate / np.std(y[z == 0], ddof=1), rel=1e-3)
    assert "untreated" in row.standardiser


def test_few_noticers_are_a_weak_instrument() -> None:
    y, d, z = made(60, 0.5, 0.5, 5)
    d = np.where(np.cumsum(d) <= 4, d, 0)
    found = among_noticers(y, d, z)
    assert found.first_stage_f < 10
    assert "Weak instrument: 7 % noticed" in found.row.warnings[0]
    strong = among_noticers(*made(60, 0.5, 0.5, 5))
    assert strong.row.warnings == ()


def test_the_assumption_is_said_in_words() -> None:
    found = among_noticers(*made(30, 0.5, 0.5, 5))
    assert "does nothing to those who do not notice it" in found.assumption
    assert "assignment as instrument" in found.row.method


def test_missing_answers_are_left_out_and_said() -> None:
    y, d, z = made(30, 0.5, 0.5, 6)
    whole = among_noticers(y, d, z)
    more = [np.r_[a, b] for a, b in ((y, [nan, 1.0]), (d, [1.0, nan]), (z, [1.0, 1.0]))]
    found = among_noticers(*more)
    assert found.row.estimate == pytest.approx(whole.row.estimate)
    assert found.row.n_participants == 60
    assert "1 who were shown a score did not say" in found.row.warnings[0]


def test_nobody_asks_the_hidden_arm() -> None:
    y, d, z = made(30, 0.5, 0.5, 6)
    assert among_noticers(y, np.where(z == 1, d, nan), z) == among_noticers(y, d, z)


@pytest.mark.parametrize(
    ("y", "d", "z", "words"),
    [
        ([], [], [], "Too few to compare: 0 and 0"),
        ([1.0, 2.0, 3.0], [1, 0, 0], [1, 0, 0], "Too few to compare: 1 and 2"),
        ([nan] * 4, [1, 1, 0, 0], [1, 1, 0, 0], "Too few to compare: 0 and 0"),
        ([1.0, 2.0, 3.0, 4.0], [0, 0, 0, 0], [1, 1, 0, 0], "Nobody noticed"),
        ([2.0, 2.0, 1.0, 1.0], [1, 1, 0, 0], [1, 1, 0, 0], "do not vary"),
    ],
)
def test_too_little_is_nan_with_a_sentence(
    y: list[float], d: list[float], z: list[float], words: str
) -> None:
    found = among_noticers(y, d, z)
    assert isinstance(found, Noticers)
    assert isnan(found.row.p)
    assert any(words in warning for warning in found.row.warnings)


def test_wrong_input_is_refused() -> None:
    with pytest.raises(ValueError, match="equally long"):
        among_noticers([1, 2], [1], [1, 0])
    with pytest.raises(ValueError, match="assigned must be 0 or 1"):
        among_noticers([1, 2], [1, 0], [1, nan])
    with pytest.raises(ValueError, match="noticed must be 0 or 1"):
        among_noticers([1, 2], [0.5, 0], [1, 0])
    with pytest.raises(ValueError, match="nobody notices what is not shown"):
        among_noticers([1, 2], [1, 1], [1, 0])


def test_false_positives_without_an_effect() -> None:
    significant = sum(among_noticers(*made(100, 0.0, 0.6, seed)).row.p < 0.05 for seed in range(600))
    assert 0.03 <= significant / 600 <= 0.07


def test_order_does_not_matter() -> None:
    y, d, z = made(40, 0.5, 0.7, 4)
    order = np.random.default_rng(1).permutation(80)
    one, other = among_noticers(y, d, z).row, among_noticers(y[order], d[order], z[order] == 1).row
    assert (other.estimate, other.se, other.p) == pytest.approx((one.estimate, one.se, one.p), rel=1e-10)


def test_a_lower_level_gives_a_narrower_interval() -> None:
    y, d, z = made(40, 0.5, 0.7, 4)
    wide, narrow = among_noticers(y, d, z).row, among_noticers(y, d, z, level=0.8).row
    assert wide.low < narrow.low < narrow.high < wide.high
    assert (narrow.level, narrow.p) == (0.8, wide.p)
