"""What a person posts: lines of their life and of their kind of account, each of them once in a pool."""

from collections.abc import Iterator
from typing import Literal

from surveys.profiles.generated.accounts import Lived
from surveys.profiles.generated.lot import Lot
from surveys.profiles.generated.material import Life, Line, Piece, strangers, voices
from surveys.profiles.types import Post, Quote

Marks = Literal["alike", "account"]
"""Likes, replies and age of the posts: of one magnitude for everybody, or as the account would have them."""

COUNTS = (1, 2, 2, 2, 3, 3, 1)
QUIET = frozenset({"inactive_celebrity", "lurker"})
"""Kinds of account that show fewer posts."""
ANSWERS: dict[str, float] = {"conversationalist": 1.0, "scheduled_robot": 0.0, "inactive_celebrity": 0.1}
USUAL = 0.4
"""Share of people who show an answer; a quotation; something said at length."""
LONG = 130
OWN_VOICE: dict[str, int] = {"scheduled_robot": 2, "always_on": 2, "conversationalist": 1}
"""How many lines of the kind's own voice somebody shows at most; other kinds that have one: 1."""
LIKED, ANSWERED = (11, 31), (0, 5)
"""Marks that are alike: as in the shipped pool, of one order whoever is liked."""
FIRST, NEXT = (2, 11), (20, 90)
"""Hours since the newest post, and between two."""


def posts(
    draw: Lot, label: str, life: Life, kind: str, lived: Lived, marks: Marks, used: set[str]
) -> tuple[Post, ...]:
    """One to three, newest first. Puts the lines it takes into `used`."""
    lines = chosen(draw, label, life, kind, used)
    used.update(line.text for line in lines)
    ages = list(_ages(draw, label, len(lines), kind, lived, marks))
    return tuple(
        _post(draw, f"{label}/post/{i}", line, ages[i], lived, marks) for i, line in enumerate(lines)
    )


def chosen(draw: Lot, label: str, life: Life, kind: str, used: set[str]) -> list[Line]:
    """In the order in which they are shown."""
    count = draw.pick(f"{label}/count", COUNTS)
    count = min(count, 2) if kind in QUIET else count
    own = _free(draw, f"{label}/voice", voices().get(kind, ()), used)[: OWN_VOICE.get(kind, 1)][:count]
    wanted: list[Piece] = []
    if draw.chance(f"{label}/answers", ANSWERS.get(kind, USUAL)):
        wanted.append("answer")
    if draw.chance(f"{label}/quotes", USUAL):
        wanted.append("quote")
    rest = _free(draw, f"{label}/lines", life.lines, used)
    if kind == "scheduled_robot":
        rest = [line for line in rest if line.kind != "answer"]
    at_length = draw.chance(f"{label}/long", USUAL)
    rest.sort(
        key=lambda line: (
            line.kind not in wanted,
            line.kind != "post",
            at_length and len(line.text) <= LONG,
        )
    )
    taken = draw.shuffled(f"{label}/order", rest[: count - len(own)])
    return [*taken, *own] if kind == "newcomer" else [*own, *taken]


def _free(draw: Lot, label: str, lines: tuple[Line, ...], used: set[str]) -> list[Line]:
    return [line for line in draw.shuffled(label, lines) if line.text not in used]


def _post(draw: Lot, label: str, line: Line, hours: float, lived: Lived, marks: Marks) -> Post:
    quoted = None
    if line.kind == "quote":
        quoted = Quote(name=line.name, handle=line.handle, text={"en": draw.worded(label, line.says)})
    likes, replies = _marks(draw, label, lived, marks)
    return Post(
        text={"en": draw.worded(label, line.text)},
        ago={"en": ago(hours)},
        likes=likes,
        replies=replies,
        reply_to=draw.pick(f"{label}/to", strangers()) if line.kind == "answer" else None,
        quote=quoted,
    )


def _marks(draw: Lot, label: str, lived: Lived, marks: Marks) -> tuple[int, int]:
    if marks == "alike":
        return draw.whole(f"{label}/likes", *LIKED), draw.whole(f"{label}/replies", *ANSWERED)
    spread = [0.4 + 1.2 * draw.u(f"{label}/{name}") for name in ("likes", "replies")]
    return round(lived.likes * spread[0]), round(lived.replies * spread[1])


def _ages(draw: Lot, label: str, count: int, kind: str, lived: Lived, marks: Marks) -> Iterator[float]:
    """Hours since each post, rising."""
    age = 0.0
    gap = 24 / max(lived.a_day, 1 / 365)
    for i in range(count):
        if marks == "alike":
            age += draw.whole(f"{label}/age", *(NEXT if i else FIRST), i=i)
        elif kind == "scheduled_robot":
            age += gap
        else:
            age += gap * (0.5 + draw.u(f"{label}/age", i))
        yield age


def ago(hours: float) -> str:
    """As networks write it: 15 min, 5 h, 4 d, 7 w."""
    if hours < 1:
        return f"{max(1, round(hours * 60))} min"
    if hours < 24:
        return f"{round(hours)} h"
    return f"{round(hours / 24)} d" if hours < 14 * 24 else f"{round(hours / 24 / 7)} w"
