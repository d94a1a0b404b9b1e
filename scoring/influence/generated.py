"""A made-up record of activity: of an archetype's accounts, or of accounts known by counts.

Content and reactions are Poisson about daily means. Reactions follow the means in `rates.py` and the
attention that others still pay: it fades while an account is silent and comes back more slowly than it went.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.influence.accounts import LISTED, Accounts
from scoring.influence.activity import Activity, Numbers, Record, activity, record
from scoring.influence.archetypes import MANY, REPLIES_ABOVE, REPLIES_BELOW, Archetype
from scoring.influence.chance import Chance
from scoring.influence.rates import (
    BY_CONTENT,
    BY_FOLLOWERS,
    CONTENT,
    DAYS,
    FOLLOWERS,
    LIKES,
    PASSING,
    REACTIONS,
    REPLIES,
    RESHARES,
    people,
    rates,
)

Floats = NDArray[np.float64]

RUN_IN = 120  # days of the same habits before the year, so that the windows are full
FADES, COMES_BACK = 30.0, 45.0  # half-lives in days of attention lost and regained; chosen
UNKNOWN, QUIET = 0.2, 0.02  # attention to a newcomer; reactions to somebody silent, as a share of the usual
DIFFER = 0.15  # SD (log10) between accounts of a kind in followers and in appeal
WOBBLE, WOBBLE_DAYS = 0.1, 10.0  # SD (log10) of good and bad spells of an archetype, and how long they last
PASSING_DAYS = 60.0  # how long what `PASSING` means stays


@dataclass(frozen=True, slots=True, eq=False)
class _Means:
    """What is to be drawn about: (accounts, days), or (accounts, 1) where it does not change."""

    content: Floats
    reactions: Floats
    replies: Floats
    reshares: float
    likes: Floats
    load: float
    repeats: float


def generate(kind: Archetype, accounts: int, *, days: int, rng: Chance) -> Activity:
    """(accounts, RUN_IN + days) of activity; day RUN_IN is the first of the year that joins, stops and
    returns are counted in.
    """
    if accounts < 1 or days < 1:
        raise ValueError(f"accounts and days must be 1 or more, not {accounts} and {days}")
    active = _active(kind, RUN_IN + days)
    attention = _attention(active, known=kind.joins is None)
    here = np.maximum.accumulate(active)
    followers, appeal = 10 ** (DIFFER * rng.standard_normal((2, accounts, 1)))
    grown = kind.followers * followers * (1 + kind.growth * np.cumsum(active) / 365)
    spells = 10 ** _spells((accounts, RUN_IN + days), sd=WOBBLE, last=WOBBLE_DAYS, rng=rng)
    response = appeal * attention * spells
    networks = {
        name: _network(kind, share, grown * share * here, response, active, rng=rng)
        for name, share in kind.networks
    }
    acts = _acts_before(kind, followers[:, 0], appeal[:, 0])
    return activity(networks, fame=kind.fame, outreach_before=10 * kind.before, influence_before=10 * acts)


def _network(
    kind: Archetype,
    share: float,
    followers: Floats,
    response: Floats,
    active: Floats,
    *,
    rng: Chance,
) -> Record:
    reacted = reactions(kind.content * share * active, followers)
    usual = reactions(kind.content * share, followers) * (followers > 0)
    means = _Means(
        content=np.broadcast_to(kind.content * share * active, followers.shape),
        reactions=(kind.appeal * response * np.maximum(reacted, QUIET * usual)) + kind.mentions * share,
        replies=np.where(followers < MANY * share, REPLIES_BELOW, REPLIES_ABOVE)
        if kind.replies is None
        else np.full(followers.shape, kind.replies),
        reshares=kind.reshares,
        likes=np.broadcast_to(kind.likes * share * active, followers.shape),
        load=kind.load,
        repeats=kind.repeats,
    )
    return _drawn(means, followers, rng=rng)


def reactions(content: ArrayLike, followers: ArrayLike) -> Floats:
    """A day's usual reactions to so much content a day, of an account with so many followers."""
    heard = (np.add(followers, 1.0) / (FOLLOWERS + 1)) ** BY_FOLLOWERS
    return np.asarray(REACTIONS * heard * np.divide(content, CONTENT) ** BY_CONTENT, dtype=np.float64)


def _acts_before(kind: Archetype, followers: Floats, appeal: Floats) -> Floats:
    """Replies and reshares received in the 1,000 days before, in which all its posts so far were written."""
    if not kind.before:
        return np.zeros_like(followers)
    usual = reactions(kind.before / DAYS, kind.followers * followers) * kind.appeal * appeal
    return (REPLIES + RESHARES) * DAYS * (usual + kind.mentions)


def _active(kind: Archetype, length: int) -> Floats:
    """1 on days of activity, 0 on others; (length,)."""
    day = np.arange(length) - RUN_IN
    away = np.zeros(length, bool)
    if kind.joins is not None:
        away |= day < kind.joins
    if kind.stops is not None:
        away |= (day >= kind.stops) & (day < (np.inf if kind.returns is None else kind.returns))
    return np.where(away, 0.0, 1.0)


def _attention(active: Floats, *, known: bool) -> Floats:
    found, now = np.empty_like(active), 1.0 if known else UNKNOWN
    fades, comes_back = 2 ** (-1 / FADES), 2 ** (-1 / COMES_BACK)
    seen = known
    for day, on in enumerate(active):
        seen = seen or bool(on)
        if seen:
            now = 1 - (1 - now) * comes_back if on else now * fades
        found[day] = now
    return found


def _spells(shape: tuple[int, int], *, sd: float, last: float, rng: Chance) -> Floats:
    """Wandering about 0 with this SD: today's value carries exp(-1 / last) of yesterday's."""
    keep = float(np.exp(-1 / last))
    steps = rng.standard_normal(shape[::-1]) * sd
    steps[1:] *= np.sqrt(1 - keep**2)
    for yesterday, today in pairwise(steps):
        today += keep * yesterday
    return steps.T


def _drawn(means: _Means, followers: Floats, *, rng: Chance) -> Record:
    shape = followers.shape

    def draw(mean: ArrayLike) -> Numbers:
        return rng.poisson(np.broadcast_to(mean, shape)).astype(np.float32)

    likes, replies, reshares = (draw(means.reactions * share) for share in (LIKES, REPLIES, RESHARES))
    grown = draw(np.maximum(np.diff(followers, axis=1, prepend=followers[:, :1]), 0))
    reacted = likes + replies + reshares
    return record(
        posts=draw(means.content * np.maximum(1 - means.replies - means.reshares, 0)),
        replies=draw(means.content * means.replies),
        reshares=draw(means.content * means.reshares),
        likes=draw(means.likes),
        likes_received=likes,
        replies_received=replies,
        reshares_received=reshares,
        reactors=(people(reacted) * (1 - means.repeats * (reacted > 1))).astype(np.float32),
        reactor_load=np.full((1, 1), means.load, np.float32),
        new_followers=grown,
        followers=(np.rint(followers[:, :1]) + np.cumsum(grown, axis=1, dtype=np.float64)).astype(np.float32),
        listed=(followers * LISTED).astype(np.float32),
    )


def generate_for(known: Accounts, *, days: int, rng: Chance) -> Activity:
    """(accounts, days) of activity that ends in accounts with these counts; what counts leave open is drawn.

    At most 999 days, so that some of what the Influence of the last day counts lies before the record.
    """
    n = len(known)
    if np.isnan(known.followers).any() or not 1 <= days < DAYS:
        raise ValueError("known must have followers for every account, and days be 1 to 999")
    open_ = rates(known, lasting=rng.standard_normal(n))
    spells = _spells((n, days), sd=PASSING, last=PASSING_DAYS, rng=rng)
    means = _Means(
        content=open_.content[:, None],
        reactions=open_.reactions[:, None] * 10**spells,
        replies=np.where(known.followers < MANY, REPLIES_BELOW, REPLIES_ABOVE)[:, None],
        reshares=0.2,
        likes=open_.content[:, None],
        load=5.0,
        repeats=0.0,
    )
    within = (REPLIES + RESHARES) * means.reactions.sum(axis=1)
    return activity(
        {"short posts": _drawn(means, np.broadcast_to(known.followers[:, None], (n, days)), rng=rng)},
        outreach_before=10 * np.maximum(known.posts - open_.content * days, 0),
        influence_before=10 * np.maximum(open_.acts - within, 0) / (1 - days / DAYS),
    )
