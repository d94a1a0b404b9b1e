"""The demonstration shows a study that finds what was planted: each effect with a power of 95 % or more."""

from math import sqrt
from typing import Any

import numpy as np
import pytest

from surveys.management.commands.demo import DROPOUT, PEOPLE, PLANTED
from surveys.protocol import Compiled, Draws, compiled
from surveys.simulate.people import Person
from tests.people import flagship

ENOUGH = 1.96 + 1.645
"""An effect so many standard errors large is found at p < .05 in 95 of 100 studies."""

CUT_OFF = 0.95
"""Answers are cut off at the scale's ends, so a little less arrives than was planted."""

STAY = int(PEOPLE * (1 - DROPOUT))


@pytest.fixture(scope="module")
def protocol() -> Compiled:
    return compiled(flagship())


def answers(protocol: Compiled, someone: Person, step: str, draws: Draws) -> dict[str, float]:
    asked = protocol.step(step)
    fields = someone.answer(asked, draws)
    given = {question.code: question.parse(fields) for question in asked.questions}
    return {code: float(a if isinstance(a, int) else a == "yes") for code, a in given.items()}


def score(protocol: Compiled, name: str, given: dict[str, float]) -> float:
    scale = next(m.scale for m in protocol.measures if m.scale.name == name)
    keyed = [
        scale.low + scale.high - given[code] if reverse else given[code]
        for code, reverse in zip(scale.items, scale.reverse, strict=True)
    ]
    return float(np.mean(keyed))


def somebody(protocol: Compiled, i: int, arm: str) -> tuple[Person, Draws]:
    draws = protocol.draws(arm, (i * 7) % protocol.rows)
    return Person(protocol, PLANTED, 5, f"d.{i}", np.random.default_rng([5, i])), draws


def test_each_effect_of_the_score_is_found_by_those_who_see_it(protocol: Compiled) -> None:
    slopes: dict[str, list[float]] = {name: [] for name in PLANTED.level}
    for i in range(STAY // 2):
        someone, draws = somebody(protocol, i, "shown")
        levels = np.array([float(visit.levels["level"]) for visit in draws.visits]) / 10
        levels -= levels.mean()
        told: dict[str, Any] = {name: [] for name in slopes}
        for visit in range(1, len(levels) + 1):
            told["follow"].append(answers(protocol, someone, f"person.{visit}.look", draws)["follow"])
            rated = answers(protocol, someone, f"person.{visit}.rate", draws)
            for name in slopes.keys() - {"follow"}:
                told[name].append(score(protocol, name, rated))
        for name, values in told.items():
            slopes[name].append(float(levels @ np.array(values) / (levels @ levels)))
    assert set(slopes) == {"competence", "trustworthiness", "message_credibility", "follow"}
    for name, found in slopes.items():
        error = float(np.std(found, ddof=1)) / sqrt(len(found))
        assert CUT_OFF * PLANTED.level[name] / error > ENOUGH, name
        assert abs(np.mean(found) - PLANTED.level[name]) < 4 * error, name


def test_so_is_that_on_anxiety(protocol: Compiled) -> None:
    rows = []
    for i in range(STAY):
        arm = ("hidden", "shown")[i % 2]
        someone, draws = somebody(protocol, i, arm)
        before, after = (
            score(protocol, f"anxiety_{when}", answers(protocol, someone, f"now_{when}", draws))
            for when in ("before", "after")
        )
        rows.append((1.0, float(arm == "shown"), before, after))
    table = np.array(rows)
    x, y = table[:, :3], table[:, 3]
    weights, left, *_ = np.linalg.lstsq(x, y, rcond=None)
    error = sqrt(float(left[0]) / (len(y) - 3) * float(np.linalg.inv(x.T @ x)[1, 1]))
    planted = PLANTED.visibility["anxiety"]
    assert CUT_OFF * planted / error > ENOUGH
    assert abs(weights[1] - planted) < 4 * error
