"""What a run covers, so that the next one is due when that is no longer all there is."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from surveys.analysis.scope import settled
from surveys.models import Kind, Study

KINDS = (Kind.REAL, Kind.SIMULATED, Kind.PILOT)
"""Kinds that have results, each of its own. A preview is never kept."""

# Submissions are append-only: a participation's number of them says which they are. Ids and times commit out
# of order, so nothing here asks what is newer. Grouped as the flow is: whatever moves it moves the hash.
_COVERAGE = """
SELECT study_id, kind, sum(arrived)::bigint, sum(covered)::bigint,
       md5(string_agg(ROW(arm, ending, furthest, exposed, arrived, which)::text, ','
                      ORDER BY arm, ending, furthest, exposed))
FROM (SELECT study_id, kind, arm, ending, furthest, exposed_at IS NOT NULL AS exposed,
             count(*) AS arrived, count(*) FILTER (WHERE counts) AS covered,
             string_agg(id || ':' || n, ',' ORDER BY id) FILTER (WHERE counts) AS which
      FROM (SELECT p.*, (p.ending IN ('finished', 'stopped') OR (p.ending IS NULL AND s.kind IS NOT NULL))
                   AND id <> ALL(%s) AS counts
            FROM surveys_participation p LEFT JOIN unnest(%s::bigint[], %s::text[]) AS s(study, kind)
                 ON (s.study, s.kind) = (p.study_id, p.kind)
            WHERE p.study_id = ANY(%s) AND p.kind = ANY(%s) AND p.n > 0) AS p
      GROUP BY 1, 2, 3, 4, 5, 6) AS grouped
GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Coverage:
    """arrived: whoever sent anything; covered: of them, whose answers count.

    hash: which ones are covered, and how many of all who arrived stand where (all that the flow counts).
    """

    arrived: int = 0
    covered: int = 0
    hash: str = ""


def coverage(
    studies: Sequence[Study], *, kinds: Sequence[str] = KINDS, without: Sequence[int] = ()
) -> dict[tuple[int, str], Coverage]:
    """By study and kind, where anybody has arrived. without: participations that are not counted yet."""
    gone = [(study.pk, kind) for study in studies for kind in settled(study)]
    ids, settled_kinds = [pk for pk, _ in gone], [kind for _, kind in gone]
    keys = [study.pk for study in studies]
    with connection.cursor() as cursor:
        cursor.execute(_COVERAGE, [list(without), ids, settled_kinds, keys, [str(kind) for kind in kinds]])
        return {(study, kind): Coverage(*rest) for study, kind, *rest in cursor.fetchall()}


def coverage_of(study: Study, kind: str, *, without: Sequence[int] = ()) -> Coverage:
    return coverage([study], kinds=[kind], without=without).get((study.pk, str(kind)), Coverage())
