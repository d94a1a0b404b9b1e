"""A participant's own Klout-like score while they act in a feed: how far it has moved from its start.

For exploration only: a score that follows acts makes its dose depend on who gets it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scoring.influence.activity import TYPICAL_LOAD, activity, record
from scoring.influence.klout import KloutLike

USUAL = 2.0
"""Pieces of content a day before the feed began. Chosen."""
LIKES_COUNT = 0.1
"""What a like that is given draws, in pieces of content: hardly anything. Chosen."""
_SYSTEM = KloutLike()


@dataclass(frozen=True, slots=True)
class Day:
    """What was done on one day of the feed."""

    posts: int = 0
    replies: int = 0
    shares: int = 0
    likes: int = 0

    @property
    def pieces(self) -> float:
        return self.posts + self.replies + self.shares


def moved(start: float, done: Sequence[Day], *, days: int) -> float:
    """Points that the score has moved from `start`, unrounded, after these days of the feed.

    Somebody who had `start` for the whole window before, by USUAL pieces a day and the likes of as many
    people as that score takes. Each piece draws as many likes as before, so that more pieces lift the score,
    though diluted, and days off let it sink. days: how many of the engine's days one of the feed stands for
    (at least 1). Raises ValueError where start is off the curve's range or days is below 1.
    """
    lowest, highest = _SYSTEM.curve.y[0], _SYSTEM.curve.y[-1]
    if not lowest <= start <= highest:
        raise ValueError(f"start must lie between {lowest:g} and {highest:g}, not {start:g}")
    if days < 1:
        raise ValueError(f"days must be at least 1, not {days}")
    if not done:
        return 0.0
    before = np.full(_SYSTEM.window_days, USUAL)
    pieces = np.concatenate([before, np.repeat([float(day.pieces) for day in done], days)])
    given = np.repeat([LIKES_COUNT * day.likes for day in done], days)
    drawn = pieces + np.concatenate([np.zeros(_SYSTEM.window_days), given])
    power = 10 ** float(_SYSTEM.curve.index_of(start))
    likes = (
        power * (USUAL + _SYSTEM.content_floor) ** _SYSTEM.dilution * TYPICAL_LOAD**0.5 / _SYSTEM.like**0.5
    )
    one = record(posts=pieces[None, :], likes_received=(drawn * likes / USUAL)[None, :])
    return float(_SYSTEM.daily(activity({"feed": one})).values[0, -1]) - start
