"""What pictures call things: units, comparisons, ways of computing, questions."""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp

from surveys.analysis.design import Design
from surveys.analysis.naming import OWN_SCORES, range_of, scale_label, scale_words
from surveys.analysis.results import (
    ABOVE,
    AT,
    AVERAGED,
    BELOW,
    CHANGED,
    DRIFT,
    GROUPS,
    LEVEL,
    MAIN,
    NOTICERS,
    PLACEBO,
    RANGE,
    STATE,
    STEP,
    WITHOUT,
    Results,
    Row,
)
from surveys.charts.style import between, figure
from surveys.protocol import Compiled
from surveys.protocol.outcomes import Act, AnyOutcome, State, Timed
from surveys.questions import Choice
from surveys.texts import say

COARSE = 10
"""A scale this wide or narrower needs two decimals; a wider one needs one."""


@dataclass(frozen=True, slots=True)
class Unit:
    """mean, difference: the unit's words beside each; digits: printed. shown: from the number as analysed to
    the number as drawn; nought: what a difference of nothing is drawn as. ratio: drawn on a log scale. value:
    the same of one participant's value, where that is not analysed as differences are.
    """

    mean: str
    difference: str
    digits: int
    shown: Callable[[float], float] = float
    nought: float = 0
    ratio: bool = False
    value: Callable[[float], float] | None = None

    def of_value(self, value: float) -> float:
        return (self.value or self.shown)(value)

    def said(self, low: float, high: float) -> str:
        """'0.02 to 0.08', in the unit drawn."""
        return between(self.shown(low), self.shown(high), self.digits)


ONCE = {
    "count": Unit("times", "times as often", 2, exp, nought=1, ratio=True, value=float),
    "happened": Unit("% of participants", "percentage points", 1, lambda value: 100 * value),
    "stayed": Unit("days", "days", 2),
    "ordinal": Unit("answer", "times the odds of a higher answer", 2, exp, nought=1, ratio=True, value=float),
}
"""Of what is compared between groups alone."""


def unit_of(protocol: Compiled, outcome: AnyOutcome) -> Unit:
    """Times are analysed as logarithms: their differences are drawn as ratios."""
    if isinstance(outcome, Act):
        return Unit("% of visits", "percentage points", 1, lambda value: 100 * value)
    if isinstance(outcome, Timed):
        return Unit("seconds, geometric mean", "times as long", 2, exp, nought=1, ratio=True)
    if outcome.kind in ONCE:
        return ONCE[outcome.kind]
    low, high = range_of(protocol, outcome) or (0.0, 1.0)
    words = scale_words(protocol, outcome)
    return Unit(words.removeprefix("on the "), f"points {words}", 2 if high - low <= COARSE else 1)


def compared(row: Row, design: Design, outcome: AnyOutcome) -> str:
    """What is compared, in plain words: 'each 10 points of displayed score'."""
    at, levels = [f"{score:g}" for score in row.at], [f"{level:g}" for level in design.levels] or [OWN_SCORES]
    given = ", given where they began" if isinstance(outcome, State) and outcome.before else ""
    return {
        LEVEL: "each 10 points of displayed score",
        RANGE: f"{levels[-1]} shown against {levels[0]}, by that line",
        DRIFT: "how much more each 10 points do from one profile to the next",
        CHANGED: "each 10 points of score, shown instead of hidden",
        PLACEBO: "each 10 points of the score that was hidden",
        AT: f"{' '.join(at)} shown against hidden",
        AVERAGED: f"shown against hidden, averaged over {', '.join(levels)}",
        STATE: f"shown against hidden{given}",
        STEP: f"{at[-1] if at else ''} shown against {at[0] if at else ''}",
        BELOW: f"each 10 points up to {' '.join(at)}",
        ABOVE: f"each 10 points from {' '.join(at)} on",
        NOTICERS: "shown against hidden, among those who noticed",
        GROUPS: f"{' against '.join(design.sides(row.sides))}{given}",
    }.get(row.contrast, row.contrast)


def asked(row: Row, design: Design, outcome: AnyOutcome) -> str:
    """What is compared and, where it is not computed in the main way, how."""
    found = compared(row, design, outcome)
    return f"{found}, {row.variant}" if row.variant else found


def main_row(results: Results, design: Design, outcome: AnyOutcome) -> Row | None:
    """The row that an outcome is about: its slope or adjusted difference, else its highest score's."""
    if isinstance(outcome, State):
        return results.row(outcome.name, STATE)
    found = results.row(outcome.name, CHANGED if design.computed else LEVEL)
    return found or (results.row(outcome.name, AT, design.levels[-1]) if design.levels else None)


def group_rows(results: Results, outcome: AnyOutcome) -> list[Row]:
    """Each group against the first, where the plan compares no groups on this outcome."""
    rows = [
        row
        for row in results.rows
        if (row.outcome, row.contrast, row.variant) == (outcome.name, GROUPS, MAIN)
    ]
    return [] if any(row.confirmatory for row in rows) else rows


def estimated(row: Row, unit: Unit) -> str:
    """'0.05 (0.02 to 0.08)'."""
    found = row.estimate
    return f"{figure(unit.shown(found.estimate), unit.digits)} ({unit.said(found.low, found.high)})"


def variant_words(row: Row) -> str:
    """Which way of computing, as the first word of a line."""
    if row.variant.startswith(WITHOUT):
        return f"not leaving out by the rule “{row.variant.removeprefix(WITHOUT)}”"
    return {MAIN: "as planned" if row.confirmatory else "main analysis"}.get(row.variant, row.variant)


def question_words(protocol: Compiled, code: str) -> str:
    """What was measured before random assignment: a scale's name, or the question as it was asked."""
    language = protocol.document.language
    if any(measure.scale.name == code for measure in protocol.measures):
        return scale_label(protocol, code, language)
    found = next((q for step in protocol.steps for q in step.questions if q.code == code), None)
    return say(found.text, language, language) if found else code


def rule_words(protocol: Compiled, name: str) -> str:
    """Why somebody is left out by the plan's rule of this name."""
    found = next((rule for rule in protocol.document.plan.exclusions if rule.name == name), None)
    language = protocol.document.language
    if found and (label := say(found.label, language, language)):
        return label
    return "attention checks missed" if found and found.missed else "an answer before random assignment"


def option_words(protocol: Compiled, code: str, value: str) -> str:
    """The words of the answer with this value; the value itself where it has none."""
    found = next((q for step in protocol.steps for q in step.questions if q.code == code), None)
    options = found.options if isinstance(found, Choice) else ()
    language = protocol.document.language
    label = next((option.label for option in options if str(option.value) == value), {})
    return say(label, language, language) or value
