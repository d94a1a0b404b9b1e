import pytest

from scoring.power.arms import adjusted
from scoring.power.law import equivalence_power, z_power
from scoring.power.ratings import level
from scoring.power.size import allocate, smallest_n


def test_the_smallest_n_is_that_of_r() -> None:
    """power.t.test(delta = .3, power = .8)$n is 175.385."""
    assert smallest_n(lambda n: adjusted(0.3, n=n, n_control=n, sd=1, covariates=0).power) == 176


@pytest.mark.parametrize(
    ("d", "eighty", "ninety"), [(0.2, 393, 526), (0.25, 252, 337), (0.3, 175, 234), (0.5, 63, 85)]
)
def test_two_arms_by_the_normal_distribution_as_printed(d: float, eighty: int, ninety: int) -> None:
    for wanted, n in ((0.8, eighty), (0.9, ninety)):
        assert smallest_n(lambda n: z_power(d / (2 / n) ** 0.5), wanted=wanted) == n


@pytest.mark.parametrize(("bound", "eighty", "ninety"), [(0.2, 429, 542), (0.3, 191, 241)])
def test_equivalence_by_the_normal_distribution_as_printed(bound: float, eighty: int, ninety: int) -> None:
    for wanted, n in ((0.8, eighty), (0.9, ninety)):

        def power_at(n: int) -> float:
            return equivalence_power((2 / n) ** 0.5, float("inf"), low=-bound, high=bound)

        assert smallest_n(power_at, wanted=wanted) == n


def test_one_fewer_is_not_enough() -> None:
    def power_at(n: int) -> float:
        return level(0.3, n_shown=n, k=5, profiles=30, levels=(20, 42, 62, 67, 85), alpha=0.0125).power

    n = smallest_n(power_at)
    assert n is not None
    assert power_at(n - 1) < 0.8 <= power_at(n)


def test_with_too_few_profiles_no_number_is_enough() -> None:
    def power_at(n: int) -> float:
        return level(0.1, n_shown=n, k=5, profiles=8, levels=(20, 42, 62, 67, 85)).power

    assert smallest_n(power_at) is None


def test_a_power_that_is_not_known_counts_as_too_few() -> None:
    assert smallest_n(lambda n: float("nan") if n < 7 else 0.9) == 7


def test_enough_are_allocated_for_those_who_will_be_lost() -> None:
    """960 / .945 = 1,015.9, in sets of 60: 17 of them."""
    assert allocate(960, kept=0.945, multiple=60) == 1020
    assert allocate(960, kept=1) == 960
    assert allocate(0, kept=0.5, multiple=4) == 0


def test_a_whole_number_of_sets_is_not_rounded_up() -> None:
    assert allocate(90, kept=0.9, multiple=10) == 100


@pytest.mark.parametrize("kept", [0.7, 0.9, 0.945])
def test_what_is_allocated_suffices_on_average(kept: float) -> None:
    for analysed in range(1, 200):
        n = allocate(analysed, kept=kept, multiple=4)
        assert n % 4 == 0
        assert n * kept > analysed - 1e-6
        assert (n - 4) * kept < analysed


def test_wrong_input_is_refused() -> None:
    with pytest.raises(ValueError, match="kept"):
        allocate(100, kept=0)
    with pytest.raises(ValueError, match="multiple"):
        allocate(100, kept=0.9, multiple=0)
    with pytest.raises(ValueError, match="wanted"):
        smallest_n(lambda n: 1.0, wanted=1.5)
    with pytest.raises(ValueError, match="fewest"):
        smallest_n(lambda n: 1.0, fewest=10, most=5)
