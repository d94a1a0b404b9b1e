"""In a real browser: a page that fills by itself; nothing is stopped by the policy or leaves the machine."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page

from surveys.admin import results
from surveys.models import Run, Study
from surveys.protocol import Document
from surveys.report import results_context
from tests.admin.conftest import People, SignIn, published, url
from tests.admin.test_hostile import BAD, write
from tests.leaving import leave

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def page(
    browser: Browser,
    live_server: Any,
    people: People,
    signed_in: SignIn,
    complaints: list[str],
) -> Iterator[Page]:
    """Ada's browser; what it complains about, and every request elsewhere, is noted."""
    session = signed_in(people.ada).cookies["sessionid"].value
    context = browser.new_context(base_url=live_server.url, viewport={"width": 360, "height": 740})
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    opened = context.new_page()
    opened.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("dialog", lambda dialog: complaints.append(dialog.message))
    opened.on("request", lambda r: elsewhere(r.url, live_server.url, complaints))
    yield opened
    leave(context)


def elsewhere(address: str, site: str, complaints: list[str]) -> None:
    if not address.startswith((site, "data:")):
        complaints.append(address)


def test_hostile_studies_run_nothing_and_fit_a_phone(
    page: Page, people: People, document: Document, complaints: list[str]
) -> None:
    study = write(document, BAD, people.ada)
    for address in (
        reverse("admin:index"),
        reverse("admin:surveys_study_changelist"),
        reverse("admin:surveys_participation_changelist"),
        *(url(name, study) for name in ("study", "about", "file", "sharing", "rehearse", "design", "power")),
        url("results", study, kind="participants"),
        url("run", study, verb="publish"),
    ):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    assert complaints == []


def test_the_results_page_follows_a_run(
    page: Page, people: People, live: Study, complaints: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:

    told = results_context
    monkeypatch.setattr(
        results, "results_context", lambda study, kind: replace(told(study, kind), refresh_seconds=1)
    )
    run = Run.objects.create(study=live, protocol=published(live))
    page.goto(url("results", live, kind="participants"))
    assert page.get_by_text("Waiting to be computed").is_visible()
    run.state = "failed"
    run.save()
    page.get_by_text("Waiting to be computed").wait_for(state="detached", timeout=10_000)
    assert complaints == []
