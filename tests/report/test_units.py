"""Units: from what is analysed to what is read, and back from what somebody typed."""

from math import isnan, log

import pytest

from surveys.report.units import ONCE


@pytest.mark.parametrize("kind", sorted(ONCE))
@pytest.mark.parametrize("size", [-0.3, 0.0, 0.07, 1.4])
def test_the_way_back_is_the_inverse(kind: str, size: float) -> None:
    unit = ONCE[kind]
    assert unit.analysed(unit.shown(size)) == pytest.approx(size)


def test_sizes_by_hand() -> None:
    assert ONCE["happened"].analysed(10) == pytest.approx(0.1)
    assert ONCE["count"].analysed(1.25) == pytest.approx(log(1.25)) and ONCE["count"].analysed(1) == 0
    assert ONCE["stayed"].analysed(0.5) == 0.5


@pytest.mark.parametrize("typed", [0, -2])
def test_a_ratio_of_nothing_or_less_is_none(typed: float) -> None:
    assert isnan(ONCE["ordinal"].analysed(typed))
