from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from config import health
from surveys.models import Heartbeat

NOWHERE = "redis+socket:///nowhere/broker"


def beat(*, seconds_ago: float) -> None:
    Heartbeat.objects.create(name="worker", at=timezone.now() - timedelta(seconds=seconds_ago))


def broken() -> str:
    raise OSError("host db.example, user secret")


def test_live_asks_nobody(client: Client) -> None:
    """Without the database mark, any query would fail."""
    assert client.get("/health/live").json() == {"ok": True}


@pytest.mark.django_db
def test_ready_does_not_need_the_broker(client: Client, settings: Any) -> None:
    settings.CELERY_BROKER_URL = NOWHERE
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (200, {"ok": True, "database": "ok"})


def test_not_ready_without_a_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "database", broken)
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (503, {"ok": False, "database": "OSError"})


@pytest.mark.django_db
def test_all_is_well_with_a_fresh_heartbeat(client: Client) -> None:
    beat(seconds_ago=5)
    response = client.get("/health/")
    assert response.json() == {"ok": True, "database": "ok", "broker": "ok", "worker": "ok"}


@pytest.mark.django_db
def test_a_broken_broker_is_told(client: Client, settings: Any) -> None:
    settings.CELERY_BROKER_URL = NOWHERE
    beat(seconds_ago=5)
    response = client.get("/health/")
    assert response.status_code == 503
    assert response.json()["broker"] != "ok"
    assert response.json()["database"] == "ok"


@pytest.mark.django_db
@pytest.mark.parametrize("age", [61, 3600])
def test_an_old_heartbeat_is_told_with_its_age(client: Client, age: int) -> None:
    beat(seconds_ago=age)
    assert client.get("/health/").json()["worker"] == f"last seen {age} s ago"


@pytest.mark.django_db
def test_a_worker_that_never_ran_is_told(client: Client) -> None:
    assert client.get("/health/").json()["worker"] == "never seen"


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/health/"])
def test_health_is_only_read(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
