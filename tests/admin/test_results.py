"""The results page: the states it can be in, its charts, and how fresh it is."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from surveys import drafts, simulate
from surveys.admin import results as page
from surveys.models import Kind, Log, Run, State, Study, User
from surveys.report import (
    Answer,
    Check,
    Drawing,
    FlowRow,
    FlowTable,
    Fold,
    NamedTable,
    OutcomeTable,
    ResultsContext,
    SmallTable,
    TableRow,
    results_context,
)
from surveys.simulate.people import Effects
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
            OutcomeTable(
                "Competence",
                "points",
                (line("By ten"),),
                (Fold("Single scores", (line("At 20"), line("At 85"))), Fold("Controls", (line("Control"),))),
                said=("No difference at 47.",),
            ),
            OutcomeTable("Trust", "points", (), problem="Trust could not be computed."),
        ),
        flow=FlowTable(rows=(FlowRow("Arrived", 3, None), FlowRow("Right now", 3, None, detail=True))),
        sets="Analysed: 3.",
        made_with=("Seed of draws: 7",),
    )
    monkeypatch.setattr(page, "results_context", lambda study, kind: whole)
    body = text(ada.get(url("results", live, kind="participants"))).split("Exploration</h2>")[1]
    open_, folded = body.split("Who came, and how far")[0].split('<details class="ll-fold">', 1)
    assert "By ten" in open_ and "points" in open_ and "No difference at 47." in open_
    assert "Control" not in open_ and "At 20" not in open_
    assert "Single scores <small>(2)" in folded and "Controls <small>(1)" in folded
    assert "At 20" in folded and "Control" in folded and "−0.20 to −0.02" in folded
    assert "Trust could not be computed." in folded
    steps, pages = body.split("Who came, and how far")[1].split('<details class="ll-fold">', 1)
    assert "Arrived" in steps and "Right now" not in steps and "Right now" in pages
    assert "Analysed: 3." in pages and "Seed of draws: 7" in pages


def test_what_the_plan_names_stands_before_the_exploration(
    live: Study, ada: Client, shown: ResultsContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = replace(
        line("Slope"), unit="points", verdict="Cannot tell yet", p_adjusted=".040", why="A reason."
    )
    looks = SmallTable("How each stood", ("Comparison", "After"), (("Slope", "510"),))
    whole = replace(
        shown,
        named=NamedTable((named,), "These 4 were named.", "95 % interval, all together", looks),
        estimates=(OutcomeTable("Competence", "points", (line("By ten"),)),),
        estimates_note="Of these 23 exploratory intervals, about 1 is expected to miss.",
    )
    monkeypatch.setattr(page, "results_context", lambda study, kind: whole)
    body = text(ada.get(url("results", live, kind="participants")))
    order = ["9 % left", "Named beforehand", "These 4 were named.", "95 % interval, all together", "Slope",
             "Why.", "A reason.", ".040", "Cannot tell yet", "How each stood", "510", "Exploration</h2>",
             "about 1 is expected", "By ten"]  # fmt: skip
    places = [body.index(words) for words in order]
    assert places == sorted(places)


def test_checks_are_a_strip_that_opens_with_a_word_for_each_state(
    live: Study, ada: Client, shown: ResultsContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = SmallTable("Places taken", ("Score shown", "Score hidden"), (("<b>41", "40"),))
    found = (
        Check("lot", "Random assignment", "good", "12 full blocks.", ("A line.",), (table,)),
        Check("balance", "Alike", "note", "0.24 SD."),
        Check("placebo", "Hidden scores", "bad", "A leak."),
        Check("exclusions", "Left out", "none", "Nobody."),
    )
    monkeypatch.setattr(page, "results_context", lambda study, kind: replace(shown, checks=found))
    body = text(ada.get(url("results", live, kind="participants")))
    strip = body.split('class="ll-checks"')[1].split("</section>")[0]
    assert strip.count("<details") == 4
    for words in (
        "✓ Fine",
        "▲ Look",
        "✕ Wrong",
        "1 not here",
        "A line.",
        "&lt;b&gt;41",
        "A leak.",
        "Nobody.",
    ):
        assert words in strip
    assert '<details class="ll-is-bad"' in strip and "<details open" not in strip
    assert (
        body.index("What could be wrong") < body.index('class="ll-checks"') < body.index("Who came, and how")
    )


def test_more_answers_are_folded_below_the_first(
    live: Study, ada: Client, shown: ResultsContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = (replace(shown.answers[0], also=("Trust rose.", "Follow fell.")), *shown.answers[1:])
    monkeypatch.setattr(page, "results_context", lambda study, kind: replace(shown, answers=answers))
    body = text(ada.get(url("results", live, kind="participants")))
    assert body.count("more answers") == 1
    assert body.index("credibility.") < body.index("2 more answers") < body.index("Trust rose.")


def test_further_charts_are_folded(
    live: Study, ada: Client, shown: ResultsContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = replace(shown, charts=(replace(CHART, key="looks", title="As people came"),))
    monkeypatch.setattr(page, "results_context", lambda study, kind: whole)
    body = text(ada.get(url("results", live, kind="participants")))
    more = body.split("Pictures</h2>")[1].split("</section>")[0]
    assert "<summary>As people came</summary>" in more and '<details class="ll-fold" open' not in more
    assert url("chart", live, kind="participants", key="looks") in more


def test_a_picture_stands_with_its_numbers_and_its_files(
    live: Study, ada: Client, shown: ResultsContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = SmallTable("Effects", ("Outcome", "Estimate"), (("Trust", "0.05"),))
    drawing = replace(CHART, key="effects", title="Effects", numbers=numbers)
    whole = replace(shown, charts=(drawing,), flow_chart=replace(CHART, key="flow"))
    monkeypatch.setattr(page, "results_context", lambda study, kind: whole)
    body = text(ada.get(url("results", live, kind="participants")))
    more = body.split("Pictures</h2>")[1].split("</section>")[0]
    assert '<details class="ll-fold" open><summary>Effects</summary>' in more
    assert '<th scope="row">Trust</th><td>0.05</td>' in more
    for key in ("effects", "credibility", "behaviour", "anxiety", "flow"):
        for suffix in ("svg", "png", "pdf", "csv"):
            address = url("picture", live, kind="participants", key=key, suffix=suffix)
            assert body.count(f'href="{address}"') == 1


def test_charts_are_pictures_with_words(
    live: Study, ada: Client, shown: ResultsContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = text(ada.get(url("results", live, kind="participants")))
    assert "<svg" not in body
    assert 'alt="Competence rises &lt;from&gt; 4.1 to 4.4."' in body
    address = url("chart", live, kind="participants", key="anxiety")
    assert f'src="{address}?v=' in body
    asked = []

    def drawn(study: Study, kind: str, key: str, *, by: User) -> Drawing:
        asked.append((study.pk, kind, key, by.email))
        return CHART

    monkeypatch.setattr(page, "drawing_of", drawn)
    response = ada.get(address)
    assert asked == [(live.pk, "real", "anxiety", "ada@lab.example")]
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
    words = "Computing: perceived competence, 2 of 6"
    busy = replace(shown, refresh_seconds=3, run_state="running", progress=words)
    monkeypatch.setattr(page, "results_context", lambda study, kind: busy)
    body = text(ada.get(address))
    assert 'hx-trigger="every 3s"' in body
    again = body.split('hx-get="')[1].split('"')[0]
    assert ada.get(again).status_code == 204, "nothing new"
    monkeypatch.setattr(page, "results_context", lambda study, kind: replace(busy, top="301 took part"))
    assert "301 took part" in text(ada.get(again))
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in body
    assert f"{words} …" in body


def test_simulated_results_carry_their_band(
    live: Study, ada: Client, shown: ResultsContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    band = "Simulated participants. We built in +0.40."
    monkeypatch.setattr(
        page,
        "results_context",
        lambda study, kind: replace(shown, simulated=True, band=band, found="Found 1."),
    )
    body = text(ada.get(url("results", live, kind="simulated")))
    assert f"{band} <b>Found 1.</b>" in body


def test_whoever_opens_the_page_is_noted_and_once(
    live: Study, ada: Client, people: People, shown: ResultsContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = replace(shown, run=7, extent="full", finished=300)
    monkeypatch.setattr(page, "results_context", lambda study, kind: whole)
    for _twice in range(2):
        ada.get(url("results", live, kind="participants"))
    entry = Log.objects.get(verb="looked at effects")
    assert (entry.by, entry.study) == (people.ada, live)
    assert entry.details == {"run": 7, "kind": "real", "extent": "full", "n": 300}


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


def test_a_document_is_offered_once_there_is_something_to_print(
    live: Study, ada: Client, shown: ResultsContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = url("report", live, kind="participants")
    assert address not in text(ada.get(url("results", live, kind="participants")))
    monkeypatch.setattr(page, "results_context", lambda study, kind: replace(shown, run=7))
    assert address in text(ada.get(url("results", live, kind="participants")))


@pytest.mark.parametrize("run", [None, 7])
def test_a_failure_leads_to_the_list_that_says_why(
    live: Study, ada: Client, shown: ResultsContext, monkeypatch: pytest.MonkeyPatch, run: int | None
) -> None:
    failed = replace(
        shown, run=run, run_state="failed", notice="It failed.", run_error="It failed." if run else ""
    )
    monkeypatch.setattr(page, "results_context", lambda study, kind: failed)
    body = text(ada.get(url("results", live, kind="participants")))
    assert body.count(f"/admin/surveys/run/?of={live.pk}") == 1


CHANGES: dict[str, list[dict[str, Any]]] = {
    "this has changed: wording. Simulated people take no notice": [
        {"op": "set", "path": "title.en", "value": "Other people online"}
    ],
    "this has changed: recruitment. Simulated people take no notice": [
        {"op": "set", "path": "recruitment.ids", "value": ["PROLIFIC_PID"]}
    ],
    "asked or measured. These are the results of the older draft.": [
        {"op": "set", "path": "factors.level.levels", "value": [20, 50, 62, 67, 85]}
    ],
}


@pytest.mark.parametrize("told", CHANGES)
def test_a_rehearsal_says_that_its_draft_has_changed(
    study: Study, people: People, ada: Client, told: str
) -> None:
    wanted = simulate.want(study, participants=1, effects=Effects())
    assert simulate.begin(wanted)
    simulate.perform(wanted)
    address = url("results", study, kind="simulated")
    assert "Since these people rehearsed" not in text(ada.get(address))
    drafts.change(study, CHANGES[told], by=people.ada, revision=1)
    body = text(ada.get(address))
    assert "Since these people rehearsed the draft" in body and told in body
