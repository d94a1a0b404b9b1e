"""What every page kind of a document can do, and the steps it becomes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from surveys.cues import Level
from surveys.instruments import Instrument
from surveys.protocol.scales import Entry, expand
from surveys.questions import Answer, Code, Fields, Invalid, Question
from surveys.texts import Text

Answers = Mapping[str, Answer]
Levels = Mapping[str, Level]
Did = Mapping[str, Any]
"""What was done on this page so far, or in its element, as far as later pages depend on that (JSON)."""


class Act(StrEnum):
    """What a participant does with a page."""

    ANSWER = "answer"
    DO = "do"  # something done on a page that stays: a score uncovered, a post liked
    DECLINE = "decline"
    STOP = "stop"
    RETURN = "return"
    KEEP = "keep"
    DELETE = "delete"


class Ending(StrEnum):
    """How a participation ended. Kept on the row; absent while it goes on."""

    FINISHED = "finished"
    STOPPED = "stopped"
    DECLINED = "declined"
    SCREENED_OUT = "screened_out"
    WITHDRAWN = "withdrawn"


class Errors(ValueError):
    """Answers that cannot be taken: the message for each question's code."""

    def __init__(self, messages: Mapping[str, str], answers: Answers) -> None:
        super().__init__(f"{len(messages)} answers cannot be taken")
        self.messages = dict(messages)
        self.answers = dict(answers)


class When(BaseModel):
    """The page is shown only where an earlier answer (`code`), or the level of a factor, is one of these."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    code: Code | None = Field(None, exclude_if=lambda code: code is None)
    factor: Code | None = Field(None, exclude_if=lambda factor: factor is None)
    among: tuple[int | str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def names_one_thing(self) -> Self:
        if bool(self.code) == bool(self.factor):
            raise ValueError("a condition names an earlier answer (code) or a factor: give one of them")
        return self

    def holds(self, kept: Answers, levels: Levels) -> bool:
        return (levels.get(self.factor) if self.factor else kept.get(self.code or "")) in self.among


@dataclass(frozen=True, slots=True)
class Step:
    """One page that a participant meets: `key` names it for ever. `visit` counts profile visits from 1, `day`
    the days of a feed; 0 for pages that are neither.
    """

    key: str
    node: "Node"
    part: str = ""
    visit: int = 0
    questions: tuple[Question, ...] = ()
    entries: tuple[Entry, ...] = field(default=(), repr=False)
    day: int = 0


class Node(BaseModel):
    """One element of a study's sequence. A kind is a subclass, named in PAGE_KINDS."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    is_page: ClassVar[bool] = True
    acts: ClassVar[frozenset[Act]] = frozenset({Act.ANSWER, Act.STOP})

    kind: str
    id: Code
    title: Text = {}
    text: Text = {}
    when: When | None = None

    def steps(self, instruments: Mapping[str, Instrument]) -> tuple[Step, ...]:
        """The pages this element becomes, in order."""
        entries = self.entries()
        return (Step(self.id, self, questions=expand(entries, instruments), entries=entries),)

    def entries(self) -> tuple[Entry, ...]:
        """The questions and scales asked, over all of the element's pages."""
        return ()

    def read(self, step: Step, act: Act, fields: Fields) -> Answers:
        """The answers in a form, by code. Raises Errors with all that is wrong at once."""
        return read_questions(step.questions, fields)

    def needs(self) -> tuple[str, ...]:
        """Codes of the earlier answers that these pages depend on."""
        return (self.when.code,) if self.when and self.when.code else ()

    def factors(self) -> tuple[str, ...]:
        """Names of the factors that decide whether this is met, and what is shown in it."""
        return (self.when.factor,) if self.when and self.when.factor else ()

    def marks(self) -> tuple[str, ...]:
        """Keys of the earlier pages of which this one says whether they were met."""
        return ()

    def opens(self, kept: Answers, levels: Levels) -> Did:
        """What is known of an element of several pages before anything was done in it."""
        return {}

    def did(self, step: Step, before: Did, levels: Levels, act: Act, answers: Answers) -> Did:
        """What is known on the next page of what was done; `before`: what was known on this one."""
        return {}

    def meets(self, step: Step, did: Did, kept: Answers, levels: Levels) -> bool:
        """Whether somebody who comes to this step is shown it. levels: none before the lot."""
        return self.when is None or self.when.holds(kept, levels)

    def leave(self, act: Act, answers: Answers) -> Ending | None:
        """The ending that these answers bring about, if any."""
        return None

    def parting(self) -> Text:
        """What is said to those whom this page's answers send away."""
        return {}

    def texts(self) -> Iterable[tuple[str, Text]]:
        """(field, text) for every text a participant reads outside questions: checked for placeholders."""
        return [("title", self.title), ("text", self.text)]

    def emptiness(self) -> Sequence[tuple[str, str]]:
        """(field, what to do) for every part that is still empty and is needed before publishing."""
        return ()


def met_on(key: str) -> str:
    """What a place keeps, beside answers, of a page that was met; no question can be called so."""
    return f"met.{key}"


def read_questions(questions: Iterable[Question], fields: Fields) -> Answers:
    """Parse each question. Raises Errors naming every question that cannot be taken."""
    answers: dict[str, Answer] = {}
    messages: dict[str, str] = {}
    for question in questions:
        try:
            answers[question.code] = question.parse(fields)
        except Invalid as error:
            messages[question.code] = str(error)
    if messages:
        raise Errors(messages, answers)
    return answers
