"""The account behind a person: a simulated year of its kind, and the counts and scores in which it ends."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.influence.activity import Activity
from scoring.influence.archetypes import ARCHETYPES
from scoring.influence.card import Scores, ScoreSystem
from scoring.influence.chance import frozen
from scoring.influence.generated import RUN_IN, generate, generate_for
from scoring.influence.klout import KloutLike
from scoring.influence.kred import KredLike
from scoring.influence.norms import norms
from scoring.influence.rates import LIKES, REPLIES
from scoring.influence.sampled import sampled
from surveys.profiles.generated.lot import Lot
from surveys.profiles.types import Account, Course

ORDINARY = "ordinary"
"""Not an archetype: an account as the norms' bands describe them."""
DAYS = 365
WEEK, WEEKS = 7, 13
"""A score history: one value a week, of a quarter."""
LATELY = 90
FEWEST = 5
"""Posts that an account has written at least: some of them are shown."""

AT: dict[str, tuple[int, int]] = {"newcomer": (10, 60), "unplugger": (2, 21)}
"""Days after joining, or after coming back, on which one is met; all others at the year's end."""
FOLLOWS: dict[str, float] = {
    "inactive_celebrity": 0.03,
    "scheduled_robot": 0.01,
    "lurker": 2.0,
    "newcomer": 1.5,
}
"""Accounts followed, as a multiple of what is usual with so many followers. Chosen; the robots of the
source followed nobody."""
SPREAD = 0.25
"""SD (log10) of accounts followed about that. Chosen."""


@dataclass(frozen=True, slots=True)
class Lived:
    """account: as stored. a_day, likes, replies: lately, pieces a day and reactions to a piece."""

    account: Account
    followers: int
    following: int
    a_day: float
    likes: float
    replies: float


def lived(kind: str, draw: Lot, label: str) -> Lived:
    """One account of an archetype, or an ordinary one: the same seed and label give the same for ever."""
    rng = frozen(draw.seed, label)
    if kind == ORDINARY:
        known = sampled(1, rng=rng).accounts
        year, posts = generate_for(known, days=DAYS, rng=rng), float(known.posts[0])
        first, at = 0, DAYS - 1
    else:
        archetype = ARCHETYPES[kind]
        year = generate(archetype, 1, days=DAYS, rng=rng)
        first, at = RUN_IN + (archetype.joins or 0), RUN_IN + _day(kind, draw, label)
        posts = archetype.before + float(_sum(year, "content")[RUN_IN : at + 1].sum())
    return _told(kind, year, posts=posts, first=first, at=at, usual=_follows(kind, draw, label))


def _day(kind: str, draw: Lot, label: str) -> int:
    """The day of the year on which the account is met."""
    if kind not in AT:
        return DAYS - 1
    archetype = ARCHETYPES[kind]
    since = archetype.joins if archetype.joins is not None else archetype.returns
    assert since is not None
    return since + draw.whole(f"{label}/day", *AT[kind])


def _sum(year: Activity, column: str) -> NDArray[np.float64]:
    """Of all networks of the one account, day by day."""
    columns = [np.asarray(getattr(one, column)[0], float) for one in year.networks.values()]
    return np.asarray(np.sum(columns, axis=0), float)


def _told(kind: str, year: Activity, *, posts: float, first: int, at: int, usual: float) -> Lived:
    followers = float(_sum(year, "followers")[at])
    since = max(first, at + 1 - LATELY)
    lately = {
        name: float(_sum(year, name)[since : at + 1].mean())
        for name in ("content", "likes_received", "replies_received")
    }
    # Who writes nearly nothing is reacted to all the same: by what one piece would bring.
    pieces = max(lately["content"], 1 / LATELY)
    content, replies = (_sum(year, name)[first : at + 1].sum() for name in ("content", "replies"))
    account = Account(
        archetype=kind,
        posts=max(FEWEST, round(posts)),
        listed=round(float(_sum(year, "listed")[at])),
        replies_share=round(float(replies / content), 2) if content else None,
        automated=kind == "scheduled_robot",
        scores=tuple(_course(system, year, first, at) for system in (KloutLike(), KredLike())),
    )
    return Lived(
        account=account,
        followers=round(followers),
        following=round(following(followers) * usual),
        a_day=lately["content"],
        likes=lately["likes_received"] / pieces if content else LIKES,
        replies=lately["replies_received"] / pieces if content else REPLIES,
    )


def following(followers: float) -> float:
    """How many are followed by accounts with so many followers: the norms' medians, by straight lines."""
    bands = norms().bands
    middles = [np.log10((band.low + 1) * band.high) / 2 for band in bands]
    known = np.log10([band.following + 1 for band in bands])
    return float(10 ** np.interp(np.log10(followers + 1), middles, known) - 1)


def _follows(kind: str, draw: Lot, label: str) -> float:
    # Twelve uniform draws less six have a standard deviation of 1 and no tails to cut.
    wide = sum(draw.u(f"{label}/follows", i) for i in range(12)) - 6
    return float(FOLLOWS.get(kind, 1.0) * 10 ** (SPREAD * wide))


def _course(system: ScoreSystem, year: Activity, first: int, at: int) -> Course:
    scores: Scores = system.daily(year)
    days = [day for day in range(at - WEEK * (WEEKS - 1), at + 1, WEEK) if day >= first]
    digits = 1 if system.card.high <= 100 else 0
    return Course(
        system=scores.system,
        version=scores.version,
        every=WEEK,
        values=tuple(round(float(scores.values[0, day]), digits) for day in days),
        level=None if scores.levels is None else int(scores.levels[0, at]),
    )
