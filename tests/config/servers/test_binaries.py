import shutil
from pathlib import Path

import pytest

from config.servers import binaries
from config.servers.places import ServersError


def prefix(folder: Path) -> Path:
    for name in ("postgres", "initdb", "psql"):
        program = folder / "bin" / name
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text("#!/bin/sh\n")
        program.chmod(0o700)
    return folder


@pytest.fixture
def nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """A machine without any server."""
    monkeypatch.setattr(binaries, "folder_of", lambda package: None)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(binaries, "DEBIAN", tmp_path / "debian")
    return monkeypatch


def test_without_any_postgresql_the_cure_is_named(nothing: pytest.MonkeyPatch) -> None:
    with pytest.raises(ServersError, match=r"DATABASE_URL.*apt-get install postgresql"):
        binaries.find_postgres()


def test_without_any_broker_the_cure_is_named(nothing: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(ServersError, match=r"CELERY_BROKER_URL.*apt-get install redis-server"):
        binaries.valkey(tmp_path)


def test_debians_newest_is_taken(nothing: pytest.MonkeyPatch, tmp_path: Path) -> None:
    prefix(tmp_path / "debian" / "9.6")
    assert binaries.find_postgres() == tmp_path / "debian" / "9.6"
    prefix(tmp_path / "debian" / "15")
    assert binaries.find_postgres() == tmp_path / "debian" / "15"


def test_the_wheel_comes_before_the_path(nothing: pytest.MonkeyPatch, tmp_path: Path) -> None:
    there = prefix(tmp_path / "usr")
    nothing.setattr(shutil, "which", lambda name: str(there / "bin" / name))
    assert binaries.find_postgres() == there
    wheel = prefix(tmp_path / "package" / "pginstall")
    nothing.setattr(binaries, "folder_of", lambda package: tmp_path / "package")
    assert binaries.find_postgres() == wheel


def test_a_server_on_the_path_comes_before_the_wheel(nothing: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "redis-server"
    program.write_text("")
    nothing.setattr(shutil, "which", lambda name: str(program) if name == "redis-server" else None)
    nothing.setattr(binaries, "wheel_valkey", lambda: tmp_path / "valkey")
    assert binaries.valkey(tmp_path).resolve() == program


def test_what_is_kept_can_be_run_by_others(nothing: pytest.MonkeyPatch, tmp_path: Path) -> None:
    prefix(tmp_path / "package" / "pginstall")
    (tmp_path / "package.libs").mkdir(mode=0o700)
    (tmp_path / "package.libs" / "libpq.so").write_text("")
    nothing.setattr(binaries, "folder_of", lambda package: tmp_path / "package")
    home = tmp_path / "home"
    home.mkdir()
    kept = binaries.postgres(home)
    assert (kept / "bin" / "postgres").stat().st_mode & 0o777 == 0o755
    assert all(folder.stat().st_mode & 0o005 for folder in (kept.resolve(), *kept.resolve().parents[:2]))
    assert (kept.resolve().parents[1] / "package.libs" / "libpq.so").exists()


def test_data_keep_the_binaries_that_made_them(nothing: pytest.MonkeyPatch, tmp_path: Path) -> None:
    prefix(tmp_path / "old" / "pginstall")
    nothing.setattr(binaries, "folder_of", lambda package: tmp_path / "old")
    kept = binaries.postgres(tmp_path).resolve()
    prefix(tmp_path / "new" / "pginstall")
    nothing.setattr(binaries, "folder_of", lambda package: tmp_path / "new")
    assert binaries.postgres(tmp_path).resolve() == kept


def test_data_without_their_binaries_are_not_opened_with_others(
    nothing: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "PG_VERSION").write_text("12\n")
    prefix(tmp_path / "debian" / "15")
    with pytest.raises(ServersError, match=r"PostgreSQL 12.*make reset"):
        binaries.postgres(tmp_path)
