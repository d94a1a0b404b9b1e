from math import isnan, nan, sqrt

import numpy as np
import pytest
from scipy import optimize, stats

from scoring.estimators.tipping import Tipping, tipping
from scoring.estimators.welch import welch

A = [5.0, 6.0, 7.0, 6.0, 5.0, 7.0, 6.5, 5.5, nan, nan]
B = [3.0, 4.0, 3.5, 4.5, 3.0, 4.0, 3.0, 5.0, 4.0, nan]
EACH = (10, 10)


def low_end(shift: float, *, arms: tuple[int, int]) -> float:
    """The nearer end of the interval after a shift of each arm's missing, times the arm's sign."""
    row = welch(A, B)
    parts = [sign * m for sign, m in zip(arms, (0.2, 0.1), strict=True)]
    estimate = row.estimate + shift * (parts[0] - parts[1])
    variance = sum(shift**2 * abs(sign) * m * (1 - m) / 10 for sign, m in zip(arms, (0.2, 0.1), strict=True))
    return float(estimate - stats.t.ppf(0.975, row.df) * sqrt(row.se**2 + variance))


@pytest.mark.parametrize(
    ("name", "arms", "bracket"),
    [("treated", (1, 0), (-11, 0)), ("untreated", (0, 1), (0, 22)), ("opposite", (1, -1), (-7, 0))],
)
def test_the_interval_touches_0_at_the_shift(
    name: str, arms: tuple[int, int], bracket: tuple[float, float]
) -> None:
    found = getattr(tipping(A, B, allocated=EACH), name)
    assert low_end(found, arms=arms) == pytest.approx(0, abs=1e-9)
    wanted = optimize.brentq(lambda shift: low_end(shift, arms=arms), *bracket)
    assert found == pytest.approx(wanted, rel=1e-9)


def test_a_positive_effect_is_undone_by_lower_treated_or_higher_untreated() -> None:
    found = tipping(A, B, allocated=EACH)
    assert found.treated < 0 < found.untreated
    assert found.treated < found.opposite < 0
    assert found.missing == pytest.approx((0.2, 0.1))
    assert found.row == welch(A, B)
    assert "like those of the arm who finished" in found.assumption


def test_swapping_the_arms_swaps_the_shifts() -> None:
    one, other = tipping(A, B, allocated=EACH), tipping(B, A, allocated=EACH)
    assert (other.treated, other.untreated) == pytest.approx((one.untreated, one.treated))
    assert other.opposite == pytest.approx(-one.opposite)


def test_turning_the_scale_turns_the_shifts() -> None:
    one, other = tipping(A, B, allocated=EACH), tipping([-x for x in A], [-x for x in B], allocated=EACH)
    turned = -other.treated, -other.untreated, -other.opposite
    assert turned == pytest.approx((one.treated, one.untreated, one.opposite))


def test_shift_and_scale() -> None:
    one = tipping(A, B, allocated=EACH)
    other = tipping([20 + 3 * x for x in A], [20 + 3 * x for x in B], allocated=EACH)
    assert other.treated == pytest.approx(3 * one.treated, rel=1e-9)


def test_more_missing_tip_sooner() -> None:
    few, many = tipping(A, B, allocated=(10, 10)), tipping(A, B, allocated=(16, 10))
    assert few.treated < many.treated < 0


def test_an_effect_at_the_edge_of_its_interval_tips_at_once() -> None:
    row = welch(A, B)
    moved = [y + row.low - 1e-9 for y in B]
    assert abs(tipping(A, moved, allocated=EACH).treated) < 1e-6


def test_what_is_not_different_needs_no_shift() -> None:
    found = tipping([1.0, 2.0, 3.0, nan], [1.0, 2.0, 4.0, nan], allocated=(4, 4))
    assert (found.treated, found.untreated, found.opposite) == (0, 0, 0)
    assert "includes 0 as it is" in found.warnings[0]


def test_nobody_missing_cannot_tip_anything() -> None:
    found = tipping(A[:8], B, allocated=(8, 10))
    assert isnan(found.treated)
    assert found.opposite == pytest.approx(-found.untreated)
    assert found.warnings == ("Nobody is missing in the treated arm.",)


def test_a_mean_off_the_scale_is_said() -> None:
    found = tipping(A, B, allocated=EACH, scale=(3, 7))
    mean = 6 + found.treated
    assert mean < 3
    assert f"their mean would have to be {mean:.2f}, off the scale 3 to 7" in found.warnings[0]
    assert tipping(A, B, allocated=EACH, scale=(-100, 100)).warnings == ()


def test_many_missing_of_few_still_have_a_tipping_point() -> None:
    """So uncertain a share that t^2 times its variance exceeds its square."""
    rng = np.random.default_rng(1)
    found = tipping(rng.normal(9, 1, 5), rng.normal(0, 1, 5), allocated=(6, 5))
    assert -100 < found.treated < 0


@pytest.mark.parametrize(
    ("a", "b", "allocated"),
    [([], [], (0, 0)), ([1.0], [2.0, 3.0], (2, 2)), ([1.0, 1.0], [2.0, 2.0], (3, 3))],
)
def test_too_little_is_nan_with_a_sentence(
    a: list[float], b: list[float], allocated: tuple[int, int]
) -> None:
    found = tipping(a, b, allocated=allocated)
    assert isinstance(found, Tipping)
    assert isnan(found.treated)
    assert "no tipping point" in found.warnings[-1]


def test_wrong_input_is_refused() -> None:
    with pytest.raises(ValueError, match="at least the finished"):
        tipping(A, B, allocated=(5, 10))
    with pytest.raises(ValueError, match="low below high"):
        tipping(A, B, allocated=EACH, scale=(7, 1))


def test_the_standard_error_of_a_shifted_difference_is_that_of_resampling() -> None:
    """Shifting the missing by 4: both the mean of those who finished and the share missing vary."""
    rng = np.random.default_rng(7)
    a, b = rng.normal(3, 2, 200), rng.normal(0, 2, 200)
    a[:70], b[:10] = nan, nan
    found = tipping(a, b, allocated=(200, 200))
    shift = found.treated
    shifted = []
    for _ in range(4_000):
        one, other = rng.choice(a, 200), rng.choice(b, 200)
        shifted.append(np.nanmean(one) + np.isnan(one).mean() * shift - np.nanmean(other))
    reach = stats.t.ppf(0.975, found.row.df)
    assert np.mean(shifted) == pytest.approx(reach * np.std(shifted), rel=0.06)


def test_a_wider_interval_tips_sooner() -> None:
    found = [tipping(A, B, allocated=EACH, level=level) for level in (0.8, 0.95, 0.999)]
    assert found[0].treated < found[1].treated < found[2].treated < 0
    assert found[2].row.level == 0.999


def test_order_and_missing_marks_do_not_matter() -> None:
    """Whoever is missing may stand as nan or be left away: `allocated` says how many there were."""
    assert tipping(A[::-1], B[:9], allocated=EACH).treated == pytest.approx(
        tipping(A, B, allocated=EACH).treated
    )
