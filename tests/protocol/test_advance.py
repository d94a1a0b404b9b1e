"""Where an answer leads."""

from typing import Any

import pytest

from surveys.protocol import STOP, Act, Compiled, Ending, Place, Sent, advance, compiled, read, replay, start
from tests.protocol.small import SMALL

YES: dict[str, Any] = {"online": "yes", "age": 30}


def go(
    protocol: Compiled, at: Place, act: Act = Act.ANSWER, n: int = 0, drawn: bool = False, **answers: Any
) -> Any:
    draws = protocol.draws("shown", 0) if drawn else None
    return advance(protocol, draws, at, Sent(n, act, answers))


def test_a_study_starts_at_its_first_page(protocol: Compiled) -> None:
    assert start(protocol) == Place("welcome")


def test_declining_consent_ends(protocol: Compiled) -> None:
    assert go(protocol, Place("welcome"), Act.DECLINE) is Ending.DECLINED


def test_only_answers_that_conditions_name_are_kept(protocol: Compiled) -> None:
    assert go(protocol, Place("before"), **YES) == Place("told", {"online": "yes"})


@pytest.mark.parametrize("answer", ["no", {"missing": "declined"}, {"missing": "skipped"}, ["yes"], None])
def test_a_page_whose_condition_is_not_met_is_passed_over(protocol: Compiled, answer: Any) -> None:
    assert go(protocol, Place("before"), online=answer).at == "awake"


def test_a_condition_whose_question_was_never_met_is_not_met(protocol: Compiled) -> None:
    assert go(protocol, Place("before"), age=30).at == "awake"


def test_the_lot_is_waited_at_without_draws_and_passed_over_with_them(protocol: Compiled) -> None:
    assert go(protocol, Place("awake"), check=3).at == "lot"
    assert go(protocol, Place("awake"), check=3, drawn=True).at == "person.1.look"


@pytest.mark.parametrize("answer", [2, {"missing": "skipped"}])
def test_a_missed_attention_check_ends_where_the_study_says_so(protocol: Compiled, answer: Any) -> None:
    assert go(protocol, Place("awake"), check=answer) is Ending.SCREENED_OUT


def test_a_missed_attention_check_is_only_noted_where_the_study_says_so(small: dict[str, Any]) -> None:
    small["pages"][3]["on_miss"] = "note"
    assert go(compiled(read(small)), Place("awake"), check=2).at == "lot"


def test_stop_leads_to_the_stop_page_and_remembers_the_way_back(protocol: Compiled) -> None:
    kept = {"online": "yes"}
    stopped = go(protocol, Place("awake", kept), Act.STOP, n=3, check=1)
    assert stopped == Place(STOP, kept, origin="awake", typed=3)
    assert go(protocol, stopped, Act.RETURN, n=4) == Place("awake", kept, typed=3)


def test_stop_does_not_screen_out(protocol: Compiled) -> None:
    assert go(protocol, Place("awake"), Act.STOP, check=1).at == STOP


def test_stopping_and_keeping_or_deleting_ends(protocol: Compiled) -> None:
    stopped = Place(STOP, origin="after", typed=9)
    assert go(protocol, stopped, Act.KEEP) is Ending.STOPPED
    assert go(protocol, stopped, Act.DELETE) is Ending.WITHDRAWN


@pytest.mark.parametrize(("act", "ending"), [(Act.KEEP, Ending.FINISHED), (Act.DELETE, Ending.WITHDRAWN)])
def test_the_debriefing_finishes_or_withdraws(protocol: Compiled, act: Act, ending: Ending) -> None:
    assert go(protocol, Place("debriefing"), act) is ending


@pytest.mark.parametrize(("act", "ending"), [(Act.KEEP, Ending.STOPPED), (Act.DELETE, Ending.WITHDRAWN)])
def test_in_a_closed_study_every_page_is_a_stop_page(protocol: Compiled, act: Act, ending: Ending) -> None:
    assert go(protocol, Place("before"), act) is ending


def test_a_page_that_was_returned_to_forgets_the_way_once_answered(protocol: Compiled) -> None:
    assert go(protocol, Place("before", typed=1), **YES) == Place("told", {"online": "yes"})


def test_nothing_follows_an_ending(protocol: Compiled) -> None:
    sent = [Sent(0, Act.DECLINE, {}), Sent(1, Act.ANSWER, {})]
    with pytest.raises(ValueError, match="submission 1 follows the ending declined"):
        replay(protocol, None, sent)


def test_replaying_nothing_is_the_start(protocol: Compiled) -> None:
    assert replay(protocol, None, []) == start(protocol)


@pytest.mark.parametrize(
    "place",
    [
        Place("a"),
        Place("a", {"x": 1, "y": {"missing": "declined"}}),
        Place(STOP, {}, "b", 0),
        Place("b", {}, "", 7),
    ],
)
def test_a_place_is_the_same_after_its_json(place: Place) -> None:
    assert Place.from_json(place.to_json()) == place


def test_a_place_at_the_start_is_one_word_of_json(protocol: Compiled) -> None:
    assert start(protocol).to_json() == {"at": "welcome"}


def test_a_study_without_a_lot_goes_on_without_draws() -> None:
    pages = [page for page in SMALL["pages"] if page["kind"] not in ("randomise", "visits")]
    protocol = compiled(read({**SMALL, "pages": pages, "outcomes": []}))
    assert protocol.lot is None
    assert go(protocol, Place("awake"), check=3).at == "after"


@pytest.mark.parametrize(("among", "to"), [(["shown"], "after"), (["hidden"], "debriefing")])
def test_a_page_may_be_for_some_groups_only(among: list[str], to: str) -> None:
    study = read({**SMALL, "pages": [
        {**page, "when": {"factor": "visibility", "among": among}} if page["id"] == "after" else page
        for page in SMALL["pages"]
    ]})  # fmt: skip
    protocol = compiled(study)
    last = protocol.steps[protocol.positions["after"] - 1].key
    assert go(protocol, Place(last), drawn=True).at == to


def test_what_was_done_on_a_page_survives_stop_and_return(protocol: Compiled) -> None:
    place = Place("person.1.look", did={"seen": True})
    stopped = go(protocol, place, Act.STOP, n=3, drawn=True)
    assert go(protocol, stopped, Act.RETURN, drawn=True).did == {"seen": True}
    assert Place.from_json(place.to_json()) == place
