"""Celery's part: only when. Each task fetches and calls one function; the database is the list of work."""

from celery import shared_task
from django.utils import timezone

from surveys import simulate
from surveys.analysis import runs, scope
from surveys.charts import draw
from surveys.models import Heartbeat, Simulation
from surveys.simulate import powering

SOON = 10
"""Seconds after which a nudge is forgotten: the next look, two seconds on, gives another."""


@shared_task
def claim() -> None:
    """Nudge the long queue where there is work. Whoever does the work claims it, in its own process."""
    if runs.waiting():
        run.apply_async(queue="long", expires=SOON)
    if powering.waiting():
        power.apply_async(queue="long", expires=SOON)
    if Simulation.objects.filter(state__in=scope.OPEN).exists():
        simulation.apply_async(queue="long", expires=SOON)


@shared_task(soft_time_limit=900, time_limit=930)
def run() -> None:
    """One run, if there is one to be had. One that hangs raises after the soft limit, and counts as a try:
    the next passes over the outcome that it hung at.
    """
    if claimed := runs.claim():
        runs.perform(claimed, draw=draw)
        simulate.count_the_rest(claimed)


@shared_task(time_limit=7000)
def simulation() -> None:
    if claimed := simulate.claim():
        simulate.perform(claimed)


@shared_task(time_limit=7000)
def power() -> None:
    """One power check, a study at a time; runs of real studies wait for the one after it at most."""
    if claimed := powering.claim():
        powering.perform(claimed)


@shared_task
def refresh() -> None:
    for study, kind in runs.due():
        runs.want(study, kind)


@shared_task
def heartbeat() -> None:
    Heartbeat.objects.update_or_create(name="worker", defaults={"at": timezone.now()})
