from math import isnan, nan, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from scoring.instruments import keyed
from scoring.reliability import cronbach, feldt, omega_total, reliability
from tests.scoring.reference import expected, number, rows
from tests.scoring.test_instruments import ITEMS, SIX

Floats = NDArray[np.float64]


def raw() -> Floats:
    return np.array([[number(row[item]) for item in ITEMS] for row in rows("07_reliability")])


def one_factor(n: int = 400, seed: int = 2) -> Floats:
    rng = np.random.default_rng(seed)
    loadings = np.array([1.0, 0.8, 0.6, 0.7])
    table: Floats = 4 + rng.normal(size=(n, 1)) * loadings + rng.normal(size=(n, 4)) * 0.7
    return table


def test_reference_case() -> None:
    case, found = expected("07_reliability"), reliability(keyed(raw(), SIX))
    assert (found.n_rows, found.n_complete) == (case["n_rows"], case["n_complete"])
    assert found.alpha == pytest.approx(case["alpha"], rel=1e-6)
    assert (found.low, found.high) == pytest.approx(case["alpha_feldt95"], rel=1e-6)
    assert found.item_rest == pytest.approx(np.array(case["item_rest_r"]), rel=1e-6)
    assert found.alpha_without == pytest.approx(np.array(case["alpha_without_item"]), rel=1e-6)
    assert found.omega == pytest.approx(case["omega_total"], rel=1e-6)
    assert found.warnings == ()


def test_omega_on_correlations_is_another_number() -> None:
    case = expected("07_reliability")
    table = keyed(raw(), SIX)
    table = table[~np.isnan(table).any(axis=1)]
    found = omega_total(np.asarray(np.corrcoef(table, rowvar=False)), len(table))
    assert found == pytest.approx(case["omega_total_on_correlations"], rel=1e-5)


def test_forgotten_reversing_is_negative_and_said() -> None:
    found = reliability(raw())
    assert found.alpha == pytest.approx(expected("07_reliability")["alpha_without_reversing"], rel=1e-6)
    assert any("reversed items" in sentence for sentence in found.warnings)


def test_alpha_of_parallel_items_by_hand() -> None:
    covariance = np.array([[2.0, 1.0, 1.0], [1.0, 2.0, 1.0], [1.0, 1.0, 2.0]])
    assert cronbach(covariance) == pytest.approx(3 / 2 * (1 - 6 / 12))
    assert omega_total(covariance, 100) == pytest.approx(0.75, rel=1e-6)


def test_omega_finds_what_the_items_were_made_with() -> None:
    total = 3.1**2
    assert reliability(one_factor(20_000)).omega == pytest.approx(total / (total + 4 * 0.49), abs=0.01)


def test_item_rest_is_the_correlation_with_the_others() -> None:
    table = one_factor(50)
    found = reliability(table)
    for i in range(4):
        rest = np.delete(table, i, axis=1).sum(axis=1)
        assert found.item_rest[i] == pytest.approx(np.corrcoef(table[:, i], rest)[0, 1], rel=1e-9)


@settings(max_examples=20, deadline=None)
@given(st.floats(-100, 100), st.floats(0.01, 100))
def test_shift_scale_and_order_leave_it_alone(shift: float, scale: float) -> None:
    table = one_factor(60)
    before, turn = reliability(table), np.random.default_rng(3).permutation(60)
    after = reliability(shift + scale * table[turn][:, ::-1])
    assert after.alpha == pytest.approx(before.alpha, rel=1e-9)
    assert after.omega == pytest.approx(before.omega, rel=1e-6)
    assert after.item_rest[::-1] == pytest.approx(before.item_rest, rel=1e-8)


def test_feldt_interval_covers_as_often_as_it_says() -> None:
    rng, k, share = np.random.default_rng(4), 5, 0.4
    true = k * share / (1 + (k - 1) * share)
    hits = 0
    for _ in range(300):
        common = rng.normal(size=(60, 1)) * sqrt(share)
        table = common + rng.normal(size=(60, k)) * sqrt(1 - share)
        low, high = feldt(cronbach(np.cov(table, rowvar=False)), 60, k)
        hits += low <= true <= high
    assert 0.91 < hits / 300 < 0.99


@pytest.mark.parametrize("n", [0, 1, 2])
def test_too_few_is_nan_with_n_and_a_sentence(n: int) -> None:
    found = reliability(np.arange(3.0 * n).reshape(n, 3))
    assert isnan(found.alpha)
    assert isnan(found.omega)
    assert found.item_rest.shape == (3,)
    assert found.n_complete == n
    assert "Too few" in found.warnings[0]


def test_all_missing_is_nan_with_a_sentence() -> None:
    found = reliability(np.full((9, 3), nan))
    assert isnan(found.alpha)
    assert (found.n_rows, found.n_complete) == (9, 0)


def test_no_variance_is_nan_with_a_sentence() -> None:
    found = reliability(np.full((9, 3), 4.0))
    assert isnan(found.alpha)
    assert "does not vary" in found.warnings[0]


def test_one_item_that_does_not_vary_is_named() -> None:
    table = one_factor(50)
    table[:, 1] = 4.0
    found = reliability(table)
    assert 0 < found.alpha < 1
    assert isnan(found.omega)
    assert isnan(found.item_rest[1])
    assert "1 of 4 items do not vary." in found.warnings


def test_two_items_have_alpha_but_no_omega() -> None:
    found = reliability(one_factor(50)[:, :2])
    assert 0 < found.alpha < 1
    assert isnan(found.omega)
    assert np.isnan(found.alpha_without).all()


def test_items_that_say_the_same_have_no_omega() -> None:
    table = one_factor(50)
    assert isnan(reliability(table[:, [0, 0, 1]]).omega)


def test_wrong_input_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 2 items"):
        reliability([[1.0], [2.0]])
    with pytest.raises(ValueError, match="between 0 and 1"):
        reliability(one_factor(), level=95)
