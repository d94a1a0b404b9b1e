import socket
from collections.abc import Iterator

import pytest

from config.demo import ports
from config.demo.ports import PortError

HOST = "127.0.0.1"


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        listener.listen()
        yield int(listener.getsockname()[1])


def test_a_taken_port_is_refused_with_the_way_out(taken: int) -> None:
    with pytest.raises(PortError, match=rf"Port {taken} is taken.*PORT=8123 make demo"):
        ports.choose(HOST, str(taken))


def test_the_named_port_is_used() -> None:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        free = probe.getsockname()[1]
    assert ports.choose(HOST, str(free)) == free


def test_without_a_name_the_next_free_one_is_used(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "FIRST", taken)
    monkeypatch.setattr(ports, "LAST", taken + 50)
    assert taken < ports.choose(HOST, None) <= taken + 50


def test_none_free_is_said(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "FIRST", taken)
    monkeypatch.setattr(ports, "LAST", taken)
    with pytest.raises(PortError, match="PORT=9000"):
        ports.choose(HOST, None)


@pytest.mark.parametrize("wanted", ["http", "0", "65536", "-1"])
def test_what_is_no_port_is_said(wanted: str) -> None:
    with pytest.raises(PortError, match="is not a port"):
        ports.choose(HOST, wanted)


@pytest.mark.parametrize(("host", "site"), [(HOST, f"http://{HOST}:80"), ("::1", "http://[::1]:80")])
def test_the_site_is_an_address_to_type(host: str, site: str) -> None:
    assert ports.site(host, 80) == site


def test_a_wildcard_is_shown_as_an_address_that_a_phone_can_reach() -> None:
    shown = ports.site("0.0.0.0", 8000)
    assert "0.0.0.0" not in shown and "127.0.0.1" not in shown and shown.endswith(":8000")
    assert ports.site("127.0.0.1", 8000) == "http://127.0.0.1:8000"
