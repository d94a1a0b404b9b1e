"""The results page: the states it can be in, its charts, and how fresh it is."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from surveys.admin import results as page
from surveys.models import Kind, Run, State, Study
from surveys.report import (
    AlphaRow,
    Answer,
    Drawing,
    FlowRow,
    FlowTable,
    OutcomeTable,
    ResultsContext,
    TableRow,
    results_context,
)
from tests.admin.conftest import People, SignIn, published, text, url

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><text>62</text></svg>'
CHART = Drawing("levels", "Competence", SVG, "Competence rises <from> 4.1 to 4.4.")


@pytest.fixture
def ada(people: People, signed_in: SignIn) -> Client:
    return signed_in(people.ada)


@pytest.fixture
def shown(live: Study, monkeypatch: pytest.MonkeyPatch) -> ResultsContext:
    """A page with everything on it, in place of what the study's own runs say."""
    context = replace(
        results_context(live),
        status="shown",
        notice="",
        refresh_seconds=None,
        top="300 of 300 planned took part; computed 14:03 (Europe/Berlin); next within a minute",
        zone="Europe/Berlin",
        answers=tuple(
            Answer(topic, topic.title(), f"Each 10 points: {topic}.", replace(CHART, key=topic))
            for topic in ("credibility", "behaviour", "anxiety")
        ),
        doubts=("9 % left, evenly.",),
        flow=FlowTable(("Score shown", "Score hidden"), (FlowRow("In a group", 3, (1, 2)),)),
    )
    monkeypatch.setattr(page, "results_context", lambda study, kind: context)
    return context


def test_three_answers_come_first_then_the_doubts_then_the_tables(
    live: Study, ada: Client, shown: ResultsContext
) -> None:
    body = text(ada.get(url("results", live, kind="participants")))
    order = [shown.top, "credibility.", "behaviour.", "anxiety.", "9 % left", "Score hidden"]
    places = [body.index(words) for words in order]
    assert places == sorted(places)
    assert body.count('ll-answer"') == 3


def line(contrast: str) -> TableRow:
    return TableRow(
        contrast, contrast, "−0.11", "−0.20 to −0.02", ".021", "", "0.1", "0.0 to 0.2", "9", ("Why.",)
    )


def test_what_is_many_is_folded_and_still_there(
    live: Study, ada: Client, shown: ResultsContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = replace(
        shown,
        estimates=(
            OutcomeTable("Competence", "points", (line("By ten"),), (line("At 20"), line("Control"))),
        ),
        flow=FlowTable(rows=(FlowRow("Arrived", 3, None), FlowRow("Right now", 3, None, detail=True))),
        alphas=(AlphaRow("State anxiety, before", "", "3", "9", "–", "–", "Too few."),),
    )
    monkeypatch.setattr(page, "results_context", lambda study, kind: whole)
    body = text(ada.get(url("results", live, kind="participants"))).split("What was estimated")[1]
    open_, folded = body.split("Who came, and how far")[0].split('<details class="ll-fold">')
    assert "By ten" in open_ and "points" in open_ and "Control" not in open_
    assert "2 more" in folded and "At 20" in folded and "Control" in folded and "−0.20 to −0.02" in folded
    steps, pages = body.split("Who came, and how far")[1].split('<details class="ll-fold">')
    assert "Arrived" in steps and "Right now" not in steps and "Right now" in pages
    assert "State anxiety, before" in body and "Too few." in body


def test_charts_are_pictures_with_words(live: Study, ada: Client, shown: ResultsContext) -> None:
    body = text(ada.get(url("results", live, kind="participants")))
    assert "<svg" not in body
    assert 'alt="Competence rises &lt;from&gt; 4.1 to 4.4."' in body
    address = url("chart", live, kind="participants", key="anxiety")
    assert f'src="{address}?v=' in body
    response = ada.get(address)
    assert response.headers["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert text(response) == SVG


def test_a_chart_that_the_page_does_not_show_is_not_served(live: Study, ada: Client) -> None:
    assert ada.get(url("chart", live, kind="participants", key="anxiety")).status_code == 404


def test_charts_keep_to_the_members(
    live: Study, people: People, signed_in: SignIn, shown: ResultsContext
) -> None:
    address = url("chart", live, kind="participants", key="anxiety")
    assert signed_in(people.cy).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_the_page_fills_while_one_watches(
    live: Study, ada: Client, shown: ResultsContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = url("results", live, kind="simulated")
    assert "hx-trigger" not in text(ada.get(address)).split('id="results"')[1].split(">")[0]
    busy = replace(shown, refresh_seconds=3, run_state="running")
    monkeypatch.setattr(page, "results_context", lambda study, kind: busy)
    body = text(ada.get(address))
    assert 'hx-trigger="every 3s"' in body
    again = body.split('hx-get="')[1].split('"')[0]
    assert ada.get(again).status_code == 204, "nothing new"
    monkeypatch.setattr(page, "results_context", lambda study, kind: replace(busy, top="301 took part"))
    assert "301 took part" in text(ada.get(again))
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in body
    assert "Computing now" in body


def test_simulated_results_carry_their_band(
    live: Study, ada: Client, shown: ResultsContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    band = "Simulated participants. We built in +0.40."
    monkeypatch.setattr(
        page, "results_context", lambda study, kind: replace(shown, simulated=True, band=band)
    )
    assert band in text(ada.get(url("results", live, kind="simulated")))


def test_nobody_yet_shows_the_link(live: Study, ada: Client) -> None:
    body = text(ada.get(url("results", live, kind="participants")))
    assert f"http://testserver/s/{live.address}/" in body


def test_anybody_who_sees_the_page_may_refresh_it(live: Study, people: People, signed_in: SignIn) -> None:
    ben = signed_in(people.ben)
    for _twice in range(2):
        response = ben.post(url("refresh", live, kind="simulated"))
        assert response.headers["Location"] == url("results", live, kind="simulated")
    run = Run.objects.get()
    assert (run.kind, run.wanted_by, run.state) == (Kind.SIMULATED, people.ben, "wanted")
    assert ben.get(url("refresh", live, kind="simulated")).status_code == 405
    assert signed_in(people.cy).post(url("refresh", live, kind="simulated")).status_code == 404


def test_a_draft_has_nothing_to_refresh(study: Study, ada: Client) -> None:
    ada.post(url("refresh", study, kind="participants"))
    assert not Run.objects.exists()


@pytest.mark.parametrize("state", list(State))
def test_real_reports_can_be_shown(live: Study, ada: Client, state: State) -> None:
    Study.objects.filter(pk=live.pk).update(state=state)
    Run.objects.create(study=live, protocol=published(live), state="failed", error="<b>boom</b>")
    for kind in ("participants", "simulated"):
        response: Any = ada.get(url("results", live, kind=kind))
        assert response.status_code == 200
        assert "<b>boom" not in text(response)
