from math import nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.estimators.multiplicity import holm, simultaneous_level
from tests.scoring.reference import expected


def given_p() -> list[float]:
    return [nan if p is None else p for p in expected("10_holm")["p"]]


def test_the_planned_number_is_kept_when_a_p_is_missing() -> None:
    wanted = [nan if p is None else p for p in expected("10_holm")["holm_planned_m"]]
    assert holm(given_p()) == pytest.approx(np.array(wanted), rel=1e-12, nan_ok=True)
    assert holm([p for p in given_p() if p == p], planned=7) == pytest.approx(
        np.array([p for p in wanted if p == p]), rel=1e-12
    )


def test_without_the_missing_one_it_is_the_usual_holm() -> None:
    wanted = [p for p in expected("10_holm")["holm"] if p is not None]
    assert holm([p for p in given_p() if p == p]) == pytest.approx(np.array(wanted), rel=1e-12)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_rejects_as_the_step_down_procedure_does(p: list[float]) -> None:
    for alpha in (0.01, 0.05, 0.3):
        rejected: set[int] = set()
        for step, i in enumerate(sorted(range(len(p)), key=lambda i: p[i])):
            if p[i] * (len(p) - step) > alpha:
                break
            rejected.add(i)
        assert set(np.flatnonzero(holm(p) <= alpha)) == rejected


@pytest.mark.parametrize("p", [[], [nan], [nan, nan]])
def test_nothing_stays_nothing(p: list[float]) -> None:
    found = holm(p)
    assert len(found) == len(p)
    assert np.isnan(found).all()


def test_simultaneous_level() -> None:
    assert simultaneous_level(4) == pytest.approx(expected("10_holm")["simultaneous_level_m4"], rel=1e-12)


def test_wrong_input_is_refused() -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        holm([1.2])
    with pytest.raises(ValueError, match="planned"):
        holm([0.1, 0.2], planned=1)
    with pytest.raises(ValueError, match="planned"):
        simultaneous_level(0)
