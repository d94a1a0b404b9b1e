"""Which groups are compared on an outcome, and everything asked of them besides what the plan names."""

from collections.abc import Iterator
from dataclasses import replace
from math import log

from surveys.analysis import groups
from surveys.analysis.asking import Question, Source, estimand_of
from surveys.analysis.results import BEYOND, COMPLETE, GROUPS, UNEXCLUDED, Row
from surveys.cues import Assigned
from surveys.protocol import Compiled, Document
from surveys.protocol.outcomes import AnyOutcome, Count, Once, Ordinal, State
from surveys.protocol.plan import GroupSequential, Plan
from surveys.protocol.sides import Sides, sides_of


def sides_on(protocol: Compiled, outcome: AnyOutcome) -> tuple[Sides, ...]:
    """Those of the plan's own comparisons, in its order; then each level of each between factor against the
    first. Groups that differ by whether a score is displayed are compared as such, where that can be.
    """
    document = protocol.document
    named = [sides_of(c) for c in document.plan.confirmatory if _names(c.outcome, c.contrast, outcome)]
    levels = [
        Sides(of=((factor.name, (level,)),), against=((factor.name, (factor.levels[0],)),))
        for factor in document.factors
        if factor.varies == "between" and factor.name not in displaying(document, outcome)
        for level in factor.levels[1:]
    ]
    return tuple(dict.fromkeys((*named, *levels)))


def _names(name: str, contrast: str, outcome: AnyOutcome) -> bool:
    return contrast == "groups" and name == outcome.name


def displaying(document: Document, outcome: AnyOutcome) -> frozenset[str]:
    """The factors whose groups the displayed score's own contrasts compare."""
    cue = document.cue
    if cue is None or (isinstance(outcome, Once) and not isinstance(outcome, State)):
        return frozenset()
    return frozenset({cue.visibility.factor} if isinstance(cue.visibility, Assigned) else ())


def questions(protocol: Compiled, outcome: AnyOutcome, sides: Sides) -> Iterator[Question]:
    """The main way, then the others."""
    main = Question(outcome.name, GROUPS, sides=sides)
    adjusts = isinstance(outcome, State) and bool(outcome.before)
    yield main
    yield from (replace(main, variant=way) for way in groups.variants(outcome.kind, adjusts=adjusts))


def others(source: Source, everybody: Source, plan: Plan, question: Question) -> Iterator[Row]:
    """The same among those who finished, with nobody excluded, and beyond the planned number, where these
    are other people.
    """
    finished = source.data.finished
    if not finished.all():
        yield _as(source.only(finished), question, COMPLETE)
    if everybody.data.left_out.any():
        yield _as(everybody, question, UNEXCLUDED)
    if len(everybody.data.arm) > plan.planned and isinstance(plan.stopping, GroupSequential):
        yield _as(source, question, BEYOND)


def _as(source: Source, question: Question, variant: str) -> Row:
    other = replace(question, variant=variant)
    estimand = estimand_of(source.protocol, source.design, other)
    return replace(source.answer(question), key=other.key, variant=variant, estimand=estimand)


def bound(outcome: AnyOutcome, smallest: float) -> float:
    """The smallest effect worth having as it is analysed: of what is compared by a ratio, its logarithm."""
    return log(smallest) if isinstance(outcome, Count | Ordinal) else smallest
