"""Many at once: threads with connections of their own against the real database."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connection

from scoring.allocation.blocks import is_exact
from surveys import flow
from surveys.flow import Receipt
from surveys.models import Participation, Slot, Study, Submission
from tests.people import again, begin, fields_for, flagship, published, send, walk

pytestmark = pytest.mark.django_db(transaction=True)
T = TypeVar("T")


def together(work: Callable[[int], T], times: int) -> list[T]:
    """`work` in `times` threads that start at the same moment."""
    barrier = threading.Barrier(times)

    def one(i: int) -> T:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            return work(i)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


@pytest.fixture
def study() -> Study:
    return published()


@pytest.mark.parametrize("page", ["welcome", "now_before", "reading", "person.1.look"])
def test_thirty_two_identical_clicks_make_one_submission(study: Study, page: str) -> None:
    for _round in range(5):
        token, seat = begin(study)
        seat = walk(token, seat, page)
        before = Submission.objects.count()
        fields = fields_for(seat)
        receipts = together(lambda _i, seat=seat, fields=fields: send(seat, fields), 32)  # type: ignore[misc]
        assert set(receipts) == {Receipt.SAVED}
        assert Submission.objects.count() == before + 1
        assert again(token).n == seat.n + 1
        assert Slot.objects.filter(participation=seat.id).count() == (page in ("reading", "person.1.look"))


def test_of_two_different_answers_one_stands_and_the_other_is_told(study: Study) -> None:
    token, seat = begin(study)
    seat = walk(token, seat, "reading")
    receipts = together(lambda i: send(seat, {"attention": [str(1 + i % 5)]}), 10)
    stored = Submission.objects.get(step="reading").answers["attention"]
    expected = [Receipt.SAVED if 1 + i % 5 == stored else Receipt.STANDS for i in range(10)]
    assert receipts == expected


def test_simultaneous_first_clicks_with_one_token_are_one_participant(study: Study) -> None:
    from_tokens = flow.tokens.new(study.address)

    def click(_i: int) -> Receipt:
        seat = flow.enrol(study, from_tokens)
        return send(seat, {"adult": ["1"], "agrees": ["1"]}, n=0)

    assert set(together(click, 16)) == {Receipt.SAVED}
    assert Participation.objects.count() == Submission.objects.count() == 1


@pytest.mark.parametrize("weights", [(1, 1), (2, 1)])
def test_sixty_four_simultaneous_starts_leave_every_closed_block_exact(weights: tuple[int, int]) -> None:
    data = flagship().model_dump(mode="json", by_alias=True)
    data["factors"][0]["weights"] = list(weights)
    study = published(flagship(factors=data["factors"]))
    seats = []
    for _i in range(64):
        token, seat = begin(study)
        seats.append(walk(token, seat, "reading"))
    assert set(together(lambda i: send(seats[i]), 64)) == {Receipt.SAVED}
    taken = Slot.objects.filter(participation__isnull=False)
    assert taken.count() == 64
    assert Participation.objects.exclude(arm=None).count() == 64
    names = dict(zip(("shown", "hidden"), weights, strict=True))
    assert is_exact(taken.values_list("block", "size", "arm"), weights=names)
    assert set(taken.values_list("position", flat=True)) == set(range(64))
    assert max(Counter(taken.values_list("arm", "set", "row")).values()) == 1


def test_the_list_grows_under_simultaneous_starts_without_gaps(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("surveys.flow.slots.CHUNK", 7)
    seats = []
    for _i in range(32):
        token, seat = begin(study)
        seats.append(walk(token, seat, "reading"))
    assert set(together(lambda i: send(seats[i]), 32)) == {Receipt.SAVED}
    positions = sorted(Slot.objects.values_list("position", flat=True))
    assert positions == list(range(len(positions)))
    assert Slot.objects.filter(participation__isnull=False).count() == 32
