"""Item answers to scale scores, for everybody whose answers count and who has none of this version."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray
from psycopg import sql

from scoring.instruments import score
from surveys.analysis.columns import fetch
from surveys.analysis.frames import Floats, Ints, answers, items, steps_of
from surveys.analysis.scope import COUNTED, Scope, settled
from surveys.models import Protocol, Study
from surveys.protocol import Compiled, Measure
from surveys.protocol.scales import key_of

CODE_VERSION = "2"
"""Changes whenever a scale score would come out differently: all are then made again."""

BATCH = 1000

_PENDING = """
SELECT p.id FROM surveys_participation p
WHERE p.study_id = %s AND p.protocol_id = %s
AND (p.ending = ANY(%s) OR (p.ending IS NULL AND p.kind = ANY(%s) AND p.n > 0))
AND NOT EXISTS (SELECT FROM surveys_scalescore c WHERE c.participation_id = p.id AND c.code_version = %s)
ORDER BY p.id
"""
# Whoever withdraws waits for us or we find them gone: scores never outlive the answers.
_HOLD = """
SELECT id FROM surveys_participation WHERE id = ANY(%s) AND coalesce(ending = ANY(%s), true)
ORDER BY id FOR KEY SHARE
"""
# Of a study that was opened again, those who had left may come back and answer more.
_FORGET = """
DELETE FROM surveys_scalescore c USING surveys_participation p WHERE c.participation_id = p.id
AND p.study_id = %s AND p.ending IS NULL AND NOT p.kind = ANY(%s)
"""
_WRITE = """
INSERT INTO surveys_scalescore (participation_id, scale, visit, value, answered, code_version)
SELECT id, %s, %s, nullif(value, 'NaN'), answered, %s
FROM unnest(%s::bigint[], %s::float8[], %s::int[]) AS u(id, value, answered)
ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Written:
    """Scores of one measure: values and answered of shape (n, visits), visit numbers of shape (visits,)."""

    scale: str
    visits: Ints
    values: Floats
    answered: Ints


def write_scores(study: Study) -> int:
    """Score whoever is pending, of every kind; how many people that were.

    Each batch is a transaction: killed at any line, the next call goes on where this one was. Two callers at
    once write the same rows, and the second's are ignored.
    """
    gone = list(settled(study))
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [study.pk, gone])
    count = 0
    for protocol in Protocol.objects.filter(study=study).order_by("pk"):
        compiled = protocol.compiled
        ids = _pending(study, protocol, gone) if compiled.measures else []
        for start in range(0, len(ids), BATCH):
            count += write_batch(compiled, ids[start : start + BATCH])
    return count


def _pending(study: Study, protocol: Protocol, gone: list[str]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_PENDING, [study.pk, protocol.pk, list(COUNTED), gone, CODE_VERSION])
        return [row[0] for row in cursor.fetchall()]


@transaction.atomic
def write_batch(protocol: Compiled, ids: list[int]) -> int:
    """All scores of these participants, or none."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [ids, list(COUNTED)])
        held = np.array([row[0] for row in cursor.fetchall()], dtype=np.int64)
        people = _array(held)
        for written in scored(protocol, held):
            for i, visit in enumerate(written.visits.tolist()):
                columns = people, _array(written.values[:, i]), _array(written.answered[:, i])
                cursor.execute(_WRITE, [written.scale, visit, CODE_VERSION, *columns])
    return len(held)


def _array(values: NDArray[Any]) -> str:
    """As PostgreSQL writes arrays. Exact: repr gives a float's shortest digits that lead back to it."""
    return "{" + ",".join(map(repr, values.tolist())) + "}"


def scored(protocol: Compiled, ids: Ints) -> Iterator[Written]:
    """Every measure's scores for these participants (sorted ids): a row each, missing where not reached."""
    condition = sql.SQL("p.id = ANY({}::bigint[])").format(sql.Literal(ids.tolist()))
    together = sorted(protocol.measures, key=lambda m: (m.node, m.part, m.day))
    for _, group in groupby(together, key=lambda m: (m.node, m.part, m.day)):
        measures = list(group)
        steps = steps_of(protocol, measures[0])
        codes = list(dict.fromkeys(code for measure in measures for code in measure.scale.items))
        found = answers(condition, steps, codes)
        table = items(found, len(codes))
        row = np.searchsorted(ids, found["id"])
        for measure in measures:
            columns = [codes.index(code) for code in measure.scale.items]
            yield _written(measure, table[:, columns], row, found["visit"], len(ids), list(steps.values()))


def _written(
    measure: Measure, table: Floats, row: Ints, visit: Ints, people: int, visits: list[int]
) -> Written:
    found = score(table, key_of(measure.scale))
    numbers = np.unique(visits)
    values = np.full((people, len(numbers)), np.nan)
    answered = np.zeros((people, len(numbers)), dtype=np.int64)
    at = row, np.searchsorted(numbers, visit)
    values[at], answered[at] = found.values, found.answered
    return Written(measure.scale.name, numbers, values, answered)


def unscored(study: Study, scope: Scope) -> NDArray[np.int64]:
    """Whose answers count but have no score of this version, though their protocol has scales: not covered
    yet.
    """
    with_scales = [p.pk for p in Protocol.objects.filter(study=study) if p.compiled.measures]
    query = sql.SQL(
        "SELECT p.id FROM surveys_participation p WHERE {} AND p.n > 0"
        " AND p.protocol_id = ANY({}::bigint[]) AND NOT EXISTS"
        " (SELECT FROM surveys_scalescore c WHERE c.participation_id = p.id AND c.code_version = {})"
    ).format(scope.condition, sql.Literal(with_scales), sql.Literal(CODE_VERSION))
    ids: NDArray[np.int64] = fetch(query, {"id": "i"})["id"]
    return ids
