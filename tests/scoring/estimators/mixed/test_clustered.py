from math import isnan

import numpy as np
import pytest
from statsmodels.regression.linear_model import OLS
from statsmodels.stats.sandwich_covariance import cov_cluster_2groups

from scoring.estimators.mixed.clustered import NEGATIVE, clustered
from tests.scoring.estimators.mixed.made import case_one


def test_it_is_that_of_statsmodels() -> None:
    made = case_one()
    x = np.column_stack([np.ones(768), made.shown - 0.5, made.shown * (made.levels - 53) / 10])
    found = clustered(made.y, x, ("a", "b", "c"), made.who, made.what)
    other = OLS(made.y, x).fit()
    both = cov_cluster_2groups(other, made.who.astype(int), made.what.astype(int))[0]
    assert found.beta == pytest.approx(other.params, rel=1e-9)
    assert found.vcov == pytest.approx(both, rel=1e-8, abs=1e-15)
    row = found.contrast([0, 0, 1])
    assert (row.df, row.n_ratings) == (15, 768)
    assert row.consistent()


def test_a_negative_variance_is_nan_with_a_sentence() -> None:
    """Errors that cancel within each row and each column: both sums are 0, their intersection is not."""
    who, what = np.repeat(np.arange(4), 4), np.tile(np.arange(4), 4)
    y = np.where((who + what) % 2 == 0, 1.0, -1.0)
    row = clustered(y, np.ones((16, 1)), ("mean",), who, what).contrast([1.0])
    assert row.estimate == pytest.approx(0, abs=1e-12)
    assert isnan(row.p)
    assert row.warnings == (NEGATIVE,)


def test_one_cluster_is_refused() -> None:
    with pytest.raises(ValueError, match="two clusters"):
        clustered([1.0, 2, 3], np.ones((3, 1)), ("mean",), [1, 1, 1], [1, 2, 3])
