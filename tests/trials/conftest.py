"""One installation for all trials; a study of its own for each."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.trials.site import Site
from tests.trials.site import site as make

LONG = os.environ.get("LIMELIGHT_TRIALS") == "long"
FOUND: list[str] = []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.trial)


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with make(tmp_path_factory.mktemp("trials"), studies=32 if LONG else 20, durable=LONG) as found:
        yield found


@pytest.fixture
def study(site: Site) -> str:
    return site.study()


@pytest.fixture
def long() -> bool:
    """Whether to take the time that `make trials` allows."""
    return LONG


@pytest.fixture
def say() -> list[str]:
    """Numbers that a trial found: printed after the last test."""
    return FOUND


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["trials"] = FOUND


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """What another process found is printed by the one that everybody reads."""
    FOUND.extend(getattr(node, "workeroutput", {}).get("trials", ()))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in FOUND:
        terminalreporter.write_line(f"trial: {line}")
