"""The web as the demonstration starts it, with the settings of production."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.demo.__main__ import await_ready, serve
from config.demo.children import Child, stop
from config.servers.processes import tail

ROOT = Path(__file__).resolve().parents[2]
FOR_TESTS = ("LIMELIGHT_OWNER", "LIMELIGHT_TESTING")
UNUSED = (
    "admin",
    "unfold",
    "drf_spectacular_sidecar",
    "admin_limelight",
)  # no participant's page asks for these


@dataclass(frozen=True, slots=True)
class Web:
    port: int
    pid: int


@contextmanager
def web() -> Iterator[Web]:
    with tempfile.TemporaryDirectory(prefix="limelight-bench-") as folder:
        told = environment(Path(folder))
        collect(told)
        port = free_port()
        child = Child("web", serve("127.0.0.1", port).words, Path(folder) / "log")
        with child.log.open("ab") as log:
            child.process = subprocess.Popen(
                child.words, cwd=ROOT, env=told, stdout=log, stderr=log, start_new_session=True
            )
        try:
            await_ready(child, "127.0.0.1", port)
            yield Web(port, child.process.pid)
        except BaseException:
            sys.stderr.write(f"bench: the end of the web's log:\n{tail(child.log)}\n")
            raise
        finally:
            stop([child])


def environment(folder: Path) -> dict[str, str]:
    """Ours, but for what makes settings those of tests and the web the owner of the tables."""
    kept = {name: value for name, value in os.environ.items() if name not in FOR_TESTS}
    static = folder / "static"
    static.mkdir()
    kept.setdefault("LOG_LEVEL", "WARNING")  # the demonstration's; INFO writes a line a request
    return kept | {"DJANGO_SETTINGS_MODULE": "tests.bench.settings", "BENCH_STATIC": str(static)}


def collect(told: dict[str, str]) -> None:
    words = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    words += [word for name in UNUSED for word in ("--ignore", name)]
    subprocess.run(words, cwd=ROOT, env=told, check=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
