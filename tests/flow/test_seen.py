"""What a browser notes arrives once, is bounded, and never stands in the way of an answer."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys import flow
from surveys.flow.seen import FIELD, LONGEST, MOST_EVENTS, PAGE, WEEK, batches
from surveys.models import EventBatch, Participation, Study
from tests.people import again, begin, fields_for, published, send, walk

GOOD = [[100, [["shown", 0], ["first", 20], ["away", 30, 0, 0], ["submit", 30]]]]


def told(*found: Any) -> dict[str, list[str]]:
    return {FIELD: [json.dumps(list(found))]}


def test_a_batch_is_numbered_by_its_page() -> None:
    assert batches(3, told(*GOOD)) == [{"number": 3 * PAGE + 100, "events": GOOD[0][1]}]


@pytest.mark.parametrize(
    "text",
    [
        "", "no", "{", "[1", "null", "1", "{}", "[[]]", "[" * 5000, " " * (LONGEST + 1),
        '[["x",[["shown",0]]]]', "[[1,[]]]", '[[true,[["shown",0]]]]', '[[-1,[["shown",0]]]]',
        f'[[{PAGE},[["shown",0]]]]', '[[1,[["seen",0]]]]', '[[1,[["shown"]]]]', '[[1,[["shown",0,0]]]]',
        '[[1,[["score",0]]]]', '[[1,[["shown",-1]]]]', '[[1,[["shown",1.5]]]]', '[[1,[["shown",NaN]]]]',
        '[[1,[["shown",1e400]]]]', '[[1,[["shown",Infinity]]]]', '[[1,[[["shown"],0]]]]',
        f'[[1,[["shown",{WEEK + 1}]]]]', f'[[1,[["shown",{"9" * 10_000}]]]]',
        '[[1,[["first",5],["shown",4]]]]', '[[1,[["\\ud800",0]]]]', json.dumps([[1, [["shown\x00", 0]]]]),
        json.dumps([[1, [["shown", 0]] * (MOST_EVENTS + 1)]]),
    ],
)  # fmt: skip
def test_what_is_no_batch_is_left_out(text: str) -> None:
    assert batches(1, {FIELD: [text]}) == []


def test_a_bad_batch_does_not_take_a_good_one_with_it() -> None:
    assert len(batches(1, told([1, [["shown", "now"]]], *GOOD))) == 1


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5), st.lists))
def test_nothing_that_json_can_hold_is_an_error(value: Any) -> None:
    for batch in batches(1, {FIELD: [json.dumps(value)]}):
        assert batch["number"] // PAGE == 1 and batch["events"]


@pytest.fixture
def study() -> Study:
    return published()


@pytest.mark.django_db
def test_batches_come_with_the_answers_in_their_one_statement(
    study: Study, django_assert_num_queries: Any
) -> None:
    token, seat = begin(study)
    send(seat, fields_for(seat) | told(*GOOD))
    seat = again(token)
    fields = fields_for(seat) | told([0, [["shown", 0], ["submit", 5]]], [1, [["left", 9]]])
    assert send(seat, fields) is flow.Receipt.SAVED
    assert list(EventBatch.objects.order_by("number").values_list("number", flat=True)) == [
        100,
        PAGE,
        PAGE + 1,
    ]
    assert EventBatch.objects.first().participation_id == seat.id  # type: ignore[union-attr]


@pytest.mark.django_db
def test_the_same_batch_by_itself_and_with_the_answers_is_kept_once(study: Study) -> None:
    token, seat = begin(study)
    send(seat)
    seat = again(token)
    flow.note(seat, n=1, fields=told(*GOOD))
    flow.note(seat, n=1, fields=told([100, [["left", 77]]]))
    send(seat, fields_for(seat) | told(*GOOD))
    send(seat, fields_for(seat) | told(*GOOD))
    assert [batch.events for batch in EventBatch.objects.all()] == [GOOD[0][1]]


@pytest.mark.django_db
def test_a_click_that_moves_nobody_brings_nothing_with_it(study: Study) -> None:
    """A second, different answer must not add to what the first one's page noted."""
    token, seat = begin(study)
    send(seat)
    seat = again(token)
    send(seat, fields_for(seat, seed=1))
    assert send(seat, fields_for(seat, seed=2) | told(*GOOD)) is flow.Receipt.STANDS
    assert not EventBatch.objects.exists()


@pytest.mark.django_db
def test_of_a_page_not_reached_nothing_is_kept(study: Study) -> None:
    token, seat = begin(study)
    send(seat)
    flow.note(again(token), n=2, fields=told(*GOOD))
    assert not EventBatch.objects.exists()


@pytest.mark.django_db
def test_a_withdrawal_deletes_what_was_noted_and_nothing_comes_after_it(study: Study) -> None:
    token, seat = begin(study)
    send(seat, fields_for(seat) | told(*GOOD))
    seat = again(token)
    send(seat, {"act": ["delete"]})
    assert Participation.objects.get().ending == "withdrawn" and not EventBatch.objects.exists()
    flow.note(seat, n=0, fields=told([1, [["left", 9]]]))
    assert not EventBatch.objects.exists()


@pytest.mark.django_db
def test_nonsense_costs_no_answer(study: Study) -> None:
    token, seat = begin(study)
    assert send(seat, fields_for(seat) | {FIELD: ["["]}) is flow.Receipt.SAVED
    assert walk(token, again(token)).ending
