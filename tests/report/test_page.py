"""What the results page shows at each stage of a study's life."""

import pytest

from surveys.analysis import runs
from surveys.charts import draw
from surveys.models import Kind, Run, Simulation, State, Study
from surveys.report import results_context
from tests.analysis import make

pytestmark = pytest.mark.django_db(transaction=True)


def perform(study: Study, kind: str = Kind.REAL) -> None:
    runs.want(study, kind)
    run = runs.claim()
    assert run is not None
    runs.perform(run, draw=draw)


def test_nobody_yet() -> None:
    page = results_context(make.study(State.LIVE))
    assert (page.status, page.run_state, page.answers) == ("zero", "", ())
    assert page.notice == "Nobody has taken part yet. Share this link:"
    assert page.share_path == "/s/made-for-tests/"
    assert page.refresh_seconds is not None


def test_a_draft() -> None:
    study = Study.objects.create(name="New", address="new", seed=bytes(32))
    page = results_context(study)
    assert page.status == "zero" and "not been published" in page.notice
    assert page.planned == 0


def test_people_have_come_and_nothing_is_computed() -> None:
    study = make.study(State.LIVE)
    make.person(study, 0)
    runs.want(study)
    page = results_context(study)
    assert page.status == "waiting" and page.run_state == "wanted"
    assert page.top == "1 person has come"
    assert page.next_refresh == "being computed now"


def test_a_live_study_shows_who_came_and_no_effect() -> None:
    study = make.study(State.LIVE)
    make.people(study, range(50))
    perform(study)
    page = results_context(study)
    assert page.status == "live"
    assert page.notice == (
        "50 of 100 have finished. Effects appear when the study is closed; until then: who came, how far "
        "they got, how long it took."
    )
    assert page.top.startswith("50 of 100 planned took part; computed ")
    assert page.top.endswith("; next within a minute")
    assert (page.answers, page.rows, page.cells, page.alphas) == ((), (), (), ())
    assert page.flow.rows[0].total == 50 and page.flow.minutes.startswith("Half of those who finished")
    assert page.flow_chart is not None


def test_a_closed_study_answers_in_three_sentences_each_with_its_chart() -> None:
    study = make.study()
    make.people(study, range(50))
    perform(study)
    page = results_context(study)
    assert page.status == "shown" and page.refresh_seconds is None
    assert [answer.topic for answer in page.answers] == ["credibility", "behaviour", "anxiety"]
    assert all(answer.chart and answer.chart.svg.startswith("<svg") for answer in page.answers)
    assert len(page.rows) == 28 and page.doubts and page.cells and page.alphas
    assert page.flow.groups == ("Score shown", "Score hidden")


def test_a_study_opened_again_hides_its_effects_again() -> None:
    study = make.study()
    make.people(study, range(50))
    perform(study)
    study.state = State.LIVE
    page = results_context(study)
    assert page.status == "live"
    assert (page.answers, page.rows, page.cells, page.alphas) == ((), (), (), ())


def test_a_study_just_closed_waits_for_its_effects() -> None:
    study = make.study(State.LIVE)
    make.people(study, range(50))
    perform(study)
    study.state = State.CLOSED
    page = results_context(study)
    assert page.status == "waiting" and "being computed" in page.notice


def test_too_few_in_a_closed_study() -> None:
    study = make.study()
    make.people(study, range(6))
    perform(study)
    page = results_context(study)
    assert page.status == "few" and page.rows == ()
    assert "too few to say more" in page.answers[0].text
    assert page.cells


def test_simulated_people_have_a_band_and_what_was_built_in() -> None:
    study = make.study(State.LIVE)
    make.people(study, range(50), kind=Kind.SIMULATED)
    Simulation.objects.create(
        study=study, participants=50, done=50, state="done", effects={"level": {"trust": 0.4}}
    )
    perform(study, Kind.SIMULATED)
    page = results_context(study, Kind.SIMULATED)
    assert page.simulated and page.band.startswith("Simulated participants")
    assert page.status == "shown" and "We built in +0.4" in page.answers[0].text
    assert page.answers[0].chart is not None and "Simulated participants" in page.answers[0].chart.svg
    real = results_context(study)
    assert real.status == "zero" and real.other_text == "See this page with 50 simulated people"


def test_a_failed_run_says_so_and_the_last_good_results_stay() -> None:
    study = make.study()
    make.people(study, range(50))
    perform(study)
    make.person(study, 50)
    runs.want(study)
    Run.objects.filter(state="wanted").update(state="failed", error="It went wrong.")
    page = results_context(study)
    assert (page.run_state, page.run_error) == ("failed", "It went wrong.")
    assert page.status == "shown" and page.finished == 50
