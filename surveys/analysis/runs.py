"""Runs as rows: wanted, claimed, performed. The database is the list of work."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from surveys.analysis import locks, safety
from surveys.analysis.compute import CODE_VERSION, compute
from surveys.analysis.coverage import KINDS, Coverage, coverage, coverage_of
from surveys.analysis.data import Data, load
from surveys.analysis.flows import flow
from surveys.analysis.inferred import Told
from surveys.analysis.looking import reached
from surveys.analysis.results import Flow, Results
from surveys.analysis.scope import OPEN, scope_of
from surveys.analysis.scores import unscored, write_scores
from surveys.analysis.storing import estimate_rows, hash_of
from surveys.models import Chart, Estimate, JobState, Kind, Run, Simulation, State, Study, User
from surveys.protocol import Compiled

TRIES = 3
KEPT = 20
"""Finished runs that a study which still goes on keeps of each kind."""
TOO_LONG = "It was stopped at the end of the time that a computation has, while it was at: {}."
DIED = f"It was begun {TRIES} times and its worker died each time. The worker's log says why."


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart to be stored."""

    key: str
    title: str
    alternative: str
    specification: dict[str, Any]
    svg: str


Draw = Callable[[Results, Compiled], Sequence[Drawn]]
"""Results to charts: given by whoever performs, for charts stand to the right of the analysis."""


def want(study: Study, kind: str = Kind.REAL, by: User | None = None) -> Run:
    """The open run of this study and kind: the one there is, or a new wanted one.

    Whoever wants one at the same moment gets the same row: the database allows one open run.
    """
    protocol = study.protocol_for(kind)
    if kind not in KINDS or protocol is None:
        raise ValueError(f"only published studies have results, of {', '.join(KINDS)}; not {kind!r}")
    while True:
        open_run = Run.objects.filter(study=study, kind=kind, state__in=OPEN).first()
        if open_run is not None:
            return open_run
        wanted = Run(study=study, kind=kind, protocol=protocol, wanted_by=by)
        # Two askers race here: the index keeps one row, and the loop reads it.
        Run.objects.bulk_create([wanted], ignore_conflicts=True)


def latest(study: Study, kind: str) -> Run | None:
    """The newest finished run of this code: what other code found counts as not computed yet."""
    done = Run.objects.filter(study=study, kind=kind, state=JobState.DONE, code_version=CODE_VERSION)
    return done.select_related("protocol").order_by("-pk").first()


def waiting() -> bool:
    """Whether any run is open: wanted, running, or left behind by a worker that died."""
    return Run.objects.filter(state__in=OPEN).exists()


def claim() -> Run | None:
    """The next run that nobody works on, now ours: its study's lock is held by this connection.

    Wanted ones, and ones left running by a worker that died, whose lock PostgreSQL has freed. The attempt is
    committed before the work. Call `perform` next, in the same process, whatever happens: it lets go.
    """
    for run in Run.objects.filter(state__in=OPEN).order_by("pk").select_related("study", "protocol"):
        if not locks.take(run.study_id):
            continue
        if _begin(run):
            return run
        locks.let_go(run.study_id)
    return None


def _begin(run: Run) -> bool:
    """Count the attempt. False where the run is no longer open, or has been tried often enough."""
    ours = Run.objects.filter(pk=run.pk, state__in=OPEN)
    # Another worker may have finished it between our reading and our lock: only an open row is begun.
    if ours.filter(attempts__lt=TRIES).update(
        state=JobState.RUNNING, attempts=F("attempts") + 1, started_at=timezone.now()
    ):
        run.refresh_from_db(fields=["state", "attempts", "started_at", "error", "progress"])
        return True
    ours.update(state=JobState.FAILED, finished_at=timezone.now(), error=run.error or DIED)
    return False


def perform(
    run: Run,
    *,
    draw: Draw = lambda results, protocol: (),
    told: Told = lambda part, done, of: None,
) -> None:
    """Score, compute, draw, and write it all at once. What raises is noted on the row and tried again.
    told: hears of each part as it begins, as the row does, and of the storing.

    What the time limit stops at an outcome is passed over at the next try, and told: one that hangs must
    not take the others along. Killed at any line, it leaves scores that stand and a run that is claimed
    again. Whoever lost the run to another worker on the way (our connection died, and the lock with it)
    leaves the row to them.
    """

    hung = tuple(run.progress.get("hung", ()))
    at = ""

    def tell(part: str, done: int = 0, of: int = 0) -> None:
        nonlocal at
        at = part
        _tell(run, part, done, of, hung=hung)
        told(part, done, of)

    try:
        _note_coverage(run, coverage_of(run.study, run.kind))
        tell("scores")
        write_scores(run.study)
        if run.kind == Kind.REAL:
            safety.watch(run.study)
        tell("answers")
        seen = _snapshot(run)
        results = compute(
            seen.protocol,
            seen.data,
            seen.flow,
            kind=run.kind,
            planted=planted(seen.study) if run.kind == Kind.SIMULATED else None,
            live=not effects_may_be_known(seen.study, run.kind),
            hung=hung,
            told=tell,
        )
        tell("charts")
        drawn = draw(results, run.protocol.compiled)
        told("storing", 0, 0)  # not to the row: a connection that was cut meanwhile must be met by `_finish`
        _finish(run, results, seen.covered, drawn)
    except SoftTimeLimitExceeded:
        _fail(run, TOO_LONG.format(at or "the start"), progress={"hung": [*hung, at]})
    except Exception as error:
        first_line = (str(error).strip().splitlines() or [""])[0]
        _fail(run, f"{type(error).__name__}: {first_line}")
    finally:
        locks.let_go(run.study_id)


def _tell(run: Run, part: str, done: int, of: int, *, hung: Sequence[str] = ()) -> None:
    """How far it is, for whoever looks at the page; committed at once. hung: where earlier tries came to the
    end of their time.
    """
    progress = {"part": part, "done": done, "of": of}
    _ours(run).update(progress={**progress, "hung": list(hung)} if hung else progress)


def effects_may_be_known(study: Study, kind: str) -> bool:
    """All of them: what real participants' answers show is computed in full once the study is closed."""
    return kind == Kind.SIMULATED or study.state == State.CLOSED


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything read as of one moment. data: None where nothing may be computed from it yet."""

    study: Study
    protocol: Compiled
    data: Data | None
    flow: Flow
    covered: Coverage


@transaction.atomic(durable=True)
def _snapshot(run: Run) -> Seen:
    """Who ended after the scores were written waits for the next run."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    study = Study.objects.get(pk=run.study_id)
    protocol, scope = run.protocol.compiled, scope_of(study, run.kind)
    late = unscored(study, scope)
    covered = coverage_of(study, run.kind, without=late.tolist())
    plan, counts = protocol.document.plan, flow(study, run.kind, protocol)
    data = None
    # Whoever withdrew keeps their place at a look: it does not come undone.
    if effects_may_be_known(study, run.kind) or reached(plan, covered.covered + counts.total("withdrawn")):
        data = load(scope, protocol, without=late)
        # Who ended before they were exposed is covered, but belongs to no look.
        if not effects_may_be_known(study, run.kind) and not reached(plan, data.came):
            data = None
    return Seen(study, protocol, data, counts, covered)


def planted(study: Study) -> dict[str, float] | None:
    """The effects built into the simulated participants; None where simulations with different ones mix."""
    found = list(Simulation.objects.filter(study=study, done__gt=0).values_list("effects", flat=True))
    if not found or any(effects != found[0] for effects in found):
        return None
    flat: dict[str, float] = {}
    for factor, sizes in found[0].items():
        for name, size in sizes.items():
            levels = size if isinstance(size, dict) else {"": size}
            flat |= {f"{factor}:{name}{level and ':' + level}": one for level, one in levels.items()}
    return flat


def _ours(run: Run) -> QuerySet[Run]:
    """The row, while this attempt is the one at work on it: another worker may have begun it anew."""
    return Run.objects.filter(pk=run.pk, state=JobState.RUNNING, attempts=run.attempts)


@transaction.atomic
def _finish(run: Run, results: Results, covered: Coverage, drawn: Sequence[Drawn]) -> None:
    # Locked: nobody begins or finishes it between the question and the answer.
    if not list(_ours(run).select_for_update()):
        return
    run.estimates.all().delete()  # a run that was opened again by hand has some
    run.charts.all().delete()
    Estimate.objects.bulk_create(estimate_rows(run, results.rows))
    Chart.objects.bulk_create(
        Chart(
            run=run,
            key=chart.key,
            title=chart.title,
            alternative=chart.alternative,
            specification=chart.specification,
            svg=chart.svg,
        )
        for chart in drawn
    )
    _ours(run).update(
        results=results.to_json(),
        results_hash=hash_of(results),
        progress={},
        code_version=CODE_VERSION,
        state=JobState.DONE,
        error="",
        finished_at=timezone.now(),
        covered=covered.covered,
        covered_hash=covered.hash,
    )
    _prune(run)


def _prune(run: Run) -> None:
    """Older finished runs go, their estimates and charts with them; of a closed study they stay."""
    if Study.objects.filter(pk=run.study_id, state=State.CLOSED).exists():
        return
    done = Run.objects.filter(study=run.study_id, kind=run.kind, state=JobState.DONE)
    done.filter(pk__in=list(done.order_by("-pk").values_list("pk", flat=True)[KEPT:])).delete()


def _note_coverage(run: Run, covered: Coverage) -> None:
    """Before the work: a run that fails must say what it failed on, or it would be due for ever."""
    _ours(run).update(covered=covered.covered, covered_hash=covered.hash, code_version=CODE_VERSION)


def _fail(run: Run, error: str, *, progress: dict[str, Any] | None = None) -> None:
    last = run.attempts >= TRIES
    _ours(run).update(
        state=JobState.FAILED if last else JobState.WANTED,
        error=error[:500],
        finished_at=timezone.now() if last else None,
        **({} if progress is None else {"progress": progress}),
    )


def due() -> list[tuple[Study, str]]:
    """Studies and kinds whose newest run no longer covers what there is (who ended, who withdrew, who got how
    far), was made by other code, or withheld effects that may now be known. One that failed on the very same
    is not due: somebody must look.
    """
    studies = {study.pk: study for study in Study.objects.all()}  # drafts are rehearsed
    found = []
    for (study_id, kind), now in coverage(list(studies.values())).items():
        study = studies[study_id]
        newest = Run.objects.filter(study=study, kind=kind).order_by("-pk").first()
        if newest is None or (newest.state not in OPEN and _is_stale(newest, study, now)):
            found.append((study, kind))
    return found


def _is_stale(run: Run, study: Study, now: Coverage) -> bool:
    if (run.covered, run.covered_hash, run.code_version) != (now.covered, now.hash, CODE_VERSION):
        return True
    if run.state == JobState.FAILED:
        return False
    withheld = Results.from_json(run.results).extent in ("live", "early")
    return withheld and effects_may_be_known(study, run.kind)
