from math import inf, isnan, nan, sqrt

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from scoring.estimators import imbens_manski
from scoring.estimators.imbens_manski import lee_interval, multiplier, resampled
from scoring.estimators.lee import lee
from tests.scoring.reference import expected, number, rows

Floats = NDArray[np.float64]


def arms(column: str = "y") -> tuple[Floats, Floats]:
    table = rows("09_lee_bounds")
    shown, hidden = (np.array([number(r[column]) for r in table if r["visible"] == v]) for v in "10")
    return shown, hidden


def test_bounds_are_those_of_lee() -> None:
    found = lee_interval(*arms(), allocated=(120, 120), seed=1, draws=200)
    wanted = expected("09_lee_bounds")["continuous"]
    assert (found.bounds.lower, found.bounds.upper) == pytest.approx(
        (wanted["lower"], wanted["upper"]), rel=1e-9
    )
    assert (found.seed, found.draws, found.level, found.warnings) == (1, 200, 0.95, ())


@pytest.mark.parametrize("column", ["y", "y_ordinal"])
def test_standard_errors_are_those_of_resampling_one_by_one(column: str) -> None:
    shown, hidden = arms(column)
    rng = np.random.default_rng(9)
    bounds = []
    for _ in range(2_000):
        one, other = rng.choice(shown, 120), rng.choice(hidden, 120)
        found = lee(one, other, allocated=(120, 120))
        bounds.append((found.lower, found.upper))
    slow = np.std(bounds, axis=0, ddof=1)
    quick = lee_interval(shown, hidden, allocated=(120, 120), seed=1, draws=4_000)
    assert (quick.se_lower, quick.se_upper) == pytest.approx(slow, rel=0.06)


def test_one_resample_of_everybody_once_has_the_bounds_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    def everybody_once(size: int, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
        return np.ones((count, size), dtype=np.int64)

    monkeypatch.setattr(imbens_manski, "_drawn", everybody_once)
    for treated, untreated in (arms(), arms()[::-1]):
        found = lee(treated, untreated, allocated=(120, 120))
        again = resampled(treated, untreated, allocated=(120, 120), seed=1, draws=2)
        assert again[1] == pytest.approx((found.lower, found.upper), rel=1e-12)


def test_a_participant_drawn_twice_counts_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also at the trim: 1, 2, 2, 4 of 5 against 2, 3 of 4, the fractional row being one of a pair."""
    drawn = iter([np.array([[1, 2, 0, 1, 1]]), np.array([[1, 1, 1, 1]])])
    monkeypatch.setattr(imbens_manski, "_drawn", lambda size, count, rng: next(drawn))
    found = resampled([1, 2, 3, 4], [2, 3], allocated=(5, 4), seed=1, draws=1)
    wanted = lee([1, 2, 2, 4], [2, 3], allocated=(5, 4))
    assert found[0] == pytest.approx((wanted.lower, wanted.upper), rel=1e-12)


@pytest.mark.parametrize("finishers", [(990, 985), (990, 500), (300, 1000), (1000, 1000)])
def test_each_resample_has_the_bounds_of_whoever_was_drawn(finishers: tuple[int, int]) -> None:
    """However many rows are cut off: the very draws again, one resample at a time."""
    rng = np.random.default_rng(4)
    each = [np.sort(rng.normal(size=n)) for n in finishers]
    found = resampled(*each, allocated=(1000, 1000), seed=7, draws=3)
    drawn = np.random.Generator(np.random.PCG64(7))
    which = [(drawn.random((3, 1000)) * 1000).astype(int) for _arm in each]
    for i, bounds in enumerate(found):
        one, other = (y[rows[i][rows[i] < len(y)]] for y, rows in zip(each, which, strict=True))
        again = lee(one, other, allocated=(1000, 1000))
        assert bounds == pytest.approx((again.lower, again.upper), rel=1e-12)


def test_the_multiplier_solves_its_equation() -> None:
    for width, se in ((0.1, 0.2), (0.5, 0.3), (2.0, 1.0)):
        c = multiplier(width, se)
        assert stats.norm.cdf(c + width / se) - stats.norm.cdf(-c) == pytest.approx(0.95, abs=1e-10)
        assert 1.6448 < c < 1.96


def test_the_multiplier_goes_from_two_sided_to_one_sided() -> None:
    assert multiplier(0, 1) == pytest.approx(stats.norm.ppf(0.975), abs=1e-8)
    assert multiplier(100, 1) == pytest.approx(stats.norm.ppf(0.95), abs=1e-8)
    assert multiplier(0, 1, level=0.9) == pytest.approx(stats.norm.ppf(0.95), abs=1e-8)


@pytest.mark.parametrize(("width", "se"), [(1, 0), (1, nan), (nan, 1), (1, inf)])
def test_no_standard_error_no_multiplier(width: float, se: float) -> None:
    assert isnan(multiplier(width, se))


def test_the_interval_holds_the_bounds() -> None:
    found = lee_interval(*arms(), allocated=(120, 120), seed=1)
    assert found.low < found.bounds.lower < found.bounds.upper < found.high
    assert found.low == pytest.approx(found.bounds.lower - found.multiplier * found.se_lower)
    assert found.high == pytest.approx(found.bounds.upper + found.multiplier * found.se_upper)


def test_with_nobody_lost_it_is_about_welchs_interval() -> None:
    rng = np.random.default_rng(3)
    a, b = rng.normal(size=400), rng.normal(size=400)
    se = sqrt(a.var(ddof=1) / 400 + b.var(ddof=1) / 400)
    for one, other in ((a, b), (b, a)):
        found = lee_interval(one, other, allocated=(400, 400), seed=1, draws=2_000)
        assert found.bounds.lower == pytest.approx(found.bounds.upper)
        assert (found.se_lower, found.se_upper) == pytest.approx((se, se), rel=0.06)
        assert found.multiplier == pytest.approx(1.96, abs=1e-3)


def test_intervals_hold_the_effect_among_always_finishers() -> None:
    """The treated lose their lowest: the effect among those who finish either way is 0.3."""
    inside = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        a, b = rng.normal(0.3, 1, 150), rng.normal(0, 1, 150)
        never = rng.random((2, 150)) < 0.1
        a[never[0] | (rng.random(150) < 0.15)] = nan
        b[never[1]] = nan
        found = lee_interval(a, b, allocated=(150, 150), seed=seed, draws=200)
        inside += found.low <= 0.3 <= found.high
    assert inside / 200 >= 0.93


def test_swapping_the_arms_turns_the_interval() -> None:
    one = lee_interval(*arms(), allocated=(120, 120), seed=1, draws=4_000)
    other = lee_interval(*arms()[::-1], allocated=(120, 120), seed=2, draws=4_000)
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low), abs=0.03)


def test_shift_and_scale() -> None:
    shown, hidden = arms()
    one = lee_interval(shown, hidden, allocated=(120, 120), seed=1, draws=100)
    other = lee_interval(50 + 4 * shown, 50 + 4 * hidden, allocated=(120, 120), seed=1, draws=100)
    assert (other.low, other.high) == pytest.approx((4 * one.low, 4 * one.high), rel=1e-8)


def test_the_seed_decides_and_parts_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    one, again, other = (
        lee_interval(*arms(), allocated=(120, 120), seed=seed, draws=100) for seed in (1, 1, 2)
    )
    assert one == again
    assert one.low != other.low
    monkeypatch.setattr(imbens_manski, "CELLS", 500)
    in_parts = resampled(*arms(), allocated=(120, 120), seed=1, draws=11)
    assert in_parts.shape == (11, 2)
    assert not np.isnan(in_parts).any()


@pytest.mark.parametrize(
    ("a", "b", "allocated"), [([], [], (0, 0)), ([nan], [1.0, 2.0], (1, 2)), ([1.0], [1.0, 2.0], (3, 2))]
)
def test_too_few_is_nan_with_a_sentence(a: list[float], b: list[float], allocated: tuple[int, int]) -> None:
    found = lee_interval(a, b, allocated=allocated, seed=1)
    assert isnan(found.low)
    assert "Too few for an interval" in found.warnings[-1]
    assert found.seed is None


def test_resamples_without_finishers_are_left_out_and_said() -> None:
    found = lee_interval([1.0, 2.0, nan, nan, nan], [1.0, 2.0, 3.0, 4.0], allocated=(5, 4), seed=1)
    assert "had nobody who finished" in found.warnings[0]
    assert found.low < found.high


def test_constants_have_no_interval() -> None:
    found = lee_interval([2.0, 2.0, 2.0], [1.0, 1.0], allocated=(3, 2), seed=1, draws=50)
    assert isnan(found.low)
    assert "no interval" in found.warnings[0]


def test_wrong_input_is_refused() -> None:
    with pytest.raises(ValueError, match="at least the finished"):
        lee_interval([1, 2], [1], allocated=(1, 1), seed=1)
    with pytest.raises(ValueError, match="draws must be 2 or more"):
        lee_interval([1, 2], [1, 2], allocated=(2, 2), seed=1, draws=1)
    with pytest.raises(ValueError, match="level"):
        lee_interval([1, 2], [1, 2], allocated=(2, 2), seed=1, level=95)


def test_the_interval_for_the_effect_is_narrower_than_one_for_both_bounds() -> None:
    """Far apart bounds need one-sided quantiles only: what lies between is at one of them at most."""
    found = lee_interval(*arms(), allocated=(120, 120), seed=1)
    assert found.low > found.bounds.lower - 1.96 * found.se_lower
    assert found.high < found.bounds.upper + 1.96 * found.se_upper
    wider = lee_interval(*arms(), allocated=(120, 120), seed=1, level=0.99)
    assert wider.low < found.low < found.high < wider.high
    assert (wider.se_lower, wider.se_upper) == (found.se_lower, found.se_upper)


def test_order_and_missing_marks_do_not_matter() -> None:
    """Whoever is missing may stand as nan or be left away: `allocated` says how many there were."""
    shown, hidden = arms()
    one = lee_interval(shown, hidden, allocated=(120, 120), seed=1, draws=100)
    other = lee_interval(shown[~np.isnan(shown)][::-1], hidden[::-1], allocated=(120, 120), seed=1, draws=100)
    assert one == other


def test_resamples_vary_in_how_much_is_trimmed() -> None:
    """The arms finish about equally often: either may be the one that is trimmed."""
    rng = np.random.default_rng(2)
    a, b = rng.normal(size=80), rng.normal(size=80)
    found = resampled(a, b, allocated=(100, 100), seed=1, draws=500)
    width = found[:, 1] - found[:, 0]
    assert width.min() >= -1e-12
    assert np.median(width) > 0.1
