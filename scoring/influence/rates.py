"""What an account's counts say about its activity: guesses, fitted to aggregates of real accounts.

None of the constants here is a published fact. They were chosen so that the scores of `sampled` accounts have
the norms' regressions, band means and correlation (`comparison.py` gives the figures).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.influence.accounts import Accounts

Floats = NDArray[np.float64]

FOLLOWERS, POSTS, LISTED = 230.0, 1758.0, 5.0  # of a typical account,
CONTENT, REACTIONS = 1.76, 0.4  # and what it writes and receives a day
LIKES, REPLIES, RESHARES = 0.45, 0.35, 0.2  # shares of its reactions
DAYS = 1000.0

BY_FOLLOWERS, BY_CONTENT = 0.6, 0.48
"""Exponents of reactions: tenfold followers bring four times as many, tenfold content three times."""
CONTENT_BY_POSTS = 0.6  # those who have written most have mostly been at it longest
HEAVY, BY_HEAVY = 10_000.0, -0.5  # beyond so many posts in a lifetime, reactions to each fall
LATELY_BY_LISTED, LONG_BY_LISTED = 0.25, -0.06
LASTING, PASSING = 0.27, 0.43
"""SD (log10) of what counts leave open: how much an account is reacted to, for long and only lately."""


@dataclass(frozen=True, slots=True, eq=False)
class Rates:
    """content: pieces a day; reactions: received a day, all kinds, both of the last months; acts: replies and
    reshares received in the last 1,000 days. One shape.
    """

    content: Floats
    reactions: Floats
    acts: Floats


def rates(known: Accounts, *, lasting: ArrayLike = 0.0, passing: ArrayLike = 0.0) -> Rates:
    """lasting, passing: in SD, what the counts leave open of an account, 0 for the middle; they broadcast
    with (accounts,). Posts and reactions a day are taken as given where they are.
    """
    followers, posts, listed = (
        np.log10((value + 1) / (typical + 1))
        for value, typical in ((known.followers, FOLLOWERS), (known.posts, POSTS), (known.listed, LISTED))
    )
    heavy = np.maximum(0, np.log10((known.posts + 1) / HEAVY))
    stays = BY_FOLLOWERS * followers + LASTING * np.asarray(lasting)
    wrote = np.where(
        np.isnan(known.posts_per_day), CONTENT * 10 ** (CONTENT_BY_POSTS * posts), known.posts_per_day
    )
    lately = stays + LATELY_BY_LISTED * listed + BY_HEAVY * heavy + PASSING * np.asarray(passing)
    reacted = REACTIONS * 10**lately * (wrote / CONTENT) ** BY_CONTENT
    reactions = np.where(np.isnan(known.reactions_per_day), reacted, known.reactions_per_day)
    long = stays + BY_CONTENT * posts + LONG_BY_LISTED * listed
    acts = (REPLIES + RESHARES) * REACTIONS * DAYS * 10**long
    content, reactions, acts = np.broadcast_arrays(wrote, reactions, acts)
    return Rates(content, reactions, acts)


def people(reactions: ArrayLike) -> Floats:
    """How many different people are behind a day's reactions: 1 behind one, 54 behind 80. Chosen."""
    return np.asarray(np.multiply(reactions, (np.add(reactions, 1.0) / 2) ** -0.1), dtype=np.float64)
