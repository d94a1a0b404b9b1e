"""Owners say who works on a study."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from surveys.models import Log, Membership, Role, Study, User
from tests.admin.conftest import People, SignIn, text, url


@pytest.fixture
def ada(people: People, signed_in: SignIn) -> Client:
    return signed_in(people.ada)


def roles(study: Study) -> dict[str, str]:
    return dict(study.memberships.values_list("user__email", "role"))


def test_an_owner_shares_changes_and_takes_back(study: Study, people: People, ada: Client) -> None:
    ada.post(url("sharing", study), {"email": "CY@lab.example", "role": "reader"})
    assert roles(study)["cy@lab.example"] == "reader"
    ada.post(url("sharing", study), {"email": "cy@lab.example", "role": "editor"})
    assert roles(study)["cy@lab.example"] == "editor"
    member = Membership.objects.get(study=study, user=people.cy)
    ada.post(url("sharing", study), {"remove": member.pk})
    assert "cy@lab.example" not in roles(study)
    verbs = list(Log.objects.filter(study=study).values_list("verb", flat=True))
    assert verbs[:3] == ["unshare", "share", "share"]


def test_a_study_keeps_an_owner(study: Study, people: People, ada: Client) -> None:
    mine = Membership.objects.get(study=study, user=people.ada)
    ada.post(url("sharing", study), {"remove": mine.pk})
    ada.post(url("sharing", study), {"email": "ada@lab.example", "role": "reader"})
    assert roles(study)["ada@lab.example"] == Role.OWNER


def test_an_owner_may_leave_when_there_is_another(study: Study, people: People, ada: Client) -> None:
    ada.post(url("sharing", study), {"email": "cy@lab.example", "role": "owner"})
    mine = Membership.objects.get(study=study, user=people.ada)
    response = ada.post(url("sharing", study), {"remove": mine.pk})
    assert response.status_code == 302
    assert roles(study) == {"ben@lab.example": "reader", "cy@lab.example": "owner"}


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_step_down_at_once_leave_one(
    study: Study, people: People, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both hold their locks before either writes, if their locks let them."""
    Membership.objects.create(study=study, user=people.cy, role=Role.OWNER)
    both, real = threading.Barrier(2), Membership.objects.update_or_create

    def write(**values: Any) -> Any:
        with suppress(threading.BrokenBarrierError):
            both.wait(1)
        return real(**values)

    monkeypatch.setattr(Membership.objects, "update_or_create", write)

    def step_down(user: User) -> int:
        try:
            browser = signed_in(user)
            browser.raise_request_exception = False
            return browser.post(url("sharing", study), {"email": user.email, "role": "reader"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor() as at_once:
        statuses = list(at_once.map(step_down, (people.ada, people.cy)))
    assert all(status < 500 for status in statuses)
    assert sorted(role for role in roles(study).values()) == ["owner", "reader", "reader"]


def test_an_unknown_address_is_said(study: Study, ada: Client) -> None:
    response = ada.post(url("sharing", study), {"email": "nobody@lab.example", "role": "reader"})
    assert response.status_code == 400
    assert "Nobody here has this address" in text(response)


@pytest.mark.parametrize("member", ["", "x", "0", "99999999999999999999"])
def test_removing_nobody_changes_nothing(study: Study, ada: Client, member: str) -> None:
    before = roles(study)
    assert ada.post(url("sharing", study), {"remove": member}).status_code == 302
    assert roles(study) == before
