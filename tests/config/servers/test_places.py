import os
import pwd
from pathlib import Path

import pytest

from config.servers import places
from config.servers.places import LONGEST_SOCKET, SOCKET_LIMIT, Account, Place, ServersError


def test_a_short_home_keeps_its_sockets() -> None:
    assert places.sockets(Path("/srv/x")) == Path("/srv/x/s")


@pytest.mark.parametrize("length", [91, 92, 150])
def test_a_socket_never_outgrows_its_address(length: int) -> None:
    home = Path("/" + "h" * (length - 1))
    folder = places.sockets(home)
    assert len(f"{folder}{LONGEST_SOCKET}") <= SOCKET_LIMIT
    assert (folder == home / "s") == (length == 91)


def test_long_homes_get_different_sockets() -> None:
    assert places.sockets(Path("/" + "h" * 150)) != places.sockets(Path("/" + "i" * 150))


def test_root_keeps_data_where_nobody_may_enter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.delenv("LIMELIGHT_STATE", raising=False)
    place = places.persistent()
    assert place.home.parent == Path("/var/lib/limelight")
    assert place.account is not None
    assert place.account.uid != 0


def test_an_ordinary_user_keeps_data_in_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    place = places.persistent()
    assert place.home.is_relative_to(places.CHECKOUT / "var")
    assert place.account is None


def test_a_system_without_nobody_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise KeyError(name)

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(pwd, "getpwnam", missing)
    with pytest.raises(ServersError, match=r"nobody.*ordinary user"):
        places.account()


def test_somebody_elses_folder_is_not_used(tmp_path: Path) -> None:
    """/tmp is everybody's: a folder may wait there with the name that we are going to use."""
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (tmp_path / "ours").symlink_to(theirs)
    place = Place(home=tmp_path, run=tmp_path, sockets=tmp_path / "ours", account=None)
    with pytest.raises(ServersError, match="somebody else"):
        place.own(place.sockets)


def test_folders_are_shut_whatever_the_umask(tmp_path: Path) -> None:
    place = Place(home=tmp_path / "h", run=tmp_path / "r", sockets=tmp_path / "s", account=None)
    before = os.umask(0)
    try:
        place.make()
    finally:
        os.umask(before)
    assert place.home.stat().st_mode & 0o777 == 0o700
    assert place.sockets.stat().st_mode & 0o777 == 0o700


def test_the_servers_account_is_the_owner_if_there_is_one() -> None:
    place = Place(home=Path(), run=Path(), sockets=Path(), account=Account(uid=65534, gid=65534))
    assert place.uid == 65534
