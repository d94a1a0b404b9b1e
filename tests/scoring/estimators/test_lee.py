from math import isnan, nan

import numpy as np
import pytest
from numpy.typing import NDArray

from scoring.estimators.lee import lee, scale_ends
from tests.scoring.reference import expected, number, rows

CASE = expected("09_lee_bounds")


def arms(column: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    table = rows("09_lee_bounds")
    shown, hidden = (np.array([number(r[column]) for r in table if r["visible"] == v]) for v in "10")
    return shown, hidden


@pytest.mark.parametrize(("column", "name"), [("y", "continuous"), ("y_ordinal", "ordinal")])
def test_reference_cases(column: str, name: str) -> None:
    found = lee(*arms(column), allocated=(120, 120))
    wanted = CASE[name]
    assert (found.trimmed, found.lower, found.upper) == pytest.approx(
        (wanted["p"], wanted["lower"], wanted["upper"]), rel=1e-9
    )
    assert [found.n_treated, found.n_untreated] == CASE["finished"]
    assert "one direction" in found.assumption


def test_a_fractional_row_by_hand() -> None:
    tiny = CASE["tiny"]
    found = lee(tiny["y1"], tiny["y0"], allocated=(tiny["N1"], tiny["N0"]))
    wanted = tiny["bounds"]
    assert (found.trimmed, found.lower, found.upper) == pytest.approx(
        (wanted["p"], wanted["lower"], wanted["upper"]), rel=1e-9
    )


def test_scale_ends_are_those_of_the_reference_case() -> None:
    found = scale_ends(*arms("y"), allocated=(120, 120), low=1, high=7)
    assert (found.lower, found.upper) == pytest.approx(CASE["worst_case_1_to_7"], rel=1e-9)


def test_equal_finishing_leaves_the_plain_difference() -> None:
    found = lee([1, 2, 6, nan], [2, 3, 4, nan], allocated=(4, 4))
    assert (found.lower, found.upper, found.trimmed) == pytest.approx((0, 0, 0))


def test_swapping_the_arms_turns_the_bounds() -> None:
    shown, hidden = arms("y")
    one, other = lee(shown, hidden, allocated=(120, 120)), lee(hidden, shown, allocated=(120, 120))
    assert (one.lower, one.upper) == pytest.approx((-other.upper, -other.lower), rel=1e-9)


def test_bounds_hold_the_naive_difference_and_lie_within_the_scale_ends() -> None:
    found = lee(*arms("y"), allocated=(120, 120))
    ends = scale_ends(*arms("y"), allocated=(120, 120), low=1, high=7)
    assert ends.lower < found.lower < CASE["naive"] < found.upper < ends.upper


@pytest.mark.parametrize(("a", "b", "allocated"), [([], [], (0, 0)), ([nan], [1.0], (1, 1))])
def test_an_empty_arm_is_nan_with_a_sentence(
    a: list[float], b: list[float], allocated: tuple[int, int]
) -> None:
    found = lee(a, b, allocated=allocated)
    assert isnan(found.lower)
    assert "Too few" in found.warnings[0]
    assert (found.n_treated, found.n_untreated) == (0, len(b))


def test_an_outcome_off_the_scale_is_said() -> None:
    assert "1 outcomes lie off" in scale_ends([8], [1], allocated=(1, 1), low=1, high=7).warnings[0]


def test_nobody_has_no_scale_ends() -> None:
    assert isnan(scale_ends([], [], allocated=(0, 0), low=1, high=7).lower)


def test_wrong_input_is_refused() -> None:
    with pytest.raises(ValueError, match="at least the finished"):
        lee([1, 2], [1], allocated=(1, 1))
    with pytest.raises(ValueError, match="below high"):
        scale_ends([2], [1], allocated=(1, 1), low=7, high=7)
