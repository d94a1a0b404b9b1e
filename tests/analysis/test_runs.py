"""Runs: wanted once, claimed once, tried three times, and the same result whatever was killed."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection

from surveys.analysis import compute, runs, scores
from surveys.analysis.results import Results
from surveys.analysis.storing import results_of
from surveys.charts import CHARTS, draw
from surveys.models import (
    Estimate,
    JobState,
    Kind,
    Run,
    ScaleScore,
    Simulation,
    State,
    Study,
)
from tests.analysis import make
from tests.analysis.make import performed

pytestmark = pytest.mark.django_db(transaction=True)


def elsewhere(work: Callable[[], Any]) -> Any:
    """What `work` gives on a connection of its own, closed afterwards as a dying worker's is."""
    found: list[Any] = []

    def do() -> None:
        try:
            found.append(work())
        finally:
            connection.close()

    thread = threading.Thread(target=do)
    thread.start()
    thread.join()
    return found[0] if found else None


def soon(work: Callable[[], Any]) -> Any:
    """What `work` gives once PostgreSQL has noticed that the other connection is gone."""
    for _ in range(100):
        if found := work():
            return found
        time.sleep(0.05)
    return None


def test_wanting_twice_is_one_run() -> None:
    study = make.study()
    assert runs.want(study).pk == runs.want(study).pk
    assert runs.want(study, Kind.SIMULATED).pk != runs.want(study).pk


ROWS = 93
"""Of three outcomes at visits and a state, nothing named in the plan."""


def test_previews_have_no_results() -> None:
    with pytest.raises(ValueError, match="preview"):
        runs.want(make.study(), Kind.PREVIEW)


def test_a_run_says_what_it_covered() -> None:
    study = make.study()
    make.people(study, range(44))
    run = performed(study)
    assert (run.state, run.error, run.attempts) == (JobState.DONE, "", 1)
    assert run.covered == 44 and len(run.covered_hash) == 32
    assert run.code_version == compute.CODE_VERSION
    assert len(run.results_hash) == 64 and run.progress == {}
    assert run.started_at and run.finished_at
    assert run.estimates.count() == ROWS
    assert results_of(run).extent == "full"


def test_stored_estimates_come_back_as_they_were() -> None:
    study = make.study()
    make.people(study, range(44))
    found = results_of(performed(study))
    assert all(row.estimate.consistent() for row in found.rows)
    assert [row.at for row in found.rows if row.key.startswith("trust.at") and not row.variant] == [
        (level,) for level in make.LEVELS
    ]
    assert [row.equivalence.verdict for row in found.rows if row.equivalence]


def test_of_many_who_claim_at_once_one_gets_it() -> None:
    study = make.study()
    runs.want(study)
    ready, won, held = threading.Barrier(8), [], threading.Event()

    def claims() -> None:
        try:
            ready.wait()
            if run := runs.claim():
                won.append(run.pk)
                held.wait(10)
            elif ready.wait(10) is not None:
                pass
        except threading.BrokenBarrierError:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=claims) for _ in range(8)]
    for thread in threads:
        thread.start()
    for _ in range(200):
        if ready.n_waiting == 7:
            break
        threading.Event().wait(0.05)
    ready.abort()
    held.set()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert Run.objects.get().attempts == 1


def test_a_run_whose_worker_died_is_claimed_again() -> None:
    study = make.study()
    runs.want(study)
    first = elsewhere(lambda: runs.claim())
    assert first is not None and Run.objects.get().state == JobState.RUNNING
    again = soon(runs.claim)
    assert again is not None and again.attempts == 2
    runs.perform(again)
    assert Run.objects.get().state == JobState.DONE


def test_a_run_being_worked_on_is_nobody_elses() -> None:
    study = make.study()
    runs.want(study)
    run = runs.claim()
    assert run is not None
    assert elsewhere(runs.claim) is None
    runs.perform(run)


def test_work_that_kills_its_worker_stops_after_three_times() -> None:
    study = make.study()
    runs.want(study)
    for _ in range(3):
        assert soon(lambda: elsewhere(runs.claim)) is not None
    assert soon(lambda: runs.claim() or not runs.waiting()) is True
    run = Run.objects.get()
    assert run.state == JobState.FAILED and "worker died" in run.error
    assert not runs.waiting()


def test_a_failing_run_stops_after_three_tries_with_its_error() -> None:
    study = make.study()
    make.people(study, range(3))
    runs.want(study)

    def breaks(*_: object) -> Any:
        raise ZeroDivisionError("a number went wrong")

    for attempt in range(1, 4):
        run = runs.claim()
        assert run is not None and run.attempts == attempt
        runs.perform(run, draw=breaks)
    run = Run.objects.get()
    assert run.state == JobState.FAILED
    assert run.error == "ZeroDivisionError: a number went wrong"
    assert runs.claim() is None
    assert runs.due() == []  # on the same people it would fail again
    assert not Estimate.objects.exists()
    make.person(study, 3)
    assert runs.due() == [(study, Kind.REAL)]


def test_an_outcome_that_hangs_is_passed_over_at_the_next_try(monkeypatch: pytest.MonkeyPatch) -> None:
    """Celery raises in the middle of whatever runs when the time is up."""
    study = make.study()
    make.people(study, range(60))
    run = runs.want(study)

    def for_ever(*given: Any, **named: Any) -> None:
        raise SoftTimeLimitExceeded

    monkeypatch.setattr("surveys.analysis.once.lin", for_ever)
    runs.perform(claimed())
    run.refresh_from_db()
    assert run.state == JobState.WANTED and run.error.endswith("while it was at: unease.")
    runs.perform(claimed())
    run.refresh_from_db()
    assert run.state == JobState.DONE and run.attempts == 2 and run.progress == {}
    found = results_of(run)
    assert [(one.outcome, one.part) for one in found.failed] == [("unease", "")]
    assert found.failed[0].reason.startswith("TimeoutError")
    assert {row.outcome for row in found.rows} == {"trust", "follow", "time"}


def claimed() -> Run:
    run = runs.claim()
    assert run
    return run


def test_one_study_that_fails_does_not_hold_up_another() -> None:
    bad, good = make.study(), make.study(address="another")
    make.people(good, range(2))
    runs.want(bad)
    runs.want(good)
    for _ in range(3):
        run = runs.claim()
        assert run is not None and run.study_id == bad.pk
        runs.perform(run, draw=lambda *_: 1 / 0)  # type: ignore[arg-type]
    run = runs.claim()
    assert run is not None and run.study_id == good.pk
    runs.perform(run)
    assert Run.objects.get(study=good).state == JobState.DONE


def equal(a: Results, b: Results) -> bool:
    return str(a) == str(b)


def test_killed_between_scores_and_results_the_rerun_equals_a_recomputation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    study = make.study()
    make.people(study, range(44))
    truth = results_of(performed(study))
    ScaleScore.objects.all().delete()
    Run.objects.all().delete()
    monkeypatch.setattr(scores, "BATCH", 10)
    real, batches = scores.write_batch, []

    def dies(protocol: Any, ids: list[int]) -> int:
        batches.append(real(protocol, ids))
        if len(batches) == 3:
            raise SystemExit(9)
        return batches[-1]

    monkeypatch.setattr(scores, "write_batch", dies)
    runs.want(study)
    run = runs.claim()
    assert run is not None
    with pytest.raises(SystemExit):
        runs.perform(run)
    assert Run.objects.get().state == JobState.RUNNING
    assert ScaleScore.objects.values("participation").distinct().count() == 30
    monkeypatch.setattr(scores, "write_batch", real)
    again = runs.claim()
    assert again is not None and again.attempts == 2
    runs.perform(again)
    assert equal(results_of(Run.objects.get()), truth)


def test_real_effects_are_not_computed_while_people_come() -> None:
    study = make.study(State.LIVE)
    make.people(study, range(60))
    run = performed(study)
    assert results_of(run).extent == "live"
    assert not run.estimates.exists()
    assert "cells" in run.results and run.results["cells"] == []
    assert results_of(run).flow.total("finished") == 60
    assert runs.due() == []
    Study.objects.update(state=State.CLOSED)
    assert runs.due() == [(study, Kind.REAL)]
    assert results_of(performed(study)).extent == "full"


def test_simulated_effects_are_computed_and_never_mixed_with_real_ones() -> None:
    study = make.study(State.LIVE)
    make.people(study, range(44), kind=Kind.SIMULATED)
    make.people(study, range(44, 50))
    Simulation.objects.create(study=study, participants=44, done=44, effects={"level": {"trust": 0.4}})
    run = performed(study, Kind.SIMULATED)
    found = results_of(run)
    assert found.extent == "full" and run.covered == 44
    assert found.planted == {"level:trust": 0.4}


def test_simulations_with_different_effects_say_nothing_of_what_was_planted() -> None:
    study = make.study()
    for size in (0.1, 0.2):
        Simulation.objects.create(study=study, participants=1, done=1, effects={"level": {"trust": size}})
    assert runs.planted(study) is None


def test_a_worker_that_lost_its_run_leaves_it_to_who_finished_it() -> None:
    """A's connection is cut while it draws; B claims the run and finishes it; A's failure changes nothing."""
    study = make.study()
    make.people(study, range(44))
    runs.want(study)
    first = runs.claim()
    assert first is not None
    backend = sql("SELECT pg_backend_pid()")
    others: list[Run] = []

    def cut(*_: object) -> Any:
        others.append(elsewhere(lambda: sql(f"SELECT pg_terminate_backend({backend})") and finishes()))
        return ()

    runs.perform(first, draw=cut)
    connection.close()
    run = Run.objects.get()
    assert others == [run]
    assert (run.state, run.attempts, run.error) == (JobState.DONE, 2, "")
    assert run.estimates.count() == ROWS


def test_a_worker_back_on_a_new_connection_adds_nothing_to_a_finished_run() -> None:
    study = make.study()
    make.people(study, range(44))
    runs.want(study)
    first = runs.claim()
    assert first is not None

    def away(*_: object) -> Any:
        connection.close()
        assert elsewhere(finishes) is not None
        return (runs.Drawn("flow", "Late", "Late", {}, "<svg/>"),)

    runs.perform(first, draw=away)
    run = Run.objects.get()
    assert (run.state, run.attempts, run.error) == (JobState.DONE, 2, "")
    assert run.estimates.count() == ROWS and not run.charts.exists()


def finishes() -> Run | None:
    """Another worker's part: claims what was left, and finishes it."""
    run: Run | None = soon(runs.claim)
    if run is not None:
        runs.perform(run)
    return run


def sql(query: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


ELSEWHERE = {"said", "sequential", "balance", "course", "staying"}
"""Pictures of other plans and of studies with days."""


def test_a_run_opened_again_by_hand_finishes_again() -> None:
    study = make.study()
    make.people(study, range(44))
    run = performed(study)
    Run.objects.update(state=JobState.WANTED, attempts=0)
    again = runs.claim()
    assert again is not None
    runs.perform(again, draw=draw)
    run.refresh_from_db()
    assert (run.state, run.error) == (JobState.DONE, "")
    assert run.estimates.count() == ROWS and run.charts.count() == len(CHARTS) - len(ELSEWHERE)


def test_charts_are_stored_with_their_source() -> None:
    study = make.study()
    make.people(study, range(44))
    runs.want(study)
    run = runs.claim()
    assert run is not None
    runs.perform(run, draw=draw)
    assert {chart.key for chart in run.charts.all()} == set(CHARTS) - ELSEWHERE
    assert all(chart.svg.startswith("<svg") and chart.specification["$schema"] for chart in run.charts.all())
