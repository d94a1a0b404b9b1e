"""Is it alive, can it answer, is everything well? Three questions for three askers.

live   the process answers                      -> restart it if not
ready  the database answers too                 -> send no participant here if not; the broker does not matter
full   database, broker, worker and schedule    -> tell a person if not
"""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu import Connection

from surveys.models import Heartbeat

SECONDS = 3
LATE = timedelta(seconds=60)


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"ok": True})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    return report({"database": outcome(database)})


@require_safe
@never_cache
def full(request: HttpRequest) -> JsonResponse:
    database_state = outcome(database)
    # With the database gone, the heartbeat's query would only wait for it once more.
    worker_state = outcome(worker) if database_state == "ok" else "unknown"
    return report({"database": database_state, "broker": outcome(broker), "worker": worker_state})


def report(states: dict[str, str]) -> JsonResponse:
    ok = all(state == "ok" for state in states.values())
    return JsonResponse({"ok": ok} | states, status=200 if ok else 503)


def outcome(check: Callable[[], str]) -> str:
    """A check's word. Errors become their type's name: a message may name hosts and users."""
    try:
        return check()
    except Exception as error:
        return type(error).__name__


def database() -> str:
    """By a new connection: an old one can go on working while a server refuses all others."""
    fresh = connection.copy()
    fresh.settings_dict["OPTIONS"] = fresh.settings_dict["OPTIONS"] | {
        "connect_timeout": SECONDS,
        "deadline": SECONDS,
    }
    try:
        with fresh.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        fresh.close()
    return "ok"


def broker() -> str:
    with Connection(settings.CELERY_BROKER_URL, connect_timeout=SECONDS) as link:
        link.ensure_connection(max_retries=1, timeout=SECONDS)
    return "ok"


def worker() -> str:
    """By the heartbeat row, which takes a schedule, a broker and a worker to write."""
    newest = Heartbeat.objects.order_by("-at").values_list("at", flat=True).first()
    if newest is None:
        return "never seen"
    age = timezone.now() - newest
    return "ok" if age < LATE else f"last seen {int(age.total_seconds())} s ago"
