"""Page steps through the real server: how many, how long, and what they cost."""

import json
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.bench.meters import Meters
from tests.bench.web import ROOT, Web

WARM = 1.0
WARM_STEPS = 6000
"""Before the first count: each web worker has then rendered nearly every page there is (some 2,000: each
profile with each score at each place), which it does once."""


@dataclass(frozen=True, slots=True)
class Steps:
    """`web_ms`, `database_ms`: processor time a step. Percentiles are of the time a participant waits."""

    participants: int
    per_second: float
    web_ms: float
    database_ms: float
    client_ms: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    web_mb: float
    steps: int
    noise: float

    @property
    def cpu_ms(self) -> float:
        return self.web_ms + self.database_ms


def measure(
    web: Web,
    address: str,
    scripts: Path,
    *,
    participants: int,
    seconds: float,
    meters: Meters,
    warm: int = 0,
    think: float = 0.0,
) -> Steps:
    """think: seconds on average between a page and its answer; the waiting is then the participants' own."""
    words = [sys.executable, "-m", "tests.bench.load", "--port", str(web.port), "--address", address]
    words += ["--scripts", str(scripts), "--participants", str(participants)]
    words += [
        "--warm",
        str(max(WARM, 1.2 * think)),
        "--steps",
        str(warm),
        "--seconds",
        str(seconds),
        "--think",
        str(think),
    ]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as load:
        assert load.stdout is not None
        load.stdout.readline()
        before = meters.spent()
        told = load.stdout.readline()
        spent = meters.spent() - before
        memory = meters.web_memory()
    if not told:
        raise RuntimeError("the load ended early: see its messages above")
    found = json.loads(told)
    count = max(found["steps"], 1)
    cuts = statistics.quantiles(found["durations"], n=100, method="inclusive")
    return Steps(
        participants=participants,
        per_second=count / found["seconds"],
        web_ms=spent.web * 1000 / count,
        database_ms=spent.database * 1000 / count,
        client_ms=found["client_cpu"] * 1000 / count,
        p50_ms=cuts[49] * 1000,
        p95_ms=cuts[94] * 1000,
        p99_ms=cuts[98] * 1000,
        web_mb=memory / 1e6,
        steps=found["steps"],
        noise=found["noise"],
    )
