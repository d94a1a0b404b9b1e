"""An outcome that is taken at every visit: its arrays, and every way of estimating what the score did.

The models cross participants with profiles; beside them stand rows of one number a participant, which speak
of this pool of profiles only. Each model is fitted once, when a contrast first needs it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from math import nan

import numpy as np

from scoring.estimators.estimate import Estimate, t_row
from scoring.estimators.hedges import standardised
from scoring.estimators.logit import marginal_slope
from scoring.estimators.mixed.crossed import Crossed, crossed
from scoring.estimators.mixed.means import LevelMeans, level_means
from scoring.estimators.mixed.robust import (
    Regressed,
    first_rating,
    level_by_position,
    order_adjusted,
    this_pool,
    two_way,
)
from scoring.estimators.mixed.shapes import Curve, Step, TwoLines, curve, step, two_lines
from scoring.estimators.robin_hood import RobinHood, robin_hood
from scoring.estimators.shares import as_probability, linear_probability, share_difference
from scoring.estimators.slopes import Slopes, mean_slope, participant_slopes, spread
from scoring.estimators.welch import welch
from scoring.moments import moments
from surveys.analysis.data import Data, Flags
from surveys.analysis.design import Design
from surveys.analysis.frames import Floats, Ints

HIDDEN_SD = "SD of single ratings where the score was hidden, exact J, noncentral-t interval"
PER = 10.0


@dataclass(frozen=True)
class Visited:
    """y, level, profile: (n, v); shown, hidden: masks of shape (n,); levels: of the design, ascending.
    choices: whether y is yes (1) or no (0).
    """

    y: Floats
    level: Floats
    profile: Ints
    shown: Flags
    hidden: Flags
    levels: tuple[float, ...]
    choices: bool = False

    @property
    def mean_level(self) -> float:
        """Of the design, not of the data: the model's centre must not move with who came."""
        return float(np.mean(self.levels)) if self.levels else nan

    @cached_property
    def ratings(self) -> tuple[Floats, Ints, Ints, Floats, Floats]:
        """One row a rating of the two groups: outcome, participant, profile, shown, level."""
        among = self.shown | self.hidden
        people, visits = self.y[among].shape
        who = np.repeat(np.arange(people), visits)
        shown = np.repeat(self.shown[among].astype(float), visits)
        return self.y[among].ravel(), who, self.profile[among].ravel(), shown, self.level[among].ravel()

    @cached_property
    def line(self) -> Crossed:
        return self._fit(*self.ratings, mean_level=self.mean_level)

    @cached_property
    def means(self) -> LevelMeans:
        return level_means(*self.ratings, mean_level=self.mean_level)

    @cached_property
    def correlated(self) -> Crossed:
        return self._fit(*self.ratings, mean_level=self.mean_level, correlated=True)

    @property
    def _fit(self) -> Callable[..., Crossed]:
        return linear_probability if self.choices else crossed

    @property
    def positions(self) -> Ints:
        """Of each rating, from 1."""
        return np.tile(np.arange(1, self.y.shape[1] + 1), int((self.shown | self.hidden).sum()))

    @cached_property
    def means_correlated(self) -> LevelMeans:
        return level_means(*self.ratings, mean_level=self.mean_level, correlated=True)

    @cached_property
    def in_order(self) -> Regressed:
        """Given position and the score before."""
        return order_adjusted(*self.ratings, self.positions, mean_level=self.mean_level)

    @property
    def drift(self) -> Estimate:
        """The change of the slope where shown from one position to the next."""
        return level_by_position(*self.ratings, self.positions, mean_level=self.mean_level)

    @property
    def first(self) -> Estimate:
        """The slope between participants, of first ratings alone."""
        y, _, profile, shown, level = self.ratings
        return first_rating(y, shown, level, self.positions, profiles=profile)

    @cached_property
    def clustered(self) -> Regressed:
        return two_way(*self.ratings, mean_level=self.mean_level)

    @cached_property
    def pooled(self) -> Regressed:
        return this_pool(*self.ratings, mean_level=self.mean_level)

    @cached_property
    def curve(self) -> Curve:
        return curve(self.means)

    def step(self, high: float) -> Step:
        """Between the two displayed scores of which this is the upper one."""
        return step(self.means, threshold=high)

    def two_lines(self, turning: float) -> TwoLines:
        return two_lines(self.means, break_at=turning)

    @cached_property
    def suggested(self) -> RobinHood:
        """Two slopes about a break that the data suggest, of profiles like these."""
        y, who, profile, shown, level = self.ratings
        here = shown == 1
        return robin_hood(y[here], level[here], who[here], profile[here])

    @cached_property
    def hidden_spread(self) -> tuple[float, float]:
        """SD of single ratings where hidden, and its df: what effects of one outcome are compared in."""
        return spread(self.y[self.hidden])

    def modelled(self, row: Estimate) -> Estimate:
        """A row of a straight-line model with its effect size; of choices, named a probability's."""
        return self.sized(as_probability(row, self.ratings[0]) if self.choices else row)

    def sized(self, row: Estimate) -> Estimate:
        """With the standardised effect, where there is a spread to divide by."""
        sd, df = self.hidden_spread
        if not (sd > 0 and row.se > 0):
            return row
        return row.with_effect(standardised(row, sd=sd, sd_df=df, standardiser=HIDDEN_SD))

    def slopes(self, who: Flags, per: float = PER) -> Slopes:
        people, visits = self.y[who].shape
        rows = np.repeat(np.arange(people), visits)
        return participant_slopes(rows, self.level[who].ravel(), self.y[who].ravel(), per=per)

    def own_slope(self, who: Flags) -> Estimate:
        """The mean of participants' own least-squares slopes."""
        sd, df = self.hidden_spread
        found = self.slopes(who)
        profiles = self.profiles(who)
        if not who.any():
            return replace(mean_slope(found, n_profiles=profiles), warnings=("Nobody is in this group.",))
        if not sd > 0:
            return mean_slope(found, n_profiles=profiles)
        return mean_slope(found, sd=sd, sd_df=df, standardiser=HIDDEN_SD, n_profiles=profiles)

    def own_slopes(self) -> Estimate:
        """Participants' own slopes where shown, less those where hidden; Welch."""
        shown, hidden = self.slopes(self.shown).slope, self.slopes(self.hidden).slope
        among = self.shown | self.hidden
        ratings = int((~np.isnan(self.y[among])).sum())
        return self.sized(welch(shown, hidden, n_profiles=self.profiles(among), n_ratings=ratings))

    def logit_slope(self) -> Estimate:
        """Of choices where a score was shown: the marginal effect of a logistic slope."""
        people, visits = self.y[self.shown].shape
        who = np.repeat(np.arange(people), visits)
        y, level = self.y[self.shown].ravel(), self.level[self.shown].ravel()
        return self.sized(marginal_slope(y, who, level, n_profiles=self.profiles(self.shown)))

    def own_means(self, level: float | None = None) -> Estimate:
        """Shown (at this level, or over all) less hidden, of participants' means, or shares of yes; Welch."""
        table = self.y if level is None else np.where(self.level == level, self.y, np.nan)
        if self.choices:
            return self.sized(self._own_shares(table))
        shown, hidden = row_means(table)[self.shown], row_means(self.y)[self.hidden]
        ratings = int((~np.isnan(table[self.shown])).sum() + (~np.isnan(self.y[self.hidden])).sum())
        among = self.shown | self.hidden
        return self.sized(welch(shown, hidden, n_profiles=self.profiles(among), n_ratings=ratings))

    def _own_shares(self, table: Floats) -> Estimate:
        """table: the choices that count where shown."""
        among = self.shown | self.hidden
        y = np.where(self.shown[:, None], table, self.y)[among]
        people, visits = y.shape
        who, shown = (np.repeat(v, visits) for v in (np.arange(people), self.shown[among].astype(float)))
        return share_difference(who, y.ravel(), shown, n_profiles=self.profiles(among))

    def own_step(self, low: float, high: float) -> Estimate:
        """Rating at one displayed score less that at another, of those who gave both; one-sample t."""
        first, second = (
            row_means(np.where(self.level == s, self.y, np.nan))[self.shown] for s in (low, high)
        )
        m = moments(second - first)
        row = replace(
            t_row(m.mean, m.se, m.n - 1.0),
            n_participants=m.n,
            n_profiles=self.profiles(self.shown),
            n_ratings=2 * m.n,
            method="Mean of participants' own differences, one-sample t; this pool of profiles",
            warnings=() if m.n > 1 and m.m2 > 0 else (f"Too few to compare: {m.n} rated both.",),
        )
        return self.sized(row)

    def profiles(self, who: Flags) -> int:
        rated = self.profile[who][~np.isnan(self.y[who])]
        return len(np.unique(rated[rated >= 0]))


def visited(design: Design, data: Data, name: str, *, choices: bool = False) -> Visited:
    return Visited(
        data.values[name],
        data.level,
        data.profile,
        np.isin(data.arm, design.shown),
        np.isin(data.arm, design.hidden),
        design.levels or design.computed,
        choices,
    )


def row_means(table: Floats) -> Floats:
    """Mean of what is there in each row; nan where nothing is. Shape (n, v) to (n,)."""
    seen = (~np.isnan(table)).sum(axis=1)
    means = np.full(len(table), np.nan)
    np.divide(np.nansum(table, axis=1), seen, out=means, where=seen > 0)
    return means
