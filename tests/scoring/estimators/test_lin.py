from math import isnan, nan
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from statsmodels.regression.linear_model import OLS

from scoring.estimators.lin import fit, lin
from scoring.estimators.welch import welch
from scoring.moments import moments

Floats = NDArray[np.float64]


def people(n: int = 200, seed: int = 3) -> tuple[Floats, Floats, Floats]:
    """After, treated, before: with an effect of 4 and unequal variances."""
    rng = np.random.default_rng(seed)
    before = rng.normal(40, 20, n)
    treated = rng.permutation(np.arange(n) % 2).astype(float)
    after = 10 + 0.6 * before + treated * (4 + 0.1 * (before - 40)) + rng.normal(0, 12 + 6 * treated)
    return after, treated, before


def outside(y: Floats, columns: list[Floats]) -> Any:
    return OLS(y, np.column_stack(columns)).fit(cov_type="HC2", use_t=True)


def lin_columns(t: Floats, *covariates: Floats) -> list[Floats]:
    centred = [x - x.mean() for x in covariates]
    return [np.ones(len(t)), t, *centred, *(x * t for x in centred)]


def test_one_covariate_agrees_with_statsmodels() -> None:
    y, t, x = people()
    other, row = outside(y, lin_columns(t, x)), lin(y, t, covariates=x)
    assert row.estimate == pytest.approx(other.params[1], rel=1e-10)
    assert row.se == pytest.approx(other.bse[1], rel=1e-10)
    assert row.p == pytest.approx(other.pvalues[1], rel=1e-8)
    assert (row.low, row.high) == pytest.approx(tuple(other.conf_int()[1]), rel=1e-8)
    assert row.df == 196
    assert row.consistent()
    assert (row.n_participants, row.warnings) == (200, ())


def test_a_missing_covariate_becomes_the_mean_with_an_indicator() -> None:
    y, t, x = people()
    x[:12] = nan
    gone = np.isnan(x)
    other = outside(y, lin_columns(t, np.where(gone, np.nanmean(x), x), gone.astype(float)))
    row = lin(y, t, covariates=x)
    assert row.estimate == pytest.approx(other.params[1], rel=1e-10)
    assert row.se == pytest.approx(other.bse[1], rel=1e-10)
    assert row.warnings == ("Covariate 1 is missing for 12: set to the mean, with an indicator.",)


def test_stratifiers_become_indicators() -> None:
    y, t, x = people()
    labels = np.array(["men", "women", "others"])[np.arange(200) % 3]
    others, women = (labels == "others").astype(float), (labels == "women").astype(float)
    other = outside(y, lin_columns(t, x, others, women))
    row = lin(y, t, covariates=x, stratifiers=[labels])
    assert row.estimate == pytest.approx(other.params[1], rel=1e-10)
    assert row.se == pytest.approx(other.bse[1], rel=1e-10)


def test_without_covariates_it_is_welch_but_for_the_df() -> None:
    y, t, _ = people()
    row, plain = lin(y, t), welch(y[t == 1], y[t == 0])
    assert (row.estimate, row.se) == pytest.approx((plain.estimate, plain.se), rel=1e-10)
    assert row.df == 198


def test_small_arms_have_bell_mccaffrey_df() -> None:
    """Without covariates they are the Welch-Satterthwaite df at equal variances."""
    y, t = np.r_[np.arange(8.0), np.arange(30.0)], np.r_[np.ones(8), np.zeros(30)]
    share = (1 / 8) / (1 / 8 + 1 / 30)
    assert lin(y, t).df == pytest.approx(1 / (share**2 / 7 + (1 - share) ** 2 / 29), rel=1e-10)
    assert "Bell-McCaffrey" in lin(y, t).method


def test_bell_mccaffrey_df_agree_with_the_eigenvalues() -> None:
    y, t, x = people(60)
    matrix = np.column_stack(lin_columns(t, x))
    hat = matrix @ np.linalg.solve(matrix.T @ matrix, matrix.T)
    a = matrix @ np.linalg.solve(matrix.T @ matrix, np.eye(4)[1])
    g = (np.eye(60) - hat) * (a / np.sqrt(1 - np.diag(hat)))
    eigenvalues = np.linalg.eigvalsh(g.T @ g)
    found = fit(y, matrix)
    assert found is not None
    assert found.df_bell_mccaffrey == pytest.approx(eigenvalues.sum() ** 2 / (eigenvalues**2).sum(), rel=1e-9)
    assert lin(y, t, covariates=x).df == pytest.approx(found.df_bell_mccaffrey, rel=1e-9)


def test_the_effect_is_divided_by_the_untreated_arm() -> None:
    y, t, x = people()
    row = lin(y, t, covariates=x)
    assert row.effect == pytest.approx(row.estimate / moments(y[t == 0]).sd, rel=0.01)
    assert row.effect_low < row.effect < row.effect_high
    assert "untreated" in row.standardiser


def test_a_missing_outcome_is_left_out_before_anything_is_centred() -> None:
    y, t, x = people()
    y[:20] = nan
    assert lin(y, t, covariates=x) == lin(y[20:], t[20:], covariates=x[20:])


def test_shift_scale_and_order_leave_the_inference_alone() -> None:
    y, t, x = people()
    before, turn = lin(y, t, covariates=x), np.random.default_rng(1).permutation(200)
    for after in (
        lin(y[turn], t[turn], covariates=x[turn]),
        lin(y + 1000, t, covariates=x - 300),
        lin(y, t, covariates=x * 1e-6),
    ):
        assert after.estimate == pytest.approx(before.estimate, rel=1e-9)
        assert after.p == pytest.approx(before.p, rel=1e-8)


def test_covariates_that_say_the_same_are_used_once() -> None:
    y, t, x = people()
    one = lin(y, t, covariates=x)
    for doubled in (np.column_stack([x, 2 * x - 5]), np.column_stack([x, np.full(200, 0.1)])):
        row = lin(y, t, covariates=doubled)
        assert (row.estimate, row.df) == pytest.approx((one.estimate, one.df), rel=1e-9)


def test_one_person_missing_a_covariate_gets_no_indicator() -> None:
    y, t, x = people()
    x[0] = nan
    row = lin(y, t, covariates=x)
    assert row.se > 0
    assert "single participant" in row.warnings[1]


def test_an_indicator_of_one_arm_does_not_interact() -> None:
    y, t, x = people()
    x[np.flatnonzero(t == 1)[:4]] = nan
    row = lin(y, t, covariates=x)
    assert row.se > 0
    assert row.df == 200 - 5


def test_a_covariate_missing_for_all_is_left_out() -> None:
    y, t, _ = people()
    row = lin(y, t, covariates=np.full(200, nan))
    assert row.estimate == pytest.approx(lin(y, t).estimate)
    assert "missing for everybody" in row.warnings[0]


@pytest.mark.parametrize(
    ("y", "t"),
    [([], []), ([1.0], [1]), ([1.0, 2.0], [0, 1]), ([1.0, 2, 3], [1, 1, 1]), ([nan] * 4, [0, 0, 1, 1])],
)
def test_too_few_is_nan_with_a_sentence(y: list[float], t: list[int]) -> None:
    row = lin(y, t)
    assert isnan(row.estimate)
    assert isnan(row.p)
    assert "Too few" in row.warnings[0]


def test_more_covariates_than_people_is_nan_with_a_sentence() -> None:
    row = lin([1.0, 2, 4, 8], [0, 0, 1, 1], covariates=[1.0, 5, 2, 9])
    assert isnan(row.p)
    assert "so many covariates" in row.warnings[0]


def test_an_outcome_without_variance_is_nan_with_a_sentence() -> None:
    row = lin([3.1] * 8, [0, 1] * 4)
    assert row.estimate == pytest.approx(0, abs=1e-12)
    assert isnan(row.p)
    assert isnan(row.effect)
    assert row.warnings


def test_wrong_input_is_refused() -> None:
    with pytest.raises(ValueError, match="equally long"):
        lin([1, 2], [0, 1, 1])
    with pytest.raises(ValueError, match="0 or 1"):
        lin([1, 2], [1, 2])
