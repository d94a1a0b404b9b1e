"""What every part of the document is told from, and the words that they share."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from surveys.analysis.design import Design, design_of
from surveys.analysis.naming import OWN_SCORES, group_label, label_of, outcome_named
from surveys.analysis.results import (
    ABOVE,
    AT,
    AVERAGED,
    BELOW,
    BESIDE,
    CHANGED,
    CURVE,
    DRIFT,
    GROUPS,
    LEVEL,
    NOTICERS,
    PLACEBO,
    RANGE,
    STATE,
    STEP,
    Results,
    Row,
)
from surveys.protocol import Compiled, Document
from surveys.protocol.plan import Plan
from surveys.report.document.facts import Facts
from surveys.report.told import capital
from surveys.report.units import OTHERS, Unit, unit_of
from surveys.texts import Text, say

NOT_TOLD = "To be told by the researcher."


@dataclass(frozen=True, slots=True)
class Known:
    """refused: keys of estimates that contradict themselves and are printed nowhere. withheld: whether there
    may be effects that must not be told yet."""

    protocol: Compiled
    results: Results
    facts: Facts
    refused: tuple[str, ...] = ()
    withheld: bool = False

    @property
    def document(self) -> Document:
        return self.protocol.document

    @property
    def plan(self) -> Plan:
        return self.protocol.document.plan

    @property
    def language(self) -> str:
        return self.protocol.document.language

    @property
    def design(self) -> Design:
        return design_of(self.protocol)

    def say(self, text: Text) -> str:
        return " ".join(say(text, self.language, "en").split())

    def label(self, outcome: str) -> str:
        return label_of(self.protocol, outcome, self.language)

    def group(self, arm: str) -> str:
        return group_label(self.protocol, arm, self.language)

    def unit(self, outcome: str) -> Unit:
        return unit_of(self.protocol, outcome_named(self.protocol, outcome))

    def unit_of(self, row: Row) -> Unit:
        """The row's own: some ways of computing answer in another."""
        return OTHERS.get(row.variant) or self.unit(row.outcome)

    def asked(self, code: str) -> str:
        """The question with this code, wherever it is asked."""
        questions = (q for step in self.protocol.steps for q in step.questions if q.code == code)
        return next((self.say(question.text) for question in questions), code) or code

    def clock(self, moment: datetime | None) -> str:
        """In the study's time zone; '' where there is none."""
        if moment is None:
            return ""
        return f"{moment.astimezone(ZoneInfo(self.document.time_zone)):%-d %B %Y, %H:%M}"

    def day(self, moment: datetime | None) -> str:
        return self.clock(moment).partition(",")[0]


def contrast(row: Row, design: Design) -> str:
    """What is compared, in plain words."""
    levels = [f"{level:g}" for level in design.levels] or [OWN_SCORES]
    at = [f"{score:g}" for score in row.at] or [""]
    return {
        LEVEL: "Each 10 points of displayed score",
        RANGE: f"{levels[-1]} shown against {levels[0]}, by that line",
        CHANGED: "Each 10 points of score, shown instead of hidden",
        PLACEBO: "Each 10 points of the score where hidden: what the profiles show anyway"
        if design.computed
        else "Each 10 points of a score that nobody saw (control)",
        DRIFT: "How much more each 10 points do from one profile to the next",
        AT: f"{at[0]} shown against hidden",
        AVERAGED: f"Shown against hidden, averaged over {', '.join(levels)}",
        STATE: "Score shown against hidden",
        STEP: f"{at[-1]} shown against {at[0]}",
        BESIDE: f"Step between {' and '.join(at)}, beside a straight line",
        CURVE: "Curvature over the displayed scores, per (10 points) squared",
        BELOW: f"Each 10 points up to {at[0]}",
        ABOVE: f"Each 10 points from {at[0]} on",
        NOTICERS: "Shown against hidden, among those who noticed",
        GROUPS: capital(" against ".join(design.sides(row.sides))),
    }.get(row.contrast, row.contrast)


def listed(words: Iterable[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    found = list(words)
    return " and ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)


def named(known: Known, row: Row) -> str:
    words = contrast(row, known.design)
    return f"{known.label(row.outcome)}, {words[:1].lower()}{words[1:]}"
