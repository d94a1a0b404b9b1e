"""A rehearsal that is under way: how far it is, and how long it will still take, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from surveys.analysis.coverage import coverage_of
from surveys.analysis.runs import latest
from surveys.analysis.scope import OPEN
from surveys.models import JobState, Kind, Run, Simulation, Study
from surveys.report import ResultsContext

USUAL_PERSON = timedelta(seconds=0.15)
USUAL_RUN = timedelta(seconds=10)
"""What one simulated person and one computation take where nothing is known yet and nothing else is done."""
ENOUGH = 5
"""So many people have to be through before their pace is taken for that of the others."""
KNOWN, UNKNOWN = 1.5, 3
"""So many times as long as expected it may take, where a pace was seen and where none was: a busy machine."""
STEPS = (15, 30, 60, 90, 120)
"""Seconds that have words of their own; from there on whole minutes."""


@dataclass(frozen=True, slots=True)
class Wait:
    """From the expected time to the longest that is likely."""

    least: timedelta = timedelta()
    most: timedelta = timedelta()

    def __add__(self, other: "Wait") -> "Wait":
        return Wait(self.least + other.least, self.most + other.most)


@dataclass(frozen=True, slots=True)
class UnderWay:
    """done: people who are through, of all; is_counted: all are, and what they did is being analysed."""

    done: int
    all: int
    told: str
    still: str

    @property
    def is_counted(self) -> bool:
        return self.done >= self.all


def under_way(study: Study, results: ResultsContext, now: datetime) -> UnderWay | None:
    """A rehearsal whose people are not all through and analysed: until then its results are half-finished.

    None for the demonstration, whose results are to be seen growing.
    """
    if not results.simulated or study.demonstration:
        return None
    walking = _walking(study, now)
    if walking is None and not _is_analysed_later(study, results):
        return None
    done, all_ = _people(study)
    numbers = {"done": f"{done:,}", "all": f"{all_:,}"}
    told = (
        _("%(done)s of %(all)s simulated people have gone through the study.")
        if walking is not None
        else _("All %(all)s simulated people have gone through the study. Now their answers are analysed.")
    )
    return UnderWay(done, all_, told % numbers, told_wait(_computing(study) + (walking or Wait())))


def _is_analysed_later(study: Study, results: ResultsContext) -> bool:
    """Whether somebody came through whom no finished run has seen, and one still comes or is computing."""
    if results.run_state == JobState.FAILED:
        return False
    now, done = coverage_of(study, Kind.SIMULATED), latest(study, Kind.SIMULATED)
    seen = (done.covered, done.covered_hash) if done else (0, "")
    return now.arrived > 0 and seen != (now.covered, now.hash)


def _people(study: Study) -> tuple[int, int]:
    """How many are through, of how many were sent in all: a number that only rises."""
    failed = Q(state=JobState.FAILED)
    sent = Simulation.objects.filter(study=study)
    asked = sent.exclude(failed).aggregate(done=Sum("done", default=0), all=Sum("participants", default=0))
    stuck: int = sent.filter(failed).aggregate(done=Sum("done", default=0))["done"]
    return asked["done"] + stuck, asked["all"] + stuck


def _walking(study: Study, now: datetime) -> Wait | None:
    """Until the simulated people are through; None where none are on their way."""
    going = list(Simulation.objects.filter(study=study, state__in=OPEN))
    return sum((_rest(each, now) for each in going), Wait()) if going else None


def _rest(going: Simulation, now: datetime) -> Wait:
    left = going.participants - going.done
    if going.started_at is None or going.done < ENOUGH:
        expected = left * (USUAL_PERSON + timedelta(seconds=going.pause))
        return Wait(expected, UNKNOWN * expected)
    expected = left * ((now - going.started_at) / going.done)
    return Wait(expected, KNOWN * expected)


def _computing(study: Study) -> Wait:
    finished = Run.objects.filter(study=study, kind=Kind.SIMULATED, state=JobState.DONE)
    done = finished.order_by("-pk").first()
    if done is None or done.started_at is None or done.finished_at is None:
        return Wait(USUAL_RUN, UNKNOWN * USUAL_RUN)
    took = done.finished_at - done.started_at
    return Wait(took, KNOWN * took)


def usual(people: int) -> str:
    """How long so many take from the click to their results, where nothing is known."""
    expected = people * USUAL_PERSON + USUAL_RUN
    return between(Wait(expected, UNKNOWN * expected))


def told_wait(wait: Wait) -> str:
    return _("Usually %(between)s more.") % {"between": between(wait)}


def between(wait: Wait) -> str:
    """A range in steps that promise no more than is known."""
    least, most = _nearest(wait.least.total_seconds()), _up(wait.most.total_seconds())
    if least >= most:
        return _("up to %(most)s") % {"most": _spoken(most)}
    return _("between %(least)s and %(most)s") % {"least": _spoken(least), "most": _spoken(most)}


def _nearest(seconds: float) -> int:
    if seconds > STEPS[-1]:
        return 60 * round(seconds / 60)
    return min(STEPS, key=lambda step: abs(step - seconds))


def _up(seconds: float) -> int:
    return next((step for step in STEPS if step >= seconds), 60 * -int(-seconds // 60))


def _spoken(seconds: int) -> str:
    known = {15: _("15 seconds"), 30: _("half a minute"), 60: _("a minute"), 90: _("a minute and a half")}
    return known.get(seconds) or _("%(n)d minutes") % {"n": seconds / 60}
