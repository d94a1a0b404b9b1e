"""The feed task: the participant's own score, shown or not, and a feed in days.

First a made-up name and face, then the score for the first time; then one page a day, on which acts leave
somebody where they are, and pages of questions after the days that have some.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Literal

from django.utils.translation import gettext as _

from surveys.cues import AssignedText
from surveys.instruments import Instrument
from surveys.protocol.nodes.base import Act, Answers, Did, Errors, Levels, Step
from surveys.protocol.nodes.feed_acts import DEED, read_day, read_first
from surveys.protocol.nodes.feed_course import start_of
from surveys.protocol.nodes.feed_parts import Ask, Task
from surveys.protocol.nodes.feed_state import State, after, meets, state_of
from surveys.protocol.scales import Entry, expand
from surveys.questions import Choice, Fields, Option, ShortText
from surveys.texts import Text

PICTURES = 8
NICKNAME = ShortText(code="nickname", text={"en": "Your name on this site"}, longest=20)
FACE = Choice(
    code="face",
    text={"en": "Your picture"},
    options=tuple(Option(value=f"face{i}", label={"en": f"Picture {i}"}) for i in range(1, PICTURES + 1)),
)
_HANDLE = re.compile(r"\w{2,20}")


class Feed(Task):
    """The participant's own score and a feed in days: post, reply, share, like, take a break, go on."""

    kind: Literal["feed"] = "feed"
    acts: ClassVar[frozenset[Act]] = frozenset({Act.ANSWER, Act.DO, Act.STOP})

    def steps(self, instruments: Mapping[str, Instrument]) -> tuple[Step, ...]:
        steps: list[Step] = []
        if self.nickname:
            asked = (NICKNAME, FACE)
            steps.append(Step(f"{self.id}.name", self, "name", questions=asked, entries=asked))
        if self.score is not None:
            steps.append(Step(f"{self.id}.score", self, "score"))
        for day in range(1, self.days + 1):
            steps.append(Step(f"{self.id}.{day}.day", self, "day", day=day))
            if ask := self.asked_after(day):
                key, entries = f"{self.id}.{day}.ask", ask.questions
                steps.append(Step(key, self, "ask", 0, expand(entries, instruments), entries, day))
        return tuple(steps)

    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for ask in self.ask for entry in ask.questions)

    def needs(self) -> tuple[str, ...]:
        habits = self.score.habits.codes if self.score and self.score.habits else ()
        return (*super().needs(), *habits)

    def read(self, step: Step, act: Act, fields: Fields) -> Answers:
        if step.part == "day":
            return read_day(self, step.day, act, fields)
        if step.part == "score":
            return read_first(self, act, fields)
        if act is Act.DO:
            raise Errors({DEED: _("Please choose one of the buttons below.")}, {})
        answers = super().read(step, act, fields)
        return _handled(answers) if step.part == "name" else answers

    def opens(self, kept: Answers, levels: Levels) -> Did:
        if not levels and self.factors():
            return {}  # before the lot nobody is in here yet
        return State(start=start_of(self, levels, kept)).to_json()

    def did(self, step: Step, before: Did, levels: Levels, act: Act, answers: Answers) -> Did:
        return after(self, step, state_of(before), levels, act, answers).to_json()

    def meets(self, step: Step, did: Did, kept: Answers, levels: Levels) -> bool:
        return super().meets(step, did, kept, levels) and meets(step, state_of(did))

    def asked_after(self, day: int) -> Ask | None:
        return next((ask for ask in self.ask if ask.after == day), None)

    def texts(self) -> Iterable[tuple[str, Text]]:
        yield from super().texts()
        yield ("filler", self.filler)
        yield from (("prepared", post.text) for post in self.prepared)
        yield from (("happenings", happening.text) for happening in self.happenings)
        if self.score:
            said = (self.score.label, self.score.legend, self.score.explanation)
            yield from (("score", text) for part in said for text in _all(part))
        if self.breaks:
            yield from (("breaks", text) for text in _all(self.breaks.told))
        if self.aside:
            yield ("aside", self.aside.text)
        for ask in self.ask:
            yield from (("ask", ask.title), ("ask", ask.text))

    def emptiness(self) -> Sequence[tuple[str, str]]:
        found = []
        if self.score is not None and not any(any(text.values()) for text in _all(self.score.label)):
            found.append(("score.label", "Say what the number is called, such as “Influence score”."))
        if self.aside is not None and not any(self.aside.text.values()):
            found.append(("aside.text", "Write what happens aside, or take it out."))
        for i, ask in enumerate(self.ask):
            if not ask.questions:
                found.append((f"ask.{i}.questions", "The page asks nothing: add a question or remove it."))
        return found


def _handled(answers: Answers) -> Answers:
    """The name as a handle: letters and digits of any script, with _ between."""
    name = re.sub(r"\s+", "_", str(answers["nickname"]).strip().removeprefix("@"))
    if not _HANDLE.fullmatch(name):
        message = _("Use 2 to 20 letters or digits, such as quiet_otter.")
        raise Errors({"nickname": message}, {"face": answers["face"]})
    return {**answers, "nickname": name}


def _all(text: Text | AssignedText) -> Iterable[Text]:
    return text.texts.values() if isinstance(text, AssignedText) else (text,)
