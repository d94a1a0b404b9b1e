"""What the plan names, looks before the end, progress, and what failed, from rows to the page."""

from typing import Any

import pytest

from surveys.analysis.visited import Visited
from surveys.models import Chart, Run, State, Study
from surveys.report import results_context
from tests.analysis import make
from tests.report.made import PLAN, perform

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_the_plan_names_comes_first_and_only_once() -> None:
    study = make.study(plan=PLAN)
    make.people(study, range(50))
    perform(study)
    page = results_context(study)
    assert page.named is not None
    assert [line.key for line in page.named.rows] == ["trust.level", "unease.visibility"]
    explored = [line.key for table in page.estimates for line in table.main]
    assert "trust.level" not in explored and "trust.range" in explored
    assert "wide enough for both named comparisons" in page.answers[0].text
    assert not [doubt for doubt in page.doubts if "take it as exploration" in doubt]
    assert page.extent == "full" and page.run == Run.objects.get().pk
    assert any(part.startswith("analysis ") for part in page.made_with)


def early(stopping: dict[str, Any], **plan: Any) -> Study:
    return make.study(State.LIVE, plan={**PLAN, "stopping": stopping, **plan})


SEQUENTIAL = {"kind": "group_sequential", "looks": [0.45, 1.0]}


def test_a_look_that_the_plan_allows_shows_what_it_names_and_nothing_else() -> None:
    study = early(SEQUENTIAL)
    make.people(study, range(45))
    perform(study)
    page = results_context(study)
    assert page.status == "early" and page.extent == "early"
    assert page.notice == (
        "45 of 100 have finished. The plan lets what it names be looked at after 45 % and 100 % of the "
        "planned number; everything else appears when the study is closed."
    )
    assert [answer.topic for answer in page.answers] == ["credibility", "anxiety"]
    assert page.answers[0].text.startswith("As the plan allows, after the first 45 of 100: each 10 points")
    assert page.named is not None and page.named.looks is not None and len(page.named.rows) == 2
    assert (page.estimates, page.cells, page.checks) == ((), (), ())
    assert "The study still runs: these numbers will move." in page.doubts


def test_before_the_first_look_nothing_is_shown() -> None:
    study = early(SEQUENTIAL)
    make.people(study, range(29))
    perform(study)
    page = results_context(study)
    assert (page.status, page.answers, page.named) == ("live", (), None)


def test_at_any_time_means_from_twenty_a_group_on() -> None:
    named = [{**PLAN["confirmatory"][1]}]
    study = early({"kind": "anytime_valid"}, confirmatory=named)
    make.people(study, range(10))
    perform(study)
    assert "cannot be told yet. Too early to look" in results_context(study).answers[0].text
    make.people(study, range(10, 50))
    perform(study)
    page = results_context(study)
    assert "As the plan allows, after 50 of 100: seeing scores" in page.answers[0].text
    assert "which holds at every look)" in page.answers[0].text
    assert page.named is not None and page.named.rows[0].p_adjusted == "–"


@pytest.mark.parametrize(
    ("state", "progress", "words"),
    [
        ("wanted", {}, "Waiting to be computed"),
        ("running", {}, "Computing now"),
        ("running", {"part": "trust", "done": 1, "of": 6}, "Computing: message credibility, 2 of 6"),
        ("running", {"part": "follow", "done": 0, "of": 6}, "Computing: Follow, 1 of 6"),
        ("running", {"part": "scores", "done": 0, "of": 0}, "Computing: the scores of each scale"),
        ("running", {"part": "plan", "done": 6, "of": 6}, "Computing: what the plan names"),
        ("running", {"part": "charts", "done": 0, "of": 0}, "Drawing the charts"),
        ("running", {"part": "of another version", "done": 1, "of": 2}, "Computing now"),
        ("failed", {"part": "trust", "done": 1, "of": 6}, ""),
        ("done", {}, ""),
    ],
)
def test_progress_is_told_in_words(state: str, progress: dict[str, Any], words: str) -> None:
    study = make.study(State.LIVE)
    assert study.protocol is not None
    Run.objects.create(study=study, protocol=study.protocol, state=state, progress=progress)
    assert results_context(study).progress == words


def test_one_outcome_that_failed_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    study = make.study(plan=PLAN)
    make.people(study, range(50))

    def broken(*args: Any) -> Any:
        raise ValueError("No such profile.")

    monkeypatch.setattr(Visited, "in_order", property(broken))
    perform(study)
    page = results_context(study)
    assert page.answers[0].text == (
        "Message credibility could not be computed: the calculation stopped with an error. "
        "The other outcomes stand."
    )
    assert page.answers[0].faults == ("Message credibility: ValueError: No such profile.",)
    assert "Anxiety was" in next(answer.text for answer in page.answers if answer.topic == "anxiety")
    assert page.named is not None and page.named.rows[0].verdict == "Could not be computed"
    assert page.named.rows[1].verdict != "Could not be computed"
    assert page.estimates[0].problem.startswith("Message credibility could not be computed")


def test_further_charts_of_a_run_are_shown_too() -> None:
    study = make.study()
    make.people(study, range(50))
    perform(study)
    Chart.objects.create(
        run=Run.objects.get(), key="zz", title="Ratings", alternative="Words.", specification={}, svg="<svg/>"
    )
    charts = results_context(study).charts
    assert "zz" in [chart.key for chart in charts]
    assert not {chart.key for chart in charts} & {"flow", "credibility", "behaviour", "anxiety"}
    study.state = State.LIVE
    assert results_context(study).charts == ()
