"""Charts as files: the same people may have them who may see the page, and no more than the page shows."""

import csv
import io
from functools import cache
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from surveys.analysis.compute import CODE_VERSION, compute
from surveys.analysis.results import Results
from surveys.analysis.runs import Drawn
from surveys.charts import CHARTS, FORMATS, draw
from surveys.models import Chart, JobState, Kind, Role, Run, State, Study
from tests.admin.conftest import People, SignIn, published, text, url
from tests.analysis.make import study as made
from tests.charts.found import PLAN, PROTOCOL, flow, found

KEYS = [key for key in CHARTS if key not in ("said", "sequential", "course", "staying")]


@cache
def drawn(kind: str) -> tuple[Drawn, ...]:
    return draw(found(kind=kind), PROTOCOL)


def done(study: Study, results: Results, charts: tuple[Drawn, ...], kind: str = Kind.REAL) -> Run:
    """A finished run with these charts, as `runs.perform` leaves one."""
    run = Run.objects.create(
        study=study, protocol=published(study), kind=kind, state=JobState.DONE, code_version=CODE_VERSION,
        results=results.to_json(), finished_at=timezone.now(),
    )  # fmt: skip
    Chart.objects.bulk_create(
        Chart(run=run, **{name: getattr(chart, name) for name in Drawn.__slots__}) for chart in charts
    )
    return run


def owned(people: People, state: State) -> Study:
    study = made(state, plan=PLAN)
    study.memberships.create(user=people.ada, role=Role.OWNER)
    return study


@pytest.fixture
def closed(people: People) -> Study:
    """Ada's study, closed, its charts drawn."""
    study = owned(people, State.CLOSED)
    done(study, found(), drawn("real"))
    return study


@pytest.fixture
def ada(people: People, signed_in: SignIn) -> Client:
    return signed_in(people.ada)


def address(study: Study, key: str, suffix: str, kind: str = "participants") -> str:
    return url("picture", study, kind=kind, key=key, suffix=suffix)


def test_every_chart_can_be_taken_in_every_format(closed: Study, ada: Client) -> None:
    for key in KEYS:
        for suffix, written in FORMATS.items():
            response: Any = ada.get(address(closed, key, suffix))
            assert response.status_code == 200, key
            assert response["Content-Type"] == written.media_type
            assert len(response.content) > 100


def test_files_are_named_after_study_and_chart(closed: Study, ada: Client) -> None:
    response: Any = ada.get(address(closed, "dose", "png"))
    assert response["Content-Disposition"] == 'attachment; filename="made-for-tests-dose.png"'
    assert response.content.startswith(b"\x89PNG")


def test_simulated_people_are_named_in_the_files_name(closed: Study, ada: Client) -> None:
    done(closed, found(kind="simulated"), drawn("simulated"), Kind.SIMULATED)
    response: Any = ada.get(address(closed, "flow", "svg", kind="simulated"))
    assert 'filename="made-for-tests-flow-simulated.svg"' in response["Content-Disposition"]
    assert "Simulated participants" in text(response)


def test_the_csv_is_what_the_picture_shows(closed: Study, ada: Client) -> None:
    response: Any = ada.get(address(closed, "flow", "csv"))
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert {"Step": "Arrived", "Group": "Everybody", "People": "109"} in rows
    assert {"Step": "Analysed", "Group": "Score shown", "People": "50"} in rows


def test_an_svg_may_do_nothing(closed: Study, ada: Client) -> None:
    response: Any = ada.get(address(closed, "flow", "svg"))
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "sandbox" in response["Content-Security-Policy"]


def test_nothing_is_kept_by_a_browser_that_may_not_be_shown_later(closed: Study, ada: Client) -> None:
    response: Any = ada.get(address(closed, "effects", "csv"))
    assert "no-store" in response["Cache-Control"] and "private" in response["Cache-Control"]


def test_a_reader_may_take_them_and_a_stranger_learns_nothing(
    closed: Study, people: People, signed_in: SignIn
) -> None:
    closed.memberships.create(user=people.ben, role=Role.READER)
    assert signed_in(people.ben).get(address(closed, "effects", "pdf")).status_code == 200
    assert signed_in(people.cy).get(address(closed, "effects", "pdf")).status_code == 404
    assert Client().get(address(closed, "effects", "pdf")).status_code == 302


@pytest.mark.parametrize(("key", "suffix"), [("nothing", "svg"), ("effects", "gif"), ("sequential", "svg")])
def test_what_there_is_not_is_not_found(closed: Study, ada: Client, key: str, suffix: str) -> None:
    assert ada.get(address(closed, key, suffix)).status_code == 404


def test_of_an_unknown_kind_of_people_there_is_nothing(closed: Study, ada: Client) -> None:
    assert ada.get(address(closed, "effects", "svg", kind="others")).status_code == 404


def test_only_reading_is_allowed(closed: Study, ada: Client) -> None:
    assert ada.post(address(closed, "effects", "svg")).status_code == 405


def test_a_study_that_is_opened_again_tells_no_effect_and_no_group(closed: Study, ada: Client) -> None:
    Study.objects.filter(pk=closed.pk).update(state=State.LIVE)
    for key in KEYS:
        for suffix in FORMATS:
            assert ada.get(address(closed, key, suffix)).status_code == 404, key


def test_of_a_live_study_there_is_the_flow_alone(people: People, ada: Client) -> None:
    study = owned(people, State.LIVE)
    live = compute(PROTOCOL, None, flow(PROTOCOL, 100), kind=Kind.REAL)
    done(study, live, draw(live, PROTOCOL))
    assert ada.get(address(study, "flow", "csv")).status_code == 200
    for key in set(CHARTS) - {"flow"}:
        assert ada.get(address(study, key, "csv")).status_code == 404


def test_before_anything_is_computed_there_is_nothing(live: Study, ada: Client) -> None:
    assert published(live)
    assert ada.get(address(live, "flow", "svg")).status_code == 404


def test_the_newest_run_counts(closed: Study, ada: Client) -> None:
    done(closed, found(), drawn("real")[-1:])
    assert ada.get(address(closed, KEYS[-1], "csv")).status_code == 200
    assert ada.get(address(closed, KEYS[0], "csv")).status_code == 404


def test_taking_an_effect_away_is_noted_as_a_look(closed: Study, ada: Client) -> None:
    ada.get(address(closed, "flow", "csv"))
    assert not closed.log.exists()
    ada.get(address(closed, "effects", "csv"))
    assert [entry.verb for entry in closed.log.all()] == ["looked at effects"]
