"""One refresh in a process of its own, as a worker does it: python -m tests.bench.refreshing STUDY POSTGRES.

Prints a line of JSON: seconds, processor seconds, peak memory, each part's, and a plain aggregate's.
"""

import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass

import django

from tests.bench.meters import Meters
from tests.bench.parts import BEFORE, Parts, Spent, reader
from tests.bench.web import ROOT

PLAIN = """
SELECT p.arm, s.step, a.key, count(*), avg(a.value::float8), var_samp(a.value::float8)
FROM surveys_participation p JOIN surveys_submission s ON s.participation_id = p.id,
jsonb_each(s.answers) AS a(key, value)
WHERE p.study_id = %s AND jsonb_typeof(a.value) = 'number' GROUP BY 1, 2, 3
"""
"""Mean and variance of every answer that is a number, by group and page."""
TIMES = 3


@dataclass(frozen=True, slots=True)
class Refresh:
    """`start_mb`: what the process takes before it begins, with everything imported; parts: by what the run
    tells, in order; plain: processor seconds of one plain aggregate over the same rows, here and now.
    """

    people: int
    seconds: float
    own_cpu: float
    database_cpu: float
    peak_mb: float
    start_mb: float
    parts: dict[str, Spent]
    plain: float

    @property
    def cpu(self) -> float:
        return self.own_cpu + self.database_cpu


def measure(study: int, people: int, meters: Meters) -> Refresh:
    words = [sys.executable, "-m", "tests.bench.refreshing", str(study), str(meters.database)]
    result = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    told = json.loads(result.stdout)
    parts = {part: Spent(**spent) for part, spent in told.pop("parts").items()}
    return Refresh(people=people, parts=parts, **told)


def main(study: int, postgres: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from surveys.analysis import checking, runs
    from surveys.charts import draw
    from surveys.models import JobState, Run, Study

    start_mb = peak()
    parts = Parts(reader(Meters(0, postgres)))
    checking.bounds = parts.apart("bounds", checking.bounds)
    checking.reassigned = parts.apart("randomisation inference", checking.reassigned)
    checking.allocation = parts.apart("allocation", checking.allocation)
    checking.balance = parts.apart("balance", checking.balance)
    wanted = runs.want(Study.objects.get(pk=study))
    claimed = runs.claim()
    assert claimed == wanted
    runs.perform(claimed, draw=draw, told=parts.hear)
    parts.turn(BEFORE)
    whole, peak_mb = sum(parts.found.values(), Spent()), peak()
    run = Run.objects.get(pk=wanted.pk)
    assert run.state == JobState.DONE, run.error
    assert not run.results["failed"], run.results["failed"]
    told = {
        "seconds": whole.wall,
        "own_cpu": whole.own,
        "database_cpu": whole.database,
        "peak_mb": peak_mb,
        "start_mb": start_mb,
        "parts": {part: asdict(spent) for part, spent in parts.found.items()},
        "plain": min(plain(study, postgres) for _time in range(TIMES)),
    }
    print(json.dumps(told))


def plain(study: int, postgres: int) -> float:
    """The database's processor seconds for a plain aggregate."""
    from django.db import connection

    meters = Meters(0, postgres)
    before = meters.spent().database
    with connection.cursor() as cursor:
        cursor.execute(PLAIN, [study])
        assert cursor.fetchall()
    time.sleep(0.1)  # parallel workers of the database are counted once they have ended
    return meters.spent().database - before


def peak() -> float:
    """In MB; Linux counts kilobytes, macOS bytes."""
    scale = 1e6 if sys.platform == "darwin" else 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
