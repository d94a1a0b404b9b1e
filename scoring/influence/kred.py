"""The Kred-like scores: Influence, from what others do, and an Outreach level that never falls."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.influence.activity import Activity, parts
from scoring.influence.card import Card, Principle, Scores, version_of
from scoring.influence.curve import Curve
from scoring.influence.window import total

Floats = NDArray[np.float64]
_CHUNK = 250  # accounts at a time

CURVE = Curve(
    (0.0, 1.34, 1.94, 2.29, 2.86, 3.39, 3.88, 4.32, 4.6, 5.12, 6.4),
    (1.0, 14.0, 130.2, 340.0, 523.0, 628.0, 711.0, 761.0, 783.0, 874.0, 1000.0),
)
"""Knots at percentiles of the real accounts of 2013; `fitting.py` computes them."""

THRESHOLDS = (100.0, 270.0, *(100 * float(np.exp(level)) for level in range(2, 25)))
"""Points for levels 1, 2, 3 ...: the first two published, the others inferred from them, e times the last."""


@dataclass(frozen=True, slots=True)
class KredLike:
    """The points are published; window, curve and what a plain post brings are not. The version has all."""

    act: float = 10.0
    kred_received: float = 70.0
    kred_given: float = 30.0
    window_days: int = 1000
    curve: Curve = CURVE
    thresholds: tuple[float, ...] = THRESHOLDS

    @property
    def kind(self) -> str:
        return "kred_like"

    @property
    def card(self) -> Card:
        return CARD

    @property
    def version(self) -> str:
        return version_of(self, edition=1)

    def daily(self, activity: Activity) -> Scores:
        """values: Influence; levels: Outreach. (accounts, days), a few accounts in memory at a time."""
        values = np.empty(activity.shape, np.float32)
        levels = np.empty(activity.shape, np.int16)
        left = np.maximum(0, 1 - np.arange(1, activity.shape[1] + 1) / self.window_days)
        for rows, some in parts(activity, accounts=_CHUNK):
            points = total(self._received(some), days=self.window_days)
            values[rows] = self.influence(points + some.influence_before[:, None] * left)
            given = np.cumsum(self._given(some), axis=1, dtype=np.float64)
            levels[rows] = self.outreach(given + some.outreach_before[:, None])
        return Scores(self.kind, self.version, values, levels)

    def _received(self, some: Activity) -> Floats:
        points = np.zeros(some.shape)
        for one in some.networks.values():
            points += self.act * (one.replies_received + one.reshares_received)
            points += self.kred_received * one.kreds_received
        return points

    def _given(self, some: Activity) -> Floats:
        points = np.zeros(some.shape)
        for one in some.networks.values():
            points += self.act * one.content + self.kred_given * one.kreds
        return points

    def influence(self, points: ArrayLike) -> Floats:
        """1-1000 of the points received within the window."""
        return self.curve.at(np.log10(np.add(points, 1.0)))

    def outreach(self, points: ArrayLike) -> NDArray[np.int16]:
        """The level of all points ever given."""
        return np.searchsorted(self.thresholds, np.asarray(points), side="right").astype(np.int16)

    def text(self, value: float, level: int | None = None) -> str:
        """As it was written: "719 over 5"."""
        return f"{value:.0f}" if level is None else f"{value:.0f} over {level}"


_RULES = "https://www.score.kred/rules"
_OUTREACH = "https://docs.score.kred/docs/scoring-outreach-1"
_INFLUENCE = "https://docs.score.kred/docs/scoring-influenc"
_CURVE = "https://www.peoplebrowsr.com/blog/2015/01/how-we-calculate-kred-influence-2"

CARD = Card(
    name="Kred-like",
    low=1,
    high=1000,
    principles=(
        Principle(
            "Influence: 10 points for each reply, mention or reshare received.",
            "published",
            (_INFLUENCE,),
        ),
        Principle(
            "A +Kred brings 70 points of Influence to who receives it, 30 of Outreach to who gives it.",
            "published",
            ("http://blog.kred.com/page/11/",),
        ),
        Principle(
            "Outreach: 10 points for each reply, mention or reshare given; its level never falls.",
            "published",
            (_OUTREACH, _RULES),
        ),
        Principle("Outreach level 1 at 100 points, level 2 at 270.", "published", (_OUTREACH,)),
        Principle(
            "Each further level takes about 2.72 times the points, and a plain post is one act of 10 points:"
            " a rule read off the first two levels and off real accounts, of which it gives 64 % exactly.",
            "inferred",
        ),
        Principle("Points become Influence by a curve, normalised to 1,000.", "published", (_CURVE, _RULES)),
        Principle("Where that curve runs: at the percentiles of real accounts of March 2013.", "inferred"),
        Principle("Influence counts the points of the last 1,000 days, all alike.", "chosen"),
    ),
    claims_not=(
        "Kred's curve was never published: this is not Kred and does not reproduce it.",
        "What follows, lists, likes and accounts of more than 10,000 followers brought was never found:"
        " they bring nothing here.",
        "Influence is not renormalised as everybody gains points: its curve stands still.",
    ),
)
