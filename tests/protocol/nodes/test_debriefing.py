"""Which lines of a debriefing are for whom: by group, and by how far somebody got."""

import json
from typing import Any

import pytest

from surveys.protocol import STOP, Act, Compiled, Ending, Place, Sent, advance, compiled, read
from surveys.protocol.nodes import Debriefing
from surveys.protocol.references import references
from tests.protocol.own import own, written

FALL = 1


@pytest.fixture(scope="module")
def week() -> Compiled:
    return compiled(own())


def walked(protocol: Compiled, *leaves: str, arm: str = "dip_64") -> Place:
    """Day after day left like this, the pages between them answered."""
    draws = protocol.draws(arm, 0)
    feed = protocol.feed
    assert feed is not None
    place: Place | Ending = Place("week.name", did=feed.opens({}, draws.levels))
    ways = list(leaves)
    while True:
        assert isinstance(place, Place)
        step = protocol.step(place.at)
        if step.part == "day":
            if not ways:
                return place
            answers: dict[str, Any] = {"leave": ways.pop(0)}
        elif step.node is not feed:
            return place
        else:
            answers = {"nickname": "ab", "face": "face1"} if step.part == "name" else {}
        place = advance(protocol, draws, place, Sent(1, Act.ANSWER, answers))


def lines(protocol: Compiled, place: Place, arm: str = "dip_64") -> tuple[int, ...]:
    debriefing = protocol.node("debriefing")
    assert isinstance(debriefing, Debriefing)
    levels = protocol.draws(arm, 0).levels
    return debriefing.told(levels, debriefing.opens(place.kept, levels)["met"])


def test_who_stopped_before_the_fall_is_not_told_that_the_score_fell(week: Compiled) -> None:
    assert lines(week, walked(week)) == (0,)
    assert lines(week, walked(week, "next")) == (0,)
    assert lines(week, walked(week, "next", "next")) == (0, FALL)
    assert lines(week, walked(week, "next", "next"), arm="flat_68") == (0,)


def test_who_comes_back_from_a_break_has_seen_what_happened_in_it(week: Compiled) -> None:
    place = walked(week, "next", "break.2")
    assert place.at == "week.5.day" and lines(week, place) == (0, FALL)


def test_questions_in_a_break_show_the_old_score_and_do_not_tell_of_the_new_one() -> None:
    """The page after day 3 comes in the break from day 2 on, before day 5 shows what became of the score."""
    asked = {"kind": "number", "code": "x", "text": "x", "low": 0, "high": 9}
    week = compiled(own(ask=[{"after": 3, "questions": [asked]}]))
    draws = week.draws("dip_64", 0)
    place = advance(week, draws, walked(week, "next"), Sent(1, Act.ANSWER, {"leave": "break.2"}))
    assert isinstance(place, Place) and place.at == "week.3.ask" and lines(week, place) == (0,)


def test_who_finishes_early_is_told_of_no_later_day() -> None:
    content = written(free_after=1)
    week = compiled(read(content))
    finished = walked(week, "finish")
    assert finished.at == "after" and lines(week, finished) == (0,)


def test_the_debriefing_itself_knows_what_was_met(week: Compiled) -> None:
    draws = week.draws("dip_64", 0)
    for leaves, met in ((["next"] * 5, ["week.3.day"]), (["next"] * 3 + ["finish"], ["week.3.day"])):
        place = advance(week, draws, walked(week, *leaves), Sent(9, Act.ANSWER, {"mood_after_a": 1}))
        assert isinstance(place, Place)
        assert place.at == "debriefing" and place.did == {"met": met}


def test_what_was_met_survives_stop_and_return_and_json(week: Compiled) -> None:
    draws, place = week.draws("dip_64", 0), walked(week, "next", "next")
    stopped = advance(week, draws, place, Sent(5, Act.STOP, {}))
    assert isinstance(stopped, Place) and stopped.at == STOP
    stopped = Place.from_json(json.loads(json.dumps(stopped.to_json())))
    assert lines(week, stopped) == (0, FALL)
    back = advance(week, draws, stopped, Sent(6, Act.RETURN, {}))
    assert isinstance(back, Place) and lines(week, back) == (0, FALL)


def test_a_study_whose_lines_hold_for_all_keeps_nothing_more_in_a_place() -> None:
    content = written()
    del next(page for page in content["pages"] if page["kind"] == "debriefing")["table"][FALL]["since"]
    week = compiled(read(content))
    assert walked(week, "next", "next").kept == {} and week.marks == ()
    assert week.node("debriefing").opens({}, {}) == {}


@pytest.mark.parametrize("since", ["week.6.day", "week", "debriefing", "lot"])
def test_a_line_that_names_no_earlier_page_is_refused(since: str) -> None:
    content = written()
    next(page for page in content["pages"] if page["kind"] == "debriefing")["table"][FALL]["since"] = since
    assert references(read(content)) == [("pages.5.table.1.since", f"No earlier page is called {since!r}.")]
