import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import sparse

from scoring.estimators.mixed import sums
from scoring.estimators.mixed.sums import ByLevel, Rows, Sums, Table

Floats = NDArray[np.float64]
LEVELS, SIZE, Q = 12, 7, 3


def rows(share: float = 0.4) -> Rows:
    """Where one column has an entry another may have none."""
    rng = np.random.default_rng(8)
    return [
        sparse.csr_array(rng.normal(size=(LEVELS, SIZE)) * (rng.random((LEVELS, SIZE)) < share))
        for _ in range(Q)
    ]


def dense(made: Rows) -> Floats:
    """Shape (levels, q, m)."""
    return np.stack([row.toarray() for row in made], axis=1)


def symmetric(*shape: int) -> Floats:
    found = np.random.default_rng(9).normal(size=shape)
    return np.asarray(found + np.swapaxes(found, -1, -2))


@pytest.mark.parametrize("share", [0.02, 0.4, 1.0])
@pytest.mark.parametrize("make", [Table.by_level, ByLevel.of])
def test_level_by_level_they_are_the_plain_sums(make: type[Sums], share: float) -> None:
    made = rows(share)
    found, s = make(made), dense(made)  # type: ignore[call-arg]
    weights, inner = symmetric(LEVELS, Q, Q), symmetric(SIZE, SIZE)
    assert found.weighted(weights) == pytest.approx(np.einsum("iab,iam,ibn->mn", weights, s, s))
    assert found.within(inner) == pytest.approx(np.einsum("iam,mn,ibn->iab", s, inner, s))


def test_levels_of_a_kind_are_summed() -> None:
    kind = np.arange(LEVELS) % 3
    found, s = Table.by_kind(rows(), kind), dense(rows())
    weights, inner = symmetric(3, Q, Q), symmetric(SIZE, SIZE)
    assert found.weighted(weights) == pytest.approx(np.einsum("iab,iam,ibn->mn", weights[kind], s, s))
    each = np.einsum("iam,mn,ibn->iab", s, inner, s)
    assert found.within(inner) == pytest.approx(np.stack([each[kind == k].sum(axis=0) for k in range(3)]))


def test_a_table_that_would_be_too_large_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    together = np.abs(dense(rows())).sum(axis=1) > 0
    entries = 6 * int((together.sum(axis=1) * (together.sum(axis=1) + 1) / 2).sum())
    monkeypatch.setattr(sums, "MOST", entries)
    assert Table.fits(rows())
    monkeypatch.setattr(sums, "MOST", entries - 1)
    assert not Table.fits(rows())
    assert len(Table.by_level(rows()).products.data) == entries


def test_thin_rows_stay_sparse() -> None:
    assert sparse.issparse(ByLevel.of(rows(0.01)).rows[0])
    assert not sparse.issparse(ByLevel.of(rows(0.9)).rows[0])
