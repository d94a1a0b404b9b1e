"""Simulations of whole plans: studies drawn from the shipped one, analysed as the real one would be."""

from dataclasses import replace
from functools import cache
from typing import Any

from surveys.analysis.asking import Source
from surveys.analysis.assumed import USUAL, Assumed
from surveys.analysis.design import design_of
from surveys.analysis.expecting import comparisons, expected
from surveys.analysis.looking import final
from surveys.analysis.named import named_rows
from surveys.protocol import Compiled, compiled
from surveys.simulate.counted import is_found
from surveys.simulate.drawn import drawn
from tests.calibration.simulation import Outcome
from tests.people import flagship

NAMED: dict[str, dict[str, Any]] = {
    "level": {"outcome": "competence", "contrast": "level", "smallest": 0.046},
    "anxiety": {"outcome": "anxiety", "contrast": "visibility", "model": "adjusted", "smallest": 5},
    "own": {"outcome": "competence", "contrast": "level", "model": "participants"},
}
PLANNED = {"level": 240, "anxiety": 520, "own": 200}
QUARTERS, THIRDS = (0.25, 0.5, 0.75, 1.0), (0.34, 0.67, 1.0)
LOST = USUAL.dropout
NEAR = 0.03
"""How far the share that is found may be from the closed form's power."""
ONE_POOL = replace(USUAL, level_profiles=0.0, visibility_profiles=0.0)
"""Own slopes speak of this pool: where no effect is, there is none on any of its profiles."""
ALIKE = replace(ONE_POOL, profiles=0.0, rest=ONE_POOL.rest + ONE_POOL.profiles)
"""Profiles that differ are rotated over the scores, and so hardly move a mean of slopes, but do spread them:
rows of one number a participant are then too cautious. With profiles alike they are exact.
"""


def level_found(seed: int) -> Outcome:
    return _found("level", seed)


def anxiety_found(seed: int) -> Outcome:
    return _found("anxiety", seed)


def quarters_crossed(seed: int) -> Outcome:
    return _crossed(QUARTERS, seed, ONE_POOL)


def thirds_crossed(seed: int) -> Outcome:
    return _crossed(THIRDS, seed, ONE_POOL)


def quarters_crossed_alike(seed: int) -> Outcome:
    return _crossed(QUARTERS, seed, ALIKE)


def closed_form(name: str) -> float:
    """The power of the plan's one comparison, at the planned number less those who drop out."""
    return expected(protocol(name))[0].power.power


@cache
def protocol(name: str, looks: tuple[float, ...] = ()) -> Compiled:
    """The shipped study with a plan of this one comparison."""
    stopping = {"kind": "group_sequential", "looks": looks} if looks else {"kind": "fixed"}
    named = [{"name": name, **NAMED[name]}]
    return compiled(flagship(plan={"planned": PLANNED[name], "confirmatory": named, "stopping": stopping}))


def _found(name: str, seed: int) -> Outcome:
    made = protocol(name)
    source = _drawn(made, seed, {name: NAMED[name]["smallest"]}, USUAL)
    [row], _looks = named_rows(source, source, made.document.plan)
    return {"found": is_found(row, made.document.plan) and row.estimate.estimate > 0}


def _crossed(looks: tuple[float, ...], seed: int, assumed: Assumed) -> Outcome:
    """Whether any look so far would have stopped the study."""
    made = protocol("own", looks)
    _rows, told = final(_drawn(made, seed, {}, assumed), made.document.plan)
    return {"any look crosses": any(look.crossed for look in told)}


def _drawn(made: Compiled, seed: int, effects: dict[str, float], assumed: Assumed) -> Source:
    named = comparisons(made.document.plan, made)
    data = drawn(made, effects=effects, comparisons=named, assumed=assumed, seed=1, number=seed)
    return Source(made, design_of(made), data)
