"""The Klout-like score: the published principles with weights of our own.

In a network, with R the effective reactions and P the pieces of content, both means a day over the last 90
days in which recent days count more, power = R / (P + floor) ** dilution + audience. Networks and real-world
fame add; the score is a rising curve of the logarithm of the sum.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.influence.activity import TYPICAL_LOAD, Activity, Record, parts
from scoring.influence.card import Card, Principle, Scores, version_of
from scoring.influence.curve import Curve
from scoring.influence.window import recent

Floats = NDArray[np.float64]
_CHUNK = 250  # accounts at a time: a year of one column stays in the processor's cache
_NOTHING = 1e-9  # far below the first knot: the logarithm of no power at all

CURVE = Curve(
    (-2.38, -2.24, -1.84, -1.6, -1.15, -0.64, -0.12, 0.34, 0.63, 1.18, 3.6),
    (10.0, 11.8, 16.9, 21.4, 32.2, 41.8, 47.7, 55.3, 59.9, 66.0, 100.0),
)
"""Knots at percentiles of the real accounts of 2013; `fitting.py` computes them."""


@dataclass(frozen=True, slots=True)
class KloutLike:
    """All constants are chosen here, save the 90 days. They are part of the version."""

    window_days: int = 90
    half_life: float = 20.0
    like: float = 1.0
    reply: float = 2.0
    reshare: float = 3.0
    dilution: float = 0.15
    content_floor: float = 0.1
    audience: float = 0.002
    audience_power: float = 0.35
    listing: float = 10.0
    curve: Curve = CURVE

    @property
    def kind(self) -> str:
        return "klout_like"

    @property
    def card(self) -> Card:
        return CARD

    @property
    def version(self) -> str:
        return version_of(self, edition=1)

    def daily(self, activity: Activity) -> Scores:
        """(accounts, days) of scores; beside them only a few accounts' columns are in memory at a time."""
        values = np.empty(activity.shape, np.float32)
        for rows, some in parts(activity, accounts=_CHUNK):
            powers = [self._network(one) for one in some.networks.values()]
            values[rows] = self.score(sum(powers), some.fame[:, None])
        return Scores(self.kind, self.version, values)

    def _network(self, one: Record) -> Floats:
        weighed = self.like * one.likes_received + self.reply * one.replies_received
        weighed += self.reshare * one.reshares_received
        days, half_life = self.window_days, self.half_life
        reactions = recent(
            self.effective(weighed, one.reactors, one.reactor_load), days=days, half_life=half_life
        )
        content = recent(one.content, days=days, half_life=half_life)
        return self.power(reactions, content, one.followers, one.listed)

    def effective(self, weighed: ArrayLike, reactors: ArrayLike, load: ArrayLike = TYPICAL_LOAD) -> Floats:
        """A day's reactions, as many as they count: fewer where few people made them, or people who react
        to everything. Geometric mean of weighed reactions and people, over the root of the load (at least 1).
        """
        found = np.sqrt(np.multiply(weighed, reactors) / np.maximum(load, 1.0))
        return np.asarray(found, dtype=np.float64)

    def power(
        self, reactions: ArrayLike, content: ArrayLike, followers: ArrayLike, listed: ArrayLike
    ) -> Floats:
        """Of one network: what its reactions and, a little, its audience add."""
        earned = np.divide(reactions, np.add(content, self.content_floor) ** self.dilution)
        heard = np.add(followers, np.multiply(self.listing, listed)) ** self.audience_power
        return np.asarray(earned + self.audience * heard, dtype=np.float64)

    def score(self, power: ArrayLike, fame: ArrayLike = 0.0) -> Floats:
        """Of the power of all networks together and of fame (as the score that it alone would show)."""
        known = np.where(np.greater(fame, 0), 10 ** self.curve.index_of(fame), 0.0)
        return self.curve.at(np.log10(np.maximum(np.add(power, known), _NOTHING)))

    def text(self, value: float, level: int | None = None) -> str:
        return f"{value:.0f}"


_SCORING = "http://www.returnoninfluence.com/2012/08/how-the-klout-score-is-calculated/"
_RATIO = "https://growingsocialmedia.com/klout-influential-social-media/"
_DROP = "http://support.klout.com/customer/en/portal/articles/683877-why-did-my-klout-score-drop-"
_FAME = (
    "http://articles.chicagotribune.com/2012-08-15/business/"
    "sns-rt-startup-kloutl2e8jf0hc-20120814_1_klout-score-online-influence-new-algorithm"
)

CARD = Card(
    name="Klout-like",
    low=1,
    high=100,
    principles=(
        Principle("Only the last 90 days count; what is older drops off day by day.", "published", (_DROP,)),
        Principle(
            "Newer days count more than older ones.",
            "published",
            ("https://computer.howstuffworks.com/internet/social-networking/information/klout1.htm",),
        ),
        Principle(
            "Reactions for each piece of content: 100 reshares of 10 posts count more than of 1,000.",
            "published",
            (_RATIO, _SCORING),
        ),
        Principle(
            "Different people: reactions of 100 people count more than 100 of one person.",
            "published",
            (_RATIO, _SCORING),
        ),
        Principle(
            "Selective people: the more somebody reacts to on a day, the less each reaction counts.",
            "published",
            (_RATIO, _SCORING),
        ),
        Principle(
            "Networks add and are never averaged: one more can only help.", "published", (_RATIO, _SCORING)
        ),
        Principle(
            "Followers are a small part of it.",
            "published",
            ("http://mostraining.com/what-does-your-klout-score-mean/",),
        ),
        Principle("Fame in the real world counts too.", "published", (_FAME,)),
        Principle("The higher the score, the harder the next point: a curve of the logarithm.", "inferred"),
        Principle("Where the curve runs: at the percentiles of real accounts of March 2013.", "inferred"),
        Principle(
            "A connected account that does nothing shows 10, the lowest of those accounts.", "inferred"
        ),
        Principle("Every weight, and how fast days fade (by half in 20 days).", "chosen"),
    ),
    claims_not=(
        "Klout's weights and its decay were never published: this is not Klout and does not reproduce it.",
        "Its curve follows one self-selected sample of accounts, not all people.",
        "The real score also looked at who reacted; here every reactor counts alike but for selectivity.",
    ),
)
