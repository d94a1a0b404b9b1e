"""What somebody in the feed gets to see: nothing is in here that their browser may not receive."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from surveys.cues import LATEST, Display, displayed, text_at
from surveys.profiles.types import Profile
from surveys.protocol import Compiled, Draws, Place, Sent, Step
from surveys.protocol.advance import STOP
from surveys.protocol.nodes import Did, Feed
from surveys.protocol.nodes.feed_acts import aside_on, lengths, may_finish, posts_on
from surveys.protocol.nodes.feed_course import history_of, seen, start_of
from surveys.protocol.nodes.feed_state import State, fact, is_sent, standing, state_of
from surveys.texts import Text

OFFERED = 3
"""Prepared posts that stand in the box at a time."""


@dataclass(frozen=True, slots=True)
class Post:
    """Somebody's post, by its number on the page; `at`: which of the profile's posts."""

    number: int
    profile: str
    at: int
    liked: bool = False
    shared: bool = False
    replied: str = ""
    draft: str = ""


@dataclass(frozen=True, slots=True)
class Mine:
    """What was posted today: by its code where it was prepared."""

    code: str
    text: str = ""
    likes: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """The score as it is shown. change: since the day that was left last, None on the first; away: a break
    lay between. line: of the days before, oldest first.
    """

    shown: Display
    change: int | None = None
    away: bool = False
    line: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Sight:
    """All that a page of the feed may know. figure: None where the number is not sent; request: it can be
    asked for; details: more of it can be opened, and is, where `open`.
    """

    day: int
    days: int
    name: str = ""
    face: str = ""
    figure: Figure | None = None
    request: bool = False
    details: bool = False
    open: bool = False
    posts: tuple[Post, ...] = ()
    mine: tuple[Mine, ...] = ()
    offered: tuple[str, ...] = ()
    draft: str = ""
    happening: Text = field(default_factory=dict)
    aside: str | None = None
    lengths: tuple[int, ...] = ()
    told: Text = field(default_factory=dict)
    finish: bool = False

    @property
    def key(self) -> str:
        return json.dumps(asdict(self), sort_keys=True)


def sight(protocol: Compiled, draws: Draws | None, step: Step, did: Did) -> Sight:
    """The page of a step of the feed, for these draws and what was done so far."""
    feed, state = step.node, state_of(did)
    assert isinstance(feed, Feed)
    levels = draws.levels if draws else {}
    if state.start is None:  # somebody who only looks: a preview opens anywhere
        state = replace(state, start=start_of(feed, levels, {}))
    seen_here = Sight(step.day, feed.days, state.name, state.face)
    if step.part == "name" or (step.part == "ask" and not feed.header):
        return replace(seen_here, name="", face="")
    seen_here = replace(seen_here, **_score(feed, step, levels, state))
    return replace(seen_here, **_day(protocol, draws, step, state)) if step.part == "day" else seen_here


def _score(feed: Feed, step: Step, levels: Mapping[str, Any], state: State) -> dict[str, Any]:
    way = seen(feed, levels)
    value = standing(feed, step, levels, state)
    if feed.score is None or value is None or way == "hidden":
        return {}
    if not is_sent(feed, levels, state):
        return {"request": True}
    can_open = feed.score.details and step.part == "day"
    before = history_of(state.start or 0)
    course = (*before, *map(float, state.stood), float(value))
    line = before if feed.score.history and step.part == "score" else ()
    if can_open and state.open:
        line = course
    change = value - state.stood[-1] if state.stood and step.part == "day" else None
    shown = displayed(feed.score, levels, value=value, course=course[-LATEST:])
    figure = Figure(shown, change, away=0 < state.left < step.day - 1, line=line)
    return {"figure": figure, "details": can_open, "open": can_open and state.open}


def _day(protocol: Compiled, draws: Draws | None, step: Step, state: State) -> dict[str, Any]:
    feed, day = step.node, step.day
    assert isinstance(feed, Feed)
    levels = draws.levels if draws else {}
    out = [*state.out, *(what.partition(".")[2] for what in state.done if what.startswith("post."))]
    aside = aside_on(feed, day)
    answered = next((what.partition(".")[2] for what in state.done if what.startswith("aside.")), "")
    breaks = lengths(feed, day)
    return {
        "posts": _posts(protocol, draws, step, state),
        "mine": _mine(feed, day, state),
        "offered": tuple(post.code for post in feed.offered(out)[:OFFERED]),
        "draft": dict(state.drafts).get("own", ""),
        "happening": next((each.text for each in feed.happenings if each.day == day), {}),
        "aside": answered if aside else None,
        "lengths": breaks,
        "told": text_at(feed.breaks.told, levels) if feed.breaks and breaks else {},
        "finish": may_finish(feed, day),
    }


def _posts(protocol: Compiled, draws: Draws | None, step: Step, state: State) -> tuple[Post, ...]:
    feed = step.node
    assert isinstance(feed, Feed)
    first = (step.day - 1) * feed.posts
    order = draws.feed if draws else ()
    said, drafts = dict(state.said), dict(state.drafts)
    return tuple(
        Post(
            number=i,
            profile=code,
            at=_post_of(_profile(protocol, code), order[: first + i - 1].count(code)),
            liked=f"like.{i}" in state.done,
            shared=f"share.{i}" in state.done,
            replied=said.get(f"reply.{i}", ""),
            draft=drafts.get(f"reply_{i}", ""),
        )
        for i, code in enumerate(order[first : first + posts_on(feed, step.day)], 1)
    )


def _post_of(profile: Profile, before: int) -> int:
    """Which of their posts somebody who was met `before` times has written: the short ones first, those that
    quote somebody last, so that a day is one screen of a phone; from the first again where all were met.
    """
    posts = profile.posts
    order = sorted(range(len(posts)), key=lambda i: (posts[i].quote is not None, _length(posts[i].text)))
    return order[before % len(order)]


def _length(text: Text) -> int:
    """Of the longest translation: an order that is the same for everybody."""
    return max(map(len, text.values()), default=0)


def _mine(feed: Feed, day: int, state: State) -> tuple[Mine, ...]:
    """Newest first: own words, then what was prepared."""
    likes = feed.reactions[(day - 1) % len(feed.reactions)] if feed.reactions else 0
    own = [Mine("own", text, likes) for what, text in state.said if what == "post.own"]
    codes = [what.partition(".")[2] for what in state.done if what.startswith("post.")]
    return (*reversed(own), *(Mine(code, likes=likes) for code in reversed(codes) if code != "own"))


def _profile(protocol: Compiled, code: str) -> Profile:
    profile = protocol.document.profile(code)
    assert profile is not None, f"{code} was drawn from this pool"
    return profile


def in_feed(
    protocol: Compiled, draws: Draws | None, place: Place, to: Place, *, sent: Sent
) -> dict[str, Any]:
    """What a submission keeps beside its answers: day, the score before and after, on whose post."""
    step = protocol.step(place.at)
    feed = step.node
    assert isinstance(feed, Feed)
    levels = draws.levels if draws else {}
    at = None if to.at == STOP else protocol.step(to.at)
    then = (at, state_of(to.did)) if at is not None and at.node is feed else None
    found = dict(fact(feed, step, levels, on=state_of(place.did), then=then))
    kind, _dot, which = str(sent.answers.get("do", "")).partition(".")
    if draws and kind in ("like", "share", "reply") and step.part == "day":
        found["post"] = draws.feed[(step.day - 1) * feed.posts + int(which) - 1]
    return found
