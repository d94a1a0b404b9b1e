"""Runs as rows: wanted, claimed, performed. The database is the list of work."""

from django.db.models import F
from django.utils import timezone

from surveys.analysis import locks
from surveys.models import JobState, Kind, Run, Study, User

TRIES = 3
OPEN = (JobState.WANTED, JobState.RUNNING)
DIED = f"It was begun {TRIES} times and its worker died each time. The worker's log says why."


def want(study: Study, kind: str = Kind.REAL, by: User | None = None) -> Run:
    """The open run of this study and kind: the one there is, or a new wanted one.

    Whoever wants one at the same moment gets the same row: the database allows one open run.
    """
    assert study.protocol_id is not None, "only a published study has anything to analyse"
    while True:
        open_run = Run.objects.filter(study=study, kind=kind, state__in=OPEN).first()
        if open_run is not None:
            return open_run
        wanted = Run(study=study, kind=kind, protocol_id=study.protocol_id, wanted_by=by)
        # Two askers race here: the index keeps one row, and the loop reads it.
        Run.objects.bulk_create([wanted], ignore_conflicts=True)


def waiting() -> bool:
    """Whether any run is open: wanted, running, or left behind by a worker that died."""
    return Run.objects.filter(state__in=OPEN).exists()


def claim() -> Run | None:
    """The next run that nobody works on, now ours: its study's lock is held by this connection.

    Wanted ones, and ones left running by a worker that died, whose lock PostgreSQL has freed. The attempt is
    committed before the work. Call `perform` next, in the same process, whatever happens: it lets go.
    """
    for run in Run.objects.filter(state__in=OPEN).order_by("pk"):
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
        run.refresh_from_db()
        return True
    ours.update(state=JobState.FAILED, finished_at=timezone.now(), error=_last_words(run))
    return False


def _last_words(run: Run) -> str:
    return run.error or DIED
