import numpy as np
import pytest

from scoring.estimators.mixed.terms import Term, spans, units
from tests.scoring.estimators.mixed.brute import design

CODES = np.array([0, 2, 1, 2])
COLUMNS = np.array([[1.0, 0], [1, 3], [1, 0], [1, -4]])
PLAIN = Term("who", ("mean", "slope"), CODES, COLUMNS)
JOINT = Term("who", ("mean", "slope"), CODES, COLUMNS, correlated=True)


def test_a_factor_is_a_diagonal_or_a_lower_triangle_by_rows() -> None:
    assert PLAIN.factor(np.array([1.0, 2])).tolist() == [[1, 0], [0, 2]]
    assert JOINT.factor(np.array([1.0, 2, 3])).tolist() == [[1, 0], [2, 3]]
    assert (PLAIN.parameters, JOINT.parameters, PLAIN.effects) == (2, 3, 6)


def test_each_terms_parameters_stand_after_those_before() -> None:
    assert spans([PLAIN, JOINT, PLAIN]) == [slice(0, 2), slice(2, 5), slice(5, 7)]


def test_effects_of_a_level_stand_together() -> None:
    assert (PLAIN.indicators().toarray() == design(PLAIN)).all()
    assert PLAIN.indicators().nnz == 6
    assert (PLAIN.columns_by_level()[1].toarray() == design(PLAIN)[:, 1::2]).all()


def test_units_follow_the_columns_where_they_are_not_0() -> None:
    rms = np.sqrt((9 + 16) / 2)
    assert units([PLAIN]) == pytest.approx([1, 1 / rms])
    assert units([JOINT]) == pytest.approx([1, 1 / rms, 1 / rms])
