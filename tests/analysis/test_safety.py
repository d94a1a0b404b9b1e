"""The safety rule, on real rows: what it counts, when it speaks, and that it speaks once."""

from datetime import timedelta
from math import isclose, isnan

import pytest
from django.utils import timezone

from surveys import drafts
from surveys.analysis import runs
from surveys.analysis.safety import VERB, Alarm, Rise, alarm_of, rise, times_of, watch
from surveys.analysis.scores import write_scores
from surveys.flow.withdraw import withdraw
from surveys.models import Kind, Log, Participation, Run, ScaleScore, State, Study, Submission
from tests.analysis import four, make

pytestmark = pytest.mark.django_db(transaction=True)
RULE = {"outcome": "day4", "rise": 15, "first": 20}
STOPPED_AFTER_THIRD = 4
"""Pages of who stops then: welcome, before, told, third."""


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


def test_it_speaks_when_so_many_are_done_and_not_before() -> None:
    made = study()
    for i in range(19):
        make.person(made, i, answers=four.steep(i))
    worked(made)
    assert made.state == State.LIVE
    make.person(made, 19, ending=None, answers=four.steep(19))
    worked(made)
    assert made.state == State.LIVE  # who is still inside is not done
    make.person(made, 20, ending="stopped", answers=four.steep(20))
    worked(made)
    assert made.state == State.PAUSED


def found_in(made: Study) -> Rise:
    write_scores(made)
    assert made.protocol
    safety = made.protocol.compiled.document.plan.safety
    assert safety
    return rise(made, made.protocol.compiled, safety)


def early(made: Study, i: int, ending: str | None, *, pages: int) -> Participation:
    """Somebody calm before and 40 points up on the first page after the lot that asks, who leaves then."""
    row = make.person(made, i, ending=ending, pages=pages, answers=four.steep(i, since="third"))
    row.exposed_at = make.START
    row.save()
    return row


def test_who_stops_in_distress_counts_by_the_last_that_is_known_of_them() -> None:
    """Ten calm ones finish; ten stop right after day 3, of whom the final value is missing."""
    made = study(rise=15)
    for i in range(10):
        make.person(made, i, answers=four.flat())
    for i in range(10, 20):
        early(made, i, "stopped", pages=STOPPED_AFTER_THIRD)
    found = found_in(made)
    assert (found.seen, found.stopped, found.deleted, found.known) == (20, 10, 0, 20)
    assert isclose(found.mean, 20.0)
    worked(made)
    alarm = alarm_of(made)
    assert made.state == State.PAUSED and alarm is not None and alarm.stopped == 10


def test_the_last_value_counts_and_not_the_worst() -> None:
    made = study()
    for i in range(20):
        answers = {**four.steep(i, since="third"), "fourth": four.flat()["fourth"]}
        make.person(made, i, answers={**answers, "before": four.flat()["before"]})
    assert isclose(found_in(made).mean, 0.0)


def test_who_deletes_is_counted_without_a_value_and_who_saw_nothing_is_not() -> None:
    made = study(first=10)
    for i in range(6):
        make.person(made, i, answers=four.steep(i))
    gone = make.person(made, 6, answers=four.steep(6))
    write_scores(made)
    withdraw(gone.pk, "K7Q2-M9XD")
    early(made, 7, "stopped", pages=2)  # before anything was asked after the lot
    unseen = early(made, 8, "stopped", pages=2)
    unseen.exposed_at = None
    unseen.save()
    found = found_in(made)
    assert (found.seen, found.stopped, found.deleted, found.known) == (8, 1, 1, 6)
    assert isclose(found.mean, 40.0)


def test_who_left_without_a_word_is_counted_beside_the_mean() -> None:
    made = study()
    for i in range(3):
        early(made, i, None, pages=STOPPED_AFTER_THIRD)
    Participation.objects.update(exposed_at=timezone.now() - timedelta(days=2))
    Submission.objects.update(at=timezone.now())
    assert found_in(made).silent == 0
    Submission.objects.update(at=timezone.now() - timedelta(hours=25))
    found = found_in(made)
    assert (found.silent, found.seen, found.known) == (3, 0, 0)


def test_an_alarm_of_old_is_read_as_it_was_logged() -> None:
    made = study()
    Log.write(VERB, by=None, study=made, outcome="day4", mean=20.0, known=19, first=20, rise=15)
    assert alarm_of(made) == Alarm("day4", 20.0, 19, 20, 15)


def test_times_of_a_state_are_those_after_the_lot_by_one_instrument() -> None:
    compiled = four.protocol(safety=RULE)
    assert times_of(compiled, "fourth") == times_of(compiled, "third") == ["third", "fourth"]


def test_only_the_first_who_are_done_count_all_groups_together() -> None:
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
    assert (found.seen, found.known) == (20, 20) and isclose(found.mean, 0.0)
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
    assert (found.seen, found.known) == (10, 9) and isclose(found.mean, 40.0)
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
