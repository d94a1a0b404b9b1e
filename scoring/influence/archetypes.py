"""Kinds of accounts: how they act over a year.

The habits are made up so that each kind has the scores of its like among real accounts, where the norms know
any. Only what `source` cites is a published figure.
"""

from dataclasses import dataclass, replace

REPLIES_BELOW, REPLIES_ABOVE, MANY = 0.16, 0.08, 1000
"""Shares of posts that are replies, below and from 1,000 followers (Zarrella's book, as a reader sums it up:
https://dodecahedronbooks.blogspot.com/2016/03/twitter-optimal-tweeting-according-to.html)."""

_KLOUT_2012 = "https://alrawahfff.wixsite.com/bitcoin/post/president-obama-the-new-york-times-big-winners-in-klout-s-new-scoring-system"


@dataclass(frozen=True, slots=True)
class Archetype:
    """Habits of a kind of account. Rates are a day, on all networks together.

    growth: share of followers gained in a year; replies, reshares: shares of content, replies None for those
    usual with so many followers; appeal: reactions as a multiple of what is usual; mentions: received without
    any content; load: reactions that a reactor gives a day to anybody; repeats: share of reactions that come
    from people who have reacted that day already; before: posts in a lifetime before the year; networks:
    name and share of everything there; joins, stops, returns: days of the year, None for never.
    """

    kind: str
    name: str
    description: str
    followers: float
    content: float
    before: float
    source: str = ""
    growth: float = 0.1
    replies: float | None = None
    reshares: float = 0.2
    likes: float = 1.0
    appeal: float = 1.0
    mentions: float = 0.0
    load: float = 5.0
    repeats: float = 0.0
    fame: float = 0.0
    networks: tuple[tuple[str, float], ...] = (("short posts", 1.0),)
    joins: int | None = None
    stops: int | None = None
    returns: int | None = None

    def __post_init__(self) -> None:
        if self.returns is not None and (self.stops is None or self.returns <= self.stops):
            raise ValueError("returns must be a day after stops")
        if not self.networks or abs(sum(share for _, share in self.networks) - 1) > 1e-9:
            raise ValueError("networks must be one or more, their shares adding to 1")


def robot(minutes: float) -> Archetype:
    """A scheduled robot that posts every so many minutes, day and night."""
    return replace(ARCHETYPES["scheduled_robot"], content=24 * 60 / minutes)


def unplugger(*, stops: int, returns: int | None) -> Archetype:
    """Who stops on one day of the year and comes back on another, or never."""
    return replace(ARCHETYPES["unplugger"], stops=stops, returns=returns)


_THREE = (("short posts", 0.6), ("friends", 0.3), ("work", 0.1))

ARCHETYPES = {
    kind.kind: kind
    for kind in (
        Archetype(
            kind="inactive_celebrity",
            name="Inactive celebrity",
            description="Known from elsewhere, with a large audience and hardly a post.",
            source=_KLOUT_2012,
            followers=60_000,
            content=0.02,
            before=10,
            mentions=40.0,
            fame=66.0,
            likes=0.0,
        ),
        Archetype(
            kind="always_on",
            name="Always on",
            description="On every network all day, in talk with everybody.",
            followers=2_400,
            content=70.0,
            before=50_000,
            replies=0.35,
            reshares=0.25,
            likes=20.0,
            appeal=0.42,
            repeats=0.4,
            networks=_THREE,
        ),
        Archetype(
            kind="scheduled_robot",
            name="Scheduled robot",
            description="Posts found pieces by the clock and answers nobody.",
            source="http://wewillraakyou.com/2010/12/klout-is-broken/",
            followers=300,
            content=96.0,
            before=0,
            growth=2.0,
            replies=0.0,
            reshares=0.0,
            likes=0.0,
            appeal=0.35,
            load=20.0,
        ),
        Archetype(
            kind="conversationalist",
            name="Conversationalist",
            description="Mostly answers, with a small circle that answers back.",
            followers=450,
            content=9.0,
            before=6_000,
            replies=0.7,
            reshares=0.05,
            likes=6.0,
            appeal=1.2,
            repeats=0.5,
            load=3.0,
        ),
        Archetype(
            kind="newcomer",
            name="Newcomer",
            description="Joins on a day of the year and finds followers.",
            followers=5,
            content=3.0,
            before=0,
            growth=60.0,
            likes=3.0,
            joins=30,
        ),
        Archetype(
            kind="lurker",
            name="Lurker",
            description="Reads and likes, and hardly ever writes.",
            followers=40,
            content=0.05,
            before=60,
            growth=0.02,
            likes=4.0,
        ),
        Archetype(
            kind="unplugger",
            name="Unplugger",
            description="Active and well known in a circle, until a day on which it all stops for a while.",
            followers=3_000,
            content=12.0,
            before=12_000,
            appeal=2.2,
            load=4.0,
            networks=_THREE,
            stops=150,
            returns=185,
        ),
    )
}
