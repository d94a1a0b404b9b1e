import numpy as np
import pytest

from scoring.influence.window import recent, total


def by_hand(daily: np.ndarray, *, days: int, half_life: float) -> np.ndarray:
    """Day by day, weight by weight."""
    weights = 0.5 ** (np.arange(days) / half_life)
    weights /= weights.sum()
    found = np.zeros(daily.shape)
    for t in range(daily.shape[1]):
        for age in range(min(days, t + 1)):
            found[:, t] += weights[age] * daily[:, t - age]
    return found


@pytest.mark.parametrize("days", [1, 7, 90, 400])
def test_recent_is_the_weighted_sum_of_each_day(days: int) -> None:
    daily = np.random.default_rng(1).poisson(3, (4, 150)).astype(float)
    assert recent(daily, days=days, half_life=20) == pytest.approx(by_hand(daily, days=days, half_life=20))


def test_a_steady_account_has_its_daily_amount_once_the_window_is_full() -> None:
    found = recent(np.full((1, 200), 7.0), days=90, half_life=20)
    assert found[0, 89:] == pytest.approx(7.0)
    assert np.all(found[0, :89] < 7.0)


def test_a_day_counts_half_after_a_half_life_and_nothing_after_the_window() -> None:
    daily = np.zeros((1, 120))
    daily[0, 0] = 1
    found = recent(daily, days=90, half_life=20)[0]
    assert found[20] == pytest.approx(found[0] / 2)
    assert found[89] > 0
    assert np.all(found[90:] == 0)


def test_recent_is_never_below_nothing() -> None:
    daily = np.random.default_rng(2).poisson(1e6, (3, 3000)) * (np.arange(3000) % 500 < 10.0)
    assert recent(daily.astype(float), days=90, half_life=5).min() >= 0


def test_a_long_record_is_still_exact() -> None:
    daily = np.random.default_rng(3).poisson(2, (1, 5000)).astype(np.float32)
    last = by_hand(daily[:, -90:], days=90, half_life=20)[0, -1]
    assert recent(daily, days=90, half_life=20)[0, -1] == pytest.approx(last, rel=1e-9)


def test_a_record_too_long_for_floats_is_refused() -> None:
    with pytest.raises(ValueError, match="900 half-lives"):
        recent(np.zeros((1, 901)), days=10, half_life=1)


@pytest.mark.parametrize("days", [1, 5, 30, 31])
def test_total_is_the_sum_of_the_last_days(days: int) -> None:
    daily = np.arange(30.0)[None, :]
    wanted = [daily[0, max(0, t - days + 1) : t + 1].sum() for t in range(30)]
    assert total(daily, days=days)[0].tolist() == wanted
