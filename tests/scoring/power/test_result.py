from math import inf, isnan, sqrt

import pytest

from scoring.power.law import smallest_ncp, t_power
from scoring.power.result import Power, Stratum, equivalence, power, power_of_strata


def test_a_result_carries_effect_error_df_and_alpha() -> None:
    found = power(0.3, 0.1, 20, alpha=0.01)
    assert (found.effect, found.se, found.df, found.alpha) == (0.3, 0.1, 20, 0.01)
    assert found.power == pytest.approx(t_power(3, 20, 0.01))
    assert found.smallest == pytest.approx(smallest_ncp(20, 0.01) * 0.1)
    assert isnan(found.equivalence)


def test_the_smallest_effect_is_found_in_eighty_per_cent() -> None:
    smallest = power(0.3, 0.1, 20).smallest
    assert power(smallest, 0.1, 20).power == pytest.approx(0.8, abs=1e-9)


def test_power_does_not_depend_on_the_unit() -> None:
    a, b = power(0.3, 0.1, 20), power(300, 100, 20)
    assert (a.power, a.smallest * 1000) == pytest.approx((b.power, b.smallest), rel=1e-12)


@pytest.mark.parametrize(("se", "df"), [(0.0, 10), (float("nan"), 10), (1.0, 0), (1.0, -2)])
def test_too_few_give_no_number_but_a_sentence(se: float, df: float) -> None:
    found = power(0.3, se, df)
    assert isnan(found.power)
    assert isnan(found.smallest)
    assert found.warnings[0].startswith("Too few")


def test_one_stratum_keeps_its_df() -> None:
    found = power_of_strata(1.0, [Stratum(0.25, 12)])
    assert (found.se, found.df) == pytest.approx((0.5, 12))


def test_two_equal_strata_have_the_df_of_both() -> None:
    found = power_of_strata(1.0, [Stratum(0.5, 7), Stratum(0.5, 7)])
    assert (found.se, found.df) == pytest.approx((1.0, 14))


def test_a_stratum_taken_off_makes_the_variance_smaller_and_the_df_fewer() -> None:
    """Variance 2 + 3 - 1 = 4; df 16 / (4/10 + 9/10 + 1/10)."""
    found = power_of_strata(1.0, [Stratum(2, 10), Stratum(3, 10), Stratum(1, 10, times=-1)])
    assert (found.se, found.df) == pytest.approx((2.0, 16 / 1.4))


def test_a_stratum_of_nothing_is_as_if_not_there() -> None:
    found = power_of_strata(1.0, [Stratum(0.25, 12), Stratum(0.0, 0)])
    assert (found.se, found.df) == pytest.approx((0.5, 12))


@pytest.mark.parametrize(
    "strata", [[], [Stratum(0.0, 5)], [Stratum(1.0, 0)], [Stratum(1.0, 5), Stratum(2.0, -1)]]
)
def test_strata_without_df_say_nothing(strata: list[Stratum]) -> None:
    assert isnan(power_of_strata(1.0, strata).power)


def test_equivalence_within_wide_bounds_is_nearly_certain() -> None:
    found = power(0.0, 1.0, inf)
    assert equivalence(found, 10) == pytest.approx(1, abs=1e-9)
    assert equivalence(found, 1.6448536) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("alpha", [0, 1, -0.05])
def test_alpha_outside_its_range_is_refused(alpha: float) -> None:
    with pytest.raises(ValueError, match="alpha"):
        power(1.0, 1.0, 10, alpha=alpha)
    with pytest.raises(ValueError, match="alpha"):
        equivalence(power(1.0, 1.0, 10), 1.0, alpha=alpha)


def test_a_result_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        power(1.0, 1.0, 10).se = sqrt(2)  # type: ignore[misc]
    assert isinstance(power(1.0, 1.0, 10), Power)
