import numpy as np
import pytest

from scoring.influence.curve import Curve

CURVE = Curve((0.0, 1.0, 3.0), (10.0, 30.0, 40.0))


def test_between_knots_it_is_a_straight_line_and_beyond_the_ends_it_stays() -> None:
    assert CURVE.at([-5, 0, 0.5, 2, 3, 99]).tolist() == [10, 10, 20, 35, 40, 40]


def test_index_of_undoes_at() -> None:
    index = np.linspace(0, 3, 50)
    assert CURVE.index_of(CURVE.at(index)) == pytest.approx(index)


def test_nothing_known_stays_nothing_known() -> None:
    assert np.isnan(CURVE.at(np.nan))


@pytest.mark.parametrize(
    ("x", "y"),
    [((0.0,), (1.0,)), ((0.0, 0.0), (1.0, 2.0)), ((0.0, 1.0), (2.0, 1.0)), ((0.0, 1.0), (1.0, 2.0, 3.0))],
)
def test_knots_that_do_not_rise_are_refused(x: tuple[float, ...], y: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="must rise"):
        Curve(x, y)
