"""Draws of simulated accounts that a new numpy does not change."""

import numpy as np
import pytest

from scoring.influence.archetypes import ARCHETYPES
from scoring.influence.chance import frozen
from scoring.influence.generated import generate
from scoring.influence.sampled import sampled

SEED = bytes(range(32))


def test_these_draws_are_drawn_for_ever() -> None:
    """Taken down when this was written, with numpy 2.4."""
    rng = frozen(SEED, "golden")
    assert rng.standard_normal(3) == pytest.approx(NORMAL, abs=1e-12)
    assert rng.poisson([0.5, 5.0, 500.0]).tolist() == POISSON
    assert rng.standard_t(3, 2) == pytest.approx(STUDENT, abs=1e-12)


def test_seed_and_label_both_count() -> None:
    one = frozen(SEED, "a").standard_normal()
    assert frozen(SEED, "a").standard_normal() == one
    assert frozen(SEED, "b").standard_normal() != one
    assert frozen(bytes(32), "a").standard_normal() != one


def test_a_year_can_be_lived_and_accounts_sampled_by_it() -> None:
    lived = [generate(ARCHETYPES["lurker"], 2, days=30, rng=frozen(SEED, "y")) for _ in range(2)]
    one, other = (next(iter(year.networks.values())).likes_received for year in lived)
    assert np.array_equal(one, other)
    assert np.array_equal(
        sampled(9, rng=frozen(SEED, "s")).accounts.followers,
        sampled(9, rng=frozen(SEED, "s")).accounts.followers,
    )


NORMAL = [-0.7724978539178015, 1.3303536679738406, 0.3233889807107538]
POISSON = [0, 6, 496]
STUDENT = [-0.46071530670825367, -0.8613363114296128]
