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
        run = int(site.python("tests.trials.truth", "fill", study, "1500" if i == 0 else "0"))
        waits.append(asyncio.run(killed(site, run, whole=bool(i % 2))))
        assert site.python("tests.trials.truth", "same", study).strip() == "same"
    times = ", ".join(f"{seconds:.1f}" for seconds in sorted(waits))
    say.append(f"worker killed {len(waits)}x in a run: results equal, {times} s after the kill")


async def killed(site: Site, run: int, *, whole: bool) -> float:
    """Kill the process that works, or the whole worker, once the run has begun; seconds until it is done."""
    await until(lambda: site.rows(RUN, run) == [("running", 1)], what="the run to begin")
    await asyncio.sleep(random.uniform(0, 1))
    parent, *pool = family(site.worker("long"))
    # The worker's parent last: its supervisor ends what it leaves behind.
    for one in [*pool, *([parent] if whole else [])]:
        kill(one)
    assert site.rows(RUN, run) == [("running", 1)], "the run was over before the kill: fill in more people"
    took = await until(lambda: site.rows(RUN, run)[0][0] in ("done", "failed"), what="another worker")
    assert site.rows(RUN, run) == [("done", 2)]
    return took
