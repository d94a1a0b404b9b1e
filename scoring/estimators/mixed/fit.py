"""A linear mixed model by REML: components estimated at 0 dropped, two starts, Satterthwaite's df.

Bates, Maechler, Bolker & Walker 2015, J. Stat. Softw. 67(1); Kuznetsova, Brockhoff & Christensen 2017, J.
Stat. Softw. 82(13). Checked against lme4 and lmerTest.
"""

from dataclasses import dataclass, replace
from math import log, nan, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.estimators.estimate import LEVEL, Estimate, t_row
from scoring.estimators.mixed.solver import Optimum, Solver, alone
from scoring.estimators.mixed.terms import Term, spans

Floats = NDArray[np.float64]

METHOD = "Linear mixed model, REML, Satterthwaite df"
METHOD_ML = "Linear mixed model, maximum likelihood, Satterthwaite df"
REST = "rest"
ZERO = 1e-4
"""An SD below this share of the residual SD counts as 0, as in lme4's isSingular."""
SAME = 1e-4
"""Criteria closer than this are the same fit: of a log-likelihood 5e-5, whatever the number of ratings."""
FLAT = 1e-10
"""Residuals below this share of the outcome's size are rounding."""

EXACT = 1e-6
"""A residual SD below this share of the regression's is rounding."""


class NoFit(Exception):
    """The model cannot be fitted to these data; the message is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Component:
    """One variance component: of `name` over `group`, in squared units of the outcome per unit of the column;
    share: of the sum of all components, the rest included (a slope counts with its column's unit, 10 points).
    """

    group: str
    name: str
    variance: float
    share: float

    @property
    def sd(self) -> float:
        return sqrt(self.variance)


@dataclass(frozen=True, slots=True)
class Mixed:
    """A fitted model. names: of the fixed effects, shape (p,); beta: (p,); vcov: (p, p), all in the units of
    the outcome. criterion: -2 log-likelihood, REML or ML. dropped: "name | group" of the components that
    were estimated at 0. correlations: of correlated terms, (group, first, second, r).
    """

    names: tuple[str, ...]
    beta: Floats
    vcov: Floats
    components: tuple[Component, ...]
    correlations: tuple[tuple[str, str, str, float], ...]
    dropped: tuple[str, ...]
    criterion: float
    n: int
    reml: bool
    gradients: Floats
    theta_covariance: Floats

    @property
    def log_likelihood(self) -> float:
        return -self.criterion / 2

    @property
    def method(self) -> str:
        return METHOD if self.reml else METHOD_ML

    def covariance(self, a: ArrayLike, b: ArrayLike) -> float:
        """Of two weighted sums of the fixed effects; a, b: shape (p,)."""
        return float(np.asarray(a, dtype=float) @ self.vcov @ np.asarray(b, dtype=float))

    def contrast(self, weights: ArrayLike, *, level: float = LEVEL) -> Estimate:
        """A weighted sum of the fixed effects against 0; weights: shape (p,)."""
        w = np.asarray(weights, dtype=float)
        variance = float(w @ self.vcov @ w)
        row = t_row(float(w @ self.beta), sqrt(max(variance, 0.0)), self._df(w, variance), level=level)
        return replace(row, n_ratings=self.n, method=self.method)

    def _df(self, w: Floats, variance: float) -> float:
        if not variance > 0:
            return nan
        # The residual SD is profiled: its own uncertainty is orthogonal to theta and adds 2 / residual df.
        slopes = np.einsum("p,kpq,q->k", w, self.gradients, w) / variance
        residual = self.n - len(w) if self.reml else self.n
        return 2 / (float(slopes @ self.theta_covariance @ slopes) + 2 / residual)


def fit(
    y: ArrayLike,
    x: ArrayLike,
    names: tuple[str, ...],
    terms: tuple[Term, ...],
    *,
    reml: bool = True,
) -> Mixed:
    """Fits y = x beta + random effects of the terms + rest.

    y: shape (n,), x: (n, p) of full column rank, both finite; names: of x's columns.

    Raises NoFit, with a sentence, where y does not vary beyond x, where ratings do not outnumber fixed
    effects, where nothing is left over, or where the optimum was not found from two starts.
    """
    outcome, design = np.asarray(y, dtype=float), np.asarray(x, dtype=float)
    n, p = design.shape
    if n <= p + 1:
        raise NoFit(f"{n} ratings are too few for {p} fixed effects.")
    # The regression's own fit is taken out and put back: shift and scale then cost no digits.
    base = np.linalg.lstsq(design, outcome, rcond=None)[0]
    rest = outcome - design @ base
    unit = sqrt(float(rest @ rest) / (n - p))
    if not unit > FLAT * float(np.abs(outcome).max()):
        raise NoFit("The outcome does not vary beyond the conditions, so nothing can be inferred.")
    kept, dropped, optimum = _reduced(rest / unit, design, terms, reml=reml)
    found = optimum.fixed
    if found.sigma < EXACT:
        raise NoFit("Participants and profiles explain every rating to the last digit: there is no rest.")
    components, correlations = _components(kept, optimum.theta, found.sigma * unit)
    return Mixed(
        names=names,
        beta=base + found.beta * unit,
        vcov=found.vcov * unit**2,
        components=components,
        correlations=correlations,
        dropped=dropped,
        criterion=optimum.criterion + 2 * ((n - p) if reml else n) * log(unit),
        n=n,
        reml=reml,
        gradients=optimum.gradients * unit**2,
        theta_covariance=optimum.theta_covariance,
    )


def _reduced(
    y: Floats, x: Floats, terms: tuple[Term, ...], *, reml: bool
) -> tuple[tuple[Term, ...], tuple[str, ...], Optimum]:
    """The fit without the components estimated at 0: the same fit, so its df are the reduced model's."""
    optimum = _converged(y, x, terms, None, reml=reml)
    dropped: tuple[str, ...] = ()
    while (zero := _zeros(terms, optimum.theta)).any():
        fewer, gone = _without(terms, zero)
        again = _converged(y, x, fewer, optimum.theta[~zero], reml=reml)
        if abs(again.criterion - optimum.criterion) > SAME:
            break
        terms, optimum, dropped = fewer, again, (*dropped, *gone)
    return terms, dropped, optimum


def _converged(y: Floats, x: Floats, terms: tuple[Term, ...], start: Floats | None, *, reml: bool) -> Optimum:
    if not terms:
        return alone(y, x, reml=reml)
    solver = Solver(y, x, terms, reml=reml)
    size = sum(term.parameters for term in terms)
    for begin in (start, np.ones(size)):
        try:
            found = solver.optimise(begin)
        except (ValueError, np.linalg.LinAlgError):
            continue
        if found.converged and np.isfinite(found.criterion):
            return found
    raise NoFit("The mixed model did not converge from two starts.")


def _zeros(terms: tuple[Term, ...], theta: Floats) -> NDArray[np.bool_]:
    zero = np.abs(theta) < ZERO
    for term, span in zip(terms, spans(terms), strict=True):
        if term.correlated and len(term.names) > 1:
            zero[span] = False
    return zero


def _without(terms: tuple[Term, ...], zero: NDArray[np.bool_]) -> tuple[tuple[Term, ...], tuple[str, ...]]:
    kept, gone = [], []
    for term, span in zip(terms, spans(terms), strict=True):
        out = zero[span]
        if not out.any():
            kept.append(term)
            continue
        names = np.array(term.names)
        gone += [f"{name} | {term.group}" for name in names[out]]
        if not out.all():
            kept.append(replace(term, names=tuple(names[~out].tolist()), columns=term.columns[:, ~out]))
    return tuple(kept), tuple(gone)


def _components(
    terms: tuple[Term, ...], theta: Floats, sigma: float
) -> tuple[tuple[Component, ...], tuple[tuple[str, str, str, float], ...]]:
    parts: list[tuple[str, str, float]] = []
    correlations: list[tuple[str, str, str, float]] = []
    for term, span in zip(terms, spans(terms), strict=True):
        factor = term.factor(theta[span]) * sigma
        covariance = factor @ factor.T
        sds = np.sqrt(np.diag(covariance))
        parts += [(term.group, name, float(sd**2)) for name, sd in zip(term.names, sds, strict=True)]
        if term.correlated:
            for i, j in zip(*np.tril_indices(len(sds), -1), strict=True):
                r = float(covariance[i, j] / (sds[i] * sds[j])) if sds[i] * sds[j] > 0 else nan
                correlations.append((term.group, term.names[j], term.names[i], r))
    parts.append((REST, REST, sigma**2))
    total = sum(variance for _, _, variance in parts)
    return (
        tuple(Component(group, name, variance, variance / total) for group, name, variance in parts),
        tuple(correlations),
    )
