"""python -m config.servers run -- python -m config.demo"""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

from config.demo import children, ports
from config.demo.children import Child
from config.servers.processes import tail

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
RUN = VAR / "run"
MANAGE = [sys.executable, str(ROOT / "manage.py")]
CELERY = [sys.executable, "-m", "celery", "--quiet", "-A", "config.celery"]
SESSIONS = RUN / "demo.sessions"
LOG = VAR / "demo.log"
READY_SECONDS = 60.0


class Interrupted(Exception):
    """Ctrl-C or SIGTERM, wherever we are."""


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
        return demo(started)
    except Interrupted:
        return 0
    except ports.PortError as error:
        say(str(error))
        return 1
    except subprocess.CalledProcessError as error:
        if LOG.exists():
            say(f"the end of {LOG.relative_to(ROOT)}:\n{tail(LOG)}")
        say(f"gave up: `{' '.join(error.cmd[1:3])}` failed")
        return 1
    finally:
        stopping = True
        if started:
            say("stopping")
        children.stop(started)
        SESSIONS.unlink(missing_ok=True)


def demo(started: list[Child]) -> int:
    RUN.mkdir(parents=True, exist_ok=True)
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
    announce(site)
    manage("demo", "--arrivals")
    for child in workers():
        launch(child, started)
    parent = os.getppid()
    # Whoever started the servers is gone, so nobody will stop them but the next start: do not go on.
    children.supervise(started, file=SESSIONS, over=lambda: os.getppid() != parent, say=say)
    return 1


def launch(child: Child, started: list[Child]) -> None:
    child.start()
    started.append(child)
    children.remember(SESSIONS, started)


def prepare(host: str) -> None:
    """Tables and static files: without them the web cannot start."""
    os.environ.setdefault("LOG_PLAIN", "1")
    # Celery warns root at length; the demo on one's own machine is no server.
    os.environ.setdefault("PYTHONWARNINGS", "ignore:You're running the worker")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    if host not in {"127.0.0.1", "localhost", "::1"}:
        os.environ.setdefault("ALLOWED_HOSTS", "*")
    say("preparing the database")
    manage("migrate", "--no-input", "--verbosity", "0")
    collect()


def manage(*words: str) -> None:
    subprocess.run([*MANAGE, *words], cwd=ROOT, check=True)


def collect() -> None:
    """collectstatic, unless nothing that it collects has changed."""
    stamp, now = RUN / "static", static_state()
    if (VAR / "static" / "staticfiles.json").exists() and stamp.exists() and stamp.read_text() == now:
        return
    say("collecting static files")
    manage("collectstatic", "--no-input", "--clear", "--verbosity", "0")
    stamp.write_text(now)


def static_state() -> str:
    """Changes with our own static files, with what is installed, and with how it is collected."""
    files = [*sorted((ROOT / "surveys" / "static").rglob("*")), ROOT / "config" / "static.py"]
    files += [file for file in (ROOT / "requirements.txt",) if file.exists()]
    facts = [(str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in files if file.is_file()]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


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
            [*CELERY, "worker", "-Q", queue, "-n", f"{queue}@%h", "--concurrency", "1", *quiet],
            LOG,
        )
        for queue in ("short", "long")
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


def announce(site: str) -> None:
    """Print the addresses and keep them, for whoever has lost the terminal."""
    told: dict[str, str] = {"site": site} | json.loads((RUN / "demo.json").read_text())
    lines = [f"{name + ':':<7} {text}" for name, text in told.items()]
    file = VAR / "demo.txt"
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write("\n".join(lines) + "\n")
    last = f"Ctrl-C stops everything. What web and workers say: {LOG.relative_to(ROOT)}"
    sys.stdout.write("\n".join(["", *lines, last, ""]))
    sys.stdout.flush()


def say(text: str) -> None:
    sys.stderr.write(f"demo: {text}\n")


if __name__ == "__main__":
    raise SystemExit(main())
