"""Ways of coming to a study other than one after another."""

import asyncio
from collections.abc import Sequence

from tests.real.participant import Participant
from tests.real.wire import Answer, Connection
from tests.trials.site import PATIENCE, Site


def crowd(site: Site, study: str, count: int, *, patience: float = PATIENCE) -> list[Participant]:
    scripts = site.scripts
    return [Participant(site.port, study, scripts[i % len(scripts)], patience=patience) for i in range(count)]


async def walk_to(person: Participant, n: int) -> None:
    """From the invitation to page `n`, which is not sent."""
    await person.arrive()
    for page in range(n):
        await person.answer(page)


async def at_once(port: int, path: str, bodies: Sequence[bytes]) -> list[Answer]:
    """Every body to the same address by a connection of its own, as nearly at one moment as can be."""
    connections = [Connection(port) for _body in bodies]
    try:
        # Opened first, by a request that changes nothing, so that only the posts are in the race.
        await asyncio.gather(*(connection.send("GET", "/health/live") for connection in connections))
        return await asyncio.gather(
            *(link.send("POST", path, body) for link, body in zip(connections, bodies, strict=True))
        )
    finally:
        for connection in connections:
            connection.close()
