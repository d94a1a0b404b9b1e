from math import isnan
from typing import Any

import pytest

from scoring.power.pool import ceiling, ceiling_of_effect
from scoring.power.ratings import level
from tests.scoring.reference import expected


@pytest.mark.parametrize("case", expected("18_power")["pool_ceiling"])
def test_the_ceilings_of_the_reference(case: dict[str, Any]) -> None:
    found = ceiling(case["profiles"], d=case["d"], v_sc=case["V_SC"])
    wanted = (case["ncp"], case["df"], case["largest_power"])
    assert (found.effect / found.se, found.df, found.power) == pytest.approx(wanted, rel=1e-9)


@pytest.mark.parametrize(("profiles", "ncp"), [(4, 1.34), (8, 1.90), (16, 2.68), (32, 3.79)])
def test_the_published_noncentralities(profiles: int, ncp: float) -> None:
    found = ceiling(profiles, d=0.3, v_sc=0.05)
    assert round(found.effect / found.se, 2) == ncp


def test_thirty_profiles_carry_what_sixteen_cannot() -> None:
    assert [round(ceiling(q, d=0.3, v_sc=0.05).power, 2) for q in (16, 24, 30, 32)] == [
        0.71,
        0.88,
        0.94,
        0.96,
    ]


def test_it_is_the_level_effects_power_with_participants_without_end() -> None:
    most = level(0.3, n_shown=10**8, k=5, profiles=16, levels=(20, 42, 62, 67, 85)).power
    assert ceiling_of_effect(16, effect=0.3, sd_effect=0.15).power == pytest.approx(most, abs=1e-4)


@pytest.mark.parametrize("profiles", [0, 1])
def test_one_profile_has_no_ceiling_that_can_be_known(profiles: int) -> None:
    found = ceiling(profiles, d=0.3, v_sc=0.05)
    assert isnan(found.power)
    assert found.warnings


def test_wrong_input_is_refused() -> None:
    with pytest.raises(ValueError, match="v_sc"):
        ceiling(16, d=0.3, v_sc=-0.05)
    with pytest.raises(ValueError, match="profiles"):
        ceiling(-1, d=0.3, v_sc=0.05)
