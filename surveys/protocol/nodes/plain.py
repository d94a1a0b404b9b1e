"""The plain kinds: information, consent, questionnaire, attention check, the lot, debriefing, end."""

from collections.abc import Collection, Iterable, Sequence
from typing import Annotated, Any, ClassVar, Literal

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field

from surveys.protocol.nodes.base import Act, Answers, Did, Ending, Errors, Levels, Node, Step, When, met_on
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


def _is_nothing(value: Any) -> bool:
    """Parts that say nothing are left out of the bytes, which so are those of documents without them."""
    return not value


class Screen(BaseModel):
    """The study ends before the lot, with thanks, for whoever scores so much or more on this page's scale.

    3 is the usual cut of the GAD-2.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    scale: Code
    at_least: float = 3


class Questionnaire(Node):
    """Questions and scales, in the order written. screen: who leaves for what they answer; None: nobody."""

    kind: Literal["questionnaire"] = "questionnaire"
    questions: tuple[Entry, ...] = ()
    screen: Screen | None = Field(None, exclude_if=_is_nothing)

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

    def parting(self) -> Text:
        return self.ended if self.on_miss == "end" else {}

    def passed(self, answers: Answers) -> bool:
        return bool(answers.get(self.question.code) == self.expected)

    def leave(self, act: Act, answers: Answers) -> Ending | None:
        return Ending.SCREENED_OUT if self.on_miss == "end" and not self.passed(answers) else None


class Randomise(Node):
    """Where the lot is drawn: no page. Everything after it may depend on the group."""

    is_page: ClassVar[bool] = False
    kind: Literal["randomise"] = "randomise"


PageKey = Annotated[str, Field(pattern=r"^([A-Za-z0-9_.]{1,80})?$")]


class Told(BaseModel):
    """A line of what was shown, what was true, and who decided that.

    `when`: for some groups only. `since`: only for those who got as far as this page, such as `week.4.day`;
    without one, for everybody who was assigned to a group.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    seen: Text
    truth: Text
    decided: Text = {}
    when: When | None = None
    since: PageKey = Field("", exclude_if=_is_nothing)

    def holds(self, levels: Levels | None, met: Collection[str] | None) -> bool:
        """Of somebody with these levels who met these pages; what is None is not known, and may be so."""
        is_theirs = self.when is None or levels is None or self.when.holds({}, levels)
        return is_theirs and (not self.since or met is None or self.since in met)


class Understood(BaseModel):
    """The answer to one of the debriefing's questions that shows that it was understood."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    question: Code
    value: int | str


class Debriefing(Node):
    """What was made up and why, help for everyone, and whether the answers may be kept.

    False feedback on oneself outlasts the plain word that it was made up, unless people are told how it was
    made and that it may linger, and why: Ross, Lepper & Hubbard (1975), Journal of Personality and Social
    Psychology, 32, 880-892. Hence `table`, which says it line by line, and `lingers`. `questions` are asked
    before the decision about the answers; `understood` is the right one to whether that was understood. A
    wrong one holds nobody up, and whoever deletes need answer none.
    """

    kind: Literal["debriefing"] = "debriefing"
    acts: ClassVar[frozenset[Act]] = frozenset({Act.KEEP, Act.DELETE})
    table: tuple[Told, ...] = Field((), max_length=30, exclude_if=_is_nothing)
    lingers: Text = Field({}, exclude_if=_is_nothing)
    questions: tuple[Entry, ...] = ()
    understood: Understood | None = Field(None, exclude_if=_is_nothing)

    def entries(self) -> tuple[Entry, ...]:
        return self.questions

    def read(self, step: Step, act: Act, fields: Fields) -> Answers:
        return super().read(step, act, fields) if act is Act.KEEP else {}

    def factors(self) -> tuple[str, ...]:
        named = [row.when.factor for row in self.table if row.when and row.when.factor]
        return tuple(dict.fromkeys([*super().factors(), *named]))

    def marks(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.since for row in self.table if row.since))

    def opens(self, kept: Answers, levels: Levels) -> Did:
        return {"met": [key for key in self.marks() if met_on(key) in kept]} if self.marks() else {}

    def told(self, levels: Levels | None, met: Collection[str] | None = None) -> tuple[int, ...]:
        """Which lines are for a group, and for those who met these pages of `marks`. None: that is not known
        (any more), and every line may be theirs.
        """
        return tuple(i for i, row in enumerate(self.table) if row.holds(levels, met))

    def texts(self) -> Iterable[tuple[str, Text]]:
        rows = [text for row in self.table for text in (row.seen, row.truth, row.decided)]
        return [*super().texts(), ("lingers", self.lingers), *(("table", text) for text in rows)]

    def leave(self, act: Act, answers: Answers) -> Ending | None:
        return Ending.WITHDRAWN if act is Act.DELETE else None

    def emptiness(self) -> Sequence[tuple[str, str]]:
        return () if any(self.text.values()) else [("text", "Say what was made up and why.")]


class End(Node):
    """Thanks and the completion code: shown once the participation has ended, answered by nothing."""

    is_page: ClassVar[bool] = False
    kind: Literal["end"] = "end"
