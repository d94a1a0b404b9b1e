"""Simulated years, and what people and the founding text said of such accounts.

Reports of drops, with their scores: after August 2012, 63 to 55 by posting less, within a year (blog
"rattlensnakelaw", July 2013), and back to 62 within weeks of one more network. 61 to 54 in five weeks about a
holiday ("discover-your-customers", 1 July to 5 August; no year, but it names features of after August 2012).
Earlier reports, of another scale, test only order and direction.
"""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from scoring.influence.activity import COLUMNS, Activity, activity, record
from scoring.influence.archetypes import ARCHETYPES, Archetype, robot, unplugger
from scoring.influence.generated import RUN_IN, generate
from scoring.influence.klout import KloutLike
from scoring.influence.kred import KredLike
from scoring.influence.norms import norms

ACCOUNTS = 80
STOPS = 120
Means = NDArray[np.float64]


def lived(kind: Archetype) -> Activity:
    return generate(kind, ACCOUNTS, days=365, rng=np.random.default_rng(2012))


@cache
def klout(kind: Archetype) -> Means:
    """Mean score of each day of the year."""
    return np.asarray(KloutLike().daily(lived(kind)).values[:, RUN_IN:].mean(axis=0, dtype=np.float64))


@cache
def kred(kind: Archetype) -> tuple[Means, Means]:
    found = KredLike().daily(lived(kind))
    assert found.levels is not None
    return found.values[:, RUN_IN:].mean(axis=0, dtype=np.float64), found.levels[:, RUN_IN:].mean(axis=0)


def away(days: int | None) -> Archetype:
    return unplugger(stops=STOPS, returns=None if days is None else STOPS + days)


def test_there_are_the_seven_kinds() -> None:
    assert list(ARCHETYPES) == [
        "inactive_celebrity",
        "always_on",
        "scheduled_robot",
        "conversationalist",
        "newcomer",
        "lurker",
        "unplugger",
    ]
    assert all(kind.description.endswith(".") for kind in ARCHETYPES.values())


def test_the_celebrity_is_high_with_hardly_a_post_but_low_in_outreach() -> None:
    kind = ARCHETYPES["inactive_celebrity"]
    influence, outreach = kred(kind)
    assert klout(kind).min() > norms().klout.at[-1]  # above 99 % of real accounts
    assert influence.min() > norms().influence.at[-2]  # above 95 %
    assert outreach.max() <= 2


def test_the_always_on_have_the_scores_of_their_like_among_real_accounts() -> None:
    kind, real = ARCHETYPES["always_on"], norms().archetypes["always_on"]
    assert klout(kind)[-1] == pytest.approx(real["klout_mean"], abs=3)
    assert kred(kind)[0][-1] == pytest.approx(real["kred_influence_mean"], abs=60)
    assert kred(kind)[1][-1] == pytest.approx(real["kred_outreach_mean"], abs=1)


def test_outreach_tells_the_addict_from_the_celebrity_where_klout_does_not() -> None:
    celebrity, addict = (kred(ARCHETYPES[kind])[1][-1] for kind in ("inactive_celebrity", "always_on"))
    assert addict > celebrity + 5


def test_more_robot_posts_more_score() -> None:
    """Robots that posted every 30, 15, 5 and 1 minutes, in 2010: the order is tested, not the scores."""
    kinds = [robot(minutes) for minutes in (30, 15, 5, 1)]
    for day in (80, 364):
        assert np.all(np.diff([klout(kind)[day] for kind in kinds]) > 1)
    assert np.all(np.diff([kred(kind)[0][-1] for kind in kinds]) > 0)
    assert np.all(np.diff([kred(kind)[1][-1] for kind in kinds]) > 0)


def test_a_robot_that_talks_to_nobody_is_above_the_real_median() -> None:
    assert klout(robot(5))[-1] > norms().klout.at[4]


def test_the_lurker_is_low_and_the_newcomer_begins_at_ten_and_rises() -> None:
    lurker, newcomer = klout(ARCHETYPES["lurker"]), klout(ARCHETYPES["newcomer"])
    assert lurker.max() < norms().klout.at[3]
    assert newcomer[:30] == pytest.approx(10, abs=0.01)
    assert newcomer[60] > 15
    assert newcomer[364] > newcomer[120] > newcomer[60]


def test_five_weeks_unplugged_cost_seven_points_at_sixty_one() -> None:
    found = klout(away(35))
    assert found[STOPS - 1] == pytest.approx(61, abs=1.5)
    assert found[STOPS - 1] - found[STOPS + 34] == pytest.approx(7, abs=1.5)


def test_posting_less_costs_up_to_eight_points_within_a_year() -> None:
    """How much less is not reported: a tenth costs most of it, and silence all of it and more."""
    usual = ARCHETYPES["unplugger"]
    often = klout(replace(usual, stops=None, returns=None))
    less = often[-1] - klout(replace(usual, content=usual.content / 10, stops=None, returns=None))[-1]
    assert 4 < less < 8.5
    silent = often - klout(away(None))
    assert silent[STOPS + 60] > 8
    assert silent[STOPS + 7] < 8


def test_one_more_network_brings_most_of_it_back_within_weeks() -> None:
    usual = ARCHETYPES["unplugger"]
    quiet = replace(usual, content=usual.content / 10, stops=None, returns=None)
    other = replace(quiet, networks=(("professionals", 1.0),), content=usual.content / 4)
    linked = np.arange(RUN_IN + 365) >= RUN_IN + 200
    work = lived(other).networks["professionals"]
    seen = record(**{name: getattr(work, name) * linked for name in COLUMNS})
    both = activity({**lived(quiet).networks, "professionals": seen})
    found = KloutLike().daily(both).values[:, RUN_IN:].mean(axis=0)
    assert found[:200] == pytest.approx(klout(quiet)[:200], abs=0.01)
    assert 3.5 < found[235] - found[199] < 8


def test_a_week_away_costs_little_and_each_further_week_more() -> None:
    """2011 and 2012: steady after a week; three points in two weeks; falling further with time."""
    found = klout(away(None))
    lost = found[STOPS - 1] - found[[STOPS + 6, STOPS + 13, STOPS + 34, STOPS + 89]]
    assert lost[0] < 2
    assert np.all(np.diff(lost) > 1)


def test_unplugged_for_good_the_score_falls_far_below_the_real_median() -> None:
    assert klout(away(None))[-1] < norms().klout.at[3] + 1


@pytest.mark.parametrize("days", [14, 35, 60])
def test_regaining_takes_longer_than_losing(days: int) -> None:
    """2011: "it took weeks for this to be built up again"."""
    found = klout(away(days))
    before, lowest = found[STOPS - 1], found[STOPS : STOPS + days + 10].min()
    regained = STOPS + days + np.argmax(found[STOPS + days :] > lowest + 0.9 * (before - lowest))
    assert regained - (STOPS + days) > days
    assert regained < 365


@pytest.mark.parametrize("days", [14, 35])
def test_as_long_back_as_away_has_not_regained_it(days: int) -> None:
    found = klout(away(days))
    assert found[STOPS + 2 * days] < found[STOPS - 1] - 1


def test_influence_falls_a_little_and_outreach_not_at_all() -> None:
    influence, outreach = kred(away(None))
    assert influence[-1] < influence[STOPS] - 5
    assert np.all(np.diff(outreach) >= 0)
    assert outreach[-1] == outreach[STOPS]
