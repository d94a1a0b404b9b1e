"""A worker that is killed while it works out results."""

import asyncio
import random

from tests.trials.site import Site, family, kill, until

RUN = "SELECT state, attempts FROM surveys_run WHERE id = %s"


def test_a_run_whose_worker_was_killed_is_finished_by_another(
    site: Site, study: str, long: bool, say: list[str]
) -> None:
    waits = []
    for i in range(20 if long else 1):
        waits.append(until_killed(site, study, first=i == 0, whole=bool(i % 2)))
        assert site.python("tests.trials.truth", "same", study).strip() == "same"
    times = ", ".join(f"{seconds:.1f}" for seconds in sorted(waits))
    say.append(f"worker killed {len(waits)}x in a run: results equal, {times} s after the kill")


def until_killed(site: Site, study: str, *, first: bool, whole: bool) -> float:
    """Want runs until one is met by a kill: seconds from the kill until that run was done."""
    for attempt in range(5):
        people = "1500" if first and not attempt else "0"
        run = int(site.python("tests.trials.truth", "fill", study, people))
        took = asyncio.run(killed(site, run, whole=whole))
        if took is not None:
            return took
    raise AssertionError("five runs were over before the kill: fill in more people")


async def killed(site: Site, run: int, *, whole: bool) -> float | None:
    """Kill the process that works, or the whole worker, once the run has begun; None if that was too late."""
    await until(lambda: site.rows(RUN, run) == [("running", 1)], what="the run to begin")
    await asyncio.sleep(random.uniform(0, 0.7))
    parent, *pool = family(site.worker("long"))
    # The worker's parent last: its supervisor ends what it leaves behind.
    for one in [*pool, *([parent] if whole else [])]:
        kill(one)
    if site.rows(RUN, run) == [("done", 1)]:
        return None
    took = await until(lambda: site.rows(RUN, run)[0][0] in ("done", "failed"), what="another worker")
    assert site.rows(RUN, run) == [("done", 2)]
    return took
