"""Servers that are there and say nothing: stopped by SIGSTOP, as by a disk that hangs."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

from tests.real.participant import Participant
from tests.real.wire import Answer, Connection
from tests.trials import audit
from tests.trials.site import Site, family, kill, until
from tests.trials.visitors import crowd

LONGEST = 15.0
"""Seconds after which a participant has been told something."""


@contextmanager
def silenced(process: psutil.Process) -> Iterator[None]:
    """With all its children, which would otherwise go on serving."""
    stopped = family(process)
    for one in stopped:
        one.suspend()
    try:
        yield
    finally:
        for one in stopped:
            if one.is_running():
                one.resume()


def test_with_the_database_silent_everybody_is_told_in_time_and_nothing_is_lost(
    site: Site, study: str, long: bool, say: list[str]
) -> None:
    people = crowd(site, study, 24 if long else 12)
    codes, asked = asyncio.run(silence(site, study, people, 20.0 if long else 13.0))
    audit.all_finished(site, study, codes)
    assert asked.status == 503
    assert asked.header("retry-after")
    assert b'name="adult"' in asked.body and b"Try again" in asked.body, "what was typed is offered again"
    slowest = max(person.slowest for person in people)
    say.append(f"PostgreSQL silent: the longest wait was {slowest:.1f} s; {audit.troubles(people)}")
    assert slowest <= LONGEST


async def silence(
    site: Site, study: str, people: list[Participant], seconds: float
) -> tuple[dict[Participant, str], Answer]:
    """Everybody takes the study, and for so many seconds PostgreSQL says nothing; codes, and one answer."""
    takers = [asyncio.create_task(person.take(pause=lambda: random.uniform(0, 0.2))) for person in people]
    third = sum(len(person.bodies) for person in people) / 3
    await until(lambda: sum(len(p.acknowledged) for p in people) >= third, what="pages")
    with silenced(site.postgres()):
        started = time.monotonic()
        asked = await one_post(site, study)
        await asyncio.sleep(max(0.0, seconds - (time.monotonic() - started)))
    return dict(zip(people, await asyncio.gather(*takers), strict=True)), asked


async def one_post(site: Site, study: str) -> Answer:
    """Somebody's consent, sent once."""
    link = Connection(site.port)
    try:
        invited = await link.send("GET", f"/s/{study}/")
        return await link.send("POST", invited.header("location"), b"n=0&adult=1&agrees=1")
    finally:
        link.close()


def test_without_a_broker_participants_notice_nothing(
    site: Site, study: str, long: bool, say: list[str]
) -> None:
    people = crowd(site, study, 50 if long else 12, patience=0)

    async def take() -> dict[Participant, str]:
        with silenced(site.broker()):
            first = await asyncio.gather(*(person.take() for person in people[::2]))
        kill(site.broker())
        second = await asyncio.gather(*(person.take() for person in people[1::2]))
        return dict(zip(people[::2] + people[1::2], [*first, *second], strict=True))

    codes = asyncio.run(take())
    audit.all_finished(site, study, codes)
    assert audit.troubles(people) == Counter()
    say.append(f"broker silent, then killed, while {len(people)} took part: 0 errors")
    if long:
        seconds = asyncio.run(until(lambda: covered(site, study) == len(people), what="results"))
        say.append(f"results cover all of them {seconds:.1f} s later")


def covered(site: Site, study: str) -> int:
    """How many participants the newest finished run covers."""
    query = (
        "SELECT r.covered FROM surveys_run r JOIN surveys_study t ON t.id = r.study_id"
        " WHERE t.address = %s AND r.state = 'done' ORDER BY r.id DESC LIMIT 1"
    )
    rows = site.rows(query, study)
    return int(rows[0][0]) if rows else 0
