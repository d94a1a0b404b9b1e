"""One group against another by randomisation inference: only the lot itself is taken as random."""

from collections.abc import Iterator, Sequence

import numpy as np

from scoring.estimators.randomisation import randomisation, studentised_row
from surveys.analysis.asking import Question, Source
from surveys.analysis.checking import open_blocks, per_person
from surveys.analysis.frames import Slots
from surveys.analysis.results import GROUPS, REASSIGNED, Row
from surveys.protocol.outcomes import Act, AnyOutcome, Happened, Rating, State
from surveys.protocol.plan import Comparison
from surveys.protocol.sides import Sides, arms_in, sides_of, within
from surveys.protocol.sides_told import is_within


def reassigned(
    source: Source, outcome: AnyOutcome, comparisons: Sequence[Comparison], *, seed: int
) -> Iterator[Row]:
    """Of each of these comparisons of groups that is a difference of means of one number a participant.
    Groups that are not compared keep their places.
    """
    slots = source.data.slots
    if slots is None or not isinstance(outcome, State | Happened | Rating | Act):
        return
    for named in comparisons:
        sides = sides_of(named)
        if (named.outcome, named.contrast) == (outcome.name, "groups") and _by_lot(source, sides):
            yield _row(source, outcome, sides, slots, seed)


def _by_lot(source: Source, sides: Sides) -> bool:
    document = source.protocol.document
    return not is_within(document, sides) and not within(document, sides.of)


def _row(source: Source, outcome: AnyOutcome, sides: Sides, slots: Slots, seed: int) -> Row:
    of, against = (arms_in(source.protocol.document, side) for side in (sides.of, sides.against))
    here = np.isin(slots.arm, (*of, *against)) & slots.taken
    question = Question(outcome.name, GROUPS, variant=REASSIGNED, sides=sides)
    each = source.pair(question).y if sides.own else per_person(source, outcome.name)
    held = np.where(slots.who >= 0, each[slots.who], np.nan)
    found = randomisation(
        held[here],
        np.isin(slots.arm, of)[here],
        slots.block[here],
        seed=seed,
        whole=open_blocks(slots, list(source.protocol.weights.values()), of, against),
    )
    return source.row(question, studentised_row(found), seed=found.seed)
