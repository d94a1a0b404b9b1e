import numpy as np
import pytest

from scoring.estimators.mixed import sums
from scoring.estimators.mixed.criterion import Criterion
from scoring.estimators.mixed.products import Products, products
from scoring.estimators.mixed.sums import ByLevel, Table
from tests.scoring.estimators.mixed.brute import design, parts
from tests.scoring.estimators.mixed.made import Made, drawn


def summed(made: Made) -> Products:
    """The participants eliminated."""
    p = parts(made)
    return products(p.y, p.x, p.terms[0], p.terms[1:])


def own_scores() -> Made:
    made = drawn(200, 6, 4)
    made.levels[:] = np.random.default_rng(1).uniform(0, 100, len(made.levels))
    return made


def test_what_remains_is_the_other_effects_x_and_y() -> None:
    p = parts(drawn(30, 6, 4))
    remaining = np.column_stack([design(p.terms[1]), p.x, p.y])
    assert summed(drawn(30, 6, 4)).base == pytest.approx(remaining.T @ remaining)


def test_participants_with_the_same_scores_are_of_one_kind() -> None:
    """All see each of four scores, or none: two kinds."""
    found = summed(drawn(400, 6, 4))
    assert found.counts.tolist() == [200, 200]
    squares = ((np.array([20, 42, 65, 85]) - 53) ** 2).sum() / 100
    slopes = sorted(own[1, 1] for own in found.own)
    assert slopes == [0, pytest.approx(squares)]


def test_participants_with_scores_of_their_own_are_not_summed() -> None:
    found = summed(own_scores())
    assert len(found.counts) == len(found.own) == 200
    assert isinstance(found.sums, Table)


@pytest.mark.parametrize("most", [1e7, 0])
def test_however_they_are_kept_the_criterion_is_the_same(
    most: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """400 alike, of which 390 by kind and all level by level: their criteria differ by rounding."""
    monkeypatch.setattr(sums, "MOST", most)
    made = drawn(400, 6, 4)
    nudged = drawn(400, 6, 4)
    nudged.levels[:] += np.random.default_rng(2).uniform(0, 1e-7, len(nudged.levels))
    assert isinstance(summed(nudged).sums, Table if most else ByLevel)
    one, other = (parts(m) for m in (made, nudged))
    theta = np.full(one.size, 0.3)
    found, same = (Criterion(p.y, p.x, p.terms, reml=True).slope(theta) for p in (one, other))
    assert found.criterion == pytest.approx(same.criterion, rel=1e-7)
    assert found.gradient == pytest.approx(same.gradient, rel=1e-5)


def test_the_terms_columns_are_left_as_they_are() -> None:
    p = parts(drawn(30, 6, 4))
    before = [term.columns.copy() for term in p.terms]
    products(p.y, p.x, p.terms[0], p.terms[1:])
    assert all((term.columns == old).all() for term, old in zip(p.terms, before, strict=True))
