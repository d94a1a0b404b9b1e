"""Nothing is missed and nothing comes twice while rows arrive."""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
from django.db import connection, connections, transaction

from surveys.analysis.scores import CODE_VERSION
from surveys.api.pagination import After, Cursor, horizon
from surveys.models import Participation, ScaleScore, Study, Submission
from tests.api.conftest import Get
from tests.api.people import enrol

pytestmark = pytest.mark.django_db(transaction=True)

ANSWERS = "studies/kiosk/answers/"


def write(person: int, n: int) -> None:
    """A submission whose one answer is its number."""
    Submission.objects.create(
        participation_id=person, n=n, step="welcome", act="answer", answers={"agrees": n}, digest=bytes(32)
    )


def writer(person: int, transactions: int) -> None:
    """Transactions of one to three rows, each open for a while: they commit out of order."""
    chance, numbers = random.Random(person), count()
    try:
        for _ in range(transactions):
            with transaction.atomic():
                for _ in range(chance.randint(1, 3)):
                    write(person, next(numbers))
                    time.sleep(chance.random() / 100)
    finally:
        connections.close_all()


@contextmanager
def open_transaction(person: int, n: int) -> Iterator[threading.Event]:
    """A row written by another connection, committed when the event is set or the block ends."""
    written, commit = threading.Event(), threading.Event()

    def work() -> None:
        try:
            with transaction.atomic():
                write(person, n)
                written.set()
                commit.wait(10)
        finally:
            connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    assert written.wait(10)
    try:
        yield commit
    finally:
        commit.set()
        thread.join()


@pytest.fixture
def people(study: Study) -> list[Participation]:
    """Five who have sent nothing yet."""
    people = [enrol(study, index) for index in range(20, 25)]
    Submission.objects.all().delete()
    return people


def rows(body: dict[str, Any]) -> list[tuple[int, int]]:
    return [(row["participation"], row["value"]) for row in body["results"]]


def written() -> set[tuple[int, int]]:
    return set(Submission.objects.values_list("participation", "n"))


def test_four_writers_and_a_reader(people: list[Participation], get: Get) -> None:
    threads = [threading.Thread(target=writer, args=(p.pk, 30)) for p in people[:4]]
    for thread in threads:
        thread.start()
    body, seen, while_writing = get(ANSWERS, limit=5).json(), [], 0
    while True:
        seen += rows(body)
        writing = any(thread.is_alive() for thread in threads)
        while_writing += writing
        if not writing and body["complete"]:
            break
        body = get(body["next"]).json()
    seen += rows(get(body["next"]).json())  # whatever was committed between the last look and the last page
    assert while_writing > 5, "the reader came too late to be tested"
    assert len(seen) == len(set(seen))
    assert set(seen) == written()


def test_a_row_committed_late_is_not_passed_over(people: list[Participation], get: Get) -> None:
    early, late = people[0].pk, people[1].pk
    with open_transaction(early, 1) as commit:
        write(late, 2)  # a higher id, visible first
        body = get(ANSWERS).json()
        assert (rows(body), body["complete"]) == ([], True)
        commit.set()
    body = get(body["next"]).json()
    assert rows(body) == [(early, 1), (late, 2)]
    write(early, 3)
    body = get(body["next"]).json()
    assert rows(body) == [(early, 3)]
    assert rows(get(body["next"]).json()) == []


def test_what_is_rolled_back_is_never_seen(people: list[Participation], get: Get) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write(people[0].pk, 1)
        raise ZeroDivisionError
    write(people[0].pk, 2)
    assert rows(get(ANSWERS).json()) == [(people[0].pk, 2)]


@pytest.mark.parametrize("limit", [2, 6, 7])
def test_rows_of_one_transaction_are_divided_between_pages(
    people: list[Participation], get: Get, limit: int
) -> None:
    with transaction.atomic():
        for n in range(6):
            write(people[0].pk, n)
    body, sizes = get(ANSWERS, limit=limit).json(), []
    while not body["complete"]:
        sizes.append(len(body["results"]))
        body = get(body["next"]).json()
    assert sizes == [limit] * len(sizes)
    assert sum(sizes) + len(body["results"]) == 6


def test_next_keeps_the_parameters(people: list[Participation], get: Get) -> None:
    link = get(ANSWERS, limit=3, kind="simulated").json()["next"]
    assert "limit=3" in link and "kind=simulated" in link
    assert get(link).json()["next"] == link


@pytest.mark.parametrize("name", ["participations", "scores"])
def test_every_feed_pages(study: Study, get: Get, name: str) -> None:
    ScaleScore.objects.bulk_create(
        ScaleScore(participation=p, scale="gad2_total", value=1.5, answered=2, code_version=CODE_VERSION)
        for p in study.participations.all()
    )
    whole = get(f"studies/kiosk/{name}/").json()
    first = get(f"studies/kiosk/{name}/", limit=3).json()
    second = get(first["next"]).json()
    assert (first["complete"], second["complete"], whole["complete"]) == (False, True, True)
    assert first["results"] + second["results"] == whole["results"]
    assert "withdrawn" not in {row.get("ending") for row in whole["results"]} or name == "participations"


def test_the_feed_is_read_from_its_index(people: list[Participation], get: Get) -> None:
    after = Cursor(5, 5, "", "")
    rows = Submission.objects.filter(After(after), xid__lt=horizon()).order_by("xid", "id")
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off; SET enable_bitmapscan = off")
        try:
            plan = rows.explain()
        finally:
            cursor.execute("RESET enable_seqscan; RESET enable_bitmapscan")
    assert "submission_feed" in plan and "ROW(xid, id) > ROW" in plan and "Sort" not in plan
