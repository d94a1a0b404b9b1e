"""Effects planted on what people do in a feed: stated rates, and found again by walking through it."""

from collections.abc import Iterator
from dataclasses import replace
from math import exp, isclose, log

import numpy as np
import pytest

from surveys.analysis.asking import Source, question_of
from surveys.analysis.data import Data
from surveys.analysis.days import ACTS, LEAVES, Days, gathered, values
from surveys.analysis.design import design_of
from surveys.protocol import Compiled, Ending, compiled
from surveys.protocol.advance import Place, Sent, advance, onward, start
from surveys.protocol.nodes import Act, Feed
from surveys.protocol.outcomes import Count, Happened, Stayed
from surveys.simulate.behaving import planted
from surveys.simulate.feed import Rates
from surveys.simulate.people import Effects, Person
from tests.analysis import week

PROTOCOL = compiled(
    week.document(confirmatory=[week.compares(name) for name in ("filler", "busy", "rest", "stayed")])
)
FEED = next(page for page in PROTOCOL.document.pages if isinstance(page, Feed))
OUTCOMES = PROTOCOL.document.outcomes
CODES = {name: i for i, name in enumerate((*ACTS, *LEAVES))}


# --- stated rates


def test_a_count_multiplies_the_rates_of_its_acts_on_its_days() -> None:
    found = planted(Rates(), FEED, OUTCOMES, {"busy": log(1.5)}, day=2)
    assert isclose(found.like, 1.5 * Rates().like) and isclose(found.post, 1.5 * Rates().post)
    assert found.filler == Rates().filler and found.check == Rates().check
    assert planted(Rates(), FEED, OUTCOMES, {"busy": log(1.5)}, day=3) == Rates()


def test_a_share_is_shifted_over_all_the_days_on_which_it_can_happen() -> None:
    """Breaks can be taken on days 2 and 3 of 5: the chances of both days together rise by .2."""
    found = planted(Rates(), FEED, OUTCOMES, {"rest": 0.2}, day=2)
    assert isclose(1 - (1 - found.rest) ** 2, 1 - (1 - Rates().rest) ** 2 + 0.2)
    dinner = planted(Rates(), FEED, OUTCOMES, {"dinner": -0.25}, day=4)
    assert isclose(dinner.aside, Rates().aside - 0.25) and dinner.rest == Rates().rest
    assert planted(Rates(), FEED, OUTCOMES, {"dinner": -0.25}, day=3) == Rates()


def test_uncovering_the_score_can_be_made_rarer_or_more_frequent() -> None:
    counted = Count(name="looks", acts=("reveal",), days=(2, 5))
    once = Happened(name="once", acts=("reveal",), days=(2, 3))
    assert isclose(planted(Rates(), FEED, [counted], {"looks": log(0.5)}, day=2).reveal, 0.35)
    assert planted(Rates(), FEED, [counted], {"looks": log(0.5)}, day=1) == Rates()
    found = planted(Rates(), FEED, [once], {"once": -0.4}, day=3)
    assert isclose(1 - (1 - found.reveal) ** 2, 1 - (1 - Rates().reveal) ** 2 - 0.4)


def test_shares_stay_shares() -> None:
    assert planted(Rates(), FEED, OUTCOMES, {"rest": -0.9}, day=2).rest == 0
    assert planted(Rates(), FEED, OUTCOMES, {"dinner": 5}, day=4).aside < 1


def test_the_hazard_of_leaving_is_multiplied() -> None:
    found = planted(Rates(), FEED, OUTCOMES, {"stayed": log(2)}, day=4)
    assert isclose(found.finish, 1 - (1 - Rates().finish) ** 2)


def test_without_effects_rates_are_what_they_are() -> None:
    assert planted(Rates(), FEED, OUTCOMES, {}, day=1) == Rates()
    assert planted(Rates(), FEED, OUTCOMES, {"calm": 3.0, "gone": 2.0}, day=1) == Rates()


# --- found again


def walked(protocol: Compiled, effects: Effects, n: int) -> tuple[np.ndarray, Days]:
    """n people in turn over the groups, through every page, without a database."""
    arms = list(protocol.arms)
    done = [(i, *one) for i in range(n) for one in _one(protocol, effects, i, arms[i % len(arms)])]
    row, day, what = zip(*done, strict=True)
    acts = np.array([CODES[_kind(one)] for one in what])
    length = np.array([int(one.split(".")[1]) if one.startswith("break") else 0 for one in what])
    begun = np.ones(n, dtype=np.int64)
    found = gathered(np.array(row), np.array(day), acts, length, begun=begun, last=FEED.days)
    return np.arange(n) % len(arms), found


def _kind(what: str) -> str:
    verb, _, rest = what.partition(".")
    return (rest if rest in ("filler", "own") else verb) if verb == "post" else verb


def _one(protocol: Compiled, effects: Effects, i: int, arm: str) -> Iterator[tuple[int, str]]:
    person = Person(protocol, effects, 1, str(i), np.random.default_rng([7, i]))
    draws = protocol.draws(arm, i % protocol.rows)
    place: Place | Ending = start(protocol)
    for n in range(400):
        if isinstance(place, Ending):
            return
        step = protocol.step(place.at)
        if protocol.lot == protocol.positions[step.key]:
            place = onward(protocol, draws, protocol.lot + 1, place.kept)
            continue
        fields = person.answer(step, draws, place.did)
        act = Act(fields.get("act", [Act.ANSWER.value])[0])
        answers = step.node.read(step, act, fields)
        if step.part == "day":
            yield step.day, str(answers.get("do") or answers.get("leave"))
        place = advance(protocol, draws, place, Sent(n, act, answers))
    raise AssertionError("nobody takes so many pages")


def source(effects: Effects, n: int = 600) -> Source:
    arm, known = walked(PROTOCOL, effects, n)
    counted = [o for o in OUTCOMES if isinstance(o, Count | Happened | Stayed)]
    data = Data(
        arm=arm,
        profile=np.zeros((n, 0), dtype=np.int64),
        level=np.zeros((n, 0)),
        values={o.name: values(known, o) for o in counted},
        left={"stayed": known.stayed(3)[1]},
        days=known,
        ended=np.arange(n),
        finished=np.ones(n, dtype=bool),
    )
    return Source(PROTOCOL, design_of(PROTOCOL), data)


DIP = ("course=dip_65", "course=dip_64")
PLANTED = {"filler": log(1.8), "busy": log(1.3), "rest": 0.2, "stayed": log(2.5)}


@pytest.fixture(scope="module")
def same() -> Source:
    return source(Effects())


@pytest.mark.parametrize("name", PLANTED)
def test_what_was_planted_is_found_again_in_size_and_sign(name: str) -> None:
    """One at a time: whoever leaves sooner also does less."""
    moved = source(Effects(groups={name: dict.fromkeys(DIP, PLANTED[name])}))
    named = next(c for c in PROTOCOL.document.plan.confirmatory if c.name == name)
    row = moved.answer(question_of(named)).estimate
    assert row.p < 0.01
    if name == "stayed":
        assert row.high < 0  # who leaves more readily stays less long
    else:
        assert row.low < PLANTED[name] < row.high, (exp(row.estimate), PLANTED[name])


@pytest.mark.parametrize("name", PLANTED)
def test_what_was_not_planted_is_not_found(name: str, same: Source) -> None:
    named = next(c for c in PROTOCOL.document.plan.confirmatory if c.name == name)
    assert same.answer(question_of(named)).estimate.p > 0.02


def test_nobody_without_a_score_looks_at_it(same: Source) -> None:
    assert same.data.days is not None
    checks = replace(same.data.days).counts["check"]
    assert checks[same.data.arm == 0].sum() == 0 < checks[same.data.arm == 1].sum()
