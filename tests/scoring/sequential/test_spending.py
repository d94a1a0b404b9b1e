import pytest
from scipy import stats

from scoring.sequential.spending import SIDES, Sides, check_plan, spent


def test_the_whole_alpha_is_spent_at_the_end() -> None:
    for sides in SIDES:
        assert spent(1, 0.05, sides=sides) == pytest.approx(0.05, rel=1e-12)


def test_nothing_is_spent_at_the_start() -> None:
    assert spent(0, 0.05) == 0


def test_by_half_the_information_little_is_spent() -> None:
    """2 - 2 Phi(1.959964 / sqrt .5), and twice 2 - 2 Phi(2.241403 / sqrt .5)."""
    assert spent(0.5, 0.05) == pytest.approx(0.0055746, abs=1e-7)
    assert spent(0.5, 0.05, sides="each") == pytest.approx(0.0030506, abs=1e-6)


@pytest.mark.parametrize("fraction", [0.1, 0.3, 0.77])
def test_half_on_each_side_is_the_one_sided_spending_of_half_alpha_twice(fraction: float) -> None:
    one_side = 2 * stats.norm.sf(stats.norm.isf(0.0125) / fraction**0.5)
    assert spent(fraction, 0.05, sides="each") == pytest.approx(2 * one_side, rel=1e-12)


@pytest.mark.parametrize("sides", SIDES)
def test_spending_never_falls(sides: Sides) -> None:
    by = [spent(i / 50, 0.05, sides=sides) for i in range(51)]
    assert by == sorted(by)


@pytest.mark.parametrize(
    "fractions", [(), (0.5, 0.5), (0.5, 0.4, 1), (0.0, 1), (0.005, 1), (0.5, 1.01), (0.5, 0.5005)]
)
def test_fractions_that_do_not_rise_to_one_are_refused(fractions: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="fractions must rise"):
        check_plan(fractions, 0.05, "together")


def test_a_plan_may_end_before_all_information_is_in() -> None:
    check_plan((0.25, 0.5), 0.05, "each")


@pytest.mark.parametrize("alpha", [0, 1, -0.1, 5])
def test_alpha_outside_its_range_is_refused(alpha: float) -> None:
    with pytest.raises(ValueError, match="alpha"):
        check_plan((1,), alpha, "together")


def test_another_word_for_sides_is_refused() -> None:
    with pytest.raises(ValueError, match="together, each"):
        check_plan((1,), 0.05, "one")  # type: ignore[arg-type]
