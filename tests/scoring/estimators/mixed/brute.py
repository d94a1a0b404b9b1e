"""Random effects to try the parts on: drawn, and a criterion by brute force."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.estimators.mixed.ratings import random_terms, ratings
from scoring.estimators.mixed.terms import Term, spans
from tests.scoring.estimators.mixed.made import MEAN_LEVEL, Made

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Parts:
    y: Floats
    x: Floats
    terms: tuple[Term, ...]

    @property
    def size(self) -> int:
        return sum(term.parameters for term in self.terms)


def parts(made: Made, *, correlated: bool = False) -> Parts:
    """What the crossed model hands to the solver."""
    data = ratings(*made)
    terms, _ = random_terms(data, MEAN_LEVEL, correlated=correlated)
    shown, hidden = (data.slope(MEAN_LEVEL, shown=shown) for shown in (True, False))
    return Parts(data.y, np.column_stack([np.ones(data.n), data.visible, shown, hidden]), terms)


def design(term: Term) -> Floats:
    """Shape (n, levels q), a column an effect."""
    n, q = term.columns.shape
    found = np.zeros((n, term.levels * q))
    for row, code in enumerate(term.codes):
        found[row, code * q : code * q + q] = term.columns[row]
    return found


def covariance(made: Parts, theta: Floats) -> Floats:
    """Of y, (n, n), in units of the residual variance."""
    found = np.eye(len(made.y))
    for term, span in zip(made.terms, spans(made.terms), strict=True):
        factor = term.factor(theta[span])
        effects = np.kron(np.eye(term.levels), factor @ factor.T)
        found += design(term) @ effects @ design(term).T
    return found


@dataclass(frozen=True)
class Plain:
    criterion: float
    beta: Floats
    vcov: Floats
    sigma: float


def plain(made: Parts, theta: Floats, *, reml: bool) -> Plain:
    """The definitions, with the whole covariance of y inverted."""
    n, p = made.x.shape
    whole = covariance(made, theta)
    inverse = np.linalg.inv(whole)
    information = made.x.T @ inverse @ made.x
    beta = np.linalg.solve(information, made.x.T @ inverse @ made.y)
    rest = made.y - made.x @ beta
    count = n - p if reml else n
    variance = float(rest @ inverse @ rest) / count
    criterion = count * (1 + np.log(2 * np.pi * variance)) + np.linalg.slogdet(whole)[1]
    criterion += np.linalg.slogdet(information)[1] if reml else 0
    vcov = np.asarray(np.linalg.inv(information) * variance, dtype=float)
    return Plain(float(criterion), np.asarray(beta, dtype=float), vcov, variance**0.5)
