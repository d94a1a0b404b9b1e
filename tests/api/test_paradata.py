"""Paradata: a row a page sent, what arrived of it, and what is withheld."""

import csv
import io
from typing import Any

import pytest
from django.db.models import F

from surveys.flow.seen import PAGE
from surveys.models import EventBatch, Participation, State, Study, Submission
from tests.api.conftest import Get

pytestmark = pytest.mark.django_db(transaction=True)

COLUMNS = [
    "participation", "n", "step", "act", "arrived", "opened", "first_ms", "submit_ms", "away_ms",
    "away_times", "score_ms",
]  # fmt: skip


def batch(n: int, number: int, *events: list[Any]) -> None:
    row = Participation.objects.order_by("pk")[0]
    EventBatch.objects.create(participation=row, number=n * PAGE + number, events=list(events))


def rows(get: Get, **parameters: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = get("studies/kiosk/paradata/", **parameters).json()["results"]
    return found


def page(get: Get, n: int) -> dict[str, Any]:
    return next(row for row in rows(get) if row["n"] == n)


def closed(study: Study) -> None:
    study.state = State.CLOSED
    study.save()


def test_a_page_of_which_nothing_came_says_so(study: Study, get: Get) -> None:
    found = rows(get)
    assert {row["arrived"] for row in found} == {"never"} and {row["opened"] for row in found} == {0}
    assert [row["n"] for row in found[:9]] == list(range(9))
    assert found[1]["act"] == "stop" and found[0]["submit_ms"] is None


def test_a_page_whose_batches_are_all_there_is_complete(study: Study, get: Get) -> None:
    closed(study)
    batch(3, 500, ["shown", 0], ["first", 900], ["score", 4000, 700], ["away", 4000, 0, 0])
    batch(3, 501, ["score", 6000, 1700], ["away", 6000, 250, 1], ["submit", 6000])
    assert page(get, 3) | {"participation": 0} == {
        "participation": 0, "n": 3, "step": "about", "act": "answer", "arrived": "complete", "opened": 1,
        "first_ms": 900, "submit_ms": 6000, "away_ms": 250, "away_times": 1, "score_ms": 1700,
    }  # fmt: skip


def test_a_missing_batch_or_end_is_told(study: Study, get: Get) -> None:
    batch(3, 500, ["shown", 0])
    batch(3, 502, ["submit", 9])
    batch(4, 0, ["shown", 0], ["first", 3])
    batch(5, 1, ["submit", 5])
    assert [page(get, n)["arrived"] for n in (3, 4, 5, 6)] == ["partly", "partly", "partly", "never"]


def test_sums_are_over_all_openings_and_times_of_the_one_that_was_sent(study: Study, get: Get) -> None:
    closed(study)
    batch(3, 100, ["shown", 0], ["first", 10], ["score", 50, 40], ["away", 50, 5, 1], ["left", 50])
    batch(3, 900, ["shown", 0], ["first", 20], ["score", 70, 60], ["away", 70, 1, 2], ["submit", 70])
    found = page(get, 3)
    assert (found["arrived"], found["opened"]) == ("complete", 2)
    assert (found["first_ms"], found["submit_ms"]) == (20, 70)
    assert (found["score_ms"], found["away_ms"], found["away_times"]) == (100, 6, 3)


def test_the_time_with_the_score_in_view_is_withheld_while_the_study_is_live(study: Study, get: Get) -> None:
    batch(3, 0, ["shown", 0], ["score", 50, 40], ["away", 50, 0, 0], ["submit", 50])
    assert page(get, 3)["score_ms"] is None and page(get, 3)["submit_ms"] == 50
    closed(study)
    assert page(get, 3)["score_ms"] == 40


def test_of_whoever_withdrew_nothing_is_told(study: Study, get: Get) -> None:
    before = len(rows(get))
    Participation.objects.filter(pk=Participation.objects.order_by("pk")[0].pk).update(ending="withdrawn")
    assert len(rows(get)) == before - 9


def test_the_file_says_what_the_pages_say(study: Study, get: Get) -> None:
    batch(3, 0, ["shown", 0], ["away", 50, 0, 0], ["submit", 50])
    response: Any = get("studies/kiosk/paradata/", format="csv")
    text = b"".join(response.streaming_content).decode()
    found = list(csv.DictReader(io.StringIO(text)))
    assert list(found[0]) == COLUMNS
    told = [{name: "" if row[name] is None else str(row[name]) for name in COLUMNS} for row in rows(get)]
    assert found == told
    assert "kiosk-paradata-real.csv" in response["Content-Disposition"]


def test_that_a_score_was_asked_for_is_told_only_when_groups_are(study: Study, get: Get) -> None:
    """Neither by a row nor by a number that is missed out."""
    row = Participation.objects.order_by("pk")[0]
    sent = Submission.objects.filter(participation=row)
    before = [each for each in rows(get) if each["participation"] == row.pk]
    sent.filter(n__gte=3).order_by("-n").update(n=F("n") + 1000)
    sent.filter(n__gte=1000).update(n=F("n") - 999)
    Submission.objects.create(
        participation=row, n=3, step="about", act="do", answers={"do": "reveal"}, digest=b""
    )
    assert [each for each in rows(get) if each["participation"] == row.pk] == before
    closed(study)
    told = [each for each in rows(get) if each["participation"] == row.pk]
    assert [each["n"] for each in told if each["act"] == "do"] == [3]
    assert len(told) == len(before) + 1
