from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from scoring.influence.activity import Record, activity, record
from scoring.influence.curve import Curve
from scoring.influence.klout import CARD, KloutLike

DAYS = 100
KLOUT = KloutLike()


def steady(**columns: float) -> Record:
    """The same every day."""
    return record(**{name: np.full((1, DAYS), value) for name, value in columns.items()})


def score(*networks: Record, system: KloutLike = KLOUT, **before: Any) -> float:
    """Of the last day."""
    whole = activity({str(i): one for i, one in enumerate(networks)}, **before)
    return float(system.daily(whole).values[0, -1])


USUAL = {"posts": 2.0, "likes_received": 3.0, "replies_received": 2.0, "followers": 400.0, "listed": 7.0}


def test_the_score_of_a_steady_account_by_hand() -> None:
    one = steady(posts=2.9, likes_received=2, replies_received=4, reactors=5, reactor_load=2, followers=100)
    reactions = np.sqrt((1 * 2 + 2 * 4) * 5 / 2)
    power = reactions / 3.0**0.15 + 0.002 * 100**0.35
    assert score(one) == pytest.approx(float(KLOUT.curve.at(np.log10(power))), abs=1e-4)


def test_a_connected_account_that_does_nothing_shows_ten() -> None:
    assert score(steady(followers=0)) == 10


def test_nothing_leaves_the_range() -> None:
    everything = steady(posts=1, reshares_received=1e9, followers=1e9, listed=1e8)
    assert score(everything, fame=100) == 100
    assert CARD.low <= score(steady(posts=1000)) <= CARD.high


def test_a_hundred_reshares_of_ten_posts_count_more_than_of_a_thousand() -> None:
    few, many = (steady(posts=posts, reshares_received=100, followers=400) for posts in (10, 1000))
    assert score(few) > score(many) + 3


def test_reactions_of_a_hundred_people_count_more_than_of_one() -> None:
    people, person = (steady(posts=5, reshares_received=100, reactors=n, followers=400) for n in (100, 1))
    assert score(people) > score(person) + 3


def test_reactions_of_people_who_react_to_everything_count_less() -> None:
    scores = [score(steady(**USUAL, reactor_load=load)) for load in (1, 5, 50)]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3


def test_a_reactor_cannot_be_more_selective_than_one_reaction() -> None:
    assert score(steady(**USUAL, reactor_load=0)) == score(steady(**USUAL, reactor_load=1))


def test_one_more_network_can_only_help() -> None:
    usual = steady(**USUAL)
    for other in (steady(followers=0), steady(posts=500, followers=3), steady(likes_received=0.1), usual):
        assert score(usual, other) >= score(usual)
    assert score(usual, usual) > score(usual) + 2


def test_networks_are_never_averaged() -> None:
    strong, weak = steady(**USUAL), steady(posts=1, likes_received=0.01, followers=5)
    assert score(strong, weak) >= max(score(strong), score(weak))


def test_the_order_of_networks_does_not_matter() -> None:
    a, b = steady(**USUAL), steady(posts=9, likes_received=30, followers=90)
    assert score(a, b) == pytest.approx(score(b, a))


def test_tenfold_followers_with_the_same_reactions_are_a_small_part() -> None:
    usual = score(steady(**USUAL))
    heard = score(steady(**{**USUAL, "followers": 4000.0}))
    reacted = score(steady(**{**USUAL, "likes_received": 30.0, "replies_received": 20.0}))
    assert 0 < heard - usual < 2
    assert reacted - usual > 10


def test_fame_alone_shows_its_own_score() -> None:
    for fame in (12.0, 40.0, 66.0, 99.0):
        assert score(steady(followers=0), fame=fame) == pytest.approx(fame, abs=1e-3)


def test_fame_adds_and_no_fame_changes_nothing() -> None:
    usual = steady(**USUAL)
    assert score(usual, fame=0.0) == score(usual)
    assert score(usual, fame=60.0) > max(score(usual), 60)


def test_recent_days_count_more() -> None:
    early, late = np.zeros((1, DAYS)), np.zeros((1, DAYS))
    early[0, 20:40], late[0, 80:] = 10, 10
    assert score(record(likes_received=late)) > score(record(likes_received=early)) + 5


def test_what_is_older_than_ninety_days_drops_off() -> None:
    daily = np.zeros((1, 200))
    daily[0, 50] = 1000
    found = KLOUT.daily(activity({"a": record(likes_received=daily)})).values[0]
    assert np.all(found[:50] == 10)
    assert found[139] > 10
    assert np.all(found[140:] == 10)


@pytest.mark.parametrize("column", ["likes_received", "replies_received", "reshares_received", "listed"])
def test_more_of_it_never_lowers_the_score(column: str) -> None:
    scores = [score(steady(**{**USUAL, column: amount})) for amount in (0, 1, 3, 10, 1000)]
    assert scores == sorted(scores)
    assert scores[-1] > scores[0]


def test_the_higher_the_score_the_more_reactions_a_point_takes() -> None:
    need = 10 ** np.diff(KLOUT.curve.index_of([30, 31, 60, 61]))
    levels = 10 ** KLOUT.curve.index_of([30, 60])
    assert levels[1] * (need[2] - 1) > 10 * levels[0] * (need[0] - 1)


def test_accounts_do_not_touch_one_another_and_parts_do_not_show() -> None:
    rng = np.random.default_rng(4)
    likes = rng.poisson(2, (701, 30))
    whole = KLOUT.daily(activity({"a": record(likes_received=likes)})).values
    for row in (0, 249, 250, 700):
        alone = KLOUT.daily(activity({"a": record(likes_received=likes[row : row + 1])})).values
        assert whole[row] == pytest.approx(alone[0])


def test_every_constant_is_in_the_version() -> None:
    changed = {
        replace(KLOUT, half_life=15.0).version,
        replace(KLOUT, like=1.5).version,
        replace(KLOUT, dilution=0.2).version,
        replace(KLOUT, curve=Curve((0, 1), (10, 100))).version,
    }
    assert len(changed | {KLOUT.version}) == 5
    assert KloutLike().version == KLOUT.version
    assert KLOUT.daily(activity({"a": steady(**USUAL)})).version == KLOUT.version


def test_it_is_shown_as_a_whole_number() -> None:
    assert KLOUT.text(63.51) == "64"
