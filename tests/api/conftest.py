"""Ada owns the study, Ben reads it, Cy may see nothing; and people who have taken part."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from surveys.api.tokens import renew
from surveys.models import Kind, Membership, Role, State, Study, User
from tests.api.people import enrol, publish

Get = Callable[..., Any]


def researcher(name: str) -> User:
    return User.objects.create_user(f"{name.lower()}@example.org", "correct horse", name=name)


@pytest.fixture
def ada(db: None) -> User:
    return researcher("Ada")


@pytest.fixture
def ben(db: None) -> User:
    return researcher("Ben")


@pytest.fixture
def cy(db: None) -> User:
    return researcher("Cy")


@pytest.fixture
def study(ada: User, ben: User) -> Study:
    """Live, with four real participants, one simulated, one withdrawn and one preview."""
    study = publish("kiosk")
    Membership.objects.create(study=study, user=ada, role=Role.OWNER)
    Membership.objects.create(study=study, user=ben, role=Role.READER)
    for index in range(4):
        enrol(study, index)
    enrol(study, 4, kind=Kind.SIMULATED)
    enrol(study, 5, ending="withdrawn")
    enrol(study, 6, kind=Kind.PREVIEW)
    return study


@pytest.fixture
def closed(study: Study) -> Study:
    study.state = State.CLOSED
    study.save(update_fields=["state"])
    return study


def client(user: User | None) -> APIClient:
    found = APIClient()
    if user is not None:
        found.credentials(HTTP_AUTHORIZATION=f"Token {renew(user, 'test')}")
    return found


@pytest.fixture
def get(ada: User) -> Get:
    """GET as Ada, below /api/v1/ or at a full address."""
    as_ada = client(ada)

    def fetch(path: str, headers: dict[str, str] | None = None, **parameters: Any) -> Any:
        address = path if path.startswith("http") else f"/api/v1/{path}"
        return as_ada.get(address, parameters or None, headers=headers)

    return fetch
