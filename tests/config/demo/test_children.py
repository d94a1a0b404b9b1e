import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.demo import children
from config.demo.children import Child
from config.servers.processes import alive
from tests.config.servers.conftest import until

FOREVER = "import time; time.sleep(60)"
# A parent with a child in its session, as granian's and Celery's.
FAMILY = (
    "import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); "
    "open(sys.argv[1], 'w').write(str(p.pid)); p.wait()"
)


@pytest.fixture
def made() -> Iterator[list[Child]]:
    found: list[Child] = []
    yield found
    for child in found:
        child.clear()


def child(made: list[Child], tmp_path: Path, code: str, *more: str) -> Child:
    found = Child("it", [sys.executable, "-c", code, *more], tmp_path / "log")
    found.start()
    made.append(found)
    return found


def pid(found: Child) -> int:
    assert found.process is not None
    return found.process.pid


def wait(found: Child) -> None:
    assert found.process is not None
    found.process.wait(10)


def test_a_living_child_is_left_alone(made: list[Child], tmp_path: Path) -> None:
    it = child(made, tmp_path, FOREVER)
    before = pid(it)
    assert it.watch(time.monotonic()) is None
    assert pid(it) == before


def test_a_killed_child_is_started_again_and_told(made: list[Child], tmp_path: Path) -> None:
    it = child(made, tmp_path, FOREVER)
    before = pid(it)
    os.kill(before, signal.SIGKILL)
    wait(it)
    assert it.watch(time.monotonic()) == "it had ended (SIGKILL) and was started again"
    assert pid(it) != before
    assert alive(pid(it))


def test_a_child_that_keeps_dying_is_started_ever_more_seldom(made: list[Child], tmp_path: Path) -> None:
    it = child(made, tmp_path, "raise SystemExit(3)")
    wait(it)
    assert it.watch(it.started) == "it had ended (exit code 3) and was started again"
    wait(it)
    assert it.watch(it.started + 1.9) is None
    assert it.watch(it.started + 2.1) is not None
    wait(it)
    assert it.watch(it.started + 3.9) is None
    assert it.watch(it.started + 4.1) is not None
    wait(it)
    assert it.watch(it.started + children.WELL + 1) is not None
    assert it.failures == 1


def test_what_a_killed_parent_leaves_is_ended_before_the_next(made: list[Child], tmp_path: Path) -> None:
    it = child(made, tmp_path, FAMILY, str(tmp_path / "pid"))
    until(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text())
    orphan = int((tmp_path / "pid").read_text())
    os.kill(pid(it), signal.SIGKILL)
    wait(it)
    assert alive(orphan)
    it.watch(time.monotonic())
    assert not alive(orphan)


def test_a_killed_supervisors_sessions_are_cleared_by_the_next(made: list[Child], tmp_path: Path) -> None:
    it = child(made, tmp_path, FOREVER)
    children.remember(tmp_path / "sessions", made)
    assert children.clear_remembered(tmp_path / "sessions") == 1
    assert not alive(pid(it))
    assert children.clear_remembered(tmp_path / "sessions") == 0


def test_a_remembered_number_that_is_not_ours_is_spared(tmp_path: Path) -> None:
    sleeper = subprocess.Popen(["sleep", "60"], start_new_session=True)
    (tmp_path / "sessions").write_text(f"{sleeper.pid}\n")
    try:
        assert children.clear_remembered(tmp_path / "sessions") == 0
        assert sleeper.poll() is None
    finally:
        sleeper.kill()
        sleeper.wait()


def test_all_are_stopped_and_the_deaf_are_killed(
    made: list[Child], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "PATIENCE", 0.3)
    deaf = "import signal, time; [signal.signal(n, signal.SIG_IGN) for n in (15, 3)]; print(1, flush=True); "
    good, bad = child(made, tmp_path, FOREVER), child(made, tmp_path, deaf + FOREVER)
    until(lambda: "1" in (tmp_path / "log").read_text())
    children.stop(made)
    assert not alive(pid(good))
    assert not alive(pid(bad))
