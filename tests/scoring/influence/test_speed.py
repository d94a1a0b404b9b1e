"""The bounds on 10,000 accounts hold for any fifth of them, and memory beside the result does not grow."""

import time
import tracemalloc

import numpy as np
import pytest

from scoring.influence.activity import Activity
from scoring.influence.generated import generate_for
from scoring.influence.klout import KloutLike
from scoring.influence.kred import KredLike
from scoring.influence.sampled import sampled

SYSTEMS = [KloutLike(), KredLike()]


def lived(accounts: int) -> Activity:
    rng = np.random.default_rng(1)
    return generate_for(sampled(accounts, rng=rng).accounts, days=365, rng=rng)


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda one: one.kind)
def test_a_year_of_two_thousand_accounts_takes_less_than_a_second(system: KloutLike | KredLike) -> None:
    made = lived(2000)
    began = time.process_time()
    system.daily(made)
    assert time.process_time() - began < 1


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda one: one.kind)
def test_memory_beside_the_result_is_that_of_a_few_accounts(system: KloutLike | KredLike) -> None:
    beside = []
    for accounts in (500, 2000):
        made = lived(accounts)
        tracemalloc.start()
        found = system.daily(made)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        beside.append(peak - found.values.nbytes - (0 if found.levels is None else found.levels.nbytes))
    assert beside[1] < 1.2 * beside[0] < 20e6
