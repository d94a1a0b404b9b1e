"""Ada owns a study, Ben reads it, Cy works here and may see nothing of it; Root runs the site."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from surveys import drafts, library
from surveys.models import Membership, Protocol, Role, Study, User
from surveys.protocol import Document, read
from tests.leaving import leave


@dataclass(frozen=True)
class People:
    ada: User
    ben: User
    cy: User
    root: User


@pytest.fixture
def people(db: None) -> People:
    def staff(name: str) -> User:
        return User.objects.create_user(f"{name}@lab.example", "pw", is_staff=True)

    root = User.objects.create_superuser("root@lab.example", "pw")
    return People(staff("ada"), staff("ben"), staff("cy"), root)


@pytest.fixture
def document() -> Document:
    """The flagship, complete."""
    about = {
        "institution": "Lab",
        "contact": "lab@lab.example",
        "approval": "12/3",
        "pay": "5 EUR",
        "minutes": 9,
    }
    return read({**library.studies("first-impressions"), "about": about, "help": "Talk to somebody."})


@pytest.fixture
def study(people: People, document: Document) -> Study:
    """Ada's draft; Ben may read it."""
    made = drafts.create(document, by=people.ada)
    Membership.objects.create(study=made, user=people.ben, role=Role.READER)
    return made


@pytest.fixture
def live(study: Study, people: People) -> Study:
    drafts.publish(study, by=people.ada)
    return study


SignIn = Callable[[User], Client]


@pytest.fixture
def signed_in() -> SignIn:
    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer, people: People) -> Iterator[Page]:
    """Ada, signed in, in a browser of her own."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=live_server.url)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto("/admin/login/")
    page.fill("input[name=username]", people.ada.email)
    page.fill("input[name=password]", "pw")
    page.click("button[type=submit]")
    yield page
    leave(context)


def url(name: str, study: Study | None = None, **parts: Any) -> str:
    return reverse(f"admin:limelight_{name}", kwargs={**({"pk": study.pk} if study else {}), **parts})


def published(study: Study) -> Protocol:
    assert study.protocol
    return study.protocol


def text(response: Any) -> str:
    body: str = response.content.decode()
    return body
