"""How long researchers' pages take with many participations, beside one plain count of them."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse

from surveys.models import Study, User
from tests.bench.people import finished
from tests.people import flagship, published

TIMES = 5
ALLOWED = 1.0
"""Seconds in which a page must open."""

LISTS = ("participation", "study", "run")
PAGES = {"live": (), "results": ("participants",), "study": (), "design": ()}


@dataclass(frozen=True, slots=True)
class Opened:
    """counts: how many plain counts of all participations fit into it."""

    page: str
    people: int
    seconds: float
    counts: float


def lists(people: int) -> dict[str, list[Opened]]:
    owner = User.objects.create_superuser("bench@lab.example", "pw")
    study = published(flagship(address="bench-lists"), by=owner)
    finished(study, people)
    client = Client(headers={"host": "localhost"})
    client.force_login(owner)
    plain = best(lambda: count(study))
    print(f"\nPages of researchers with {people:,} participations; a plain count takes {1000 * plain:.0f} ms")
    rows = []
    for name, address in addresses(study).items():
        assert client.get(address).status_code == 200, address
        seconds = best(lambda address=address: client.get(address))  # type: ignore[misc]
        rows.append(Opened(name, people, seconds, seconds / plain))
        verdict = "PASS" if seconds <= ALLOWED else "OVER"
        print(f"{verdict}  {name:<20} {1000 * seconds:>5.0f} ms  {seconds / plain:>5.1f} plain counts")
    return {"lists": rows}


def addresses(study: Study) -> dict[str, str]:
    found = {f"list: {name}": reverse(f"admin:surveys_{name}_changelist") for name in LISTS}
    own = {
        f"study: {name}": reverse(f"admin:limelight_{name}", args=(study.pk, *more))
        for name, more in PAGES.items()
    }
    return found | own


def count(study: Study) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM surveys_participation WHERE study_id = %s", [study.pk])


def best(what: Callable[[], Any]) -> float:
    """The quickest of several: what the machine's other work adds is none of ours."""
    found = []
    for _time in range(TIMES):
        begun = time.perf_counter()
        what()
        found.append(time.perf_counter() - begun)
    return min(found)
