"""A participant with a browser: opens the invitation, answers page after page, keeps the code."""

import asyncio
import re
import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence

from tests.real.wire import Answer, Connection, Cut

NUMBER = re.compile(rb'name="n" value="(\d+)"')
CODE = re.compile(rb"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")


class Unexpected(AssertionError):
    """An answer that no participant should get."""


class Participant:
    """`bodies`: what is sent from each page, in order, without its number.

    `patience`: for how many seconds one and the same request is sent again when there was no answer, or one
    of `refusals`: as somebody does who presses "Try again". 0: not at all.
    """

    def __init__(
        self,
        port: int,
        address: str,
        bodies: Sequence[str],
        *,
        patience: float = 0.0,
        refusals: Collection[int] = (502, 503),
    ) -> None:
        self.connection = Connection(port)
        self.address = address
        self.bodies = bodies
        self.patience = patience
        self.refusals = refusals
        self.path = ""
        self.acknowledged: list[int] = []
        self.troubles: Counter[str] = Counter()
        self.slowest = 0.0

    async def take(self, *, pause: Callable[[], float] = lambda: 0.0) -> str:
        """The whole study; the completion code."""
        try:
            await self.arrive()
            body = b""
            for n in range(len(self.bodies)):
                await asyncio.sleep(pause())
                body = await self.answer(n)
            return self.code(body)
        finally:
            self.connection.close()

    async def arrive(self) -> None:
        invited = await self.ask("GET", f"/s/{self.address}/", 303)
        self.path = invited.header("location")
        await self.see(0)

    async def answer(self, n: int) -> bytes:
        """Send page `n`, and see the next one."""
        await self.ask("POST", self.path, 303, f"n={n}&{self.bodies[n]}".encode())
        self.acknowledged.append(n)
        return await self.see(n + 1)

    async def see(self, n: int) -> bytes:
        body = (await self.ask("GET", self.path, 200)).body
        found = NUMBER.search(body)
        if found is None or int(found[1]) != n:
            raise Unexpected(f"page {n} was expected, not {found and found[1]!r}")
        return body

    def code(self, body: bytes) -> str:
        found = CODE.search(body)
        if found is None:
            raise Unexpected("the last page shows no code")
        return found[0].decode()

    async def ask(self, method: str, path: str, status: int, body: bytes = b"") -> Answer:
        """Send a request until it is answered with `status`."""
        end = time.monotonic() + self.patience
        while True:
            started = time.monotonic()
            try:
                answer = await self.connection.send(method, path, body)
            except Cut as cut:
                trouble: Exception = cut
                self.troubles["no answer"] += 1
            else:
                if answer.status == status:
                    return answer
                trouble = Unexpected(f"{method} was answered {answer.status}, not {status}")
                self.troubles[str(answer.status)] += 1
                if answer.status not in self.refusals:
                    raise trouble
            finally:
                self.slowest = max(self.slowest, time.monotonic() - started)
            if time.monotonic() > end:
                raise trouble
            await asyncio.sleep(0.1)
