"""The plain kinds: information, consent, questionnaire, attention check, the lot, debriefing, end."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, Literal

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field

from surveys.protocol.nodes.base import Act, Answers, Ending, Errors, Node, Step
from surveys.protocol.scales import Entry
from surveys.questions import AnyQuestion, Code, Fields
from surveys.texts import Text


class Information(Node):
    """Text to read, then Continue."""

    kind: Literal["information"] = "information"

    def emptiness(self) -> Sequence[tuple[str, str]]:
        return (
            () if any(self.text.values()) else [("text", "The page is empty: write its text or remove it.")]
        )


class Statement(BaseModel):
    """A box that must be ticked to take part."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    code: Code
    text: Text


class Consent(Node):
    """Every statement must be ticked; declining ends politely and keeps nothing but the fact."""

    kind: Literal["consent"] = "consent"
    acts: ClassVar[frozenset[Act]] = frozenset({Act.ANSWER, Act.DECLINE})
    statements: tuple[Statement, ...] = Field(min_length=1)
    begin: Text = {}
    decline: Text = {}
    declined: Text = {}

    def read(self, step: Step, act: Act, fields: Fields) -> Answers:
        if act is Act.DECLINE:
            return {}
        missing = [s.code for s in self.statements if not any(v.strip() for v in fields.get(s.code, ()))]
        answers = {s.code: True for s in self.statements if s.code not in missing}
        if missing:
            raise Errors(dict.fromkeys(missing, _("Please tick this box to take part.")), answers)
        return answers

    def leave(self, act: Act, answers: Answers) -> Ending | None:
        return Ending.DECLINED if act is Act.DECLINE else None

    def texts(self) -> Iterable[tuple[str, Text]]:
        return [*super().texts(), *(("statements", s.text) for s in self.statements)]


class Questionnaire(Node):
    """Questions and scales, in the order written."""

    kind: Literal["questionnaire"] = "questionnaire"
    questions: tuple[Entry, ...] = ()

    def entries(self) -> tuple[Entry, ...]:
        return self.questions

    def emptiness(self) -> Sequence[tuple[str, str]]:
        return (
            () if self.questions else [("questions", "The page asks nothing: add a question or remove it.")]
        )


class Attention(Node):
    """One question with a stated right answer. A miss is noted, or ends the study; always before the lot."""

    kind: Literal["attention"] = "attention"
    question: AnyQuestion
    expected: int | str
    on_miss: Literal["note", "end"] = "note"
    ended: Text = {}

    def entries(self) -> tuple[Entry, ...]:
        return (self.question,)

    def passed(self, answers: Answers) -> bool:
        return bool(answers.get(self.question.code) == self.expected)

    def leave(self, act: Act, answers: Answers) -> Ending | None:
        return Ending.SCREENED_OUT if self.on_miss == "end" and not self.passed(answers) else None


class Randomise(Node):
    """Where the lot is drawn: no page. Everything after it may depend on the group."""

    is_page: ClassVar[bool] = False
    kind: Literal["randomise"] = "randomise"


class Debriefing(Node):
    """What was made up and why, help for everyone, and whether the answers may be kept."""

    kind: Literal["debriefing"] = "debriefing"
    acts: ClassVar[frozenset[Act]] = frozenset({Act.KEEP, Act.DELETE})

    def leave(self, act: Act, answers: Answers) -> Ending | None:
        return Ending.WITHDRAWN if act is Act.DELETE else None

    def emptiness(self) -> Sequence[tuple[str, str]]:
        return () if any(self.text.values()) else [("text", "Say what was made up and why.")]


class End(Node):
    """Thanks and the completion code: shown once the participation has ended, answered by nothing."""

    is_page: ClassVar[bool] = False
    kind: Literal["end"] = "end"
