"""The safety rule, on real rows: what it counts, when it speaks, and that it speaks once."""

from datetime import timedelta
from math import isclose, isnan

import pytest

from surveys import drafts
from surveys.analysis import runs
from surveys.analysis.safety import VERB, Alarm, alarm_of, rise, watch
from surveys.analysis.scores import write_scores
from surveys.models import Kind, Log, Run, ScaleScore, State, Study
from tests.analysis import four, make

pytestmark = pytest.mark.django_db(transaction=True)
RULE = {"outcome": "day4", "rise": 15, "first": 20}


def study(**safety: object) -> Study:
    made = four.study(safety={**RULE, **safety})
    made.state = State.LIVE
    made.save()
    return made


def worked(made: Study) -> Run:
    """As the worker does after somebody has ended."""
    run = make.performed(made)
    made.refresh_from_db()
    return run


def test_a_steep_rise_pauses_the_study_at_once_and_is_logged() -> None:
    made = study()
    four.rows(made, 20, rise=30)
    assert worked(made).state == "done"
    assert made.state == State.PAUSED
    alarm = alarm_of(made)
    assert alarm is not None and (alarm.known, alarm.first, alarm.rise) == (20, 20, 15)
    assert 25 < alarm.mean < 35
    verbs = list(Log.objects.filter(study=made).order_by("pk").values_list("verb", "by"))
    assert [(verb, by is None) for verb, by in verbs] == [("pause", True), (VERB, True)]


@pytest.mark.parametrize("up", [0, 8])
def test_a_rise_that_is_allowed_pauses_nothing(up: float) -> None:
    made = study()
    four.rows(made, 24, rise=up)
    worked(made)
    assert made.state == State.LIVE and alarm_of(made) is None


def test_it_speaks_when_so_many_have_finished_and_not_before() -> None:
    made = study()
    for i in range(19):
        make.person(made, i, answers=four.steep(i))
    worked(made)
    assert made.state == State.LIVE
    make.person(made, 19, ending="stopped", answers=four.steep(19))
    worked(made)
    assert made.state == State.LIVE  # who stopped has not finished
    make.person(made, 20, answers=four.steep(20))
    worked(made)
    assert made.state == State.PAUSED


def test_only_the_first_who_finished_count_all_groups_together() -> None:
    made = study()
    for i in range(20):
        make.person(made, i, answers=four.flat())
    later = [make.person(made, i, answers=four.steep(i)) for i in range(20, 30)]
    assert len({row.arm for row in later}) == 4
    for row in later:
        row.ended_at = make.START + timedelta(days=1)
        row.save()
    write_scores(made)
    assert made.protocol
    safety = made.protocol.compiled.document.plan.safety
    assert safety
    found = rise(made, made.protocol.compiled, safety)
    assert (found.finished, found.known) == (20, 20) and isclose(found.mean, 0.0)
    assert watch(made) is None


def test_the_mean_is_of_those_with_both_values() -> None:
    made = study(first=10)
    people = [make.person(made, i, answers=four.steep(i)) for i in range(10)]
    write_scores(made)
    ScaleScore.objects.filter(participation=people[0], scale="before").update(value=None)
    assert made.protocol
    safety = made.protocol.compiled.document.plan.safety
    assert safety
    found = rise(made, made.protocol.compiled, safety)
    assert (found.finished, found.known) == (10, 9) and isclose(found.mean, 40.0)
    ScaleScore.objects.update(value=None)
    assert isnan(rise(made, made.protocol.compiled, safety).mean) and watch(made) is None


def test_whoever_resumes_has_seen_it_and_is_not_paused_again() -> None:
    made = study()
    four.rows(made, 20, rise=30)
    worked(made)
    drafts.resume(made, by=None)
    for i in range(20, 24):
        make.person(made, i, answers=four.steep(i))
    worked(made)
    assert made.state == State.LIVE and Log.objects.filter(study=made, verb=VERB).count() == 1


def test_simulated_people_pause_nobody() -> None:
    made = study()
    four.rows(made, 24, rise=30, kind=Kind.SIMULATED)
    make.performed(made, Kind.SIMULATED)
    made.refresh_from_db()
    assert made.state == State.LIVE


def test_a_study_without_the_rule_and_one_that_is_paused_are_left_alone() -> None:
    free = make.study(**four.changes(), address="free")
    four.rows(free, 24, rise=30)
    write_scores(free)
    assert watch(free) is None
    made = study()
    four.rows(made, 24, rise=30)
    write_scores(made)
    drafts.pause(made, by=None)
    assert watch(made) is None and alarm_of(made) is None
    drafts.resume(made, by=None)
    assert isinstance(watch(made), Alarm)


def test_of_two_workers_at_once_one_pauses() -> None:
    made = study()
    four.rows(made, 24, rise=30)
    write_scores(made)
    other = Study.objects.get(pk=made.pk)
    assert isinstance(watch(made), Alarm)
    assert watch(other) is None and Log.objects.filter(study=made, verb=VERB).count() == 1


def test_effects_stay_hidden_while_it_watches() -> None:
    made = study()
    four.rows(made, 20, rise=30)
    run = worked(made)
    assert run.results["extent"] == "live" and not run.estimates.exists()
    assert runs.latest(made, Kind.REAL) == run
