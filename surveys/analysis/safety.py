"""The plan's safety rule: a mean rise over all groups together that pauses the study.

It looks at the first so many who had come to where groups differ and whose participation has ended, however
it did: those who stop are the likeliest to be distressed, so the last that is known of each of them counts.
It is told once and never again: whoever resumes has seen it. It is no effect: groups are not told apart.
"""

from dataclasses import asdict, dataclass
from math import nan

from django.db import connection, transaction

from surveys import drafts
from surveys.analysis.scores import CODE_VERSION
from surveys.models import Kind, Log, State, Study
from surveys.protocol import Compiled
from surveys.protocol.outcomes import State as StateOutcome
from surveys.protocol.plan import Safety
from surveys.protocol.scales import scales

VERB = "safety rule"
"""What the log calls that the rule paused a study."""

_RISE = """
SELECT count(*), count(*) FILTER (WHERE p.ending = 'stopped'), count(*) FILTER (WHERE p.ending = 'withdrawn'),
  count(a.value - b.value), avg(a.value - b.value)
FROM (
  SELECT id, ending FROM surveys_participation
  WHERE study_id = %(study)s AND kind = %(kind)s AND exposed_at IS NOT NULL
    AND ending IN ('finished', 'stopped', 'withdrawn')
  ORDER BY ended_at, id LIMIT %(first)s
) AS p
LEFT JOIN LATERAL (
  SELECT c.value FROM surveys_scalescore c
  WHERE c.participation_id = p.id AND c.scale = ANY(%(after)s::text[]) AND c.visit = 0
    AND c.code_version = %(version)s AND c.value IS NOT NULL
  ORDER BY array_position(%(after)s::text[], c.scale::text) DESC LIMIT 1
) AS a ON true
LEFT JOIN surveys_scalescore b
  ON b.participation_id = p.id AND b.scale = %(before)s AND b.visit = 0 AND b.code_version = %(version)s
"""
# Who closed the page for good has no ending, and no scores before the study closes: they are counted.
_SILENT = """
SELECT count(*) FROM surveys_participation p
WHERE p.study_id = %(study)s AND p.kind = %(kind)s AND p.ending IS NULL
  AND p.exposed_at < clock_timestamp() - interval '1 day'
  AND NOT EXISTS (SELECT FROM surveys_submission s
    WHERE s.participation_id = p.id AND s.at > clock_timestamp() - interval '1 day')
"""


@dataclass(frozen=True, slots=True)
class Rise:
    """Of the first `seen` who had come to where groups differ and are gone, `stopped` stopped, and of those
    who `deleted` no answers are left. Of `known` there is a value before and one after; mean: of the last
    value less the one before, or nan. silent: others of whom nothing came for a day.
    """

    seen: int
    stopped: int
    deleted: int
    known: int
    mean: float
    silent: int


@dataclass(frozen=True, slots=True)
class Alarm:
    """That the rule paused the study: on whom it rested, as `Rise` has them, and what it allowed."""

    outcome: str
    mean: float
    known: int
    first: int
    rise: float
    stopped: int = 0
    deleted: int = 0
    silent: int = 0


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
    if found.seen < safety.first or not found.mean > safety.rise:
        return None
    alarm = Alarm(
        safety.outcome,
        found.mean,
        found.known,
        safety.first,
        safety.rise,
        stopped=found.stopped,
        deleted=found.deleted,
        silent=found.silent,
    )
    return alarm if _paused(study, alarm) else None


def rise(study: Study, protocol: Compiled, safety: Safety) -> Rise:
    outcome = next(o for o in protocol.document.outcomes if o.name == safety.outcome)
    assert isinstance(outcome, StateOutcome)  # the checks see to it, and to a value before
    values: dict[str, int | str | list[str]] = {
        "study": study.pk,
        "kind": str(Kind.REAL),
        "version": CODE_VERSION,
        "after": times_of(protocol, outcome.scale),
        "before": outcome.before[0],
        "first": safety.first,
    }
    with connection.cursor() as cursor:
        cursor.execute(_RISE, values)
        seen, stopped, deleted, known, mean = cursor.fetchone()
        cursor.execute(_SILENT, values)
        (silent,) = cursor.fetchone()
    return Rise(seen, stopped, deleted, known, nan if mean is None else float(mean), silent)


def times_of(protocol: Compiled, scale: str) -> list[str]:
    """The scales after the lot that take the same as this one, in the order asked: each time of one state."""
    lot = -1 if protocol.lot is None else protocol.lot
    later = {
        each.name
        for step in protocol.steps[lot + 1 :]
        for each in scales(step.entries, protocol.document.library)
        if not step.visit
    }
    measures = [measure.scale for measure in protocol.measures if measure.scale.name in later]
    this = next(measure for measure in measures if measure.name == scale)
    return [
        each.name for each in measures if (each.instrument, each.subscale) == (this.instrument, this.subscale)
    ]


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
            Log.write(VERB, by=None, study=study, **asdict(alarm))
    except drafts.Refused:
        return False
    return True
