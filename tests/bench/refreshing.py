"""One refresh in a process of its own, as a worker does it: `python -m tests.bench.refreshing STUDY`.

Prints a line of JSON: seconds, processor seconds, peak memory.
"""

import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass

import django

from tests.bench.meters import Meters
from tests.bench.web import ROOT


@dataclass(frozen=True, slots=True)
class Refresh:
    """`start_mb`: what the process takes before it begins, with everything imported."""

    people: int
    seconds: float
    own_cpu: float
    database_cpu: float
    peak_mb: float
    start_mb: float


def measure(study: int, people: int, meters: Meters) -> Refresh:
    before = meters.spent()
    words = [sys.executable, "-m", "tests.bench.refreshing", str(study)]
    result = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    spent = meters.spent() - before
    return Refresh(people=people, database_cpu=spent.database, **json.loads(result.stdout))


def main(study: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from surveys.analysis import runs
    from surveys.charts import draw
    from surveys.models import JobState, Run, Study

    start_mb, cpu, started = peak(), processor(), time.monotonic()
    wanted = runs.want(Study.objects.get(pk=study))
    claimed = runs.claim()
    assert claimed == wanted
    runs.perform(claimed, draw=draw)
    told = {"seconds": time.monotonic() - started, "own_cpu": processor() - cpu}
    run = Run.objects.get(pk=wanted.pk)
    assert run.state == JobState.DONE, run.error
    print(json.dumps(told | {"peak_mb": peak(), "start_mb": start_mb}))


def processor() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak() -> float:
    """In MB; Linux counts kilobytes, macOS bytes."""
    scale = 1e6 if sys.platform == "darwin" else 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale


if __name__ == "__main__":
    main(int(sys.argv[1]))
