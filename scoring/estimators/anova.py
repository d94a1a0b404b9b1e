"""Analysis of variance: one way, and sequential with covariates (type I sums of squares)."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import isclose, isnan, nan
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.estimators.estimate import LEVEL
from scoring.estimators.explained import Explained, explained
from scoring.laws import f_sf
from scoring.moments import EMPTY, Moments, by_group

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Term:
    """A source of variation: its columns of shape (n, k), nan in rows where it is missing."""

    name: str
    columns: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One line of the table: sum of squares, df, mean square, F against the residual with its p, and the
    share explained. F, p and share are nan where they cannot be computed.
    """

    name: str
    ss: float
    df: int
    ms: float
    f: float
    p: float
    explained: Explained

    def consistent(self, residual_df: int) -> bool:
        """Whether p follows from F and the df."""
        return isnan(self.f) or isclose(self.p, f_sf(self.f, self.df, residual_df), rel_tol=1e-9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """sources: in the order entered; the residual's sum of squares, df and mean square (mse); n: analysed;
    missing: rows left out.
    """

    sources: tuple[Source, ...]
    residual_ss: float
    residual_df: int
    mse: float
    n: int
    missing: int = 0
    warnings: tuple[str, ...] = ()


def source(
    name: str, ss: float, df: int, *, residual_ss: float, residual_df: int, level: float = LEVEL
) -> Source:
    """A line from its sums of squares, such as printed ones."""
    ms = ss / df if df else nan
    f = ms / (residual_ss / residual_df) if residual_df > 0 and residual_ss > 0 else nan
    p = nan if isnan(f) else f_sf(f, df, residual_df)
    return Source(
        name=name, ss=ss, df=df, ms=ms, f=f, p=p, explained=explained(f, df, residual_df, level=level)
    )


def factor(name: str, labels: Sequence[Hashable | None]) -> Term:
    """Indicators of all labels but the first in text order. labels: (n,); None and nan are missing."""
    seen = [label is not None and label == label for label in labels]  # nan alone differs from itself
    known = sorted({label for label, here in zip(labels, seen, strict=True) if here}, key=str)
    columns = np.array([[label == one for one in known[1:]] for label in labels], dtype=float)
    columns = columns.reshape(len(labels), max(len(known) - 1, 0))
    columns[~np.array(seen, dtype=bool)] = np.nan
    # A factor of one label has no column to be missing in: one of zeros stands for it.
    lone = np.where(seen, 0.0, np.nan)[:, None]
    return Term(name, columns if columns.shape[1] else lone)


def number(name: str, values: ArrayLike) -> Term:
    """A numeric covariate of shape (n,), nan is missing."""
    return Term(name, np.asarray(values, dtype=float).reshape(-1, 1))


def one_way(values: ArrayLike, groups: ArrayLike, *, name: str = "group", level: float = LEVEL) -> Table:
    """values: (n,), nan is missing and not counted; groups: (n,) labels. Equal variances are assumed.

    Raises ValueError for arrays of different length.
    """
    missing = int(np.isnan(np.asarray(values, dtype=float)).sum())
    return one_way_of_moments(by_group(values, groups), name=name, level=level, missing=missing)


def one_way_of_moments(
    groups: Mapping[Any, Moments], *, name: str = "group", level: float = LEVEL, missing: int = 0
) -> Table:
    """From each group's moments; empty groups do not count."""
    held = [m for m in groups.values() if m.n]
    whole = sum(held, EMPTY)
    within = sum(m.m2 for m in held)
    df, residual_df = max(len(held) - 1, 0), max(whole.n - len(held), 0)
    between = sum(m.n * (m.mean - whole.mean) ** 2 for m in held)
    line = source(name, between, df, residual_ss=within, residual_df=residual_df, level=level)
    return _table((line,), within, residual_df, whole.n, missing)


def sequential(outcome: ArrayLike, terms: Sequence[Term], *, level: float = LEVEL) -> Table:
    """Each term adjusted for those before it, tested against the residual of all.

    outcome: (n,), nan is missing; rows that miss the outcome or a term are left out. A column that earlier
    ones imply costs no df. Raises ValueError for terms of another length.
    """
    y = np.asarray(outcome, dtype=float).ravel()
    for term in terms:
        if len(term.columns) != len(y):
            raise ValueError(f"{term.name} must be as long as outcome: {len(term.columns)} and {len(y)}")
    seen = ~np.isnan(np.column_stack([y, *(term.columns for term in terms)])).any(axis=1)
    y = y[seen]
    n, missing = len(y), int((~seen).sum())
    if not n:
        return _table((), nan, 0, 0, missing)
    left = y - y.mean()
    basis = np.full((n, 1), n**-0.5)
    parts: list[tuple[str, float, int]] = []
    for term in terms:
        new = _orthonormal(term.columns[seen], basis)
        scores = new.T @ left
        left = left - new @ scores
        basis = np.column_stack([basis, new])
        parts.append((term.name, float(scores @ scores), new.shape[1]))
    # Rounding leaves residuals of a perfect fit above 0.
    perfect = np.abs(left).max() <= 1e-12 * max(np.abs(y).max(), 1e-300)
    rest, residual_df = 0.0 if perfect else float(left @ left), n - basis.shape[1]
    lines = [
        source(name, ss, df, residual_ss=rest, residual_df=residual_df, level=level) for name, ss, df in parts
    ]
    return _table(tuple(lines), rest, residual_df, n, missing)


def _orthonormal(columns: Floats, basis: Floats) -> Floats:
    """What the columns add to the orthonormal basis (n, k): (n, 0 to the number of columns)."""
    whole = basis
    for raw in columns.T:
        column = raw - raw.mean()
        size = float(np.linalg.norm(column))
        if size <= 1e-12 * np.linalg.norm(raw):
            continue
        for _ in range(2):  # once leaves rounding along the basis
            column = column - whole @ (whole.T @ column)
        rest = float(np.linalg.norm(column))
        if rest > 1e-9 * size:
            whole = np.column_stack([whole, column / rest])
    return whole[:, basis.shape[1] :]


def _table(sources: tuple[Source, ...], rest: float, residual_df: int, n: int, missing: int) -> Table:
    notes = [f"{missing} rows with something missing were left out."] if missing else []
    notes += [f"{line.name} does not vary beside what stands before it." for line in sources if not line.df]
    if residual_df < 1:
        notes.append(f"Too few for an analysis of variance: {n} participants leave no residual df.")
    elif not rest > 0:
        notes.append("Nothing is left unexplained, so nothing can be inferred.")
    return Table(
        sources=sources,
        residual_ss=rest,
        residual_df=residual_df,
        mse=rest / residual_df if residual_df > 0 else nan,
        n=n,
        missing=missing,
        warnings=tuple(notes),
    )
