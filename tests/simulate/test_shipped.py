"""Simulated people in each shipped study: what is planted is found again, and what is not is not.

They answer by stated parameters (`surveys/simulate/people.py`, `feed.py`), their effects are larger than the
studies are made for, and so a few hundred are enough: a thousand and more would say the same more slowly.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pytest

from surveys import library
from surveys.analysis.asking import Source
from surveys.analysis.data import load
from surveys.analysis.design import design_of
from surveys.analysis.named import named_rows
from surveys.analysis.scope import scope_of
from surveys.analysis.scores import write_scores
from surveys.analysis.storing import results_of
from surveys.models import JobState, Kind, Simulation, Study
from surveys.protocol import read
from surveys.report import results_context
from surveys.simulate.people import Effects
from tests.analysis.make import performed
from tests.bench.people import finished
from tests.people import TOLD, published

pytestmark = pytest.mark.django_db(transaction=True)
SEED = 8

NOBODY = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Planted:
    """people: how many are simulated; effects: what is built in; found: by comparison, what must come back;
    not those of the plan that are not named here: they must not be found.
    """

    people: int
    effects: Effects
    found: Mapping[str, float]


def same(outcome: str, size: float, *places: str) -> dict[str, dict[str, float]]:
    return {outcome: dict.fromkeys(places, size)}


PLANTED: dict[str, Planted] = {
    "your-score-just-dropped": Planted(
        240,
        Effects(groups=same("anxiety_day4", 15.0, "course=dip_65", "course=dip_64")),
        {"dip": 15.0},
    ),
    "sixty-five": Planted(
        750,
        # Felt only where the line is stated: where nothing is said of it, nothing must be found.
        Effects(groups=same("felt", 16.0, *(f"start={score}&tier=stated" for score in (65, 66, 68, 72)))),
        {"felt_stated": 16.0},
    ),
    "unplug": Planted(
        240,
        Effects(groups=same("break_taken", 0.35, "price=0") | same("anxiety_day5", 14.0, "course=falling")),
        {"break_price": -0.35, "anxiety_course": 14.0},
    ),
    "three-ways-up": Planted(
        160,
        Effects(
            groups={
                "trustworthiness": {
                    "way=robot": -1.0,
                    **{f"visibility=shown&way={way}": 0.5 for way in ("celebrity", "always_on", "robot")},
                    **{f"visibility=hidden&way={way}": -0.5 for way in ("celebrity", "always_on", "robot")},
                }
            }
        ),
        {"robot": -1.0, "seen": 1.0},
    ),
    "what-the-number-means": Planted(
        240,
        Effects(groups=same("competence", -0.15, "explanation=explained&visibility=shown&slope")),
        {"slope_competence": -0.15},
    ),
    "one-profile": Planted(
        180,
        Effects(groups=same("competence", 1.0, "level=85")),
        {"competence_42": 1.0, "competence_20": 1.0},
    ),
    "first-impressions": Planted(
        120,
        Effects(level={"competence": 0.2}, visibility={"anxiety": 15.0}),
        {"level_competence": 0.2, "visibility_anxiety": 15.0},
    ),
}


def lived(code: str, effects: Effects) -> Study:
    people = PLANTED[code].people
    study = published(read(library.studies(code) | TOLD))
    study.seed = bytes(32)  # in memory: the same list of places in every run of this test
    finished(study, people, kind=Kind.SIMULATED, effects=effects, listed=True, distinct=people, seed=SEED)
    Simulation.objects.create(
        study=study, participants=people, effects=effects.to_json(), done=people, state=JobState.DONE
    )
    return study


@pytest.mark.parametrize("code", list(PLANTED))
def test_what_is_planted_is_found_again_and_nothing_else(code: str) -> None:
    planted = PLANTED[code]
    study = lived(code, planted.effects)
    rows = {
        row.comparison: row for row in results_of(performed(study, Kind.SIMULATED)).rows if row.comparison
    }
    assert set(planted.found) < set(rows)
    for name, row in rows.items():
        if name in planted.found:
            assert row.p_adjusted < 0.05, name
            assert row.estimate.low < planted.found[name] < row.estimate.high, name
        else:
            assert row.p_adjusted > 0.05, name
    k, s = len(planted.found), "" if len(planted.found) == 1 else "s"
    said = f"Found {k} of {k} effect{s} built in, with {planted.people} people"
    assert results_context(study, Kind.SIMULATED).found.startswith(said)


@pytest.mark.parametrize("code", list(PLANTED))
def test_where_nothing_is_planted_nothing_is_found(code: str) -> None:
    study = lived(code, Effects())
    assert study.protocol is not None
    protocol = study.protocol.compiled
    write_scores(study)
    data = load(scope_of(study, Kind.SIMULATED), protocol, without=NOBODY)
    source = Source(protocol, design_of(protocol), data)
    rows, _looks = named_rows(source, source, protocol.document.plan)
    assert len(rows) == len(protocol.document.plan.confirmatory)
    assert [row.comparison for row in rows if not row.p_adjusted > 0.05] == []
