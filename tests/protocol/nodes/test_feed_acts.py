"""What a day's form may send, and what is kept of it."""

from typing import Any

import pytest

from surveys.protocol import Act, Errors
from surveys.protocol.nodes import Feed
from surveys.protocol.nodes.feed_acts import LONGEST, boxes, deeds, leaves, lengths, read_day, read_first
from tests.protocol.own import FEED


def feed(**changes: Any) -> Feed:
    return Feed.model_validate({**FEED, **changes}, context={"language": "en"})


def test_a_day_offers_what_the_design_has() -> None:
    day = list(deeds(feed(), 1))
    assert day[:3] == ["like.1", "share.1", "reply.1"] and len(day) == 9 + 2 + 1 + 1 + 2
    assert "aside.coming" in deeds(feed(), 4) and "aside.coming" not in day


def test_a_feed_without_own_text_filler_and_score_offers_less() -> None:
    bare = feed(own_text=False, filler={}, score=None, prepared=[], posts=1)
    assert list(deeds(bare, 1)) == ["like.1", "share.1"] and boxes(bare) == ()


@pytest.mark.parametrize(
    ("day", "offered"),
    [
        (1, ["next"]),
        (2, ["next", "break.1", "break.2"]),
        (3, ["next", "break.1", "finish"]),
        (4, ["next", "finish"]),
        (5, ["next"]),
    ],
)
def test_breaks_end_within_the_study_and_finishing_begins_when_it_may(day: int, offered: list[str]) -> None:
    assert list(leaves(feed(), day)) == offered


def test_without_breaks_and_early_finish_there_is_one_way_on() -> None:
    assert list(leaves(feed(breaks=None, free_after=None), 3)) == ["next"]
    assert lengths(feed(breaks=None), 3) == ()


def test_an_act_takes_its_own_words_and_keeps_the_others_as_drafts() -> None:
    fields = {"deed": ["reply.2"], "reply_2": [" Yes.\r\nNo. "], "own": ["half"], "reply_9": ["x"]}
    assert read_day(feed(), 1, Act.DO, fields) == {
        "do": "reply.2",
        "text": "Yes.\nNo.",
        "drafts": {"own": "half"},
    }
    assert read_day(feed(), 1, Act.DO, {"deed": ["like.1"], "own": ["  "]}) == {"do": "like.1"}


def test_leaving_drops_what_was_not_sent() -> None:
    assert read_day(feed(), 2, Act.ANSWER, {"leave": ["break.1"], "own": ["half"]}) == {"leave": "break.1"}


@pytest.mark.parametrize(
    ("fields", "box"),
    [
        ({"deed": ["post.own"]}, "own"),
        ({"deed": ["post.own"], "own": ["a" * (LONGEST + 1)]}, "own"),
        ({"deed": ["reply.1"], "reply_1": ["a\x00b"]}, "reply_1"),
        ({"deed": ["shout.1"]}, "deed"),
        ({}, "deed"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_box(fields: dict[str, list[str]], box: str) -> None:
    with pytest.raises(Errors) as refused:
        read_day(feed(), 1, Act.DO, fields)
    assert list(refused.value.messages) == [box]


def test_the_longest_text_fits() -> None:
    fields = {"deed": ["post.own"], "own": ["ä" * LONGEST]}
    assert read_day(feed(), 1, Act.DO, fields)["text"] == "ä" * LONGEST


def test_a_draft_that_cannot_be_stored_is_dropped_and_the_act_taken() -> None:
    assert read_day(feed(), 1, Act.DO, {"deed": ["like.1"], "own": ["a\x00b"]}) == {"do": "like.1"}


def test_on_the_first_page_a_score_can_be_uncovered_and_no_more() -> None:
    assert read_first(feed(), Act.DO, {"deed": ["reveal"]}) == {"do": "reveal"}
    assert read_first(feed(), Act.ANSWER, {}) == {}
    with pytest.raises(Errors):
        read_first(feed(), Act.DO, {"deed": ["like.1"]})


@pytest.mark.parametrize("key", ["week.name", "week.2.ask"])
def test_pages_of_questions_take_no_acts(key: str) -> None:
    node = feed(ask=[{"after": 2, "questions": [{"kind": "text", "code": "t", "text": "?"}]}])
    step = next(step for step in node.steps({}) if step.key == key)
    with pytest.raises(Errors):
        node.read(step, Act.DO, {"deed": ["like.1"], "nickname": ["ab"], "face": ["face1"], "t": ["x"]})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("quiet otter", "quiet_otter"), ("@Åsa", "Åsa"), (" x 1 ", "x_1"), ("a" * 20, "a" * 20)],
)
def test_a_name_is_made_a_handle(typed: str, kept: str) -> None:
    node = feed(ask=[])
    answers = node.read(node.steps({})[0], Act.ANSWER, {"nickname": [typed], "face": ["face8"]})
    assert answers == {"nickname": kept, "face": "face8"}


@pytest.mark.parametrize("typed", ["a", "<b>", "me@home.example", "a-b", "a" * 21, ""])
def test_a_name_that_is_no_handle_is_refused_at_its_box(typed: str) -> None:
    node = feed(ask=[])
    with pytest.raises(Errors) as refused:
        node.read(node.steps({})[0], Act.ANSWER, {"nickname": [typed], "face": ["face8"]})
    assert list(refused.value.messages) == ["nickname"]
