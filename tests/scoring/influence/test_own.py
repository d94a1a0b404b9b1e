"""How a participant's own score moves with what they do in a feed."""

import math

import numpy as np
import pytest

from scoring.influence.activity import activity, record
from scoring.influence.klout import KloutLike
from scoring.influence.own import LIKES_COUNT, USUAL, Day, moved

STARTS = (12, 40, 58, 65, 72, 90)


@pytest.mark.parametrize("start", STARTS)
def test_nothing_moves_before_the_first_day(start: int) -> None:
    assert moved(start, [], days=7) == 0.0


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("days", [1, 7])
def test_whoever_goes_on_as_before_keeps_their_score(start: int, days: int) -> None:
    usual = [Day(posts=1, replies=1)] * 8
    assert usual[0].pieces == USUAL
    assert moved(start, usual, days=days) == pytest.approx(0, abs=1e-3)


@pytest.mark.parametrize("start", STARTS[1:])
def test_more_lifts_it_less_lets_it_sink_and_likes_hardly_count(start: int) -> None:
    more, nothing = [Day(posts=5)] * 3, [Day()] * 3
    assert moved(start, more, days=7) > 0.5
    assert moved(start, nothing, days=7) < -0.5
    liked = moved(start, [Day(posts=2, likes=3)] * 3, days=7)
    assert 0 < liked < moved(start, [Day(posts=3)] * 3, days=7)


def test_posts_replies_and_shares_are_pieces_alike() -> None:
    assert len({moved(60, [Day(**{kind: 3})], days=7) for kind in ("posts", "replies", "shares")}) == 1


def test_each_piece_adds_less_than_the_one_before() -> None:
    gains = [moved(60, [Day(posts=posts)] * 4, days=7) for posts in (2, 6, 10, 14)]
    steps = np.diff(gains)
    assert (steps > 0).all() and (np.diff(steps) < 0).all()


def test_it_is_what_the_engine_gives_for_the_same_activity() -> None:
    """By the closed sum of the engine's own weights: newest day 1, each day older by half in 20 days."""
    start, done, days = 60.0, [Day(posts=4, likes=2), Day(), Day(posts=1)], 3
    system = KloutLike()
    pieces = [USUAL] * 90 + [d.pieces for d in done for _day in range(days)]
    drawn = [USUAL] * 90 + [d.pieces + LIKES_COUNT * d.likes for d in done for _day in range(days)]
    age = np.arange(len(pieces))[::-1]
    weights = np.where(age < 90, 0.5 ** (age / 20), 0)
    weights /= weights.sum()
    power = 10 ** float(system.curve.index_of(start))
    relative = (weights @ drawn / USUAL) * ((USUAL + 0.1) / (weights @ pieces + 0.1)) ** 0.15
    expected = float(system.curve.at(math.log10(power * relative))) - start
    assert moved(start, done, days=days) == pytest.approx(expected, abs=1e-3)


def test_the_day_before_is_steady_at_the_start() -> None:
    system = KloutLike()
    likes = 10 ** float(system.curve.index_of(50)) * (USUAL + 0.1) ** 0.15 * 5**0.5
    one = record(posts=np.full((1, 90), USUAL), likes_received=np.full((1, 90), likes))
    assert system.daily(activity({"feed": one})).values[0, -1] == pytest.approx(50, abs=1e-3)


@pytest.mark.parametrize(("start", "days", "name"), [(5, 7, "start"), (101, 7, "start"), (60, 0, "days")])
def test_what_is_off_the_scale_is_refused_by_name(start: float, days: int, name: str) -> None:
    with pytest.raises(ValueError, match=name):
        moved(start, [Day()], days=days)
