"""How a study goes: who comes and ends when, how long pages take, and who has not been seen for a while.

Counts over everybody and no effects: nothing here is told by group.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from surveys.models import Study

AWAY = timedelta(minutes=30)
"""Whoever has sent nothing for so long has probably left."""
TIMED = 1000
"""Of so many of the newest who finished pages are timed: all of a long study's would take seconds."""
ENOUGH_TO_PACE = 10
DAYS_BY_HOUR = 3

# What was done on a page that stays does not end it.
# Nobody who only looked is in here: whoever has sent nothing has n = 0.
_SPAN = """
SELECT min(started_at), max(started_at), max(ended_at) FILTER (WHERE ending = 'finished')
FROM surveys_participation WHERE study_id = %s AND kind = %s AND n > 0
"""
_COURSE = """
SELECT date_trunc(%s, at, %s), count(*) FILTER (WHERE came), count(*) FILTER (WHERE NOT came)
FROM (SELECT started_at AS at, true AS came FROM surveys_participation
      WHERE study_id = %s AND kind = %s AND n > 0
      UNION ALL
      SELECT ended_at, false FROM surveys_participation
      WHERE study_id = %s AND kind = %s AND ending = 'finished') AS e
GROUP BY 1 ORDER BY 1
"""
_TIMES = """
SELECT s.step, count(*), percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (
         ORDER BY extract(epoch FROM s.at - b.at)::float8)
FROM (SELECT id FROM surveys_participation
      WHERE study_id = %s AND kind = %s AND ending = 'finished' ORDER BY id DESC LIMIT %s) AS p
JOIN surveys_submission s ON s.participation_id = p.id
CROSS JOIN LATERAL (SELECT at FROM surveys_submission
                    WHERE participation_id = p.id AND n < s.n AND act <> 'do' ORDER BY n DESC LIMIT 1) AS b
WHERE s.act IN ('answer', 'keep') GROUP BY 1
"""
_UNENDED = """
SELECT p.place ->> 'at', count(*) FILTER (WHERE last.at >= %s), count(*) FILTER (WHERE last.at < %s),
       max(last.at)
FROM surveys_participation p
CROSS JOIN LATERAL (SELECT s.at FROM surveys_submission s
                    WHERE s.participation_id = p.id ORDER BY s.n DESC LIMIT 1) AS last
WHERE p.study_id = %s AND p.kind = %s AND p.n > 0 AND p.ending IS NULL GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class Interval:
    """One hour or day: who came, and who finished, in it."""

    start: datetime
    came: int
    finished: int


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds from the page before to this one, of so many people."""

    n: int
    lower: float
    median: float
    upper: float


@dataclass(frozen=True, slots=True)
class Standing:
    """Who stands on a page: inside now, and away for longer than AWAY; when one of them was last seen."""

    step: str
    inside: int
    away: int
    seen: datetime


@dataclass(frozen=True, slots=True)
class Live:
    """unit: "hour" or "day". `times` by step. `last_came`, `last_finished`: None where nobody has."""

    unit: str
    course: tuple[Interval, ...]
    times: dict[str, Times]
    standing: tuple[Standing, ...]
    first_came: datetime | None = None
    last_came: datetime | None = None
    last_finished: datetime | None = None

    @property
    def inside(self) -> int:
        return sum(one.inside for one in self.standing)

    @property
    def away(self) -> int:
        return sum(one.away for one in self.standing)


def live(study: Study, kind: str, *, zone: str, now: datetime) -> Live:
    """Four statements, however many people there are."""
    whose = [study.pk, str(kind)]
    ((first, last, finished),) = _rows(_SPAN, whose)
    if first is None:
        return Live("hour", (), {}, ())
    unit = "hour" if last - first < timedelta(days=DAYS_BY_HOUR) else "day"
    return Live(
        unit=unit,
        course=tuple(Interval(*row) for row in _rows(_COURSE, [unit, zone, *whose, *whose])),
        times={step: Times(n, *quartiles) for step, n, quartiles in _rows(_TIMES, [*whose, TIMED])},
        standing=tuple(Standing(*row) for row in _rows(_UNENDED, [now - AWAY, now - AWAY, *whose])),
        first_came=first,
        last_came=last,
        last_finished=finished,
    )


def done_by(found: Live, *, finished: int, planned: int, now: datetime) -> datetime | None:
    """When the planned number will have finished at the pace so far; None while that cannot be said."""
    if finished < ENOUGH_TO_PACE or finished >= planned or found.first_came is None:
        return None
    passed = now - found.first_came
    return now + passed * (planned - finished) / finished if passed else None


def _rows(query: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
