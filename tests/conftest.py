"""What every test may rely on."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

GET_CHROMIUM = "To run them: apt-get install chromium, or CHROMIUM=/path/to/chromium make test"


TRIALS = Path(__file__).parent / "trials"

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Without these Chromium asks after its makers' hosts at every start."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser a module: while it runs, its loop does too, in which other modules' loops could not."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv(
            "DJANGO_ALLOW_ASYNC_UNSAFE", "1"
        )  # Django takes this thread for a loop's and refuses queries
        started = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
        yield started
        started.close()


def chromium() -> str | None:
    """The browser's program, if this machine has one."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A module's tests run in one process, and all trials in one: they share an installation. Trials come
    first, as they take the longest and mostly wait.
    """
    items.sort(key=lambda item: not is_trial(item))
    for item in items:
        item.add_marker(pytest.mark.xdist_group("trials" if is_trial(item) else item.nodeid.split("::")[0]))
    if chromium() is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason="no Chromium"))


def is_trial(item: pytest.Item) -> bool:
    return TRIALS in item.path.parents


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Where everything is installed, a test that was skipped is a test that nobody ran."""
    if os.environ.get("LIMELIGHT_FAIL_ON_SKIP") == "1" and exitstatus == 0 and skipped(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    reports = skipped(config)
    browser = [report for report in reports if "browser" in report.keywords]
    if browser:
        terminalreporter.write_line(f"{len(browser)} browser tests were skipped: no Chromium. {GET_CHROMIUM}")
    if reports and os.environ.get("LIMELIGHT_FAIL_ON_SKIP") == "1":
        for report in reports:
            terminalreporter.write_line(f"skipped, which counts as a failure: {report.nodeid}", red=True)


def skipped(config: pytest.Config) -> list[pytest.TestReport]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    # An expected failure is reported under its own word, not as skipped.
    return list(reporter.stats.get("skipped", [])) if isinstance(reporter, pytest.TerminalReporter) else []
