"""The plan's safety rule: a mean rise over all groups together that pauses the study.

It is told once, when the first so many have finished, and never again: whoever resumes has seen it. It is no
effect: groups are not told apart.
"""

from dataclasses import dataclass
from math import nan

from django.db import connection, transaction

from surveys import drafts
from surveys.analysis.scores import CODE_VERSION
from surveys.models import Kind, Log, State, Study
from surveys.protocol import Compiled
from surveys.protocol.outcomes import State as StateOutcome
from surveys.protocol.plan import Safety

VERB = "safety rule"
"""What the log calls that the rule paused a study."""

_RISE = """
SELECT count(*), count(a.value - b.value), avg(a.value - b.value) FROM (
  SELECT id FROM surveys_participation
  WHERE study_id = %(study)s AND kind = %(kind)s AND ending = 'finished' ORDER BY ended_at, id LIMIT %(first)s
) AS p
LEFT JOIN surveys_scalescore a
  ON a.participation_id = p.id AND a.scale = %(after)s AND a.visit = 0 AND a.code_version = %(version)s
LEFT JOIN surveys_scalescore b
  ON b.participation_id = p.id AND b.scale = %(before)s AND b.visit = 0 AND b.code_version = %(version)s
"""


@dataclass(frozen=True, slots=True)
class Rise:
    """Of the first `finished`, of whom `known` have both values: the mean of after less before, or nan."""

    finished: int
    known: int
    mean: float


@dataclass(frozen=True, slots=True)
class Alarm:
    """That the rule paused the study: on whom it rested, and what it allowed."""

    outcome: str
    mean: float
    known: int
    first: int
    rise: float


def watch(study: Study) -> Alarm | None:
    """Pause the study where its rule says so, once and for all; the alarm where that was now.

    Called by the worker once scores are written. Whoever paused the study by hand meanwhile is left alone:
    the rule speaks when it runs again.
    """
    protocol = study.protocol
    safety = protocol.compiled.document.plan.safety if protocol else None
    if protocol is None or safety is None or alarm_of(study):
        return None
    found = rise(study, protocol.compiled, safety)
    if found.finished < safety.first or not found.mean > safety.rise:
        return None
    alarm = Alarm(safety.outcome, found.mean, found.known, safety.first, safety.rise)
    return alarm if _paused(study, alarm) else None


def rise(study: Study, protocol: Compiled, safety: Safety) -> Rise:
    outcome = next(o for o in protocol.document.outcomes if o.name == safety.outcome)
    assert isinstance(outcome, StateOutcome)  # the checks see to it, and to a value before
    names: dict[str, str | int] = {"after": outcome.scale, "before": outcome.before[0], "first": safety.first}
    with connection.cursor() as cursor:
        cursor.execute(_RISE, {"study": study.pk, "kind": str(Kind.REAL), "version": CODE_VERSION, **names})
        finished, known, mean = cursor.fetchone()
    return Rise(finished, known, nan if mean is None else float(mean))


def alarm_of(study: Study) -> Alarm | None:
    """That the rule paused this study once; None where it did not."""
    row = Log.objects.filter(study=study, verb=VERB).order_by("-pk").first()
    return Alarm(**row.details) if row else None


def _paused(study: Study, alarm: Alarm) -> bool:
    """False where the study is not live. Of two workers at once the conditional update lets one pause it."""
    if study.state != State.LIVE:
        return False
    try:
        with transaction.atomic():
            drafts.pause(study, by=None)
            Log.write(
                VERB, by=None, study=study,
                outcome=alarm.outcome, mean=alarm.mean, known=alarm.known, first=alarm.first, rise=alarm.rise,
            )  # fmt: skip
    except drafts.Refused:
        return False
    return True
