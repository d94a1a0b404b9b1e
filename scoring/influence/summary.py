"""Scores of real accounts from a line of counts each: the way in for whoever has a table of accounts.

`scores_of(followers=..., posts=..., listed=...)` gives the scores to expect of such accounts, near the norms'
regressions and band means; what counts cannot tell is averaged over, so these vary less than scores did.
With an `rng` it is drawn for each account instead: then their percentiles and correlation are the norms' too,
and a single account's score is only plausible.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.influence.accounts import Accounts, accounts
from scoring.influence.klout import KloutLike
from scoring.influence.kred import KredLike
from scoring.influence.rates import LIKES, REPLIES, RESHARES, Rates, people, rates

Floats = NDArray[np.float64]
_NODES, _WEIGHTS = (values.tolist() for values in np.polynomial.hermite_e.hermegauss(7))


@dataclass(frozen=True, slots=True, eq=False)
class Summary:
    """klout (1-100), influence (1-1000), outreach (levels), all (accounts,); nan where an account has no
    counts. Versions are those of the two systems.
    """

    klout: Floats
    influence: Floats
    outreach: Floats
    klout_version: str
    kred_version: str
    warnings: tuple[str, ...] = ()


def scores_of(
    *,
    followers: ArrayLike | None = None,
    posts: ArrayLike | None = None,
    listed: ArrayLike | None = None,
    following: ArrayLike | None = None,
    posts_per_day: ArrayLike | None = None,
    reactions_per_day: ArrayLike | None = None,
    fame: ArrayLike = 0.0,
    rng: np.random.Generator | None = None,
) -> Summary:
    """Klout-like and Kred-like scores of accounts known by counts: columns of one length, any missing.

    followers, following, posts (in a lifetime), listed; where known also posts and reactions a day over the
    last months; fame as in `Activity`. Missing columns and nan are guessed, and `warnings` says so. Raises
    ValueError as `accounts` does.
    """
    known = accounts(
        followers=followers,
        posts=posts,
        listed=listed,
        following=following,
        posts_per_day=posts_per_day,
        reactions_per_day=reactions_per_day,
    )
    return summary(known, fame=fame, rng=rng)


def summary(known: Accounts, *, fame: ArrayLike = 0.0, rng: np.random.Generator | None = None) -> Summary:
    """The same of `Accounts`."""
    klout, kred = KloutLike(), KredLike()
    if rng is None:
        shown = _expected(known, fame, klout, kred)
    else:
        drawn = rates(known, lasting=rng.standard_normal(len(known)), passing=rng.standard_normal(len(known)))
        shown = steady_klout(klout, known, drawn, fame), kred.influence(kred.act * drawn.acts)
    given = np.where(np.isnan(known.posts), np.nan, kred.outreach(kred.act * known.posts))
    nothing = np.isnan(known.followers)
    klouts, influence, outreach = (np.where(nothing, np.nan, value) for value in (*shown, given))
    return Summary(klouts, influence, outreach, klout.version, kred.version, known.warnings)


def steady_klout(system: KloutLike, known: Accounts, steady: Rates, fame: ArrayLike = 0.0) -> Floats:
    """The score of accounts that have gone on like this for the whole window, on one network."""
    weighed = steady.reactions * (system.like * LIKES + system.reply * REPLIES + system.reshare * RESHARES)
    reactions = system.effective(weighed, people(steady.reactions))
    return system.score(system.power(reactions, steady.content, known.followers, known.listed), fame)


def _expected(known: Accounts, fame: ArrayLike, klout: KloutLike, kred: KredLike) -> tuple[Floats, Floats]:
    """Means over what counts leave open, by Gauss-Hermite quadrature with 7 nodes in each direction."""
    shown, influence = np.zeros(len(known)), np.zeros(len(known))
    for (lasting, a), (passing, b) in product(zip(_NODES, _WEIGHTS, strict=True), repeat=2):
        weight = a * b / (2 * np.pi)
        found = rates(known, lasting=lasting, passing=passing)
        shown += weight * steady_klout(klout, known, found, fame)
        influence += weight * kred.influence(kred.act * found.acts)
    return shown, influence
