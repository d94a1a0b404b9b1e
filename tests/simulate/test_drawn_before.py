"""Who is left out of drawn studies, and what was measured before the lot."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from surveys.analysis.assumed import USUAL
from surveys.analysis.data import Data
from surveys.analysis.expecting import comparisons
from surveys.protocol import Compiled
from surveys.simulate.drawn import drawn
from surveys.simulate.drawn_before import ANYTHING, covariates, fates
from tests.analysis import make

RULES = [
    {"name": "careless", "missed": 1},
    {"name": "minors", "code": "age", "among": ["under_18"]},
]
NAMED = [{"name": "unease", "outcome": "unease", "contrast": "visibility", "model": "adjusted"}]


def plan(**changes: Any) -> Compiled:
    return make.protocol(plan={"planned": 600, "confirmatory": NAMED, **changes})


def study(protocol: Compiled, *, dropout: float) -> Data:
    return drawn(
        protocol,
        effects={},
        comparisons=comparisons(protocol.document.plan, protocol),
        assumed=replace(USUAL, dropout=dropout),
        seed=1,
        number=0,
    )


def test_dropping_out_and_each_rule_take_an_equal_part_of_those_not_analysed() -> None:
    chance = (np.arange(1000) + 0.5) / 1000
    stays, excluded = fates(plan(exclusions=RULES), chance, not_analysed=0.3)
    assert (~stays).sum() == 100
    assert {name: int(flags.sum()) for name, flags in excluded.items()} == {"careless": 100, "minors": 100}
    assert all(len(flags) == 900 for flags in excluded.values())
    assert not (excluded["careless"] & excluded["minors"]).any()


@pytest.mark.parametrize("rules", [(), RULES])
def test_with_nobody_lost_everybody_is_analysed(rules: Any) -> None:
    stays, excluded = fates(plan(exclusions=rules), np.array([0.0, 0.5, 0.999]), not_analysed=0.0)
    assert stays.all() and not any(flags.any() for flags in excluded.values())


def test_as_many_are_analysed_with_rules_as_without() -> None:
    with_rules, without = study(plan(exclusions=RULES), dropout=0.2), study(plan(), dropout=0.2)
    assert (~with_rules.left_out).sum() == len(without.arm)
    assert len(with_rules.arm) > len(without.arm) and set(with_rules.excluded) == {"careless", "minors"}
    assert not without.excluded


def test_a_state_from_before_the_lot_is_the_one_that_is_adjusted_for_and_the_rest_is_standard() -> None:
    data = study(plan(covariates=["before", "age"]), dropout=0.0)
    assert (data.covariates["before"].values == data.before["unease"]).all()
    age = data.covariates["age"].values
    assert age.shape == (600,) and abs(age.mean()) < 0.15 and abs(age.std() - 1) < 0.1


def test_several_values_from_before_are_told_apart_by_name() -> None:
    protocol = plan(covariates=["before"])
    first, second = np.arange(3.0), np.arange(3.0) + 10
    outcomes = tuple(
        o.model_copy(update={"before": ("other", "before")}) if o.name == "unease" else o
        for o in protocol.document.outcomes
    )
    several = replace(protocol, document=protocol.document.model_copy(update={"outcomes": outcomes}))
    given = {"unease": np.column_stack([first, second])}
    found = covariates(several, given, 3, np.random.default_rng(1))
    assert found["before"].values.tolist() == second.tolist()


def test_without_covariates_something_stands_in_so_that_balance_is_known() -> None:
    assert set(study(plan(), dropout=0.0).covariates) == {ANYTHING}
