"""The optimum of a mixed model's criterion, and what its curvature says about the fixed effects."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from scoring.estimators.mixed.criterion import Criterion, Fixed, regression
from scoring.estimators.mixed.terms import Term, units

Floats = NDArray[np.float64]

BEGIN = 0.4
"""SD of effects where the search begins, as a share of the residual SD."""
STEP, SMALLEST = 1e-4, 0.02
"""Of a finite difference: relative to the parameter, or to this where it is smaller."""
NEAR = 1e-12
"""Newton's method has arrived when it expects to lower the criterion by less than this."""
STEPS = 12
DOWN = -1e-6
"""A curvature below this share of the largest is a way down: the point is a saddle."""
OFF = 0.03
"""How far to step off a saddle."""
ROUNDING = 1e-13


@dataclass(frozen=True, slots=True)
class Optimum:
    """theta: relative covariance factors, term by term; criterion: -2 log-likelihood (REML or ML); gradients:
    (k, p, p), of the fixed effects' vcov in each theta, sigma following; theta_covariance: (k, k), twice the
    inverse Hessian of the criterion.
    """

    theta: Floats
    criterion: float
    converged: bool
    fixed: Fixed
    gradients: Floats
    theta_covariance: Floats


@dataclass(frozen=True, slots=True)
class _Point:
    """A point of the search, in the search's units: slope (k,), hessian (k, k), gradients (k, p, p)."""

    at: Floats
    value: float
    fixed: Fixed
    slope: Floats
    hessian: Floats
    gradients: Floats


class Solver:
    """One data set and model; `optimise` may be called from several starts.

    y: (n,); x: (n, p) of full column rank. Quasi-Newton steps with exact gradients, then Newton's. Factors
    may change sign on the way, so no point is an edge of what is allowed; where a variance is 0 the gradient
    is 0 by symmetry, and the curvature tells whether it would rather be more.
    """

    def __init__(self, y: Floats, x: Floats, terms: tuple[Term, ...], *, reml: bool) -> None:
        self._criterion = Criterion(y, x, terms, reml=reml)
        # In these units the columns' mean squares are 1: the search is the same whatever theirs are.
        self._units = units(terms)
        self._start = BEGIN * np.concatenate([np.eye(len(t.names))[t.places] for t in terms])
        self._enough = 1e-8 * len(y)

    def optimise(self, start: Floats | None = None) -> Optimum:
        """From `start`, theta of shape (k,), or from where all effects are middling.

        Raises LinAlgError where the criterion cannot be evaluated.
        """
        point = self._point(self._search(self._start if start is None else start / self._units))
        for _step in range(STEPS):
            further = self._further(point)
            if further is None:
                return self._optimum(point, converged=True)
            point = self._point(further)
        return self._optimum(point, converged=False)

    def _search(self, start: Floats) -> Floats:
        found = minimize(
            self._value_and_slope,
            start,
            jac=True,
            method="L-BFGS-B",
            options={"ftol": 1e-12, "gtol": self._enough, "maxcor": 20, "maxiter": 200},
        )
        return np.asarray(found.x)

    def _value_and_slope(self, at: Floats) -> tuple[float, Floats]:
        """Infinite where it cannot be evaluated: a step that went too far."""
        try:
            found = self._criterion.slope(at * self._units)
        except (np.linalg.LinAlgError, ValueError):
            return np.inf, np.zeros_like(at)
        return found.criterion, found.gradient * self._units

    def _further(self, point: _Point) -> Floats | None:
        """Where the criterion is lower: off a saddle and down, else by Newton's step; None at the end."""
        values, vectors = np.linalg.eigh(point.hessian)
        if values[0] < DOWN * values[-1]:
            off = self._lower(point, OFF * vectors[:, 0])
            return None if off is None else self._search(off)
        step = -0.5 * _twice_inverse(point.hessian) @ point.slope
        return None if -float(step @ point.slope) < NEAR else self._lower(point, step)

    def _lower(self, point: _Point, step: Floats) -> Floats | None:
        most = point.value + ROUNDING * abs(point.value)
        tried = (point.at + share * step for share in 0.5 ** np.arange(8))
        return next((at for at in tried if self._value_and_slope(at)[0] < most), None)

    def _point(self, at: Floats) -> _Point:
        """With central differences of the exact gradient, and of the fixed effects' covariance."""
        here = self._criterion.slope(at * self._units)
        k, p = len(at), len(here.fixed.beta)
        gradients, hessian = np.zeros((k, p, p)), np.zeros((k, k))
        for i in range(k):
            step = np.zeros(k)
            step[i] = STEP * max(abs(at[i]), SMALLEST)
            up, down = (self._criterion.slope(to * self._units) for to in (at + step, at - step))
            gradients[i] = (up.fixed.vcov - down.fixed.vcov) / (2 * step[i])
            hessian[i] = (up.gradient - down.gradient) * self._units / (2 * step[i])
        slope = here.gradient * self._units
        return _Point(at, here.criterion, here.fixed, slope, (hessian + hessian.T) / 2, gradients)

    def _optimum(self, point: _Point, *, converged: bool) -> Optimum:
        scale = self._units
        return Optimum(
            theta=point.at * scale,
            criterion=point.value,
            converged=converged,
            fixed=point.fixed,
            gradients=point.gradients / scale[:, None, None],
            theta_covariance=_twice_inverse(point.hessian) * np.outer(scale, scale),
        )


def alone(y: Floats, x: Floats, *, reml: bool) -> Optimum:
    """The model without any random effects, which has nothing to search for."""
    criterion, fixed = regression(y, x, reml=reml)
    p, none = x.shape[1], np.empty(0)
    return Optimum(none, criterion, True, fixed, np.empty((0, p, p)), np.empty((0, 0)))


def _twice_inverse(hessian: Floats) -> Floats:
    """2 H^-1 over the directions in which the criterion is curved."""
    values, vectors = np.linalg.eigh(hessian)
    curved = values > 1e-8 * max(float(values.max()), 1.0)
    half = vectors[:, curved] * np.sqrt(2 / values[curved])
    return np.asarray(half @ half.T)
