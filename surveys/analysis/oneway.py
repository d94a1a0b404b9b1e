"""Several groups at once: analysis of variance over a factor's levels, and all their pairs (Tukey)."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from scoring.estimators.anova import one_way
from scoring.estimators.tukey import tukey
from surveys.analysis.asking import Question, Source
from surveys.analysis.evidence import Variance
from surveys.analysis.frames import Floats
from surveys.analysis.grouping import displaying
from surveys.analysis.results import GROUPS, TUKEY, Row
from surveys.analysis.visited import row_means
from surveys.protocol.document import Factor
from surveys.protocol.outcomes import Act, AnyOutcome, Rating, State
from surveys.protocol.sides import Sides

SEVERAL = 3
"""Levels from which on a comparison of all at once says more than that of two."""


def factors(source: Source, outcome: AnyOutcome) -> Iterator[Factor]:
    """Between participants, of several levels."""
    if not isinstance(outcome, Rating | Act | State):
        return
    document = source.protocol.document
    for factor in document.factors:
        several = factor.varies == "between" and len(factor.levels) >= SEVERAL
        if several and factor.name not in displaying(document, outcome):
            yield factor


def variances(source: Source, outcome: AnyOutcome) -> Iterator[Variance]:
    """One number a participant, not adjusted; equal variances are assumed."""
    for factor in factors(source, outcome):
        found = one_way(_own(source, outcome), _levels(source, factor), name=factor.name)
        line = found.sources[0]
        yield Variance(
            outcome=outcome.name,
            factor=factor.name,
            f=line.f,
            df=line.df,
            residual_df=found.residual_df,
            p=line.p,
            explained=line.explained.partial_eta_squared,
            low=line.explained.low,
            high=line.explained.high,
            omega=line.explained.omega_squared,
            n=found.n,
            warnings=found.warnings,
        )


def pairs(source: Source, outcome: AnyOutcome) -> Iterator[Row]:
    """Each level less each that is named before it; p and intervals hold for all pairs of a factor."""
    for factor in factors(source, outcome):
        found = tukey(_own(source, outcome), _levels(source, factor))
        rows = {(pair.first, pair.second): pair.row for pair in found}
        for i, j in combinations(range(len(factor.levels)), 2):
            if (row := rows.get((-j, -i))) is None:
                continue
            of, against = (((factor.name, (factor.levels[k],)),) for k in (j, i))
            yield source.row(Question(outcome.name, GROUPS, variant=TUKEY, sides=Sides(of, against)), row)


def _own(source: Source, outcome: AnyOutcome) -> Floats:
    values = source.data.values[outcome.name]
    return row_means(values) if values.ndim == 2 else values


def _levels(source: Source, factor: Factor) -> Floats:
    """Minus the position of each participant's level: in order, so that later ones come first in pairs."""
    arms = list(source.protocol.arms.values())
    at = np.array([factor.levels.index(arm.levels[factor.name]) for arm in arms])
    return -at[source.data.arm].astype(float)
