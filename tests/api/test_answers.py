"""Answers: what is in them, what is withheld, and that CSV and JSON say the same."""

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveys.models import Log, Study
from tests.api.conftest import Get
from tests.api.people import STORIES, enrol

pytestmark = pytest.mark.django_db(transaction=True)

COLUMNS = [
    "participation", "visit", "page", "step", "question", "value", "missing", "profile",
    "factor_visibility", "factor_level", "at",
]  # fmt: skip


def table(response: Any) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def as_cell(value: Any) -> str:
    if isinstance(value, list):
        return "|".join(value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def as_cells(row: dict[str, Any]) -> dict[str, str]:
    levels = row.pop("levels") or {}
    factors = {f"factor_{name}": levels.get(name) for name in ("visibility", "level")}
    return {name: as_cell({**row, **factors}[name]) for name in COLUMNS}


def rows(get: Get, **parameters: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = get("studies/kiosk/answers/", **parameters).json()["results"]
    return found


def test_a_row_for_each_participation_step_and_question(study: Study, get: Get) -> None:
    found = rows(get)
    assert len(found) == 4 * (1 + 7 + 2 * 2)
    assert len({(r["participation"], r["step"], r["question"]) for r in found}) == len(found)
    mine = [r for r in found if r["participation"] == found[0]["participation"]]
    assert [(r["step"], r["question"], r["visit"]) for r in mine[-4:]] == [
        ("person.1.look", "follow", 1),
        ("person.1.rate", "likes", 1),
        ("person.2.look", "follow", 2),
        ("person.2.rate", "likes", 2),
    ]


def test_values_keep_their_types_and_absences_their_reasons(study: Study, get: Get) -> None:
    first = {r["question"]: r for r in rows(get)[:8]}
    values = {code: row["value"] for code, row in first.items()}
    assert values == {
        "agrees": True, "mood": 1, "gender": None, "uses": ["post"], "height": 1.5, "story": STORIES[0],
        "gad1": 0, "gad2": None,
    }  # fmt: skip
    assert first["gender"]["missing"] == "declined"
    assert first["gad2"]["missing"] == "skipped"
    assert first["mood"]["missing"] is None
    assert first["agrees"]["at"] == "2026-11-02T09:30:00.000000Z"


def test_what_stood_on_a_page_when_stop_was_pressed_is_no_answer(study: Study, get: Get) -> None:
    assert "half filled in" not in {str(r["value"]) for r in rows(get)}


def test_withdrawn_and_previewing_people_have_no_answers(study: Study, get: Get) -> None:
    gone = study.participations.exclude(kind="real", ending="finished").values_list("pk", flat=True)
    for format in ("json", "csv"):
        answered = get("studies/kiosk/answers/", format=format)
        found = answered.json()["results"] if format == "json" else table(answered)
        assert found and not {int(r["participation"]) for r in found} & set(gone)


def test_real_and_simulated_are_apart(study: Study, get: Get) -> None:
    real = {r["participation"] for r in rows(get)}
    simulated = {r["participation"] for r in rows(get, kind="simulated")}
    assert (len(real), len(simulated)) == (4, 1) and not real & simulated
    assert rows(get, kind="pilot") == []


@pytest.mark.parametrize("limit", [1, 3, 7, 500])
def test_a_page_never_splits_a_submission(study: Study, get: Get, limit: int) -> None:
    whole, pieces = rows(get), []
    body = get("studies/kiosk/answers/", limit=limit).json()
    while True:
        submissions = {(r["participation"], r["step"]) for r in body["results"]}
        assert len(submissions) <= limit
        pieces += body["results"]
        if body["complete"]:
            break
        body = get(body["next"]).json()
    assert pieces == whole


def test_levels_and_profiles_are_withheld_while_the_study_is_live(study: Study, get: Get) -> None:
    assert {(r["profile"], r["levels"]) for r in rows(get)} == {(None, None)}
    cells = table(get("studies/kiosk/answers/", format="csv"))
    assert {(r["profile"], r["factor_visibility"], r["factor_level"]) for r in cells} == {("", "", "")}


@pytest.mark.parametrize("kind", ["real", "simulated"])
def test_levels_and_profiles_are_told_when_closed_and_of_simulated_people(
    study: Study, get: Get, request: pytest.FixtureRequest, kind: str
) -> None:
    if kind == "real":
        request.getfixturevalue("closed")
    found = rows(get, kind=kind)[:12]
    told = {(r["step"], r["profile"], tuple(sorted(r["levels"].items()))) for r in found}
    assert ("person.2.rate", "otto", (("level", 85), ("visibility", "shown"))) in told
    assert ("about", None, (("visibility", "shown"),)) in told


@pytest.mark.parametrize(("kind", "state"), [("real", "live"), ("real", "closed"), ("simulated", "live")])
def test_csv_and_json_agree_cell_for_cell(
    study: Study, get: Get, request: pytest.FixtureRequest, kind: str, state: str
) -> None:
    if state == "closed":
        request.getfixturevalue("closed")
    response = get("studies/kiosk/answers/", format="csv", kind=kind)
    cells = table(response)
    assert list(cells[0]) == COLUMNS
    assert cells == [as_cells(row) for row in rows(get, kind=kind)]
    assert response.headers["Content-Disposition"] == f'attachment; filename="kiosk-answers-{kind}.csv"'


def test_csv_by_accept_header(study: Study, get: Get) -> None:
    response = get("studies/kiosk/answers/", headers={"Accept": "text/csv"})
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert len(table(response)) == 48


def test_text_comes_out_as_it_went_in(study: Study, get: Get) -> None:
    stories = [
        r["value"] for r in table(get("studies/kiosk/answers/", format="csv")) if r["question"] == "story"
    ]
    assert stories == ["" if isinstance(story, dict) else story for story in STORIES]


def test_a_spreadsheet_gets_no_live_formula(study: Study, get: Get) -> None:
    response = get("studies/kiosk/answers/", **{"format": "csv", "for": "spreadsheet"})
    raw = b"".join(response.streaming_content)
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b",'=HYPERLINK(1)," in raw and b",=HYPERLINK" not in raw


def test_taking_answers_is_logged_with_who_and_how(study: Study, get: Get) -> None:
    table(get("studies/kiosk/answers/", format="csv"))
    body = get("studies/kiosk/answers/", limit=1).json()
    get(body["next"])
    written = Log.objects.filter(verb="export", study=study).order_by("pk")
    assert [(entry.by.email if entry.by else "", entry.details["format"]) for entry in written] == [
        ("ada@example.org", "csv"),
        ("ada@example.org", "json"),
    ]


def test_a_study_without_questions_gives_a_header_alone(study: Study, get: Get) -> None:
    assert table(get("studies/kiosk/answers/", format="csv", kind="pilot")) == []


def test_queries_do_not_grow_with_rows(study: Study, get: Get) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            rows(get)
        return len(captured)

    few = queries()
    for index in range(10, 30):
        enrol(study, index)
    assert queries() == few <= 8
