"""python -m config.servers run -- python -m config.demo"""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from config.demo import children, ports
from config.demo.children import Child
from config.demo.prepare import ROOT, RUN, VAR, manage, prepare, say
from config.servers.processes import tail
from surveys import qr

CELERY = [sys.executable, "-m", "celery", "--quiet", "-A", "config.celery"]
SESSIONS = RUN / "demo.sessions"
LOG = VAR / "demo.log"
READY_SECONDS = 60.0


class Interrupted(Exception):
    """Ctrl-C or SIGTERM, wherever we are."""


class AlreadyRuns(Exception):
    """Another demo of this checkout is alive."""


def main() -> int:
    stopping = False

    def note(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        if not stopping:  # a second Ctrl-C must not cut short the stopping
            stopping = True
            raise Interrupted

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, note)
    started: list[Child] = []
    try:
        with alone():
            try:
                return demo(started)
            finally:
                stopping = True
                finish(started)
    except Interrupted:
        return 0
    except (ports.PortError, AlreadyRuns) as error:
        say(str(error))
    except subprocess.CalledProcessError as error:
        if LOG.exists():
            say(f"the end of {LOG.relative_to(ROOT)}:\n{tail(LOG)}")
        say(f"gave up: `{' '.join(error.cmd[1:3])}` failed")
    return 1


@contextmanager
def alone() -> Iterator[None]:
    """One demo a checkout: a second would take the first one's processes for left-overs."""
    RUN.mkdir(parents=True, exist_ok=True)
    with (RUN / "demo.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRuns("It runs already; its addresses are in var/demo.txt.") from None
        yield


def finish(started: list[Child]) -> None:
    if started:
        say("stopping")
    children.stop(started)
    SESSIONS.unlink(missing_ok=True)


def demo(started: list[Child]) -> int:
    LOG.unlink(missing_ok=True)
    left = children.clear_remembered(SESSIONS)
    if left:
        say(f"ended {left} processes that an earlier demo had left")
    host = os.environ.get("HOST") or "127.0.0.1"
    port = ports.choose(host, os.environ.get("PORT"))
    site = ports.site(host, port)
    prepare(host)
    web = serve(host, port)
    launch(web, started)  # starts while the study is made
    say("preparing the study")
    manage("demo", "--site", site)
    await_ready(web, host, port)
    announce(site, phone=host in ports.WILDCARDS)
    manage("demo", "--arrivals")
    for child in workers():
        launch(child, started)
    parent = os.getppid()
    # Whoever started the servers is gone, so nobody will stop them but the next start: do not go on.
    children.supervise(started, file=SESSIONS, over=lambda: os.getppid() != parent, say=say)
    return 1


def launch(child: Child, started: list[Child]) -> None:
    started.append(child)
    child.start()
    children.remember(SESSIONS, started)


def serve(host: str, port: int) -> Child:
    words = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    words += ["--workers", "2", "--blocking-threads", "4", "--no-ws", "--respawn-failed-workers"]
    words += ["--workers-kill-timeout", "5", "--log-level", "warning", "config.wsgi:application"]
    return Child("web", words, LOG)


def workers() -> list[Child]:
    quiet = ["--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
    found = [
        Child(
            f"worker ({queue})",
            [*CELERY, "worker", "-Q", queue, "-n", f"{queue}@%h", "--concurrency", str(processes), *quiet],
            LOG,
        )
        for queue, processes in (("short", 1), ("long", 2))  # a run must not wait for simulated people
    ]
    return [*found, Child("schedule", [*CELERY, "beat", "--pidfile=", "--loglevel", "WARNING"], LOG)]


def await_ready(web: Child, host: str, port: int) -> None:
    """Until the site answers. Asked here, not by name: a proxy in the environment would be asked instead."""
    local = "127.0.0.1" if host == "0.0.0.0" else "[::1]" if host == "::" else host
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        try:
            with opener.open(f"http://{local}:{port}/health/ready", timeout=5):
                return
        except (OSError, urllib.error.URLError):
            time.sleep(0.1)
        if web.process is not None and web.process.poll() is not None:
            break
    raise subprocess.CalledProcessError(1, web.words)


def announce(site: str, *, phone: bool) -> None:
    """Print the addresses and keep them, for whoever has lost the terminal. phone: with a QR code."""
    told: dict[str, str] = {"site": site} | json.loads((RUN / "demo.json").read_text())
    lines = [f"{name + ':':<7} {text}" for name, text in told.items()]
    file = VAR / "demo.txt"
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write("\n".join(lines) + "\n")
    last = [
        "Next: take the study, or sign in and watch the demonstration's results fill with simulated people.",
        f"Ctrl-C stops everything. What web and workers say: {LOG.relative_to(ROOT)}",
    ]
    code = [qr.terminal(told["study"]), "For your phone: the study, by its camera."] if phone else []
    sys.stdout.write("\n".join(["", *lines, *code, *last, ""]))
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
