"""Run inside a trial's installation: `python -m tests.trials.truth fill|same STUDY ...`.

fill STUDY COUNT: participants who finished, nobody scored, the study closed, a run wanted; prints the run.
same STUDY: works out everything again from the facts; prints "same", or what differs.
"""

import os
import sys
import time
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from surveys import drafts  # noqa: E402
from surveys.analysis import runs  # noqa: E402
from surveys.charts import draw  # noqa: E402
from surveys.models import JobState, Run, ScaleScore, State, Study  # noqa: E402
from tests.bench.people import finished  # noqa: E402


def fill(study: Study, count: int) -> str:
    if count:
        finished(study, count, distinct=4)
    ScaleScore.objects.filter(participation__study=study).delete()
    if study.state == State.LIVE:
        drafts.close(study, by=None)
    return str(runs.want(study).pk)


def same(study: Study) -> str:
    newest = Run.objects.filter(study=study, state=JobState.DONE).latest("pk")
    before = found(newest)
    ScaleScore.objects.filter(participation__study=study).delete()
    wanted = runs.want(study)
    while wanted.state != JobState.DONE:
        # The installation's own worker may be quicker: what it works out is no less a recomputation.
        if claimed := runs.claim():
            runs.perform(claimed, draw=draw)
        time.sleep(0.1)
        wanted.refresh_from_db()
    after = found(wanted)
    found_out = (difference(name, before[name], after[name]) for name in before)
    return "; ".join(filter(None, found_out)) or "same"


def difference(name: str, one: Any, other: Any) -> str:
    """Where two things begin to differ."""
    if one == other:
        return ""
    first, second = repr(one), repr(other)
    at = next((i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), 0)
    return f"{name}: {first[max(0, at - 60) : at + 60]} | {second[max(0, at - 60) : at + 60]}"


def found(run: Run) -> dict[str, Any]:
    """Everything that was derived, without ids and times."""
    scores = ScaleScore.objects.filter(participation__study=run.study)
    estimates = [
        {k: v for k, v in row.items() if k not in ("id", "run_id")} for row in run.estimates.values()
    ]
    charts = list(run.charts.order_by("key").values("key", "title", "alternative", "svg"))
    return {
        "covered": (run.covered, run.covered_hash),
        "results": run.results,
        "estimates": estimates,
        "charts": charts,
        "scores": sorted(scores.values_list("participation_id", "scale", "visit", "value", "answered")),
    }


if __name__ == "__main__":
    about = Study.objects.get(address=sys.argv[2])
    print(fill(about, int(sys.argv[3])) if sys.argv[1] == "fill" else same(about))
