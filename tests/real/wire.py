"""As much HTTP as a load needs, for as little processor time as it can be had: one connection, kept alive."""

import asyncio
import contextlib
import re
from dataclasses import dataclass

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


class Cut(Exception):
    """No answer: nobody listens, the connection ended half-way, or it took too long."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        found = re.search(rb"\r\n" + name.encode() + rb": *([^\r]*)", self.head, re.IGNORECASE)
        return found[1].decode() if found else ""


class Connection:
    """To the server on this machine's `port`; made when first used, and again after a cut."""

    def __init__(self, port: int, *, seconds: float = 60.0) -> None:
        self.port = port
        self.seconds = seconds
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, method: str, path: str, body: bytes = b"", *, more: bytes = b"") -> Answer:
        """`more`: further lines of the head; what a body is, where it is not a form as browsers encode it."""
        try:
            async with asyncio.timeout(self.seconds):
                return await self._send(method, path, body, more)
        except (OSError, EOFError, TimeoutError, asyncio.LimitOverrunError) as error:
            self.close()
            raise Cut(f"{method}: {type(error).__name__}") from error

    def close(self) -> None:
        if self._streams is not None:
            with contextlib.suppress(OSError, RuntimeError):
                self._streams[1].close()
            self._streams = None

    async def _send(self, method: str, path: str, body: bytes, more: bytes) -> Answer:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port, limit=1_000_000)
        reader, writer = self._streams
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n"
        form = FORM if method == "POST" and b"Content-Type" not in more else b""
        writer.write(head.encode() + form + more + b"\r\n" + body)
        found = await reader.readuntil(b"\r\n\r\n")
        answer = Answer(int(found[9:12]), found, b"" if method == "HEAD" else await _body(reader, found))
        if b"\r\nconnection: close" in found.lower():
            self.close()
        return answer


async def _body(reader: asyncio.StreamReader, head: bytes) -> bytes:
    if length := _LENGTH.search(head):
        return await reader.readexactly(int(length[1]))
    if not _CHUNKED.search(head):
        return b""
    parts = []
    while size := int(await reader.readuntil(b"\r\n"), 16):
        parts.append((await reader.readexactly(size + 2))[:-2])
    await reader.readexactly(2)
    return b"".join(parts)
