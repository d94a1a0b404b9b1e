"""Simulated people in a feed: what they do is offered there, and the same however often interrupted."""

from collections import Counter
from typing import Any

import numpy as np
import pytest

from surveys import simulate
from surveys.analysis import runs
from surveys.models import JobState, Kind, Participation, Run, Submission
from surveys.protocol import Act, Compiled, Ending, Place, Sent, advance, compiled, start
from surveys.protocol.advance import onward
from surveys.simulate import Effects
from surveys.simulate.feed import Dweller, Rates
from surveys.simulate.people import Person
from tests.people import published
from tests.protocol.own import own

Done = list[tuple[str, str]]


def lived(protocol: Compiled, arm: str, i: int, rates: Rates | None = None) -> tuple[Done, Place | Ending]:
    """What the i-th person does in the feed, and where that ends."""
    draws = protocol.draws(arm, i % protocol.rows)
    person = Person(protocol, Effects(), 7, str(i), np.random.default_rng(i))
    done: Done = []
    place: Place | Ending = start(protocol)
    while isinstance(place, Place):
        step = protocol.step(place.at)
        fields = person.answer(step, draws, place.did)
        if rates is not None and step.part == "day":
            assert protocol.feed is not None
            dweller = Dweller(protocol.feed, draws.levels, rates, 7, str(i))
            fields = dweller.answer(step, place.did)
        act = Act(fields.get("act", [Act.ANSWER.value])[0])
        answers = step.node.read(step, act, fields)
        if step.part == "day":
            done.append((step.key, str(answers.get("do") or answers["leave"])))
        place = advance(protocol, draws, place, Sent(len(done), act, answers))
        if isinstance(place, Place) and protocol.positions.get(place.at) == protocol.lot:
            place = onward(protocol, draws, protocol.differs, place.kept)
    return done, place


@pytest.fixture(scope="module")
def study() -> Compiled:
    return compiled(own())


@pytest.mark.parametrize("arm", ["none", "flat_68", "dip_64"])
def test_everybody_gets_through_and_does_what_is_offered(study: Compiled, arm: str) -> None:
    found: Counter[str] = Counter()
    for i in range(60):
        done, place = lived(study, arm, i)
        assert place is Ending.FINISHED
        found.update(what.partition(".")[0] for _day, what in done)
    assert {"like", "share", "reply", "post", "next", "aside", "finish", "break"} <= set(found)
    assert (found["check"] > 0) is (arm != "none"), "a score that is not there is not looked at"


def test_a_day_goes_as_it_was_planned_wherever_it_was_broken_off(study: Compiled) -> None:
    assert lived(study, "flat_68", 3) == lived(study, "flat_68", 3)
    assert lived(study, "flat_68", 3)[0] != lived(study, "flat_68", 4)[0]


def test_on_request_some_uncover_their_score_first(study: Compiled) -> None:
    asked = compiled(own(score={"visibility": "request"}))
    first = [next(what for _day, what in lived(asked, "flat_68", i)[0]) for i in range(40)]
    assert 10 < first.count("reveal") < 40
    hidden = [what for i in range(10) for _day, what in lived(asked, "none", i)[0]]
    assert "reveal" not in hidden and "check" not in hidden


def test_a_rate_that_is_multiplied_shows_in_what_people_do(study: Compiled) -> None:
    """The hook for effects that are planted."""

    def checks(rates: Rates) -> int:
        return sum(what == "check" for i in range(80) for _day, what in lived(study, "dip_64", i, rates)[0])

    usual, doubled = checks(Rates()), checks(Rates().times(check=2.0))
    assert 1.6 < doubled / usual < 2.5
    assert checks(Rates().times(check=0.0)) == 0


def test_nobody_does_more_than_there_is() -> None:
    bare = compiled(
        own(own_text=False, filler={}, prepared=[], posts=1, breaks=None, free_after=None, aside=None)
    )
    busy = Rates(like=9, share=9, reply=9, post=9, own=1, filler=1)
    done = [what for i in range(20) for _day, what in lived(bare, "none", i, busy)[0]]
    assert set(done) == {"like.1", "share.1", "next"}


@pytest.mark.django_db(transaction=True)
def test_a_rehearsal_of_a_study_of_ones_own_score_is_run_and_analysed() -> None:
    study = published(own())
    wanted: Any = simulate.want(study, participants=25, effects=Effects(), dropout=0.1)
    assert simulate.begin(wanted)
    simulate.perform(wanted)
    wanted.refresh_from_db()
    assert (wanted.state, wanted.done) == (JobState.DONE, 25)
    people = Participation.objects.filter(study=study, kind=Kind.SIMULATED)
    assert people.count() == 25 and people.filter(ending="finished").count() > 15
    assert Submission.objects.filter(act="do", exposure__score__before__isnull=False).exists()
    claimed = runs.claim()
    assert claimed is not None
    runs.perform(claimed)
    assert Run.objects.get(pk=claimed.pk).state == JobState.DONE
