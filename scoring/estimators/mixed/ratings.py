"""Ratings ready for a model: missing ones out, labels as codes, and which effects they can tell apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.estimators.mixed.terms import Term

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]
Flags = NDArray[np.bool_]

FEWEST = 3
"""Participants in a group, or ratings in a cell, below which nothing is said about it."""
PER = 10.0

MEAN, VISIBLE, SHOWN, PLACEBO = "mean", "visibility", "displayed score", "placebo score"
PARTICIPANT, PROFILE = "participant", "profile"


@dataclass(frozen=True, slots=True)
class Ratings:
    """All arrays of shape (n,), nothing missing. participant, profile: codes from 0; levels: displayed score
    where shown, placebo score elsewhere; notes: sentences about what was left out; covariates: by name,
    about their means.
    """

    y: Floats
    participant: Codes
    profile: Codes
    shown: Flags
    levels: Floats
    notes: tuple[str, ...]
    covariates: Mapping[str, Floats]

    @property
    def n(self) -> int:
        return len(self.y)

    @property
    def participants(self) -> int:
        return int(self.participant.max(initial=-1)) + 1

    @property
    def profiles(self) -> int:
        return int(self.profile.max(initial=-1)) + 1

    @property
    def visible(self) -> Floats:
        """1/2 where shown, -1/2 where hidden."""
        return np.where(self.shown, 0.5, -0.5)

    def slope(self, mean: float, *, shown: bool) -> Floats:
        """Score less the design's mean level, in tens, where shown (or where hidden); 0 elsewhere."""
        return np.where(self.shown == shown, (self.levels - mean) / PER, 0.0)


def ratings(
    outcome: ArrayLike,
    participants: ArrayLike,
    profiles: ArrayLike,
    shown: ArrayLike,
    levels: ArrayLike,
    *,
    covariates: Mapping[str, ArrayLike] | None = None,
) -> Ratings:
    """Rows with a missing outcome or displayed score are left out; a hidden rating without a placebo score
    stays where none has one. A missing covariate becomes the mean of the rows that stay, with an indicator.

    All of shape (n,). outcome, levels, covariates: nan is missing; shown: 0 or 1.
    Raises ValueError for arrays of different length, a `shown` other than 0 and 1, or a covariate with the
    name of a condition.
    """
    y, score = (np.asarray(v, dtype=float).ravel() for v in (outcome, levels))
    who, what = (np.asarray(v).ravel() for v in (participants, profiles))
    flag = np.asarray(shown).ravel().astype(float)
    beside = {name: np.asarray(v, dtype=float).ravel() for name, v in (covariates or {}).items()}
    if len({len(v) for v in (y, score, who, what, flag, *beside.values())}) > 1:
        raise ValueError("outcome, participants, profiles, shown, levels and covariates must be equally long")
    if not np.isin(flag, (0, 1)).all():
        raise ValueError("shown must be 1 where the score was displayed and 0 elsewhere")
    if taken := {MEAN, VISIBLE, SHOWN, PLACEBO} & set(beside):
        raise ValueError(f"covariates must have names other than those of the conditions: {sorted(taken)}")
    visible = flag == 1
    if not np.isfinite(score[~visible]).any():
        score = np.where(visible, score, np.nan_to_num(score))
    keep = np.isfinite(y) & np.isfinite(score)
    notes = []
    if (~keep).any():
        notes.append(f"{int((~keep).sum())} of {len(y)} ratings are missing and were left out.")
    for which, name in ((visible, "score was displayed"), (~visible, "score was hidden")):
        few = len(np.unique(who[keep & which]))
        if 0 < few < FEWEST:
            notes.append(f"The {name} for {few} participants only: their ratings were left out.")
            keep &= ~which
    columns = _filled({name: v[keep] for name, v in beside.items()}, notes)
    who, what = _codes(who[keep]), _codes(what[keep])
    return Ratings(y[keep], who, what, visible[keep], score[keep], tuple(notes), columns)


def _filled(covariates: Mapping[str, Floats], notes: list[str]) -> dict[str, Floats]:
    """Centred at their means; a missing one at the mean, with an indicator and a sentence."""
    found: dict[str, Floats] = {}
    for name, values in covariates.items():
        there = np.isfinite(values)
        if not there.any():
            if len(values):
                notes.append(f"The covariate {name} is missing everywhere and was left out.")
            continue
        about = np.where(there, values - values[there].mean(), 0.0)
        # A constant keeps the rounding of its mean: that is no variation.
        vary = np.abs(about).max() > 1e-12 * np.abs(values[there]).max()
        found[name] = about if vary else np.zeros(len(values))
        if not there.all():
            gone = int((~there).sum())
            notes.append(
                f"The covariate {name} is missing for {gone} ratings: set to its mean, with an indicator."
            )
            found[f"{name} missing"] = np.where(there, 0.0, 1.0) - gone / len(values)
    return found


def independent(columns: Sequence[Floats]) -> list[bool]:
    """Which columns, in this order, add something to those before them."""
    kept: list[Floats] = []
    found = []
    for column in columns:
        size = float(np.linalg.norm(column))
        rest = column / size if size else column
        for other in (*kept, *kept):
            rest = rest - other * (other @ rest)
        adds = bool(float(np.linalg.norm(rest)) > 1e-9)
        found.append(adds)
        if adds:
            kept.append(rest / np.linalg.norm(rest))
    return found


def random_terms(
    data: Ratings, mean: float, *, correlated: bool = False
) -> tuple[tuple[Term, ...], tuple[str, ...]]:
    """(1 + D || participant) + (1 + V + D || profile), less what these ratings cannot tell from the rest,
    with a sentence for each such component. V and D stand where the ratings have both groups, or two levels.
    """
    visibility = bool(data.shown.any() and not data.shown.all())
    line = len(np.unique(data.levels[data.shown])) > 1
    ones, visible = np.ones(data.n), data.visible
    shown = data.slope(mean, shown=True)
    wanted = (
        (PARTICIPANT, data.participant, ((MEAN, ones, True), (SHOWN, shown, line))),
        (PROFILE, data.profile, ((MEAN, ones, True), (VISIBLE, visible, visibility), (SHOWN, shown, line))),
    )
    terms, notes = [], []
    for group, codes, columns in wanted:
        names, kept = [], []
        for name, values, asked in columns:
            if not asked:
                continue
            if _varies_within(codes, values if name != MEAN else None, data.shown if name == SHOWN else None):
                names.append(name)
                kept.append(values)
            else:
                notes.append(f"{name} | {group} cannot be told from the rest here and was left out.")
        if names:
            terms.append(Term(group, tuple(names), codes, np.column_stack(kept), correlated=correlated))
    return tuple(terms), tuple(notes)


def _varies_within(codes: Codes, values: Floats | None, where: Flags | None) -> bool:
    """Whether some level of the grouping has two ratings, and among them (those `where`) two values."""
    if where is not None:
        codes, values = codes[where], values[where] if values is not None else None
    if not len(codes):
        return False
    if values is None:
        return bool((np.bincount(codes) > 1).any())
    low, high = (np.full(int(codes.max()) + 1, start) for start in (np.inf, -np.inf))
    np.minimum.at(low, codes, values)
    np.maximum.at(high, codes, values)
    return bool((high > low).any())


def _codes(labels: NDArray[np.generic]) -> Codes:
    return np.asarray(np.unique(labels, return_inverse=True)[1], dtype=np.intp)
