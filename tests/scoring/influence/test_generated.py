from dataclasses import replace

import numpy as np
import pytest

from scoring.influence.accounts import accounts
from scoring.influence.activity import COLUMNS, Activity
from scoring.influence.archetypes import ARCHETYPES, Archetype, unplugger
from scoring.influence.generated import RUN_IN, generate, generate_for, reactions
from scoring.influence.rates import rates
from scoring.influence.sampled import sampled


def lived(kind: Archetype | str, accounts: int = 20, seed: int = 1) -> Activity:
    kind = ARCHETYPES[kind] if isinstance(kind, str) else kind
    return generate(kind, accounts, days=365, rng=np.random.default_rng(seed))


@pytest.mark.parametrize("kind", ARCHETYPES)
def test_every_archetype_lives_a_year_of_whole_counts(kind: str) -> None:
    made = lived(kind)
    assert made.shape == (20, RUN_IN + 365)
    assert tuple(made.networks) == tuple(name for name, _ in ARCHETYPES[kind].networks)
    for one in made.networks.values():
        for name in COLUMNS:
            values = getattr(one, name)
            assert values.min() >= 0
            if name not in ("reactors", "reactor_load", "listed"):
                assert np.all(values == np.rint(values)), name


@pytest.mark.parametrize("kind", ARCHETYPES)
def test_followers_are_those_who_came(kind: str) -> None:
    for one in lived(kind).networks.values():
        assert np.diff(one.followers, axis=1) == pytest.approx(one.new_followers[:, 1:], abs=0.01)


@pytest.mark.parametrize("kind", ARCHETYPES)
def test_nobody_has_more_people_than_reactions(kind: str) -> None:
    for one in lived(kind).networks.values():
        received = one.likes_received + one.replies_received + one.reshares_received
        assert np.all(one.reactors <= received + 1e-4)


def test_the_same_seed_gives_the_same_year_and_another_another() -> None:
    first, again, other = (lived("always_on", 2, seed).networks["friends"].posts for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_the_unplugger_is_silent_exactly_while_away() -> None:
    made = lived(unplugger(stops=100, returns=140))
    content = np.sum([one.content for one in made.networks.values()], axis=(0, 1))[RUN_IN:]
    assert content[100:140].sum() == 0
    assert content[:100].min() > 0
    assert content[140:].min() > 0


def test_who_never_returns_stays_silent() -> None:
    made = lived(unplugger(stops=10, returns=None))
    assert sum(one.content[:, RUN_IN + 10 :].sum() for one in made.networks.values()) == 0


def test_others_come_back_more_slowly_than_they_go() -> None:
    made = lived(unplugger(stops=100, returns=140), accounts=300)
    received = np.sum([one.replies_received for one in made.networks.values()], axis=(0, 1))[RUN_IN:]
    before = received[60:100].mean()
    assert received[110:140].mean() < 0.1 * before
    assert 0.3 * before < received[140:150].mean() < 0.75 * before
    assert received[300:].mean() == pytest.approx(before, rel=0.1)


def test_the_newcomer_does_not_exist_before_joining() -> None:
    one = lived("newcomer").networks["short posts"]
    joins = RUN_IN + 30
    assert one.content[:, :joins].sum() == one.followers[:, :joins].sum() == 0
    assert one.content[:, joins:].sum() > 0
    assert np.all(one.followers[:, -1] > one.followers[:, joins])


def test_the_robot_answers_nobody_and_the_conversationalist_mostly_answers() -> None:
    robot, talker = (lived(kind).networks["short posts"] for kind in ("scheduled_robot", "conversationalist"))
    assert robot.replies.sum() == 0
    assert talker.replies.sum() / talker.content.sum() == pytest.approx(0.7, abs=0.02)


def test_the_celebrity_hardly_posts_and_is_talked_about_all_the_same() -> None:
    one = lived("inactive_celebrity").networks["short posts"]
    assert one.content.sum(axis=1).max() < 30
    assert one.replies_received.mean() > 5


def test_accounts_of_over_a_thousand_followers_reply_less() -> None:
    rng = np.random.default_rng(3)
    made = sampled(3000, rng=rng)
    one = generate_for(made.accounts, days=200, rng=rng).networks["short posts"]
    many = made.accounts.followers >= 1000
    shares = [float(one.replies[who].sum() / one.content[who].sum()) for who in (many, ~many)]
    assert shares == pytest.approx([0.08, 0.16], abs=0.01)


def test_followers_of_all_networks_together_decide_how_much_is_replied() -> None:
    """3,000 followers on three networks, of which two have fewer than 1,000."""
    for one in lived("unplugger", accounts=60).networks.values():
        assert one.replies.sum() / one.content.sum() == pytest.approx(0.08, abs=0.01)


def test_accounts_with_counts_end_as_those_counts_say() -> None:
    known = accounts(followers=[50, 5000], posts=[400, 30_000], listed=[1, 90])
    made = generate_for(known, days=300, rng=np.random.default_rng(4))
    one = made.networks["short posts"]
    assert one.followers[:, -1].tolist() == [50, 5000]
    given = made.outreach_before + 10 * one.content.sum(axis=1)
    assert given == pytest.approx(10 * known.posts, rel=0.1)
    assert one.content.mean(axis=1) == pytest.approx(rates(known).content, rel=0.2)


def test_usual_reactions_are_the_rates_of_the_typical_account() -> None:
    assert reactions(1.76, 230) == pytest.approx(0.4)
    assert reactions(0, 230) == 0


def test_what_cannot_be_lived_is_refused() -> None:
    rng = np.random.default_rng(5)
    with pytest.raises(ValueError, match="accounts and days"):
        generate(ARCHETYPES["lurker"], 0, days=365, rng=rng)
    with pytest.raises(ValueError, match="known must have followers"):
        generate_for(accounts(followers=[np.nan]), days=100, rng=rng)
    with pytest.raises(ValueError, match="days be 1 to 999"):
        generate_for(accounts(followers=[10]), days=1000, rng=rng)
    with pytest.raises(ValueError, match="after stops"):
        unplugger(stops=50, returns=50)
    with pytest.raises(ValueError, match="shares adding to 1"):
        replace(ARCHETYPES["lurker"], networks=(("a", 0.5),))
