"""How long somebody will wait for results, in words: from how fast the people come, and earlier runs."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from surveys.analysis.scope import OPEN
from surveys.models import JobState, Run, Simulation, Study
from surveys.report import ResultsContext

USUAL_PERSON = timedelta(seconds=0.15)
USUAL_RUN = timedelta(seconds=10)
"""What one simulated person and one computation take where nothing is known yet."""
ENOUGH = 5
"""So many people have to be through before their pace is taken for that of the others."""


def waiting(study: Study, results: ResultsContext, now: datetime) -> str:
    """About how long until there are results; "" where there are some, or nothing is on its way."""
    if results.run is not None or results.status != "waiting":
        return ""
    walking = _walking(study, now) if results.simulated else None
    if walking is None and results.run_state not in OPEN:
        return ""
    return about(_computing(study, results.kind) + (walking or timedelta()))


def _walking(study: Study, now: datetime) -> timedelta | None:
    """Until the simulated people are through; None where none are on their way."""
    going = Simulation.objects.filter(study=study, state__in=OPEN)
    if not going:
        return None
    return sum((_rest(each, now) for each in going), timedelta())


def _rest(going: Simulation, now: datetime) -> timedelta:
    left = going.participants - going.done
    if going.started_at is None or going.done < ENOUGH:
        return left * (USUAL_PERSON + timedelta(seconds=going.pause))
    return left * ((now - going.started_at) / going.done)


def _computing(study: Study, kind: str) -> timedelta:
    done = Run.objects.filter(study=study, kind=kind, state=JobState.DONE).order_by("-pk").first()
    if done is None or done.started_at is None or done.finished_at is None:
        return USUAL_RUN
    return done.finished_at - done.started_at


def about(time: timedelta) -> str:
    """In steps that do not promise more than is known."""
    seconds = time.total_seconds()
    if seconds < 15:
        return _("About 15 seconds more.")
    if seconds < 50:
        return _("About half a minute more.")
    if seconds < 90:
        return _("About a minute more.")
    return _("About %(n)d minutes more.") % {"n": round(seconds / 60)}
