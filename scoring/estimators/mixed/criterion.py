"""The profiled criterion of a linear mixed model at a theta, its gradient, and the fixed effects there.

Bates, Maechler, Bolker & Walker 2015, J. Stat. Softw. 67(1), section 3.4, with the grouping of the most
effects eliminated level by level before the Cholesky factor of the rest is taken.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import log, pi

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lapack, solve_triangular

from scoring.estimators.mixed.products import products
from scoring.estimators.mixed.terms import Term, spans

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fixed:
    """beta: (p,); vcov: (p, p); sigma: residual SD."""

    beta: Floats
    vcov: Floats
    sigma: float


@dataclass(frozen=True, slots=True)
class Slope:
    """The criterion, its gradient in theta, shape (k,), and the fixed effects, all at one theta."""

    criterion: float
    gradient: Floats
    fixed: Fixed


@dataclass(frozen=True, slots=True)
class _State:
    """own: factor of the eliminated term, factors: of the others; inverse: (kinds, q, q), of I + own
    covariance times own cross-products; rest: (m, m), the cross-products that are left; chol: lower Cholesky
    factor of the rest scaled by the factors, plus 1 on the diagonal of effects.
    """

    own: Floats
    factors: list[Floats]
    inverse: Floats
    rest: Floats
    chol: Floats
    criterion: float


class Criterion:
    """-2 log-likelihood (REML or ML) as a function of theta, term by term.

    y: (n,); x: (n, p) of full column rank; terms: at least one. Where it cannot be evaluated it raises
    LinAlgError. A factor's diagonal may have any sign: the criterion is the same.
    """

    def __init__(self, y: Floats, x: Floats, terms: tuple[Term, ...], *, reml: bool) -> None:
        first = max(range(len(terms)), key=lambda i: terms[i].effects)
        where = spans(terms)
        self._own, self._own_span = terms[first], where[first]
        self._others = terms[:first] + terms[first + 1 :]
        self._spans = where[:first] + where[first + 1 :]
        self._products = products(y, x, self._own, self._others)
        n, self._p = x.shape
        self._reml, self._count = reml, n - self._p if reml else n
        ends = np.cumsum([0, *(term.effects for term in self._others)]).tolist()
        self._blocks = [slice(a, b) for a, b in pairwise(ends)]
        self._effects = ends[-1]

    def value(self, theta: Floats) -> float:
        return self._state(theta).criterion

    def slope(self, theta: Floats) -> Slope:
        state = self._state(theta)
        inner = self._adjoint(state)
        back = [factor.T for factor in state.factors]
        left = self._scaled(inner, back)
        found = np.empty(len(theta))
        for term, span, block in zip(self._others, self._spans, self._blocks, strict=True):
            q = len(term.names)
            rest, mine = (part.reshape(-1, q, len(inner)) for part in (state.rest[block], left.T[block]))
            found[span] = 2 * np.einsum("iak,ibk->ab", rest, mine, optimize=True)[term.places]
        found[self._own_span] = self._own_slope(state, self._scaled(left.T, back))
        return Slope(state.criterion, found, self._fixed(state))

    def _state(self, theta: Floats) -> _State:
        made = self._products
        own = self._own.factor(theta[self._own_span])
        factors = [t.factor(theta[span]) for t, span in zip(self._others, self._spans, strict=True)]
        covariance = own @ own.T
        precision = np.eye(len(own)) + covariance @ made.own
        inverse = np.asarray(np.linalg.inv(precision), dtype=float)
        weights = inverse @ covariance
        rest = made.base - made.sums.weighted((weights + weights.transpose(0, 2, 1)) / 2)
        chol = _cholesky(self._scaled(self._scaled(rest, factors).T, factors), self._effects)
        logs = 2 * np.log(np.diag(chol))
        determinants = float(made.counts @ np.linalg.slogdet(precision)[1])
        determinants += float(logs[: -1 if self._reml else self._effects].sum())
        criterion = self._count * (1 + log(2 * pi / self._count) + float(logs[-1])) + determinants
        return _State(own, factors, inverse, rest, chol, criterion)

    def _scaled(self, matrix: Floats, factors: list[Floats]) -> Floats:
        """Its rows of effects, level by level, times the factors (transposed)."""
        found = np.array(matrix, order="C")
        for factor, block in zip(factors, self._blocks, strict=True):
            rows = found[block].reshape(-1, len(factor), found.shape[1])
            rows[...] = factor.T @ rows if len(factor) > 1 else factor * rows
        return found

    def _adjoint(self, state: _State) -> Floats:
        """The criterion's derivative in the scaled matrix, (m, m)."""
        kept = len(state.chol) - 1 if self._reml else self._effects
        residual = np.append(-_solved(state.chol), 1.0)
        found = np.outer(residual, residual * (self._count / state.chol[-1, -1] ** 2))
        if kept:
            lower, _ = lapack.dpotri(state.chol[:kept, :kept], lower=1)
            found[:kept, :kept] += lower
            found[:kept, :kept] += np.tril(lower, -1).T
        return found

    def _own_slope(self, state: _State, inner: Floats) -> Floats:
        made, inverse = self._products, state.inverse
        pulls = np.einsum("i,iab,ibc->ac", made.counts, made.own, inverse)
        within = made.sums.within(inner)
        pulls -= np.einsum("iab,iac,icd->bd", inverse, within, inverse, optimize=True)
        return np.asarray((2 * pulls @ state.own)[self._own.places])

    def _fixed(self, state: _State) -> Fixed:
        root = state.chol[self._effects : -1, self._effects : -1]
        variance = float(state.chol[-1, -1]) ** 2 / self._count
        half = solve_triangular(root, np.eye(self._p), lower=True)
        beta = half.T @ state.chol[-1, self._effects : -1]
        return Fixed(np.asarray(beta), np.asarray(half.T @ half * variance), variance**0.5)


def regression(y: Floats, x: Floats, *, reml: bool) -> tuple[float, Fixed]:
    """The criterion and estimates without any random effects: y: (n,); x: (n, p) of full column rank."""
    n, p = x.shape
    count = n - p if reml else n
    inverse = np.linalg.inv(x.T @ x)
    beta = inverse @ (x.T @ y)
    variance = float(np.square(y - x @ beta).sum()) / count
    criterion = count * (1 + log(2 * pi * variance)) - (np.linalg.slogdet(inverse)[1] if reml else 0.0)
    return float(criterion), Fixed(beta, inverse * variance, variance**0.5)


def _cholesky(scaled: Floats, effects: int) -> Floats:
    """Lower factor of it plus 1 on the first `effects` of its diagonal."""
    places = np.arange(effects)
    scaled[places, places] += 1
    # Symmetric: seen by columns it is the same matrix, and need not be copied.
    found, failed = lapack.dpotrf(scaled.T, lower=1, clean=1, overwrite_a=1)
    if failed:
        raise np.linalg.LinAlgError("The likelihood cannot be evaluated here.")
    return np.asarray(found)


def _solved(chol: Floats) -> Floats:
    """Effects and coefficients that fit the last column best, shape (m - 1,)."""
    return np.asarray(solve_triangular(chol[:-1, :-1], chol[-1, :-1], lower=True, trans=1))
