"""The flagship as the demonstration publishes it, and pages as a browser gets them."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from surveys import library
from surveys.pages.cache import BODIES
from surveys.protocol import Compiled, compiled, read
from tests.conftest import chromium
from tests.pages.tabs import QUIET, Shown

ABOUT = {
    "institution": "The Institute",
    "contact": "people@example.org",
    "approval": "2031-7",
    "pay": "3 crowns",
    "minutes": 9,
}
HELP = "Talk to somebody you trust.\n\n- your doctor\n- your local emergency number"


def study(**changes: Any) -> Compiled:
    """The flagship with parts of its document replaced."""
    return compiled(read({**library.studies("first-impressions"), "about": ABOUT, "help": HELP, **changes}))


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    BODIES.clear()
    yield
    BODIES.clear()


@pytest.fixture(scope="session")
def flagship() -> Compiled:
    return study()


# Not for the whole session: while it runs, Django takes the thread for an event loop's and refuses queries.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        yield started
        started.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Shown]:
    shown = Shown(browser)
    yield shown
    shown.context.close()
