"""When results are out of date, which run is read, and which are kept."""

from typing import Any

import pytest

from surveys.analysis import coverage, runs, scores
from surveys.analysis.storing import results_of
from surveys.models import JobState, Kind, Participation, Run, State, Study
from tests.analysis import make
from tests.analysis.make import performed

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_new_ending_a_withdrawal_and_new_code_make_a_run_due(monkeypatch: pytest.MonkeyPatch) -> None:
    study = make.study(State.LIVE)
    make.people(study, range(3))
    assert runs.due() == [(study, Kind.REAL)]
    performed(study)
    assert runs.due() == []
    make.person(study, 3)
    assert runs.due() == [(study, Kind.REAL)]
    performed(study)
    # One withdraws as another ends: as many as before, but not the same.
    Participation.objects.filter(pk=Participation.objects.earliest("pk").pk).update(ending="withdrawn")
    make.person(study, 4)
    assert runs.due() == [(study, Kind.REAL)]
    performed(study)
    assert runs.due() == []
    make.person(study, 5, kind=Kind.PREVIEW)
    assert runs.due() == []
    monkeypatch.setattr(runs, "CODE_VERSION", "next")
    assert runs.due() == [(study, Kind.REAL)]


@pytest.mark.parametrize(
    "change",
    [
        {"ending": "withdrawn"},
        {"ending": "screened_out"},
        {"ending": "declined"},
        {"furthest": "person.4.look"},
        {"arm": "hidden"},
        {"exposed_at": make.START},
    ],
)
def test_whatever_moves_the_flow_makes_a_run_due(change: dict[str, Any]) -> None:
    study = make.study(State.LIVE)
    make.people(study, range(3))
    moving = make.person(study, 3, arm="shown", ending=None, pages=4)
    Participation.objects.filter(pk=moving.pk).update(exposed_at=None)
    performed(study)
    assert runs.due() == []
    Participation.objects.filter(pk=moving.pk).update(**change)
    assert runs.due() == [(study, Kind.REAL)]
    performed(study)
    assert runs.due() == []


def test_who_has_sent_nothing_makes_no_run_due() -> None:
    study = make.study(State.LIVE)
    Participation.objects.filter(pk=make.person(study, 0, ending=None, pages=1).pk).update(n=0)
    assert runs.due() == []
    assert coverage.coverage_of(study, Kind.REAL) == coverage.Coverage()


def test_the_latest_run_is_the_newest_that_this_code_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    study = make.study()
    make.people(study, range(3))
    assert runs.latest(study, Kind.REAL) is None
    first, second = performed(study), performed(study)
    runs.want(study)
    assert first.pk < second.pk and runs.latest(study, Kind.REAL) == second
    assert runs.latest(study, Kind.SIMULATED) is None
    monkeypatch.setattr(runs, "CODE_VERSION", "next")
    assert runs.latest(study, Kind.REAL) is None


@pytest.mark.parametrize("state, left", [(State.LIVE, 2), (State.PAUSED, 2), (State.CLOSED, 4)])
def test_old_runs_go_while_a_study_goes_on(monkeypatch: pytest.MonkeyPatch, state: State, left: int) -> None:
    monkeypatch.setattr(runs, "KEPT", 2)
    study = make.study(State.CLOSED)
    make.people(study, range(3))
    make.people(study, range(3, 6), kind=Kind.SIMULATED)
    other = performed(study, Kind.SIMULATED)
    made = [performed(study) for _ in range(3)]
    Study.objects.update(state=state)
    made.append(performed(study))
    kept = list(Run.objects.filter(kind=Kind.REAL).order_by("pk"))
    assert kept == made[-left:] and Run.objects.filter(pk=other.pk).exists()


def test_who_ends_while_a_run_is_at_work_is_in_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    study = make.study()
    make.people(study, range(4))
    real = scores.write_scores

    def and_one_more(study: Study) -> int:
        count = real(study)
        make.person(study, 4)
        return count

    monkeypatch.setattr(runs, "write_scores", and_one_more)
    run = performed(study)
    assert run.covered == 4
    assert sum(cell.n for cell in results_of(run).cells_of("unease") if not cell.when) == 4
    monkeypatch.setattr(runs, "write_scores", real)
    assert runs.due() == [(study, Kind.REAL)]
    assert performed(study).covered == 5


def test_a_study_with_nobody_is_not_due_and_runs_all_the_same() -> None:
    study = make.study()
    assert runs.due() == []
    run = performed(study)
    assert run.state == JobState.DONE and run.covered == 0
    assert coverage.coverage_of(study, Kind.REAL) == coverage.Coverage()
