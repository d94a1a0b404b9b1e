"""What a feed task is written with: the participant's own score and its courses, posts, breaks, questions."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from surveys.cues import Assigned, AssignedText, Colour, Form, Level, Look, assigned, at
from surveys.protocol.nodes.base import Node
from surveys.protocol.part import Part
from surveys.protocol.scales import Entry
from surveys.questions import Code, Option
from surveys.questions.choice import refuse_doubles
from surveys.texts import Text

DEEPEST = 11
"""No score falls further below its start, whatever course, breaks or acts do: for participants' sake."""

MOST_DAYS = 30
LONGEST_BREAK = 9
Day = Annotated[int, Field(ge=1, le=MOST_DAYS)]
Points = Annotated[int, Field(ge=-1000, le=1000)]


CourseName = Annotated[str, Field(pattern=r"^([A-Za-z][A-Za-z0-9_]{0,30})?$")]


class Change(Part):
    """From the morning of `day` on, the score is `by` points higher (or, below 0, lower)."""

    day: Day
    by: Points


class Course(Part):
    """What happens to a score, whatever the participant does. `start` stands before the score's own.

    exists: False for a group that is told of no score; its start and changes are a placebo, drawn and stored
    and never sent.
    """

    code: Code
    exists: bool = True
    start: int | None = None
    changes: tuple[Change, ...] = ()

    @model_validator(mode="after")
    def changes_once_a_day(self) -> Self:
        days = [change.day for change in self.changes]
        if len(set(days)) < len(days):
            raise ValueError("a course changes at most once a day: add the changes of one day up")
        return self


class Habits(Part):
    """A start that is worked out from earlier answers, each from `least` to `most`: their mean, put on the
    line from `low` to `high`. Who answered none of them starts in the middle.
    """

    codes: tuple[Code, ...] = Field((), max_length=10)
    least: int = 1
    most: int = 5
    low: int = 60
    high: int = 70

    @model_validator(mode="after")
    def rises(self) -> Self:
        if self.least >= self.most or self.low > self.high:
            raise ValueError("habits run from least to most, and the start from low to high")
        return self


def _is(usual: str) -> Callable[[Any], bool]:
    """Left out of the bytes where it is as usual: they are those of scores from before it could be chosen."""
    return lambda held: held == usual


class OwnScore(Look):
    """The participant's own score. A course, or a start from habits, where named, stand before `start`.

    trend: none, or the line of its course; an arrow that is always the same would contradict that. request:
    the number is not sent before "Check my score" was pressed, on each day anew. details: pressing it also
    shows small print and history. history: the first page draws the score of the 14 days before. dynamics:
    the score follows the acts, as a Klout-like engine has it, in which a day of the feed stands for so many
    days; 0: it follows its course alone.
    """

    form: Form | Assigned = Field("number", exclude_if=_is("number"))
    colour: Colour | Assigned = Field("warm", exclude_if=_is("warm"))
    trend: Literal["none", "sparkline"] | Assigned = Field("none", exclude_if=_is("none"))
    visibility: Literal["shown", "hidden", "request"] | Assigned = "shown"
    start: int | Assigned = 50
    habits: Habits | None = None
    course: CourseName | Assigned = ""
    history: bool = True
    details: bool = True
    dynamics: int = Field(0, ge=0, le=30)


class Prepared(Part):
    """A post that participants may publish as if they had written it."""

    code: Code
    text: Text


class Breaks(Part):
    """How long a break can be, from which day on, how many points each one costs, and what is said of that
    beforehand.
    """

    days: tuple[Annotated[int, Field(ge=1, le=LONGEST_BREAK)], ...] = ()
    from_day: Day = 1
    cost: Annotated[int, Field(ge=0, le=DEEPEST)] | Assigned = 0
    told: Text | AssignedText = {}

    def cost_at(self, levels: Mapping[str, Level]) -> int:
        return int(at(self.cost, levels))

    def assigned(self) -> Iterator[tuple[str, Assigned | AssignedText]]:
        """(field, part) for every part that a factor decides."""
        return assigned(self)


class Happening(Part):
    """A sentence at the top of a day, the same for everybody."""

    day: Day
    text: Text


class Aside(Part):
    """Something that has nothing to do with the feed, such as dinner: who notices presses an option."""

    day: Day = 1
    text: Text = {}
    options: tuple[Option, ...] = Field(min_length=1, max_length=4)

    @model_validator(mode="after")
    def distinct(self) -> Self:
        refuse_doubles(self.options)
        return self


class Ask(Part):
    """A page of questions after the day `after`, also for those who are on a break then."""

    after: Day = 1
    title: Text = {}
    text: Text = {}
    questions: tuple[Entry, ...] = ()


class Task(Node):
    """A feed task as it is written; `Feed` is what it does.

    days: at most so many. free_after: from the end of this day on one may finish on any day, which costs
    nothing; None: all days. nickname: first a made-up name and a drawn face. posts: of profiles of the pool
    a day, one less on the day of the aside. reactions: likes that the participant's post of the first,
    second, ... day gets, then from the first again. header: day, name and score stay in sight on the pages of
    questions between days.
    """

    kind: str = "feed"
    days: Day = 8
    free_after: Day | None = None
    nickname: bool = True
    score: OwnScore | None = None
    courses: tuple[Course, ...] = Field((), max_length=20)
    posts: Annotated[int, Field(ge=1, le=6)] = 3
    prepared: tuple[Prepared, ...] = Field((), max_length=40)
    filler: Text = {}
    own_text: bool = True
    reactions: tuple[Annotated[int, Field(ge=0, le=999)], ...] = (3, 5, 2, 4)
    breaks: Breaks | None = None
    happenings: tuple[Happening, ...] = Field((), max_length=MOST_DAYS)
    aside: Aside | None = None
    ask: tuple[Ask, ...] = Field((), max_length=MOST_DAYS)
    header: bool = True

    @property
    def has_filler(self) -> bool:
        return any(self.filler.values())

    def course_called(self, code: str) -> Course | None:
        return next((course for course in self.courses if course.code == code), None)

    def factors(self) -> tuple[str, ...]:
        parts: Iterable[OwnScore | Breaks | None] = (self.score, self.breaks)
        named = [by.factor for part in parts if part for _field, by in part.assigned()]
        return tuple(dict.fromkeys([*super().factors(), *named]))

    def offered(self, out: Iterable[str]) -> tuple[Prepared, ...]:
        """The prepared posts that can still be published, given those that are out."""
        gone = set(out)
        return tuple(post for post in self.prepared if post.code not in gone)
