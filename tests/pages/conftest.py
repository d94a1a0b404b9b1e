"""The flagship as the demonstration publishes it, and pages as a browser gets them."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from surveys import library
from surveys.pages.cache import BODIES
from surveys.protocol import Compiled, compiled, read
from tests.pages.tabs import Shown

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


@pytest.fixture
def phone(browser: Browser) -> Iterator[Shown]:
    shown = Shown(browser)
    yield shown
    shown.context.close()
