"""The one place that knows mixedlm: a linear mixed model in, its optimum and derivatives out."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]

_STEP = 1e-4
"""Of a finite difference, relative to the parameter."""


@dataclass(frozen=True, slots=True)
class Term:
    """Random effects of one grouping: each of `columns` has one effect a level.

    group: what the levels are, e.g. "participant"; names: of the columns, shape (q,); codes: shape (n,), from
    0 to levels - 1; columns: shape (n, q); correlated: whether the q effects of one level may covary.
    """

    group: str
    names: tuple[str, ...]
    codes: NDArray[np.intp]
    columns: Floats
    correlated: bool = False

    @property
    def levels(self) -> int:
        return int(self.codes.max()) + 1

    @property
    def parameters(self) -> int:
        """How many numbers of theta are this term's: of a lower triangle by rows, or of a diagonal."""
        q = len(self.names)
        return q * (q + 1) // 2 if self.correlated else q


@dataclass(frozen=True, slots=True)
class Optimum:
    """theta: relative covariance factors, term by term; criterion: -2 log-likelihood (REML or ML)."""

    theta: Floats
    criterion: float
    converged: bool


@dataclass(frozen=True, slots=True)
class Curvature:
    """What the optimum says about the fixed effects.

    beta: (p,); vcov: (p, p); sigma: residual SD; gradients: (k, p, p), of vcov in each theta, sigma
    following; theta_covariance: (k, k), twice the inverse Hessian of the criterion.
    """

    beta: Floats
    vcov: Floats
    sigma: float
    gradients: Floats
    theta_covariance: Floats


class Solver:
    """One data set and model; `optimise` may be called from several starts.

    y: (n,); x: (n, p) of full column rank; an optimum that cannot be evaluated raises RuntimeError.
    """

    def __init__(self, y: Floats, x: Floats, terms: tuple[Term, ...], *, reml: bool) -> None:
        from mixedlm.estimation.reml import LMMOptimizer

        self._model: Any = LMMOptimizer(_matrices(y, x, terms), REML=reml, use_rust=bool(terms))
        self._reml = reml
        self._p = x.shape[1]

    def optimise(self, start: Floats | None = None) -> Optimum:
        """From mixedlm's own start, or from `start`, shape (k,)."""
        if not self._model.n_theta:
            return Optimum(np.empty(0), float(self._model.objective(np.empty(0))), True)
        found = self._model.optimize(start=start, method="auto")
        return Optimum(np.asarray(found.theta, dtype=float), float(found.deviance), bool(found.converged))

    def curvature(self, theta: Floats) -> Curvature:
        """Estimates at theta, with what Satterthwaite's df need; the Hessian from exact gradients."""
        core = self._core(theta)
        k = len(theta)
        gradients, hessian = np.zeros((k, self._p, self._p)), np.zeros((k, k))
        for i, value in enumerate(theta):
            step = np.zeros(k)
            step[i] = _STEP * max(abs(value), 0.01)
            up, down = theta + step, theta - step
            gradients[i] = (self._vcov(up) - self._vcov(down)) / (2 * step[i])
            hessian[i] = (self._slope(up) - self._slope(down)) / (2 * step[i])
        return Curvature(
            np.asarray(core.beta, dtype=float),
            self._vcov(theta),
            float(core.sigma),
            gradients,
            _twice_inverse(hessian),
        )

    def _core(self, theta: Floats) -> Any:
        found = self._model._evaluate_core(theta)
        if found is None or not np.isfinite(found.sigma) or not found.sigma > 0:
            raise RuntimeError("The likelihood cannot be evaluated here.")
        return found

    def _vcov(self, theta: Floats) -> Floats:
        core = self._core(theta)
        return np.asarray(np.linalg.inv(core.fixed_information) * core.sigma**2)

    def _slope(self, theta: Floats) -> Floats:
        value = self._model._rust_cache.response.deviance_with_gradient(theta, self._reml)[1]
        return np.asarray(value, dtype=float)


def _twice_inverse(hessian: Floats) -> Floats:
    """2 H^-1 over the directions in which the criterion is curved."""
    if not hessian.size:
        return hessian
    values, vectors = np.linalg.eigh((hessian + hessian.T) / 2)
    curved = values > 1e-8 * max(float(values.max()), 1.0)
    half = vectors[:, curved] * np.sqrt(2 / values[curved])
    return np.asarray(half @ half.T)


def _matrices(y: Floats, x: Floats, terms: tuple[Term, ...]) -> Any:
    """mixedlm's own form, built without a data frame: that would cost the memory twice."""
    from mixedlm.matrices.design import ModelMatrices, RandomEffectStructure

    n = len(y)
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
        for term in terms
    ]
    z = sparse.hstack([_indicators(term) for term in terms], format="csc") if terms else None
    return ModelMatrices(
        y=y,
        X=np.asarray(x, dtype=float),
        Z=z if z is not None else sparse.csc_matrix((n, 0)),
        fixed_names=[str(i) for i in range(x.shape[1])],
        random_structures=structures,
        n_obs=n,
        n_fixed=x.shape[1],
        n_random=0 if z is None else z.shape[1],
        weights=np.ones(n),
        offset=np.zeros(n),
    )


def _indicators(term: Term) -> sparse.csc_matrix:
    """Shape (n, levels q): the columns of level i stand at i q to i q + q - 1."""
    n, q = term.columns.shape
    places = term.codes[:, None] * q + np.arange(q)
    rows = np.repeat(np.arange(n), q)
    found = sparse.csc_matrix((term.columns.ravel(), (rows, places.ravel())), shape=(n, term.levels * q))
    found.eliminate_zeros()
    return found
