"""What is asked of an outcome, as far as the design has it, besides what its plan names."""

from collections.abc import Iterator
from dataclasses import replace

from surveys.analysis.asking import Question
from surveys.analysis.design import Design
from surveys.analysis.results import (
    ABOVE,
    AT,
    AVERAGED,
    BELOW,
    BESIDE,
    CHANGED,
    CLUSTERED,
    CORRELATED,
    CURVE,
    DRIFT,
    FIRST,
    LEVEL,
    LOGIT,
    PARTICIPANTS,
    PLACEBO,
    POOLED,
    POSITION,
    RANGE,
    STATE,
    STEP,
    UNADJUSTED,
)
from surveys.protocol.outcomes import Act, AnyOutcome, InView, Once, State
from surveys.protocol.plan import Plan

WAYS = (PARTICIPANTS, FIRST, POSITION, CORRELATED, CLUSTERED, POOLED)
"""Of computing the level effect, besides the main one."""
AVERAGES = (PARTICIPANTS, POSITION, CORRELATED, CLUSTERED, POOLED)


def design_for(design: Design, outcome: AnyOutcome) -> Design:
    """Where the score is hidden it is never in view: of that there are no hidden groups."""
    return replace(design, hidden=()) if isinstance(outcome, InView) else design


def is_by_score(outcome: AnyOutcome) -> bool:
    """Whether the displayed score's contrasts are asked of it: what else is taken once is compared between
    groups alone.
    """
    return isinstance(outcome, State) or not isinstance(outcome, Once)


def visited_questions(outcome: AnyOutcome, design: Design, plan: Plan) -> Iterator[Question]:
    """What is asked of an outcome at every visit, as far as the design has it."""

    def ask(contrast: str, at: tuple[float, ...] = (), variant: str = "") -> Question:
        return Question(outcome.name, contrast, at, variant)

    varied = len(design.levels) > 1
    if design.shown and varied:
        yield ask(LEVEL)
        yield ask(RANGE)
        yield from (ask(LEVEL, variant=v) for v in WAYS)
        yield ask(DRIFT)
        if isinstance(outcome, Act):
            yield ask(LEVEL, variant=LOGIT)
        if len(design.levels) > 2:
            yield ask(CURVE)
        if plan.threshold:
            straddling = tuple(float(score) for score in plan.threshold)
            yield ask(STEP, straddling)
            if len(design.levels) > 3:
                yield ask(BESIDE, straddling)
        if plan.turning is not None:
            yield ask(BELOW, (float(plan.turning),))
            yield ask(ABOVE, (float(plan.turning),))
    if design.hidden and (varied or len(design.computed) > 1):
        yield ask(PLACEBO)
    if design.shown and design.hidden and len(design.computed) > 1:
        yield from (ask(CHANGED, variant=v) for v in ("", PARTICIPANTS, CORRELATED))
    if design.shown and design.hidden:
        yield from (ask(AT, (level,)) for level in design.levels)
        for variant in (CORRELATED, PARTICIPANTS) if isinstance(outcome, Act) else (CORRELATED,):
            yield from (ask(AT, (level,), variant) for level in design.levels)
        yield from (ask(AVERAGED, variant=v) for v in ("", *AVERAGES))


def once_questions(outcome: AnyOutcome, design: Design) -> Iterator[Question]:
    if design.shown and design.hidden:
        yield Question(outcome.name, STATE)
        yield Question(outcome.name, STATE, variant=UNADJUSTED)
