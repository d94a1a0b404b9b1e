"""The crossed model with a mean of its own for each displayed level: shown at a level against hidden."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike

from scoring.estimators.estimate import LEVEL, Estimate, check_level
from scoring.estimators.mixed.model import Fitted, Model, model
from scoring.estimators.mixed.ratings import FEWEST, PLACEBO, ratings

HIDDEN = "the hidden score"


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelMeans:
    """levels: displayed, sorted, shape (k,), as are means (of ratings shown at that level) and
    shown_less_hidden (with Holm still to do); hidden: the mean where hidden, at the design's mean level.
    between: (lower, higher, higher minus lower) for each two levels. model, thin: for further contrasts;
    thin: levels with too few ratings.
    """

    about: Fitted
    levels: tuple[float, ...]
    means: tuple[Estimate, ...]
    hidden: Estimate
    shown_less_hidden: tuple[Estimate, ...]
    between: tuple[tuple[float, float, Estimate], ...]
    model: Model
    thin: dict[str, int]

    def contrast(self, weights: ArrayLike, *, level: float = LEVEL) -> Estimate:
        """A weighted sum of the level means, e.g. a linear contrast or a step beside the line.

        weights: shape (k,), in the order of `levels`. Raises ValueError for another number of weights.
        """
        given = np.asarray(weights, dtype=float)
        if given.shape != (len(self.levels),):
            raise ValueError(f"one weight a level is needed: {len(self.levels)}, not {given.size}")
        named = {_key(s): w for s, w in zip(self.levels, given.tolist(), strict=True) if w}
        return self.model.row(named, level=level, thin=self.thin)


def level_means(
    outcome: ArrayLike,
    participants: ArrayLike,
    profiles: ArrayLike,
    shown: ArrayLike,
    levels: ArrayLike,
    *,
    mean_level: float,
    correlated: bool = False,
    level: float = LEVEL,
) -> LevelMeans:
    """Arguments, missing values and errors as for `crossed`, and the same random effects: with one rating a
    level and person, no more than the line can vary over participants.
    """
    check_level(level)
    data = ratings(outcome, participants, profiles, shown, levels)
    displayed, counts = np.unique(data.levels[data.shown], return_counts=True)
    named = {HIDDEN: (~data.shown).astype(float)}
    named |= {_key(s): (data.shown & (data.levels == s)).astype(float) for s in displayed.tolist()}
    named[PLACEBO] = data.slope(mean_level, shown=False)
    found = model(data, named, mean_level=mean_level, correlated=correlated)
    thin = {_key(s): n for s, n in zip(displayed.tolist(), counts.tolist(), strict=True) if n < FEWEST}

    def row(weights: dict[str, float]) -> Estimate:
        return found.row(weights, level=level, thin=thin)

    return LevelMeans(
        about=found.about,
        levels=tuple(displayed.tolist()),
        means=tuple(row({_key(s): 1}) for s in displayed.tolist()),
        hidden=row({HIDDEN: 1}),
        shown_less_hidden=tuple(row({_key(s): 1, HIDDEN: -1}) for s in displayed.tolist()),
        between=tuple((a, b, row({_key(a): -1, _key(b): 1})) for a, b in combinations(displayed.tolist(), 2)),
        model=found,
        thin=thin,
    )


def _key(score: float) -> str:
    return f"score {score:.10g}"
