"""A real browser against a real server."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request
from pytest_django.live_server_helper import LiveServer

from surveys.models import Study
from tests.leaving import leave
from tests.people import published

PHONE = {"width": 360, "height": 740}


Visitor = Callable[..., Page]


@pytest.fixture
def visitor(browser: Browser, live_server: LiveServer) -> Iterator[Visitor]:
    """Opens a browser of its own for one person; in the end, no request of anybody may have left the site."""
    contexts: list[BrowserContext] = []
    asked: list[str] = []
    broken: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    def open_one(**options: Any) -> Page:
        context = browser.new_context(**{"viewport": PHONE, "base_url": live_server.url, **options})
        context.on("request", note)
        context.on("console", lambda line: broken.append(line.text) if line.type == "error" else None)
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        leave(context)
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []
    assert [text for text in broken if "Content Security Policy" in text] == []


@pytest.fixture
def study(transactional_db: None) -> Study:
    return published()
