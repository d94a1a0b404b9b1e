"""Which address to serve on."""

import errno
import os
import socket

FIRST, LAST = 8000, 8099
WILDCARDS = frozenset({"0.0.0.0", "::"})


class PortError(Exception):
    """The asked-for port cannot be had; the message says what to do."""


def choose(host: str, wanted: str | None) -> int:
    """The port in PORT, if it is free; the first free one from 8000 if none is named."""
    if wanted:
        if not wanted.isdigit() or not 0 < int(wanted) < 65536:
            raise PortError(f"PORT={wanted} is not a port. For example: PORT=8123 make demo")
        refusal = trouble(host, int(wanted))
        if refusal:
            raise PortError(f"Port {wanted} {refusal}. Choose another, for example: PORT=8123 make demo")
        return int(wanted)
    for port in range(FIRST, LAST + 1):
        if trouble(host, port) is None:
            return port
    raise PortError(f"No port from {FIRST} to {LAST} is free. Name one: PORT=9000 make demo")


def trouble(host: str, port: int) -> str | None:
    """What is in the way of serving there. Asked by binding, which finds every listener."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # not TIME_WAIT, only a listener
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return "is taken"
            return f"cannot be used on {host} ({os.strerror(error.errno or 0)})"
    return None


def site(host: str, port: int) -> str:
    """The address to type. A wildcard is no address; this machine's own in its network is, or its name."""
    shown = (nearby() or socket.gethostname()) if host in WILDCARDS else host
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}"


def nearby() -> str:
    """This machine's address as others in its network see it; '' without a network. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address for documentation: only the way there is asked
        except OSError:
            return ""
        found = str(probe.getsockname()[0])
    return "" if found.startswith(("0.", "127.")) else found
