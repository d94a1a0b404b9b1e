"""A page of the feed laid out for its template: codes become people and texts, boxes what was typed."""

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.pages.feed import Figure, Mine, Post, Sight
from surveys.pages.feed_room import Room, room
from surveys.profiles.types import Face, Profile
from surveys.profiles.types import Post as Written
from surveys.protocol import Compiled, Step
from surveys.protocol.nodes import Feed
from surveys.protocol.nodes.feed_acts import DEED, LONGEST
from surveys.protocol.nodes.feed_parts import Prepared
from surveys.questions import Fields, Option
from surveys.texts import Text

WIDE, HIGH = 280, 56
"""The line's drawing, in its own units."""

FACES: Mapping[str, Face] = {
    "face1": Face(skin="olive", hair="wavy", hair_colour="espresso", clothing="crew", clothing_colour="teal",
                  expression="calm", turn=1, background="mustard", backdrop="disc"),
    "face2": Face(skin="fair", shape="square", hair="short", hair_colour="sand", facial_hair="stubble",
                  clothing="hoodie", clothing_colour="navy", turn=-1, background="sky", backdrop="slope"),
    "face3": Face(skin="deep", hair="locs", hair_colour="black", clothing="shirt", clothing_colour="rust",
                  expression="smile", turn=-1, background="moss", backdrop="hill"),
    "face4": Face(skin="porcelain", shape="round", hair="bun", hair_colour="ginger", glasses="round",
                  clothing="cardigan", clothing_colour="pine", freckles=True, background="rosewood"),
    "face5": Face(skin="amber", covering="hijab", covering_colour="plum", clothing="vneck",
                  clothing_colour="stone", expression="smile", turn=1, background="cream", backdrop="window"),
    "face6": Face(skin="tan", shape="long", age="mature", hair="receding", hair_colour="grey",
                  facial_hair="short", clothing="rollneck", clothing_colour="ink", expression="wry",
                  background="teal"),
    "face7": Face(skin="brown", hair="afro", hair_colour="espresso", clothing="dungarees", earrings=True,
                  clothing_colour="sky", expression="grin", turn=1, background="plum", backdrop="disc"),
    "face8": Face(skin="rose", age="old", hair="pixie", hair_colour="white", glasses="half", clothing="scarf",
                  clothing_colour="brick", expression="calm", turn=-1, background="pine", backdrop="hill"),
}  # fmt: skip
"""Pictures to choose from, in the order offered."""


@dataclass(frozen=True, slots=True)
class Line:
    """The score of the days before, `points` for an SVG polyline."""

    points: str
    days: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class PostShown:
    post: Post
    profile: Profile
    written: Written
    box: str
    draft: str
    error: str

    @property
    def likes(self) -> int:
        return self.written.likes + self.post.liked

    @property
    def replies(self) -> int:
        return self.written.replies + bool(self.post.replied)


@dataclass(frozen=True, slots=True)
class MineShown:
    text: Text
    own: str
    likes: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What templates of the feed are given."""

    sight: Sight
    face: Face | None
    line: Line | None
    fall: int
    rise: int
    posts: tuple[PostShown, ...]
    mine: tuple[MineShown, ...]
    offered: tuple[Prepared, ...]
    filler: Text
    writes: bool
    draft: str
    error: str
    aside: tuple[Option, ...]
    answered: Text
    room: Room
    longest: int = LONGEST


def shown(protocol: Compiled, step: Step, seen: Sight, typed: Fields, errors: Mapping[str, str]) -> Shown:
    feed = step.node
    assert isinstance(feed, Feed)
    change = seen.figure.change or 0 if seen.figure else 0
    options = feed.aside.options if feed.aside and seen.aside is not None else ()
    return Shown(
        sight=seen,
        face=FACES.get(seen.face),
        line=_line(seen.figure),
        fall=max(0, -change),
        rise=max(0, change),
        posts=tuple(_post(protocol, post, typed, errors) for post in seen.posts),
        mine=tuple(_mine(feed, each) for each in seen.mine),
        offered=tuple(post for post in feed.prepared if post.code in seen.offered),
        filler=feed.filler if "filler" not in [each.code for each in seen.mine] else {},
        writes=feed.own_text,
        draft=_typed(typed, "own") or seen.draft,
        error=errors.get("own", ""),
        aside=options,
        answered=next((option.label for option in options if option.value == seen.aside), {}),
        room=room(feed),
    )


def title(step: Step) -> Text:
    """The page's own title: between days that of its questions."""
    feed = step.node
    assert isinstance(feed, Feed)
    ask = feed.asked_after(step.day) if step.part == "ask" else None
    return ask.title if ask else feed.title


def lead(step: Step) -> Text:
    feed = step.node
    assert isinstance(feed, Feed)
    ask = feed.asked_after(step.day) if step.part == "ask" else None
    return ask.text if ask else feed.text


def place_of(fields: Fields) -> str:
    """The id of what something was done to: browsers without a script open the page there. "" for none."""
    kind, _dot, which = (fields.get(DEED) or [""])[-1].partition(".")
    if kind in ("like", "share", "reply") and which in "123456":
        return f"post-{which}"
    return "mine" if kind == "post" else ""


def _post(protocol: Compiled, post: Post, typed: Fields, errors: Mapping[str, str]) -> PostShown:
    profile = protocol.document.profile(post.profile)
    assert profile is not None, f"{post.profile} was drawn from this pool"
    box = f"reply_{post.number}"
    draft = _typed(typed, box) or post.draft
    return PostShown(post, profile, profile.posts[post.at], box, draft, errors.get(box, ""))


def _mine(feed: Feed, mine: Mine) -> MineShown:
    texts: dict[str, Text] = {"filler": feed.filler, **{post.code: post.text for post in feed.prepared}}
    return MineShown(texts.get(mine.code, {}), mine.text, mine.likes)


def _typed(typed: Fields, box: str) -> str:
    return "\n".join(typed.get(box, ()))


def _line(figure: Figure | None) -> Line | None:
    """At least 6 points high, so that a quarter of a point is no mountain."""
    if figure is None or len(figure.line) < 2:
        return None
    middle = (min(figure.line) + max(figure.line)) / 2
    half = max(3.0, (max(figure.line) - min(figure.line)) / 2 + 1)
    step = (WIDE - 12) / (len(figure.line) - 1)
    places = [(6 + i * step, HIGH / 2 * (1 - (v - middle) / half)) for i, v in enumerate(figure.line)]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    values = [round(v) for v in figure.line]
    return Line(points, len(values), min(values), max(values))
