import numpy as np
import pytest

from scoring.influence.accounts import accounts
from scoring.influence.rates import CONTENT, LIKES, REACTIONS, REPLIES, RESHARES, people, rates

TYPICAL = {"followers": [230], "posts": [1758], "listed": [5]}


def test_the_typical_account_writes_and_receives_the_typical_amounts() -> None:
    found = rates(accounts(**TYPICAL))
    assert found.content == pytest.approx([CONTENT])
    assert found.reactions == pytest.approx([REACTIONS])
    assert found.acts == pytest.approx([(REPLIES + RESHARES) * REACTIONS * 1000])
    assert pytest.approx(1) == LIKES + REPLIES + RESHARES


def test_tenfold_followers_bring_four_times_the_reactions() -> None:
    usual, heard = (rates(accounts(**TYPICAL | {"followers": [n]})) for n in (230, 2309))
    assert heard.reactions / usual.reactions == pytest.approx([10**0.6])
    assert heard.acts / usual.acts == pytest.approx([10**0.6])
    assert heard.content == usual.content


def test_reactions_to_each_piece_fall_with_content() -> None:
    few, many = (rates(accounts(**TYPICAL, posts_per_day=[n])) for n in (1, 10))
    assert 1 < float(many.reactions[0] / few.reactions[0]) < 10


def test_known_rates_are_taken_as_given() -> None:
    found = rates(accounts(**TYPICAL, posts_per_day=[7], reactions_per_day=[99]), passing=2.0, lasting=1.0)
    assert (found.content[0], found.reactions[0]) == (7, 99)


def test_what_counts_leave_open_passes_or_lasts() -> None:
    known = accounts(**TYPICAL)
    middle, lately, long = rates(known), rates(known, passing=1.0), rates(known, lasting=1.0)
    assert lately.reactions > middle.reactions
    assert lately.acts == middle.acts
    assert long.reactions > middle.reactions
    assert long.acts > middle.acts


def test_deviations_broadcast_with_accounts() -> None:
    found = rates(accounts(followers=[10, 100, 1000]), passing=np.zeros((5, 1)))
    assert found.content.shape == found.reactions.shape == found.acts.shape == (5, 3)


def test_people_are_as_many_as_reactions_at_first_and_fewer_later() -> None:
    assert people([0, 1]).tolist() == [0, 1]
    assert 50 < people(80) < 80
    assert np.all(np.diff(people(np.arange(1000))) > 0)
