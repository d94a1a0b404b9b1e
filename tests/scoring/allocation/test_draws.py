import hashlib
import hmac

import numpy as np
import pytest
from scipy import stats

from scoring.allocation.draws import commitment, new_seed, order, pick, u
from tests.scoring.reference import SEED, expected


def test_draws_are_those_of_the_golden_file() -> None:
    golden = expected("draws")
    assert bytes.fromhex(golden["seed"]) == SEED
    assert [u(SEED, "golden", i) for i in range(200)] == golden["u"]
    assert list(order(SEED, "golden", 30)) == golden["order"]
    assert [pick(SEED, "golden", i, "abc") for i in range(30)] == golden["pick"]
    assert commitment(SEED) == golden["commitment"]


def test_u_is_the_first_eight_bytes_of_the_hmac() -> None:
    digest = hmac.new(SEED, b"a:7", hashlib.sha256).hexdigest()
    assert u(SEED, "a", 7) == int(digest[:16], 16) / 2**64


def test_draws_are_uniform() -> None:
    sample = np.array([u(SEED, "uniform", i) for i in range(4000)])
    assert stats.kstest(sample, "uniform").pvalue > 0.001


def test_every_order_of_three_is_equally_frequent() -> None:
    orders = [order(SEED, f"o{i}", 3) for i in range(3000)]
    _, counts = np.unique(orders, axis=0, return_counts=True)
    assert len(counts) == 6
    assert stats.chisquare(counts).pvalue > 0.001


def test_labels_are_separate_streams() -> None:
    assert u(SEED, "a", 1) != u(SEED, "b", 1)
    assert u(SEED, "a:1", 2) != u(SEED, "a", 12)


@pytest.mark.parametrize("n", [0, 1])
def test_order_of_none_or_one_is_what_is_left(n: int) -> None:
    assert order(SEED, "few", n) == tuple(range(n))


def test_order_is_a_permutation() -> None:
    assert sorted(order(SEED, "many", 100)) == list(range(100))


def test_new_seeds_differ_and_have_32_bytes() -> None:
    first, second = new_seed(), new_seed()
    assert len(first) == len(second) == 32
    assert first != second


@pytest.mark.parametrize("seed", [b"", b"short", bytes(31), bytes(33)])
def test_other_seeds_are_refused(seed: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        u(seed, "a", 0)
    with pytest.raises(ValueError, match="32 bytes"):
        commitment(seed)


def test_choosing_among_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        pick(SEED, "a", 0, [])


def test_order_of_less_than_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        order(SEED, "a", -1)
