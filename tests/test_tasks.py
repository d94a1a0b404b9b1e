import pytest
from django.conf import settings
from django.utils import timezone

from surveys import drafts, simulate, tasks
from surveys.analysis import runs
from surveys.models import Heartbeat, JobState, Kind, Run, Simulation, State
from surveys.protocol import read
from tests.analysis import make
from tests.protocol.small import SMALL

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for task in (tasks.run, tasks.simulation):
        monkeypatch.setattr(
            task, "apply_async", lambda queue, expires, name=task.name: found.append((name, queue))
        )
    return found


def test_the_schedule_names_tasks_that_exist() -> None:
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        assert str(entry["task"]).rpartition(".")[2] in vars(tasks)


def test_nothing_wanted_nudges_nobody(sent: list[tuple[str, str]]) -> None:
    tasks.claim()
    assert sent == []


def test_wanted_work_is_nudged_onto_the_long_queue_and_claimed_there(sent: list[tuple[str, str]]) -> None:
    study = make.study()
    runs.want(study)
    Simulation.objects.create(study=study, participants=1)
    tasks.claim()
    assert sent == [("surveys.tasks.run", "long"), ("surveys.tasks.simulation", "long")]
    assert Run.objects.get().attempts == 0


def test_run_performs_one_run() -> None:
    study = make.study()
    make.people(study, range(4))
    tasks.refresh()
    tasks.run()
    assert Run.objects.get().state == JobState.DONE
    tasks.run()
    tasks.refresh()
    assert Run.objects.count() == 1


def test_who_came_through_while_a_run_computed_is_counted_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    study = drafts.create(read(SMALL), by=None)
    wanted = simulate.want(study, participants=5, effects=simulate.Effects())
    for i in range(2):
        simulate.take_part(wanted, i)
    runs.want(study, Kind.SIMULATED)
    # Between what the run read and what it writes, the others come through and the last one wants a run.
    monkeypatch.setattr(tasks, "draw", lambda results, protocol: tasks.simulation() or ())
    tasks.run()
    monkeypatch.setattr(tasks, "draw", lambda results, protocol: ())
    assert list(Run.objects.order_by("pk").values_list("state", "covered")) == [("done", 2), ("wanted", 0)]
    tasks.run()
    tasks.run()
    assert list(Run.objects.order_by("pk").values_list("state", "covered")) == [("done", 2), ("done", 5)]


def test_while_people_are_on_their_way_their_last_wants_the_run() -> None:
    study = drafts.create(read(SMALL), by=None)
    wanted = simulate.want(study, participants=5, effects=simulate.Effects())
    simulate.take_part(wanted, 0)
    run = runs.want(study, Kind.SIMULATED)
    assert runs.claim() == run
    runs.perform(run)
    simulate.take_part(wanted, 1)
    simulate.count_the_rest(run)
    assert Run.objects.count() == 1


def test_refresh_wants_what_is_due_once() -> None:
    study = make.study(State.LIVE)
    make.person(study, 0)
    make.person(study, 1, kind=Kind.SIMULATED)
    tasks.refresh()
    tasks.refresh()
    assert sorted(Run.objects.values_list("kind", flat=True)) == ["real", "simulated"]


def test_the_heart_beats_in_one_row() -> None:
    tasks.heartbeat()
    first = Heartbeat.objects.get(name="worker").at
    tasks.heartbeat()
    assert first < Heartbeat.objects.get(name="worker").at <= timezone.now()
