"""Against listing every order one by one, and against the chances each order should have."""

from collections import Counter
from itertools import permutations, product

import numpy as np
import pytest

from scoring.estimators import orders
from scoring.estimators.orders import alike, completed, drawn, how_many, listed

Y = np.array([1.0, 2.0, 4.0, 8.0, np.nan, 16.0, 32.0])
TREATED = np.array([1, 0, 0, 1, 1, 0, 0], dtype=bool)
BLOCK = np.array(["a", "b", "a", "b", "a", "b", "b"])
NOBODY: dict[str, tuple[int, int]] = {}


def by_hand() -> Counter[tuple[float, ...]]:
    """Treated sums under all orders of block a (2 of 3 treated) and block b (1 of 4)."""
    found: Counter[tuple[float, ...]] = Counter()
    for a, b in product(set(permutations([1, 1, 0])), set(permutations([1, 0, 0, 0]))):
        chosen = np.r_[Y[BLOCK == "a"][np.array(a) == 1], Y[BLOCK == "b"][np.array(b) == 1]]
        seen = chosen[~np.isnan(chosen)]
        found[(float(len(seen)), float(seen.sum()), float((seen**2).sum()))] += 1
    return found


def test_all_orders_are_listed_once() -> None:
    blocks = alike(*completed(Y, TREATED, BLOCK, NOBODY))
    assert how_many(blocks) == 12
    assert Counter(map(tuple, listed(blocks)[:, :3].tolist())) == by_hand()


@pytest.mark.parametrize("most", [1_000, 0])
def test_drawn_orders_are_equally_likely(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """By tables, and place by place as large blocks are."""
    monkeypatch.setattr(orders, "MOST_PATTERNS", most)
    blocks = alike(*completed(Y, TREATED, BLOCK, NOBODY))
    found = Counter(map(tuple, drawn(blocks, 24_000, np.random.default_rng(5))[:, :3].tolist()))
    wanted = by_hand()
    assert found.keys() == wanted.keys()
    for sums, times in wanted.items():
        expected = 24_000 * times / 12
        assert abs(found[sums] - expected) < 5 * expected**0.5


def test_who_was_treated_in_fact_is_summed_too() -> None:
    """The observed order alone has all of its places treated in fact."""
    sums = listed(alike(*completed(Y, TREATED, BLOCK, NOBODY)))
    own = Y[TREATED & ~np.isnan(Y)]
    full = sums[:, 3] == len(own)
    assert full.sum() == 2  # in block a the one without an outcome may have changed places
    assert (sums[full, 4] == own.sum()).all() and (sums[:, 3] <= sums[:, 0]).all()


def test_small_steps_change_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded by drawing in parts; a single group of blocks then has the same numbers."""
    blocks = alike(*completed(Y[:4], TREATED[:4], np.zeros(4), NOBODY))
    whole = drawn(blocks, 100, np.random.default_rng(5))
    monkeypatch.setattr(orders, "CELLS", 7)
    assert (drawn(blocks, 100, np.random.default_rng(5)) == whole).all()


def test_an_open_block_is_the_first_places_of_a_full_one() -> None:
    """Two of four places taken: 1/6 both treated, 1/3 each one, 1/6 none."""
    y, treated = np.array([1.0, 10.0]), np.array([True, False])
    found = listed(alike(*completed(y, treated, np.array([3, 3]), {3: (2, 2)})))
    assert Counter(found[:, 1].tolist()) == {11: 1, 1: 2, 10: 2, 0: 1}


def test_a_whole_block_needs_no_places_to_come() -> None:
    y, treated, which = completed(Y, TREATED, BLOCK, {"a": (2, 1)})
    assert len(y) == len(treated) == len(which) == 7


def test_wrong_compositions_are_refused() -> None:
    with pytest.raises(ValueError, match="which no place belongs to"):
        completed(Y, TREATED, BLOCK, {"c": (2, 2)})
    with pytest.raises(ValueError, match="at least what block 'a' has taken"):
        completed(Y, TREATED, BLOCK, {"a": (1, 2)})
