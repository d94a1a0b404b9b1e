"""Where the embedded servers keep their data, sockets and binaries, and whom they run as."""

import hashlib
import os
import pwd
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
SOCKET_LIMIT = 107  # bytes in sockaddr_un, less the closing NUL
LONGEST_SOCKET = "/.s.PGSQL.5432"


class ServersError(Exception):
    """Something a person has to put right; the message says how."""


@dataclass(frozen=True, slots=True)
class Account:
    """Whom the servers run as when we are root: PostgreSQL refuses to be root."""

    uid: int
    gid: int


@dataclass(frozen=True, slots=True)
class Place:
    """`home` is the servers' (data, sockets, binaries, logs); `run` their clients' (lock, pids, env)."""

    home: Path
    run: Path
    sockets: Path
    account: Account | None
    throwaway: bool = False
    durable: bool = True

    def make(self) -> None:
        """Create the folders, with owners and modes that let the servers, and nobody else, in."""
        # Explicit modes: under umask 077 the state directory would shut the servers' account out.
        if self.account is not None:
            self.home.parent.mkdir(parents=True, exist_ok=True)
            self.home.parent.chmod(0o755)
        self.run.mkdir(parents=True, exist_ok=True)
        self.own(self.home)
        self.own(self.sockets)

    def own(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid not in (os.geteuid(), self.uid):
            raise ServersError(f"{folder} belongs to somebody else. Remove it and try again.")
        folder.chmod(0o700)
        if self.account is not None:
            os.chown(folder, self.account.uid, self.account.gid)

    @property
    def uid(self) -> int:
        return os.geteuid() if self.account is None else self.account.uid

    def remove(self) -> None:
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.rmtree(self.sockets, ignore_errors=True)
        shutil.rmtree(self.run, ignore_errors=True)


def digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def account() -> Account | None:
    """None for an ordinary user; `nobody` for root (it needs a passwd entry, and never gets a new one)."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        raise ServersError(
            "As root, the servers run as the user 'nobody', which this system lacks. "
            "Run as an ordinary user, or set DATABASE_URL and CELERY_BROKER_URL."
        ) from None
    return Account(entry.pw_uid, entry.pw_gid)


def state() -> Path:
    """Root's servers live where system services do: `nobody` cannot enter a home folder of mode 700."""
    return Path(os.environ.get("LIMELIGHT_STATE", "/var/lib/limelight"))


def sockets(home: Path) -> Path:
    """A folder for sockets; a short one elsewhere if the home's path is too long for a socket's address."""
    folder = home / "s"
    if len(os.fsencode(folder)) + len(LONGEST_SOCKET) <= SOCKET_LIMIT:
        return folder
    return Path("/tmp") / f"limelight-{os.geteuid()}-{digest(home)}"  # its owner is checked in Place.own


def persistent() -> Place:
    """The place of this checkout's lasting data."""
    who = account()
    home = CHECKOUT / "var" / "servers" if who is None else state() / digest(CHECKOUT)
    return Place(home=home, run=CHECKOUT / "var" / "run", sockets=sockets(home), account=who)


def throwaway(*, durable: bool) -> Place:
    """A fresh place, marked with our pid so that a later run can sweep it away if we are killed.

    Not durable: survives the death of any process, but not a power cut, and is quicker.
    """
    who = account()
    parent = Path(tempfile.gettempdir()) if who is None else state()
    parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix=f"limelight-{os.geteuid()}-{os.getpid()}-", dir=parent))
    # `run` stays ours: the servers' account must not be able to write what we then read as environment.
    run = Path(tempfile.mkdtemp(prefix=f"limelight-{os.geteuid()}-{os.getpid()}-", suffix=".run"))
    return Place(home=home, run=run, sockets=sockets(home), account=who, throwaway=True, durable=durable)
