"""A participant's own score on a day: a function of the design, the draws, and what was done."""

from collections.abc import Mapping
from math import floor
from typing import Any, Literal

from scoring.influence.own import Day as Acts
from scoring.influence.own import moved
from surveys.cues import at
from surveys.protocol.nodes.base import Levels
from surveys.protocol.nodes.feed_parts import DEEPEST, Course, Habits, Task
from surveys.questions import is_missing

Seen = Literal["shown", "request", "hidden"]
PLAIN = Course(code="plain")
HISTORY = 14


def course_of(task: Task, levels: Levels) -> Course:
    """The course that this group's score takes; a flat one where none is named."""
    code = str(at(task.score.course, levels)) if task.score else ""
    return task.course_called(code) or PLAIN


def seen(task: Task, levels: Levels) -> Seen:
    """Whether this group is shown a score: hidden also where there is none."""
    if task.score is None or not course_of(task, levels).exists:
        return "hidden"
    found = at(task.score.visibility, levels)
    return "shown" if found == "shown" else "request" if found == "request" else "hidden"


def start_of(task: Task, levels: Levels, kept: Mapping[str, Any]) -> int | None:
    """The score before the first day; None where the task has none."""
    score = task.score
    if score is None:
        return None
    course = course_of(task, levels)
    if course.start is not None:
        return course.start
    return from_habits(score.habits, kept) if score.habits else int(at(score.start, levels))


def from_habits(habits: Habits, kept: Mapping[str, Any]) -> int:
    given = [kept[code] for code in habits.codes if code in kept and not is_missing(kept[code])]
    span = habits.most - habits.least
    shares = [min(1.0, max(0.0, (float(value) - habits.least) / span)) for value in given]
    share = sum(shares) / len(shares) if shares else 0.5
    return rounded(habits.low + share * (habits.high - habits.low))


def score_on(
    task: Task, levels: Levels, day: int, *, start: int, lost: int = 0, acts: tuple[Acts, ...] = ()
) -> int:
    """The score on a day, counted from 1; on day 0 the start. lost: what breaks have cost before.

    acts: of each day so far, this one's too; read only where the score follows them.
    """
    score = task.score
    assert score is not None, "a task without a score has none on any day"
    found = start + sum(change.by for change in course_of(task, levels).changes if change.day <= day) - lost
    if score.dynamics:
        found += rounded(moved(start, acts, days=score.dynamics))
    low, high = score.ends
    return min(high, max(low, start - DEEPEST, found))


def history_of(start: int) -> tuple[float, ...]:
    """The 14 days before, the start last: as level as the words beside the line say, so that nobody was ever
    on the other side of a threshold.
    """
    return (float(start),) * HISTORY


def version_of(task: Task) -> str:
    """Of the score's system: stored with every number that was shown."""
    return task.score.by.version if task.score else ""


def rounded(value: float) -> int:
    """Halves up, the same on every machine."""
    return floor(value + 0.5)
