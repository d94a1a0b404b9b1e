"""Against mgcv and SciPy's smoothing spline."""

import numpy as np
import pytest
from scipy import interpolate

from scoring.estimators.smooth import cubic, smooth
from tests.scoring.reference import expected, rows

CASES = expected("robin_hood")
TABLE = rows("robin_hood")


def columns(case: str) -> tuple[np.ndarray, np.ndarray]:
    here = [row for row in TABLE if row["case"] == case]
    return np.array([float(r["x"]) for r in here]), np.array([float(r["y"]) for r in here])


@pytest.mark.parametrize("case", ["u", "hill"])
def test_the_curve_is_mgcvs(case: str) -> None:
    found = smooth(*columns(case))
    wanted = CASES[case]
    assert found.fitted == pytest.approx(wanted["fitted"], abs=2e-4)
    assert found.se == pytest.approx(wanted["se"], rel=1e-3)
    assert found.edf == pytest.approx(wanted["edf"], rel=1e-3)
    assert len(found.knots) == 10


def test_a_line_is_left_a_line() -> None:
    found = smooth(*columns("line"))
    assert found.fitted == pytest.approx(CASES["line"]["fitted"], abs=5e-3)
    assert found.edf < 2.5


def test_with_every_value_a_knot_it_is_the_smoothing_spline() -> None:
    rng = np.random.default_rng(1)
    x = np.arange(12.0)
    y = np.sin(x / 3) + rng.normal(0, 0.2, 12)
    for penalty in (0.1, 2.0, 50.0):
        near = interpolate.make_smoothing_spline(x, y, lam=penalty)
        assert smooth(x, y, knots=12, penalty=penalty).fitted == pytest.approx(near(x), abs=1e-8)


def test_repeated_values_weigh_by_their_number() -> None:
    x, y = np.repeat(np.arange(6.0), 3), np.random.default_rng(2).normal(0, 1, 18)
    means = y.reshape(6, 3).mean(axis=1)
    near = interpolate.make_smoothing_spline(np.arange(6.0), means, w=np.full(6, 3.0), lam=4.0)
    assert smooth(x, y, penalty=4.0).fitted == pytest.approx(near(np.arange(6.0)), abs=1e-8)


def test_the_basis_is_the_natural_spline_through_the_heights() -> None:
    knots, heights = np.array([0.0, 1, 4, 5, 9]), np.array([1.0, 3, -2, 0, 5])
    x = np.linspace(0, 9, 50)
    basis, rough = cubic(x, knots)
    near = interpolate.CubicSpline(knots, heights, bc_type="natural")
    assert basis @ heights == pytest.approx(near(x), abs=1e-12)
    fine = np.linspace(0, 9, 200_001)
    assert heights @ rough @ heights == pytest.approx(np.trapezoid(near(fine, 2) ** 2, fine), rel=1e-6)


def test_a_shift_shifts_and_a_scale_scales() -> None:
    x, y = columns("u")
    found, moved = smooth(x, y), smooth(2 * x + 1, 3 * y - 7)
    assert moved.fitted == pytest.approx(3 * found.fitted - 7, abs=1e-6)
    assert moved.se == pytest.approx(3 * found.se, rel=1e-6)


@pytest.mark.parametrize(
    ("x", "y", "knots", "said"),
    [([1, 2, 3, 4], [1, 2], 10, "equally long"), ([1, 2, 3, 3], [1, 2, 3, 4], 10, "4 different"),
     ([1, 2, 3, 4], [1, 2, 3, 4], 2, "3 knots")],
)  # fmt: skip
def test_wrong_input_is_refused(x: list[float], y: list[float], knots: int, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        smooth(x, y, knots=knots)
