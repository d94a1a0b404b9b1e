import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.servers import clients, processes
from config.servers.places import Place, ServersError
from tests.config.servers.conftest import until


def sleeper(*more: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)", *more])


def test_a_zombie_is_dead() -> None:
    """Its parent sleeps and never reaps: as PID 1 does in some containers."""
    code = "import os, sys, time\npid = os.fork()\nif pid: print(pid, flush=True); time.sleep(60)"
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    zombie = int(parent.stdout.readline())
    try:
        until(lambda: not processes.alive(zombie), 5)
        os.kill(zombie, 0)  # the trap: this still succeeds
    finally:
        parent.kill()
        parent.communicate()


def test_our_own_dead_child_is_dead_though_not_waited_for() -> None:
    child = subprocess.Popen(["true"])
    until(lambda: not processes.alive(child.pid), 5)


def test_a_pid_file_is_believed_only_if_the_process_bears_the_mark(tmp_path: Path) -> None:
    child = sleeper("/our/data")
    file = tmp_path / "pid"
    file.write_text(f"{child.pid}\n/our/data\n")
    try:
        assert processes.serving(file, marker="/our/data") == child.pid
        assert processes.serving(file, marker="/other/data") is None
    finally:
        child.kill()
        child.wait()
    assert processes.serving(file, marker="/our/data") is None


@pytest.mark.parametrize("text", ["", "not a number", None])
def test_a_broken_pid_file_names_nobody(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "pid"
    if text is not None:
        file.write_text(text)
    assert processes.serving(file, marker="x") is None


def test_a_deaf_process_is_killed_in_the_end() -> None:
    code = "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    start = time.monotonic()
    processes.end(child.pid, [(signal.SIGTERM, 0.2), (signal.SIGKILL, 5)])
    assert 0.2 <= time.monotonic() - start < 5
    assert not processes.alive(child.pid)
    child.communicate()


def test_a_server_that_ends_at_once_is_explained_by_its_log(tmp_path: Path) -> None:
    log = tmp_path / "log"
    place = Place(home=tmp_path, run=tmp_path, sockets=tmp_path, account=None)
    process = processes.spawn(["/bin/sh", "-c", "echo disk is full; exit 1"], place=place, log=log)
    with pytest.raises(ServersError, match="disk is full"):
        processes.await_ready("It", process, lambda: False, log=log)


def test_a_server_is_told_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGDATA", "/elsewhere")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert "PGDATA" not in processes.environment()
    assert processes.environment()["TZ"] == "UTC"


def test_dead_clients_do_not_count(tmp_path: Path) -> None:
    place = Place(home=tmp_path, run=tmp_path, sockets=tmp_path, account=None)
    clients.enter(place)
    (tmp_path / "clients" / "999999999").write_text("1.0\n")
    assert clients.present(place) == [os.getpid()]
    assert not (tmp_path / "clients" / "999999999").exists()


def test_a_pid_that_is_used_again_is_no_client(tmp_path: Path) -> None:
    place = Place(home=tmp_path, run=tmp_path, sockets=tmp_path, account=None)
    clients.enter(place)
    (tmp_path / "clients" / str(os.getpid())).write_text("1.0\n")  # it began in 1970
    assert clients.present(place) == []


def test_whoever_leaves_is_gone(tmp_path: Path) -> None:
    place = Place(home=tmp_path, run=tmp_path, sockets=tmp_path, account=None)
    clients.enter(place)
    clients.leave(place)
    assert clients.present(place) == []
