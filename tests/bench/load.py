"""Participants who take the study again and again: `python -m tests.bench.load`, a process of its own.

Prints "begin" when warm, then a line of JSON: how many steps in how many seconds, and how long each took.
A step is a page sent and the next one seen.
"""

import argparse
import asyncio
import json
import random
import resource
import statistics
import time
from pathlib import Path

from tests.real.participant import Participant


class Load:
    def __init__(self, port: int, address: str, scripts: list[list[str]], think: float = 0.0) -> None:
        """think: seconds between a page and its answer, on average."""
        self.port = port
        self.address = address
        self.scripts = scripts
        self.think = think
        self.over = False
        self.durations: list[float] = []

    async def run(self, participants: int, *, warm: float, steps: int, seconds: float) -> None:
        """`warm`: seconds, at least; then until `steps` have been made, but for 60 s at most."""
        people = [asyncio.create_task(self._stay(i)) for i in range(participants)]
        end = time.monotonic() + 60
        await asyncio.sleep(warm)
        while len(self.durations) < steps and time.monotonic() < end:
            await asyncio.sleep(0.1)
        self.durations.clear()
        print("begin", flush=True)
        started, spent = time.monotonic(), own_seconds()
        noise = await self._listen(started + seconds)
        durations, took = self.durations, time.monotonic() - started
        self.durations = []
        told = {"steps": len(durations), "seconds": took, "client_cpu": own_seconds() - spent}
        told["noise"] = noise
        print(json.dumps(told | {"durations": durations}), flush=True)
        self.over = True
        await asyncio.gather(*people)

    async def _listen(self, end: float) -> float:
        """How much slower than its best a fixed piece of work ran meanwhile: 1 on a machine of one's own."""
        found = []
        while time.monotonic() < end:
            found.append(fixed_work())
            await asyncio.sleep(0.1)
        return statistics.median(found) / min(found)

    async def _stay(self, i: int) -> None:
        # Not all on the same page at the same time: the first round begins spread out.
        await asyncio.sleep(random.uniform(0, max(0.5, self.think)))
        while not self.over:
            script = self.scripts[i % len(self.scripts)]
            person = Participant(self.port, self.address, script)
            await person.arrive()
            for n in range(len(person.bodies)):
                if self.over:
                    break
                await self._think()
                if self.think:
                    person.connection.close()  # it has rested too long: a browser would open another, too
                started = time.perf_counter()
                await person.answer(n)
                self.durations.append(time.perf_counter() - started)
            person.connection.close()

    async def _think(self) -> None:
        """In short naps, so that nobody is still thinking long after it is over."""
        end = time.monotonic() + random.expovariate(1 / self.think) if self.think else 0
        while not self.over and (left := end - time.monotonic()) > 0:
            await asyncio.sleep(min(left, 0.5))


def fixed_work() -> float:
    """Processor seconds of something that always takes the same: about a millisecond."""
    started, total = time.thread_time(), 0
    for i in range(10_000):
        total += i * i % 7
    return time.thread_time() - started


def own_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--address", required=True)
    parser.add_argument("--scripts", type=Path, required=True)
    parser.add_argument("--participants", type=int, required=True)
    parser.add_argument("--warm", type=float, required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--think", type=float, default=0.0)
    given = parser.parse_args()
    load = Load(given.port, given.address, json.loads(given.scripts.read_text()), given.think)
    asyncio.run(load.run(given.participants, warm=given.warm, steps=given.steps, seconds=given.seconds))


if __name__ == "__main__":
    main()
