"""scipy.stats is the outside reference; scipy.special's own functions are what is used."""

from math import inf

import numpy as np
import pytest
from scipy import stats

from scoring import laws


@pytest.mark.parametrize("df", [0.7, 1, 2.5, 14.788, 200, 1e6, inf])
@pytest.mark.parametrize("x", [-40.0, -2.0, 0.0, 0.3, 1.96, 12.0])
def test_tails_of_t(x: float, df: float) -> None:
    law = stats.norm() if df == inf else stats.t(df)
    assert laws.t_sf(x, df) == pytest.approx(law.sf(x), rel=1e-9, abs=1e-300)


@pytest.mark.parametrize("df", [0.7, 1, 2.5, 14.788, 200, 1e6, inf])
@pytest.mark.parametrize("p", [0.0005, 0.025, 0.5, 0.9, 0.975, 0.99995])
def test_quantiles_of_t(p: float, df: float) -> None:
    law = stats.norm() if df == inf else stats.t(df)
    assert laws.t_ppf(p, df) == pytest.approx(law.ppf(p), rel=1e-8, abs=1e-12)


@pytest.mark.parametrize(("p", "a", "b"), [(0.025, 99, 495), (0.975, 99, 495), (0.5, 2, 4)])
def test_quantiles_of_f(p: float, a: float, b: float) -> None:
    assert laws.f_ppf(p, a, b) == pytest.approx(stats.f.ppf(p, a, b), rel=1e-10)


@pytest.mark.parametrize(("x", "df"), [(0.0, 1), (3.84, 1), (100.0, 3)])
def test_tail_of_chi_square(x: float, df: float) -> None:
    assert laws.chi2_sf(x, df) == pytest.approx(stats.chi2.sf(x, df), rel=1e-10)


@pytest.mark.parametrize("x", [0.0, 0.7, 3.305, 80.0])
def test_tail_of_f(x: float) -> None:
    assert laws.f_sf(x, 2, 582) == pytest.approx(stats.f.sf(x, 2, 582), rel=1e-10)


@pytest.mark.parametrize(("a", "b"), [(1, 3), (4, 20), (2, 582), (60, 100_000)])
@pytest.mark.parametrize("ncp", [0.0, 0.01, 5.0, 500.0])
@pytest.mark.parametrize("x", [0.01, 1.0, 3.3, 300.0])
def test_noncentral_f_is_a_mixture_over_a_poisson(x: float, a: float, b: float, ncp: float) -> None:
    j = np.arange(2_000)
    mixed = stats.poisson.pmf(j, ncp / 2) @ stats.beta.cdf(a * x / (a * x + b), a / 2 + j, b / 2)
    assert laws.ncf_cdf(x, a, b, ncp) == pytest.approx(mixed, abs=1e-10)


def test_a_vanishing_tail_of_noncentral_f_is_0() -> None:
    assert laws.ncf_cdf(300, 2, 582, 5000) == 0
