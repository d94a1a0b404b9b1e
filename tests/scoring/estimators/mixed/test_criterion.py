import numpy as np
import pytest
from numpy.typing import NDArray

from scoring.estimators.mixed.criterion import Criterion, regression
from scoring.estimators.mixed.terms import Term
from tests.scoring.estimators.mixed.brute import Parts, parts, plain
from tests.scoring.estimators.mixed.made import drawn

Floats = NDArray[np.float64]


def spread(made: Parts) -> Floats:
    return np.random.default_rng(3).uniform(0.05, 0.6, made.size)


def uneven(*, correlated: bool = False) -> Parts:
    """Some ratings missing, and scores of their own for a few participants."""
    made = drawn(24, 6, 4, seed=5)
    made.levels[:20] += np.arange(20)
    return parts(made.where(np.arange(len(made.y)) % 7 > 0), correlated=correlated)


@pytest.mark.parametrize("reml", [True, False])
@pytest.mark.parametrize("correlated", [True, False])
def test_it_is_the_definition_with_the_whole_covariance_inverted(correlated: bool, reml: bool) -> None:
    made = uneven(correlated=correlated)
    found = Criterion(made.y, made.x, made.terms, reml=reml).slope(spread(made))
    other = plain(made, spread(made), reml=reml)
    assert found.criterion == pytest.approx(other.criterion, rel=1e-12)
    assert found.fixed.beta == pytest.approx(other.beta, rel=1e-10)
    assert found.fixed.vcov == pytest.approx(other.vcov, rel=1e-10, abs=1e-15)
    assert found.fixed.sigma == pytest.approx(other.sigma, rel=1e-12)


@pytest.mark.parametrize("reml", [True, False])
@pytest.mark.parametrize("correlated", [True, False])
def test_the_gradient_is_that_of_differences(correlated: bool, reml: bool) -> None:
    made = uneven(correlated=correlated)
    criterion, theta, step = Criterion(made.y, made.x, made.terms, reml=reml), spread(made), 1e-5
    by_differences = [
        (criterion.value(theta + step * one) - criterion.value(theta - step * one)) / (2 * step)
        for one in np.eye(made.size)
    ]
    assert criterion.slope(theta).gradient == pytest.approx(by_differences, rel=1e-6, abs=1e-6)


def test_more_profiles_than_participants_is_the_same_model() -> None:
    """The grouping with the most effects is eliminated, whichever it is."""
    made = parts(drawn(6, 40, 12, seed=2))
    theta = spread(made)
    found = Criterion(made.y, made.x, made.terms, reml=True).slope(theta)
    assert made.terms[1].effects > made.terms[0].effects
    assert found.criterion == pytest.approx(plain(made, theta, reml=True).criterion, rel=1e-12)


def test_one_grouping_and_three_are_fitted_too() -> None:
    made = uneven()
    third = Term("day", ("mean",), np.arange(len(made.y)) % 5, np.ones((len(made.y), 1)))
    for terms in (made.terms[:1], (*made.terms, third)):
        other = Parts(made.y, made.x, terms)
        found = Criterion(other.y, other.x, terms, reml=True).slope(spread(other))
        assert found.criterion == pytest.approx(plain(other, spread(other), reml=True).criterion, rel=1e-12)


def test_signs_of_factors_do_not_matter() -> None:
    made = uneven()
    criterion, theta = Criterion(made.y, made.x, made.terms, reml=True), spread(made)
    assert criterion.value(-theta) == criterion.value(theta)
    assert criterion.slope(-theta).gradient == pytest.approx(-criterion.slope(theta).gradient)


def test_where_a_variance_is_0_so_is_its_gradient() -> None:
    made = uneven()
    theta = spread(made)
    theta[1] = 0
    assert Criterion(made.y, made.x, made.terms, reml=True).slope(theta).gradient[1] == 0


def test_no_rest_cannot_be_evaluated() -> None:
    made = parts(drawn(24, 6, 4).rated(np.zeros(96)))
    with pytest.raises(np.linalg.LinAlgError):
        Criterion(made.y, made.x, made.terms, reml=True).value(spread(made))


@pytest.mark.parametrize("reml", [True, False])
def test_without_random_effects_it_is_the_regression(reml: bool) -> None:
    made = Parts(uneven().y, uneven().x, ())
    criterion, fixed = regression(made.y, made.x, reml=reml)
    other = plain(made, np.empty(0), reml=reml)
    assert criterion == pytest.approx(other.criterion, rel=1e-12)
    assert fixed.beta == pytest.approx(other.beta)
    assert fixed.sigma == pytest.approx(other.sigma)
    assert fixed.vcov == pytest.approx(other.vcov, abs=1e-15)
