"""What the results page shows at each stage of a study's life."""

import re

import pytest

from surveys import drafts
from surveys.analysis import runs
from surveys.models import Estimate, Kind, Run, Simulation, State, Study
from surveys.protocol import read
from surveys.report import ResultsContext, results_context
from tests.analysis import make
from tests.report.made import PLAN, perform

pytestmark = pytest.mark.django_db(transaction=True)


def test_nobody_yet() -> None:
    page = results_context(make.study(State.LIVE))
    assert (page.status, page.run_state, page.answers) == ("zero", "", ())
    assert page.notice == "Nobody has taken part yet. Share this link:"
    assert page.share_path == "/s/made-for-tests/"
    assert page.refresh_seconds is not None


def test_a_draft() -> None:
    study = drafts.create(read(make.document()), by=None)
    page = results_context(study)
    assert page.status == "zero" and "not been published" in page.notice
    assert page.planned == 100


def test_people_have_come_and_nothing_is_computed() -> None:
    study = make.study(State.LIVE)
    make.person(study, 0)
    runs.want(study)
    page = results_context(study)
    assert page.status == "waiting" and page.run_state == "wanted"
    assert page.top == "1 person has come"
    assert page.progress == "Waiting to be computed" and page.next_refresh == ""


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
    assert page.top.endswith(" (UTC); next within a minute")
    assert (page.answers, page.estimates, page.cells, page.checks) == ((), (), (), ())
    assert page.named is None and page.charts == () and page.sets == ""
    assert page.flow.rows[0].total == 50 and page.flow.minutes.startswith("Half of those who finished")
    assert page.flow_chart is not None


def by_group(page: ResultsContext) -> dict[str, tuple[int, ...]]:
    return {row.label: row.by_group for row in page.flow.rows if row.by_group}


def test_a_live_study_does_not_tell_who_is_in_which_group() -> None:
    study = make.study(State.LIVE)
    make.people(study, range(38))
    make.person(study, 38, arm="shown", ending="withdrawn", pages=5)
    perform(study)
    page = results_context(study)
    assert page.flow.groups == () and by_group(page) == {} and "Score" not in page.flow.minutes
    assert page.flow_chart is not None and "Score shown" not in page.flow_chart.svg
    assert page.flow_chart.alternative.startswith("Arrived: 39; Put into a group by lot: 39;")
    make.people(study, range(39, 63))
    perform(study)
    page = results_context(study)
    assert page.flow.groups == ("Score shown", "Score hidden")
    told = by_group(page)
    assert set(told) == {
        "Put into a group by lot", "Saw a page that differs between groups", "Finished",
    }  # fmt: skip
    assert all(sum(n) <= 60 for n in told.values()) and sum(told["Put into a group by lot"]) == 60
    assert "the first 60 who ended" in page.flow.note
    assert "Score" not in page.flow.minutes


def test_a_closed_study_answers_in_three_sentences_each_with_its_chart() -> None:
    study = make.study()
    make.people(study, range(50))
    perform(study)
    page = results_context(study)
    assert page.status == "shown" and page.refresh_seconds is None
    assert [answer.topic for answer in page.answers] == ["credibility", "behaviour", "anxiety"]
    assert all(answer.chart and answer.chart.svg.startswith("<svg") for answer in page.answers)
    assert len(page.estimates) == 4 and page.doubts and page.cells and len(page.checks) == 10
    assert page.flow.groups == ("Score shown", "Score hidden")


def test_a_study_opened_again_hides_its_effects_again() -> None:
    study = make.study()
    make.people(study, range(50))
    perform(study)
    study.state = State.LIVE
    page = results_context(study)
    assert page.status == "live"
    assert (page.answers, page.estimates, page.cells, page.checks) == ((), (), (), ())
    assert page.named is None and page.charts == ()
    assert "Finished" in by_group(page)
    assert len(by_group(page)) == 3 and page.flow_chart is None


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
    assert page.status == "few" and page.estimates == ()
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
    assert page.simulated and page.band.startswith("Simulated participants:")
    assert page.status == "shown" and "We built in +0.4 points of message credibility" in page.answers[0].text
    assert [table.outcome for table in page.estimates] == ["Message credibility", "Follow", "Anxiety"]
    assert "time on the profile is not estimated" in page.estimates_note and page.flow.minutes == ""
    assert "We built in no difference in anxiety. Anxiety was" in page.answers[2].text
    assert page.answers[0].chart is not None and "Simulated participants" in page.answers[0].chart.svg
    real = results_context(study)
    assert real.status == "zero" and real.other_text == "See this page with 50 simulated people"


def simulated_study(*, done: int, of: int, state: str = "running", dropout: float = 0.1) -> Study:
    study = make.study(State.LIVE)
    Simulation.objects.create(study=study, participants=of, done=done, state=state, dropout=dropout)
    return study


def test_while_simulated_people_walk_the_page_counts_them_and_looks_again_soon() -> None:
    study = simulated_study(done=0, of=100, state="wanted")
    page = results_context(study, Kind.SIMULATED)
    assert page.top == "0 of 100 simulated people have come through, more coming; numbers will change"
    assert page.refresh_seconds is not None and page.refresh_seconds <= 5
    assert "Nobody" not in page.notice and page.status == "waiting" and "UTC" not in page.top
    make.people(study, range(49), kind=Kind.SIMULATED)
    perform(study, Kind.SIMULATED)
    Simulation.objects.update(done=52)
    page = results_context(study, Kind.SIMULATED)
    assert page.top.startswith("52 of 100 simulated people have come through, more coming; numbers will")
    assert page.status == "shown" and page.refresh_seconds is not None and page.refresh_seconds <= 5


def test_results_that_miss_some_who_came_through_are_waited_for_and_the_last_ones_marked() -> None:
    study = simulated_study(done=100, of=100, state="done")
    make.people(study, range(49), kind=Kind.SIMULATED)
    perform(study, Kind.SIMULATED)
    make.people(study, range(49, 88), kind=Kind.SIMULATED)
    for i in range(88, 100):
        make.person(study, i, kind=Kind.SIMULATED, ending=None, pages=3)
    page = results_context(study, Kind.SIMULATED)
    assert page.top.startswith("49 simulated people finished; the others are being counted; computed ")
    assert page.refresh_seconds is not None
    perform(study, Kind.SIMULATED)
    page = results_context(study, Kind.SIMULATED)
    assert page.top.startswith(
        "100 simulated people went through: 88 finished, 12 left on the way (the rehearsal lets some leave); "
        "computed"
    )
    assert page.refresh_seconds is None


def test_who_all_finished_did_so() -> None:
    study = simulated_study(done=50, of=50, state="done")
    make.people(study, range(50), kind=Kind.SIMULATED)
    perform(study, Kind.SIMULATED)
    assert (
        results_context(study, Kind.SIMULATED).took_part == "50 simulated people went through: all finished"
    )


def test_a_study_just_closed_is_looked_at_again_until_its_effects_are_there() -> None:
    study = make.study(State.LIVE)
    make.people(study, range(50))
    perform(study)
    study.state = State.CLOSED
    study.save()
    assert results_context(study).refresh_seconds is not None
    perform(study)
    assert results_context(study).refresh_seconds is None


def test_a_failed_run_says_so_and_the_last_good_results_stay() -> None:
    study = make.study()
    make.people(study, range(50))
    perform(study)
    make.person(study, 50)
    runs.want(study)
    Run.objects.filter(state="wanted").update(state="failed", error="ValueError: wrong.")
    page = results_context(study)
    assert page.run_state == "failed" and page.run_error.startswith("The newest computation failed")
    assert page.status == "shown" and page.finished == 50


def test_one_empty_group_is_too_few_and_named() -> None:
    study = make.study()
    make.people(study, range(30), arm="shown")
    perform(study)
    page = results_context(study)
    assert page.status == "few" and page.estimates == ()
    assert "in the group “Score shown” (n = 30)" in page.answers[2].text
    assert "Score hidden" not in page.answers[2].text


def test_who_withdrew_is_counted_and_nothing_of_theirs_shown() -> None:
    study = make.study()
    make.people(study, range(50))
    make.people(study, range(50, 56), ending="withdrawn", arm="shown")
    perform(study)
    page = results_context(study)
    steps = {row.label: row.by_group for row in page.flow.steps}
    assert steps["Withdrew, answers deleted"] == (6, 0)
    assert "unevenly" in page.doubts[0] and "Score shown 19 %, Score hidden 0 %" in page.doubts[0]
    assert page.estimates[3].main[0].n == "50 participants"
    left = next(check for check in page.checks if check.key == "attrition")
    assert left.state == "note" and left.tables[0].rows
    assert "Analysed, without those who withdrew or whom the plan leaves out: 50" in page.sets


def test_answers_that_never_vary_are_no_effect_and_no_error() -> None:
    study = make.study()
    same: dict[str, dict[str, int | str]] = {
        f"person.{i}.rate": dict.fromkeys(("mc1", "mc2", "mc3"), 4) for i in range(1, 6)
    }
    same |= {f"person.{i}.look": {"follow": "no"} for i in range(1, 6)}
    make.people(study, range(50), answers=same)
    perform(study)
    page = results_context(study)
    assert page.status == "shown"
    assert page.answers[0].text == (
        "Message credibility: nothing could be computed. "
        "The outcome is the same in all ratings, so nothing can be inferred."
    )
    assert page.answers[1].text.startswith("Follow: nothing could be computed.")
    assert page.estimates[0].main[0].p == "–"
    agree = next(check for check in page.checks if check.key == "reliability")
    assert "No reliability: the scale does not vary." in agree.lines


def test_a_wrong_number_is_printed_nowhere() -> None:
    study = make.study()
    make.people(study, range(50))
    perform(study)
    row = Estimate.objects.get(key="unease.visibility")
    row.estimate = 98765.4
    row.save()
    page = results_context(study)
    assert "98765" not in repr(page)
    assert page.doubts[0].startswith("1 estimate is not shown")
    assert "nothing could be computed" in page.answers[2].text


def words(page: ResultsContext) -> str:
    folded = [line for table in page.estimates for fold in table.folds for line in fold.rows]
    tables = [*(line for table in page.estimates for line in table.main), *folded]
    tables += page.named.rows if page.named else ()
    shown = (
        page.top,
        page.notice,
        page.band,
        page.doubts,
        page.estimates_note,
        page.cells,
        [(check.title, check.said, check.lines, check.tables) for check in page.checks],
        page.flow,
        page.sets,
    )
    answers = [(a.title, a.text, a.also, a.chart.title, a.chart.alternative) for a in page.answers if a.chart]
    lines = [[getattr(line, f) for f in line.__slots__ if f not in ("key", "notes")] for line in tables]
    heads = [(t.outcome, t.unit, t.said, [fold.title for fold in t.folds]) for t in page.estimates]
    return repr((shown, answers, heads, lines))


@pytest.mark.parametrize("n", [0, 3, 50])
def test_no_code_name_reaches_the_page(n: int) -> None:
    """Nor a hyphen for a minus: words joined by a hyphen are the only ones there."""
    study = make.study(plan=PLAN)
    make.people(study, range(n))
    perform(study)
    found = words(results_context(study))
    protocol = study.protocol
    assert protocol is not None
    codes = {step.key for step in protocol.compiled.steps if "." in step.key or "_" in step.key}
    codes |= {"state-anxiety-sliders", "message-credibility", "message_credibility", "mc1", protocol.hash}
    codes |= {"trust", "unease", "visibility", "slope_of_trust", "of_anxiety", "no effect", "significant"}
    assert [code for code in sorted(codes) if code in found] == []
    assert not re.search(r"(?<![\w-])-\.?\d", found)
