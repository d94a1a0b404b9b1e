import numpy as np
import pytest
from mixedlm.estimation.reml import LMMOptimizer
from mixedlm.matrices.design import ModelMatrices, RandomEffectStructure
from numpy.typing import NDArray
from scipy import sparse

from scoring.estimators.mixed.criterion import Criterion
from scoring.estimators.mixed.solver import Optimum, Solver, alone
from tests.scoring.estimators.mixed.brute import Parts, parts
from tests.scoring.estimators.mixed.made import drawn


def best(made: Parts, start: list[float] | None = None) -> Optimum:
    begin = None if start is None else np.array(start)
    return Solver(made.y, made.x, made.terms, reml=True).optimise(begin)


def theirs(made: Parts) -> float:
    """mixedlm's criterion at its optimum."""
    n, p = made.x.shape
    structures = [
        RandomEffectStructure(
            grouping_factor=term.group,
            term_names=list(term.names),
            n_levels=term.levels,
            n_terms=len(term.names),
            correlated=term.correlated,
            level_map={str(i): i for i in range(term.levels)},
            level_indices=term.codes.astype(np.int32),
        )
        for term in made.terms
    ]
    z = sparse.csc_matrix(sparse.hstack([term.indicators() for term in made.terms]))
    names = [str(i) for i in range(p)]
    one, zero = np.ones(n), np.zeros(n)
    matrices = ModelMatrices(made.y, made.x, z, names, structures, n, p, z.shape[1], one, zero)
    return float(LMMOptimizer(matrices, REML=True).optimize(method="auto").deviance)


@pytest.mark.parametrize("correlated", [True, False])
@pytest.mark.parametrize("seed", range(8))
def test_the_criterion_is_no_higher_than_mixedlms(seed: int, correlated: bool) -> None:
    """Small samples, most with variances estimated as 0 or correlations of 1."""
    made = parts(drawn(40, 8, 4, seed=seed), correlated=correlated)
    found = best(made)
    assert found.converged
    assert found.criterion <= theirs(made) + 1e-6


def test_starts_make_no_difference() -> None:
    made = parts(drawn(seed=5))
    starts = ([1.0] * 5, [0.05] * 5, [2.0, 0.01, 0.01, 1.0, 0.3])
    for other in (best(made, start) for start in starts):
        assert other.criterion == pytest.approx(best(made).criterion, abs=1e-9)
        assert np.abs(other.theta) == pytest.approx(np.abs(best(made).theta), abs=1e-5)


def test_a_variance_of_0_is_left_where_more_is_likelier() -> None:
    """At 0 the gradient is 0 by symmetry, so that a search alone would stay."""
    made = parts(drawn(200, spread=0.3, seed=2))
    found = best(made, [0.5, 0.0, 0.3, 0.0, 0.0])
    assert abs(found.theta[1]) > 0.1
    assert found.criterion == pytest.approx(best(made).criterion, abs=1e-9)


def test_the_optimum_is_a_minimum() -> None:
    made = parts(drawn(seed=5))
    found, criterion = best(made), Criterion(made.y, made.x, made.terms, reml=True)
    rng = np.random.default_rng(1)
    for _ in range(50):
        assert criterion.value(found.theta + rng.normal(0, 0.01, 5)) >= found.criterion


def test_the_covariance_of_theta_is_twice_the_inverse_of_second_differences() -> None:
    made = parts(drawn(300, spread=0.3, seed=5))
    found, criterion, step = best(made), Criterion(made.y, made.x, made.terms, reml=True), 1e-3
    one = step * np.eye(5)

    def at(move: NDArray[np.float64]) -> float:
        return criterion.value(found.theta + move)

    hessian = [[at(a + b) - at(a - b) - at(b - a) + at(-a - b) for a in one] for b in one]
    covariance = 2 * np.linalg.inv(np.array(hessian) / (4 * step**2))
    assert found.theta_covariance == pytest.approx(covariance, rel=0.01, abs=1e-3 * np.abs(covariance).max())


def test_gradients_are_how_the_fixed_effects_covariance_changes() -> None:
    made = parts(drawn(300, spread=0.3, seed=5))
    found, criterion, step = best(made), Criterion(made.y, made.x, made.terms, reml=True), 1e-4
    for gradient, one in zip(found.gradients, step * np.eye(5), strict=True):
        up, down = (criterion.slope(found.theta + move).fixed.vcov for move in (one, -one))
        assert gradient == pytest.approx((up - down) / (2 * step), rel=1e-4, abs=1e-9)


def test_units_of_columns_make_no_difference() -> None:
    made = parts(drawn(seed=5))
    wide = tuple(type(term)(term.group, term.names, term.codes, term.columns * 1000) for term in made.terms)
    found, other = best(made), best(Parts(made.y, made.x, wide))
    assert other.criterion == pytest.approx(found.criterion, abs=1e-9)
    assert other.theta * 1000 == pytest.approx(found.theta, rel=1e-4, abs=1e-6)


def test_without_random_effects_there_is_nothing_to_search() -> None:
    made = parts(drawn())
    found = alone(made.y, made.x, reml=True)
    assert found.converged
    assert (len(found.theta), found.gradients.shape) == (0, (0, 4, 4))
