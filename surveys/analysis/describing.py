"""What was found, without inference: cells, distributions, single profiles, reliabilities, noticing."""

from collections.abc import Iterator
from math import ceil, nan

import numpy as np

from scoring.estimators.distribution import histogram, quantiles
from scoring.moments import moments
from scoring.reliability import reliability
from surveys.analysis.data import Data
from surveys.analysis.design import Design
from surveys.analysis.evidence import ProfileMean, Spread
from surveys.analysis.frames import Floats
from surveys.analysis.naming import range_of
from surveys.analysis.results import Alpha, Cell
from surveys.protocol import Compiled
from surveys.protocol.outcomes import Count, InView, Ordinal, Rating, State, Stayed

BINARY = ("act", "happened")
BINS = 12
"""Of a histogram whose outcome has no scale of its own."""


def cells(protocol: Compiled, design: Design, data: Data) -> Iterator[Cell]:
    for outcome, group, level, when, values in _groups(protocol, design, data):
        m = moments(values)
        yield Cell(outcome=outcome, group=group, level=level, when=when, n=m.n, mean=m.mean, m2=m.m2)


def spreads(protocol: Compiled, design: Design, data: Data) -> Iterator[Spread]:
    """Of scale scores and times; a share of yes and no has no more to it than its mean."""
    edges = {
        o.name: _edges(protocol, data, o.name) for o in protocol.document.outcomes if o.kind not in BINARY
    }
    for outcome, group, level, when, values in _groups(protocol, design, data):
        if when or outcome not in edges or np.isnan(values).all():
            continue
        drawn = histogram(values, edges[outcome].tolist())
        yield Spread(
            outcome=outcome,
            group=group,
            level=level,
            quantiles=quantiles(values).values,
            edges=drawn.edges,
            counts=drawn.counts,
        )


def _edges(protocol: Compiled, data: Data, name: str) -> Floats:
    """One bin a point of a short scale, about a dozen of any other; the same for all groups."""
    outcome = next(o for o in protocol.document.outcomes if o.name == name)
    if isinstance(outcome, Count | Stayed | Ordinal):
        return _whole(data.values.get(name, np.empty(0)))
    ends = range_of(protocol, outcome) if isinstance(outcome, Rating | State) else None
    if ends and ends[1] - ends[0] <= BINS:
        return np.arange(ends[0] - 0.25, ends[1] + 0.5, 0.5)
    if ends:
        return np.linspace(*ends, BINS + 1)
    values = data.values.get(name, np.empty(0))
    known = values[~np.isnan(values)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    return np.linspace(low, high if high > low else low + 1, BINS + 1)


def _whole(values: Floats) -> Floats:
    """About whole numbers: one bin each, or as many in each so that there are about a dozen."""
    known = values[~np.isnan(values)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    wide = ceil((high - low + 1) / BINS)
    return np.arange(low - 0.5, high + wide, wide)


def _groups(protocol: Compiled, design: Design, data: Data) -> Iterator[tuple[str, str, float, str, Floats]]:
    """Outcome, group, displayed score (nan: once, or all visits of scores that are computed), "before" or "",
    and the values there.
    """
    for outcome in protocol.document.outcomes:
        if outcome.name not in data.values:
            continue
        values = data.values[outcome.name]
        for position, group in enumerate(design.groups):
            if isinstance(outcome, InView) and position not in design.shown:
                continue
            here = data.arm == position
            if values.ndim == 1:
                if outcome.name in data.before:
                    yield outcome.name, group, nan, "before", _first(data.before[outcome.name])[here]
                yield outcome.name, group, nan, "", values[here]
                continue
            for level in design.levels or (nan,):
                at = np.full(values[here].shape, True) if np.isnan(level) else data.level[here] == level
                yield outcome.name, group, level, "", values[here][at]


def _first(before: Floats) -> Floats:
    """Of several values from before, the earliest named."""
    return before if before.ndim == 1 else before[:, 0]


def profile_means(protocol: Compiled, design: Design, data: Data) -> Iterator[ProfileMean]:
    """Each profile where each score was displayed, and where it was hidden."""
    shown, hidden = np.isin(data.arm, design.shown), np.isin(data.arm, design.hidden)
    for outcome in protocol.document.outcomes:
        values = data.values.get(outcome.name)
        if values is None or values.ndim == 1:
            continue
        for level in (*design.levels, nan):
            there = hidden[:, None] if np.isnan(level) else shown[:, None] & (data.level == level)
            at = there & ~np.isnan(values) & (data.profile >= 0)
            n = np.bincount(data.profile[at])
            sums = np.bincount(data.profile[at], values[at])
            for profile in np.flatnonzero(n).tolist():
                mean = float(sums[profile] / n[profile])
                yield ProfileMean(
                    outcome=outcome.name, profile=profile, level=level, n=int(n[profile]), mean=mean
                )


def alphas(design: Design, data: Data) -> Iterator[Alpha]:
    for scale, table in data.firsts.items():
        yield _alpha(scale, "", table)
        if len(design.groups) > 1:
            for position, group in enumerate(design.groups):
                yield _alpha(scale, group, table[data.arm == position])


def _alpha(scale: str, group: str, table: Floats) -> Alpha:
    found = reliability(table)
    return Alpha(
        scale=scale,
        group=group,
        items=table.shape[1],
        n=found.n_complete,
        alpha=found.alpha,
        low=found.low,
        high=found.high,
        omega=found.omega,
        item_rest=tuple(found.item_rest.tolist()),
        alpha_without=tuple(found.alpha_without.tolist()),
        warnings=found.warnings,
    )
