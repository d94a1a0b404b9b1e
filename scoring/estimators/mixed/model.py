"""From ratings and named fixed effects to rows: the mixed model, else the clustered regression, else nan."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import nan

import numpy as np
from numpy.typing import NDArray

from scoring.estimators.estimate import Estimate
from scoring.estimators.mixed.clustered import Clustered, clustered
from scoring.estimators.mixed.fit import Component, Mixed, NoFit, fit
from scoring.estimators.mixed.ratings import FEWEST, Ratings, independent, random_terms

Floats = NDArray[np.float64]

FEW_PROFILES = 5
INSTEAD = "Instead of the mixed model stands least squares with two-way clustered errors."


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """What a model of ratings says about itself.

    components: variances with their shares; correlations: of correlated effects; dropped: "name | group" of
    those estimated at 0, the fit without them being the same. criterion: REML criterion (-2 log-likelihood),
    nan like log_likelihood where the two-way clustered rows stand instead (`fallback`) or nothing could be
    computed. warnings: whole sentences.
    """

    components: tuple[Component, ...] = ()
    correlations: tuple[tuple[str, str, str, float], ...] = ()
    dropped: tuple[str, ...] = ()
    criterion: float = nan
    log_likelihood: float = nan
    fallback: bool = False
    n_participants: int = 0
    n_profiles: int = 0
    n_ratings: int = 0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """A model of ratings, or None with about's sentence. columns: names of the fixed effects that it has."""

    model: Mixed | Clustered | None
    columns: tuple[str, ...]
    about: Fitted

    def weights(self, named: Mapping[str, float]) -> Floats:
        """Shape (p,), for `named` effects; 0 for the others."""
        return np.array([named.get(name, 0.0) for name in self.columns])

    def row(
        self, named: Mapping[str, float], *, level: float, thin: Mapping[str, int] | None = None
    ) -> Estimate:
        """A weighted sum of fixed effects; nan with a sentence where it needs what the model does not have,
        or a cell that is too thin (its number of ratings).
        """
        absent = [name for name in named if name not in self.columns]
        few = {name: n for name, n in (thin or {}).items() if name in named}
        said: tuple[str, ...] = ()
        row = Estimate(estimate=nan, level=level)
        if self.model is None:
            pass
        elif absent or few or not named:
            said = _why(absent, few)
        else:
            row = self.model.contrast(self.weights(named), level=level)
            said = row.warnings
        return replace(
            row,
            n_participants=self.about.n_participants,
            n_profiles=self.about.n_profiles,
            n_ratings=self.about.n_ratings,
            warnings=tuple(dict.fromkeys((*self.about.warnings, *said))),
        )


def model(
    data: Ratings, named: Mapping[str, Floats], *, mean_level: float, correlated: bool = False
) -> Model:
    """named: fixed effects, each of shape (n,); one that adds nothing to those before it is left out."""
    about, columns, x = _start(data, named)
    if not columns:
        return Model(None, (), about)
    terms, notes = random_terms(data, mean_level, correlated=correlated)
    if data.profiles < FEW_PROFILES:
        notes += (f"There are {data.profiles} profiles only: how much profiles differ is hardly known.",)
    about = _noting(about, *notes)
    try:
        found = fit(data.y, x, columns, terms)
    except NoFit as reason:
        instead = replace(_noting(about, str(reason), INSTEAD), fallback=True)
        # Without a rating to spare the sentence alone stands.
        return _regression(data, x, columns, instead) or Model(None, (), _noting(about, str(reason)))
    return Model(found, columns, _described(about, found))


def regression(data: Ratings, named: Mapping[str, Floats], *, pool: bool = False) -> Model:
    """The same fixed effects by least squares, two-way clustered; pool: clustered on participants alone."""
    about, columns, x = _start(data, named)
    if not columns:
        return Model(None, (), about)
    few = f"{data.n} ratings are too few for {len(columns)} fixed effects."
    return _regression(data, x, columns, about, pool=pool) or Model(None, (), _noting(about, few))


def _start(data: Ratings, named: Mapping[str, Floats]) -> tuple[Fitted, tuple[str, ...], Floats]:
    """The fixed effects that add something, none where nothing can be fitted: `Fitted` then says why."""
    about = Fitted(
        n_participants=data.participants,
        n_profiles=data.profiles,
        n_ratings=data.n,
        warnings=data.notes,
    )
    nothing = np.empty((data.n, 0))
    if data.participants < FEWEST or data.profiles < 2:
        return _noting(about, _too_few(data)), (), nothing
    if np.ptp(data.y) <= 1e-12 * np.abs(data.y).max():
        same = "The outcome is the same in all ratings, so nothing can be inferred."
        return _noting(about, same), (), nothing
    kept = independent(list(named.values()))
    columns = tuple(name for name, adds in zip(named, kept, strict=True) if adds)
    idle = [name for name in named if name in data.covariates and name not in columns]
    about = _noting(about, *(f"The covariate {name} adds nothing here and was left out." for name in idle))
    return about, columns, np.column_stack([named[name] for name in columns])


def _regression(
    data: Ratings, x: Floats, columns: tuple[str, ...], about: Fitted, *, pool: bool = False
) -> Model | None:
    if data.n <= x.shape[1] + 1:
        return None
    found = clustered(data.y, x, columns, data.participant, None if pool else data.profile)
    return Model(found, columns, about)


def _described(about: Fitted, found: Mixed) -> Fitted:
    return replace(
        about,
        components=found.components,
        correlations=found.correlations,
        dropped=found.dropped,
        criterion=found.criterion,
        log_likelihood=found.log_likelihood,
    )


def _why(absent: list[str], few: Mapping[str, int]) -> tuple[str, ...]:
    found = [f"These ratings cannot tell the effect of {name}." for name in absent]
    found += [
        f"There are {n} ratings at {name} only: at least {FEWEST} are needed." for name, n in few.items()
    ]
    return tuple(found) or ("There is nothing to compare.",)


def _too_few(data: Ratings) -> str:
    return (
        f"Too few to fit: {data.n} ratings by {data.participants} participants of {data.profiles} profiles; "
        f"at least {FEWEST} participants in a group and 2 profiles are needed."
    )


def _noting(about: Fitted, *sentences: str) -> Fitted:
    return replace(about, warnings=tuple(dict.fromkeys((*about.warnings, *sentences))))
