"""What a day's form sends: an act on a page that stays, or the way on. Everything not offered is refused."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from surveys.protocol.nodes.base import Act, Answers, Errors
from surveys.protocol.nodes.feed_parts import Aside, Task
from surveys.questions import Fields, Invalid, is_storable
from surveys.questions.base import clean_text

LONGEST = 280
"""Characters of an own post or reply."""

DEED = "deed"
"""The field of a button that does something on a day, which then stays."""

FIELDS = ("do", "leave", "text", "drafts", DEED)
"""What a day's answers are called; no question may be called so in a study with a feed."""


def read_day(task: Task, day: int, act: Act, fields: Fields) -> Answers:
    """The act or the way on, with its text. Raises Errors for what this day does not offer, and for a post or
    reply without words.
    """
    if act is Act.ANSWER:
        return {"leave": _one(fields, "leave", set(leaves(task, day)))}
    what = _one(fields, DEED, set(deeds(task, day)))
    box = box_of(what)
    answers: dict[str, Any] = {"do": what}
    if box:
        answers["text"] = _text(fields, box)
    if drafts := {name: text for name, text in _typed(task, fields) if name != box}:
        answers["drafts"] = drafts
    return answers


def read_first(task: Task, act: Act, fields: Fields) -> Answers:
    """Of the page on which the score is first seen."""
    if act is Act.ANSWER:
        return {}
    return {"do": _one(fields, DEED, {"reveal"} if task.score else set())}


def deeds(task: Task, day: int) -> Iterator[str]:
    """What can be done on this day, by anybody."""
    for i in range(1, posts_on(task, day) + 1):
        yield f"like.{i}"
        yield f"share.{i}"
        if task.own_text:
            yield f"reply.{i}"
    yield from (f"post.{post.code}" for post in task.prepared)
    if task.has_filler:
        yield "post.filler"
    if task.own_text:
        yield "post.own"
    if task.score is not None:
        yield "reveal"
        if task.score.details:
            yield "check"
    if aside := aside_on(task, day):
        yield from (f"aside.{option.value}" for option in aside.options)


def leaves(task: Task, day: int) -> Iterator[str]:
    """The ways on from this day. A break ends within the study's days: it is no way to finish."""
    yield "next"
    yield from (f"break.{length}" for length in lengths(task, day))
    if may_finish(task, day):
        yield "finish"


def lengths(task: Task, day: int) -> tuple[int, ...]:
    """For how many days a break can be taken from this day on."""
    breaks = task.breaks
    if breaks is None or day < breaks.from_day:
        return ()
    return tuple(length for length in breaks.days if day + length < task.days)


def may_finish(task: Task, day: int) -> bool:
    return task.free_after is not None and task.free_after <= day < task.days


def aside_on(task: Task, day: int) -> Aside | None:
    return task.aside if task.aside is not None and task.aside.day == day else None


def box_of(what: str) -> str:
    """The field in which the words of an act are typed, "" where it needs none."""
    kind, _dot, which = what.partition(".")
    if kind == "reply":
        return f"reply_{which}"
    return "own" if what == "post.own" else ""


def posts_on(task: Task, day: int) -> int:
    """How many posts of others a day shows: one less where something happens aside, which needs its place on
    the one screen.
    """
    return max(1, task.posts - 1) if aside_on(task, day) else task.posts


def boxes(task: Task) -> tuple[str, ...]:
    """Every field of any day in which something can be typed."""
    return ("own", *(f"reply_{i}" for i in range(1, task.posts + 1))) if task.own_text else ()


def _one(fields: Fields, name: str, offered: set[str]) -> str:
    sent = (fields.get(name) or [""])[-1]
    if sent not in offered:
        raise Errors({name: _("Please choose one of the buttons below.")}, {})
    return sent


def _text(fields: Fields, box: str) -> str:
    try:
        text = clean_text("\n".join(fields.get(box, ()))).strip()
    except Invalid as error:
        raise Errors({box: str(error)}, {}) from error
    if not text:
        raise Errors({box: _("There is nothing in the box yet: write something first.")}, {})
    if len(text) > LONGEST:
        excess = {"excess": len(text) - LONGEST, "longest": LONGEST}
        message = _("Please shorten this by %(excess)d characters: %(longest)d fit here.")
        raise Errors({box: message % excess}, {})
    return text


def _typed(task: Task, fields: Fields) -> Iterator[tuple[str, str]]:
    """What stands in boxes that are not sent by this act: shown there again, on this day."""
    for box in boxes(task):
        text = "\n".join(fields.get(box, ()))
        if text.strip() and is_storable(text):
            yield box, text.replace("\r\n", "\n")[: 2 * LONGEST]
