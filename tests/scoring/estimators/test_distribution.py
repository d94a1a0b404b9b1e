from math import inf, isnan, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.estimators.distribution import histogram, histograms, quantiles, quantiles_by_group

samples = st.lists(st.integers(-3, 12).map(float) | st.just(nan), max_size=30)
EDGES = (0, 1, 3, 7, 10)


def test_type_7_by_hand() -> None:
    """R: quantile(c(1, 2, 4, 8), c(.1, .25, .5, .9)); at (n - 1) p between the ordered values."""
    found = quantiles([8, 1, nan, 4, 2], (0.1, 0.25, 0.5, 0.9))
    assert found.values == pytest.approx((1.3, 1.75, 3, 6.8))
    assert (found.n, found.at, found.warnings) == (4, (0.1, 0.25, 0.5, 0.9), ())


def test_quartiles_of_one_and_of_ties() -> None:
    assert quantiles([5]).values == (5,) * 5
    assert quantiles([2, 2, 2, 9]).values == (2, 2, 2, 3.75, 9)


@given(samples, st.floats(0, 1))
def test_a_quantile_lies_where_type_7_says(values: list[float], p: float) -> None:
    found = sorted(value for value in values if not isnan(value))
    if found:
        place = (len(found) - 1) * p
        low = int(place)
        high = min(low + 1, len(found) - 1)
        wanted = found[low] + (place - low) * (found[high] - found[low])
        assert quantiles(values, (p,)).values[0] == pytest.approx(wanted, abs=1e-9)


def test_nobody_has_quantiles_of_nan_and_a_sentence() -> None:
    found = quantiles([nan, nan])
    assert all(map(isnan, found.values))
    assert (found.n, len(found.values)) == (0, 5)
    assert "Nobody" in found.warnings[0]


def test_quantiles_by_cell() -> None:
    found = quantiles_by_group([1, 5, 3, nan], ["a", "b", "a", "c"], (0.5,))
    assert {name: q.values for name, q in found.items() if q.n} == {"a": (2,), "b": (5,)}
    assert list(found) == ["a", "b", "c"]
    assert found["c"].n == 0


def test_bins_hold_their_lower_edge_and_the_last_its_upper_one() -> None:
    found = histogram([0, 0.5, 1, 3, 6.9, 7, 10, -0.1, 10.1, nan], EDGES)
    assert found.counts == (2, 1, 2, 2)
    assert (found.below, found.above, found.missing, found.n) == (1, 1, 1, 9)


def test_infinities_lie_off_the_edges() -> None:
    found = histogram([-inf, inf, 2], EDGES)
    assert (found.below, found.above, found.n) == (1, 1, 3)


def test_nobody_has_an_empty_histogram() -> None:
    found = histogram([], EDGES)
    assert (found.counts, found.n) == ((0, 0, 0, 0), 0)


@given(samples, samples)
def test_histograms_pool(a: list[float], b: list[float]) -> None:
    assert histogram(a, EDGES) + histogram(b, EDGES) == histogram(a + b, EDGES)


@given(samples)
def test_everybody_is_counted_once(values: list[float]) -> None:
    found = histogram(values, EDGES)
    assert found.n + found.missing == len(values)
    for i, count in enumerate(found.counts):
        last = i == len(found.counts) - 1
        inside = [v for v in values if EDGES[i] <= v < EDGES[i + 1] or (last and v == EDGES[-1])]
        assert count == len(inside)


def test_cells_pool_to_the_whole() -> None:
    rng = np.random.default_rng(1)
    y, cells = rng.normal(5, 3, 200), rng.integers(0, 4, 200)
    found = histograms(y, cells, EDGES)
    assert list(found) == [0, 1, 2, 3]
    assert found[0] + found[1] + found[2] + found[3] == histogram(y, EDGES)


def test_wrong_input_is_refused() -> None:
    with pytest.raises(ValueError, match="probabilities"):
        quantiles([1], (50,))
    with pytest.raises(ValueError, match="ascending"):
        histogram([1], (1, 1))
    with pytest.raises(ValueError, match="ascending"):
        histogram([1], (1,))
    with pytest.raises(ValueError, match="equally long"):
        histograms([1], ["a", "b"], EDGES)
    with pytest.raises(ValueError, match="same edges"):
        histogram([1], (0, 1)) + histogram([1], (0, 2))


@given(samples, st.integers(-5, 5), st.sampled_from([0.5, 2.0, 8.0]))
def test_quantiles_move_with_shift_and_scale(values: list[float], shift: int, scale: float) -> None:
    before, after = quantiles(values), quantiles([shift + scale * value for value in values])
    assert after.n == before.n
    wanted = [shift + scale * value for value in before.values]
    assert after.values == pytest.approx(wanted, nan_ok=True, abs=1e-9)


@given(samples)
def test_quantiles_rise_from_least_to_most(values: list[float]) -> None:
    found, seen = quantiles(values), [value for value in values if not isnan(value)]
    if seen:
        assert (found.values[0], found.values[-1]) == (min(seen), max(seen))
        assert list(found.values) == sorted(found.values)


def test_integer_answers_fall_into_bins_about_them() -> None:
    """A scale of 1 to 7 with edges halfway: one bin for each answer."""
    edges = [0.5 + i for i in range(8)]
    assert histogram([1, 1, 4, 7, 7, 7], edges).counts == (2, 0, 0, 1, 0, 0, 3)
