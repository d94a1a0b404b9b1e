"""A year of daily scores of 10,000 accounts, beside plain cumulative sums of the same arrays, in one run.

.venv/bin/python -m tests.bench.influence [ACCOUNTS] [TIMES]. Each measurement has a process of its own, so
that its peak is its own: with the accounts' activity in memory, then scored. The ratio is to one cumulative
sum over days of each column that the system reads.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

from scoring.influence.card import ScoreSystem
from scoring.influence.generated import generate_for
from scoring.influence.klout import KloutLike
from scoring.influence.kred import KredLike
from scoring.influence.sampled import sampled

DAYS, SECONDS, MB = 365, 5.0, 1000.0
READS = {
    "klout_like": (
        "posts",
        "replies",
        "reshares",
        "likes_received",
        "replies_received",
        "reshares_received",
        "reactors",
        "followers",
        "listed",
    ),
    "kred_like": ("posts", "replies", "reshares", "replies_received", "reshares_received"),
}
SYSTEMS: dict[str, ScoreSystem] = {"klout_like": KloutLike(), "kred_like": KredLike()}


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def measure(kind: str, accounts: int) -> str:
    rng = np.random.default_rng(1)
    made = sampled(accounts, rng=rng)
    began = time.process_time()
    lived = generate_for(made.accounts, days=DAYS, rng=rng)
    making = time.process_time() - began
    system, one = SYSTEMS[kind], lived.networks["short posts"]

    def plain() -> None:
        for name in READS[kind]:
            np.cumsum(getattr(one, name), axis=1, dtype=np.float64)

    wall, cpu = timed(lambda: system.daily(lived))
    _, sums = timed(plain)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # Linux tells it in KB
    return f"{making} {wall} {cpu} {sums} {peak}"


def main(words: list[str]) -> int:
    if words[:1] == ["measure"]:
        print(measure(words[1], int(words[2])))
        return 0
    accounts, times = (int(words[i]) if len(words) > i else usual for i, usual in enumerate((10_000, 3)))
    passed = True
    print(f"a year of {accounts:,} accounts: under {SECONDS:g} s and {MB:g} MB")
    for kind in SYSTEMS:
        command = [sys.executable, "-m", "tests.bench.influence", "measure", kind, str(accounts)]
        for _ in range(times):
            said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
            making, wall, cpu, sums, peak = map(float, said)
            passed &= wall < SECONDS and peak < MB
            print(
                f"  {kind:10} {wall:5.2f} s  cpu {cpu:5.2f} s  {cpu / sums:5.1f} x cumulative sums"
                f"  {peak:4.0f} MB  (making the year up: cpu {making:.2f} s)",
                flush=True,
            )
    return 0 if passed else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
