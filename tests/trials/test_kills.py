"""kill -9 under load, with participants who send the very same page again until it is saved."""

import asyncio
import random
from collections.abc import Callable

import psutil
import pytest

from tests.real.participant import Participant
from tests.trials import audit
from tests.trials.site import PATIENCE, Site, kill, until


def a_web_worker(site: Site) -> psutil.Process:
    return random.choice(site.web_workers())


def the_web(site: Site) -> psutil.Process:
    return site.web()


def postgres(site: Site) -> psutil.Process:
    return site.postgres()


@pytest.mark.parametrize("victim", [a_web_worker, the_web, postgres])
def test_nothing_acknowledged_is_lost_or_doubled(
    site: Site, study: str, long: bool, say: list[str], victim: Callable[[Site], psutil.Process]
) -> None:
    kills = 20 if long else 1
    people = [
        Participant(site.port, study, site.scripts[i % len(site.scripts)], patience=PATIENCE)
        for i in range(24 if long else 12)
    ]
    codes, recoveries = asyncio.run(load(site, people, kills, victim))
    audit.all_finished(site, study, codes)
    times = ", ".join(f"{seconds:.1f}" for seconds in sorted(recoveries))
    say.append(f"{victim.__name__} killed {kills}x: well again after {times} s; {audit.troubles(people)}")


async def killed(site: Site, victim: Callable[[Site], psutil.Process]) -> float:
    """Seconds from the kill until another is in its place and participants are answered."""
    before = victim(site)
    kill(before)
    replaced = await until(lambda: before.pid not in site.serving(), what="a new one")
    return replaced + await site.until_well()


async def load(
    site: Site, people: list[Participant], kills: int, victim: Callable[[Site], psutil.Process]
) -> tuple[dict[Participant, str], list[float]]:
    """Everybody takes the study while processes are killed; their codes, and the times to recover."""
    takers = [asyncio.create_task(person.take(pause=lambda: random.uniform(0, 0.2))) for person in people]
    recoveries = []
    pages = sum(len(person.bodies) for person in people)
    for i in range(kills):
        # Spread over the study: the i-th kill once so much of it has been answered.
        share = pages * (i + 1) / (kills + 2)
        await until(lambda share=share: sum(len(p.acknowledged) for p in people) >= share, what="pages")  # type: ignore[misc]
        recoveries.append(await killed(site, victim))
    return dict(zip(people, await asyncio.gather(*takers), strict=True)), recoveries
