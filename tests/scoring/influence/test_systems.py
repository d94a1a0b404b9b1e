import numpy as np
import pytest

from scoring.influence.activity import activity, record
from scoring.influence.card import Displayed, displayed, sources
from scoring.influence.systems import SCORE_SYSTEMS

RNG = np.random.default_rng(5)
LIVED = activity(
    {
        name: record(
            posts=RNG.poisson(2, (12, 60)),
            likes_received=RNG.poisson(3, (12, 60)),
            replies_received=RNG.poisson(2, (12, 60)),
            followers=np.full((12, 60), 300),
        )
        for name in ("a", "b")
    },
    fame=np.linspace(0, 100, 12),
)


@pytest.mark.parametrize("kind", SCORE_SYSTEMS)
def test_every_system_says_what_it_follows_with_sources_and_what_it_does_not_claim(kind: str) -> None:
    system = SCORE_SYSTEMS[kind]
    assert system.kind == kind
    assert system.card.name and system.version
    for one in system.card.principles:
        assert one.text.endswith(".")
        assert bool(one.sources) == (one.status == "published")
    assert {one.status for one in system.card.principles} == {"published", "inferred", "chosen"}
    assert all(source.startswith("http") for source in sources(system.card.principles))
    assert any("never published" in one for one in system.card.claims_not)


@pytest.mark.parametrize("kind", SCORE_SYSTEMS)
def test_no_system_goes_by_the_name_of_a_real_one(kind: str) -> None:
    assert SCORE_SYSTEMS[kind].card.name.lower() not in ("klout", "kred")


@pytest.mark.parametrize("kind", SCORE_SYSTEMS)
def test_every_system_scores_every_account_and_day_within_its_range(kind: str) -> None:
    system = SCORE_SYSTEMS[kind]
    found = system.daily(LIVED)
    assert found.values.shape == LIVED.shape
    assert found.values.dtype == np.float32
    assert system.card.low <= found.values.min() <= found.values.max() <= system.card.high
    assert (found.system, found.version) == (kind, system.version)


@pytest.mark.parametrize("kind", SCORE_SYSTEMS)
def test_a_displayed_score_carries_the_version_of_what_gave_it(kind: str) -> None:
    system = SCORE_SYSTEMS[kind]
    found = displayed(system, system.card.high, 3)
    assert found == Displayed(kind, system.version, system.card.high, 3, system.text(system.card.high, 3))


def test_sources_are_named_once() -> None:
    principles = SCORE_SYSTEMS["klout_like"].card.principles
    assert len(set(sources(principles))) == len(sources(principles)) >= 5
