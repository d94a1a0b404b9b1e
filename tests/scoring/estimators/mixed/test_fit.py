import csv
import gzip
from dataclasses import replace
from importlib import resources

import numpy as np
import pytest
from numpy.typing import NDArray

from scoring.estimators.mixed import fit as fitting
from scoring.estimators.mixed.fit import Mixed, NoFit, fit
from scoring.estimators.mixed.solver import alone
from scoring.estimators.mixed.terms import Term
from tests.scoring.reference import expected

Floats = NDArray[np.float64]


def table(name: str) -> dict[str, NDArray[np.str_]]:
    """A data set as mixedlm ships it: that of lme4."""
    file = resources.files("mixedlm") / "datasets" / "data" / f"{name}.csv.gz"
    found = list(csv.DictReader(gzip.decompress(file.read_bytes()).decode().splitlines()))
    return {key: np.array([row[key] for row in found]) for key in found[0]}


def codes(labels: NDArray[np.str_]) -> NDArray[np.intp]:
    return np.asarray(np.unique(labels, return_inverse=True)[1])


def sleepstudy(*, correlated: bool, reml: bool = True) -> Mixed:
    data = table("sleepstudy")
    x = np.column_stack([np.ones(180), data["Days"].astype(float)])
    term = Term("Subject", ("mean", "Days"), codes(data["Subject"]), x, correlated=correlated)
    return fit(data["Reaction"].astype(float), x, ("mean", "Days"), (term,), reml=reml)


def penicillin() -> Mixed:
    data = table("Penicillin")
    one = np.ones((144, 1))
    terms = tuple(Term(name, ("mean",), codes(data[name]), one) for name in ("plate", "sample"))
    return fit(data["diameter"].astype(float), one, ("mean",), terms)


KNOWN = {
    "sleepstudy": sleepstudy(correlated=False),
    "sleepstudy_correlated": sleepstudy(correlated=True),
    "sleepstudy_ml": sleepstudy(correlated=True, reml=False),
    "penicillin": penicillin(),
}


@pytest.mark.parametrize("name", KNOWN)
def test_known_data_agree_with_lme4_and_lmertest(name: str) -> None:
    found, other = KNOWN[name], expected("mixed")[name]
    assert found.criterion == pytest.approx(other["criterion"], abs=1e-6)
    for i, weights in enumerate(np.eye(len(other["estimate"]))):
        row = found.contrast(weights)
        assert (row.estimate, row.se) == pytest.approx((other["estimate"][i], other["se"][i]), rel=1e-4)
        assert row.df == pytest.approx(other["df"][i], abs=1e-2)
        assert row.p == pytest.approx(other["p"][i], rel=1e-2)
    variances = [part.variance for part in found.components]
    assert variances == pytest.approx(other["variances"], abs=1e-4 * sum(other["variances"]))


def test_a_correlation_of_slopes_is_that_of_lme4() -> None:
    [(group, first, second, r)] = KNOWN["sleepstudy_correlated"].correlations
    assert (group, first, second) == ("Subject", "mean", "Days")
    assert r == pytest.approx(0.0655513, abs=1e-4)


def test_without_any_grouping_it_is_the_regression() -> None:
    rng = np.random.default_rng(1)
    group, y = np.repeat(np.arange(20), 2), np.tile([1.0, -1.0], 20) + rng.normal(0, 0.1, 40)
    found = fit(y, np.ones((40, 1)), ("mean",), (Term("pair", ("mean",), group, np.ones((40, 1))),))
    row = found.contrast([1.0])
    assert found.dropped == ("mean | pair",)
    assert (row.estimate, row.se, row.df) == pytest.approx((y.mean(), y.std(ddof=1) / 40**0.5, 39))


def test_flat_and_few_ratings_are_told() -> None:
    one = Term("who", ("mean",), np.arange(6) % 3, np.ones((6, 1)))
    with pytest.raises(NoFit, match="does not vary"):
        fit(np.full(6, 2.5), np.ones((6, 1)), ("mean",), (one,))
    with pytest.raises(NoFit, match="too few"):
        fit([1.0, 2], np.ones((2, 1)), ("mean",), (one,))


@pytest.mark.parametrize(("costs", "dropped"), [(0.05, False), (2e-4, False), (5e-5, True), (0.0, True)])
def test_a_component_goes_only_where_the_fit_is_the_same_however_many_ratings(
    costs: float, dropped: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With 70,000 ratings the criterion is some 200,000: a millionth of it would be a fit that differs."""
    rng = np.random.default_rng(4)
    who = np.repeat(np.arange(20), 5)
    y, x = rng.normal(size=100), np.ones((100, 1))
    term = Term("person", ("mean",), who, np.ones((100, 1)))
    found = alone(y, x, reml=True)
    first = replace(found, criterion=200_000.0, theta=np.zeros(1))
    then = replace(found, criterion=200_000.0 + costs, theta=np.zeros(0))
    monkeypatch.setattr(fitting, "_converged", lambda y, x, terms, start, *, reml: first if terms else then)
    _, gone, optimum = fitting._reduced(y, x, (term,), reml=True)
    assert (gone, optimum) == ((("mean | person",), then) if dropped else ((), first))
