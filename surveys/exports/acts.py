"""What was done in a feed, in long form, as SQL: one row an act, with the score before and after.

Words that somebody wrote are never in here, nor anywhere else that is exported: the page promises that nobody
else sees them. Only that there were some is told.
"""

from collections.abc import Sequence

from psycopg.sql import SQL, Composable, Composed, Identifier, Literal

from surveys.exports.base import Request
from surveys.protocol import Act, Ending

SENT = (Act.DO.value, Act.ANSWER.value)

_SOURCE = SQL("""
FROM surveys_submission s
JOIN surveys_participation p ON p.id = s.participation_id
LEFT JOIN LATERAL (
    SELECT max(b.at) AS at FROM surveys_submission b
    WHERE b.participation_id = s.participation_id AND b.n < s.n AND b.step NOT IN (s.step, 'stop')
) AS began ON true
WHERE p.study_id = {study} AND p.kind = {kind} AND p.ending IS DISTINCT FROM {withdrawn}
  AND s.act = ANY({sent}) AND s.exposure ? 'day' AND (s.answers ? 'do' OR s.answers ? 'leave') AND {only}
ORDER BY {order}
""")

_WHAT = SQL("coalesce(s.answers ->> 'do', s.answers ->> 'leave')")
_SCORE = SQL("(s.exposure -> 'score')")

_ALWAYS: dict[str, Composable] = {
    "participation": SQL("s.participation_id"),
    "n": SQL("s.n"),
    "step": SQL("s.step"),
    "day": SQL("(s.exposure ->> 'day')::int"),
    "at": SQL("""to_char(s.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""),
    "seconds": SQL("round(extract(epoch FROM s.at - began.at)::numeric, 3)::float8"),
}

_TELLING: dict[str, tuple[Composable, str]] = {
    "act": (SQL("split_part({w}, '.', 1)").format(w=_WHAT), "text"),
    "which": (SQL("nullif(split_part({w}, '.', 2), '')").format(w=_WHAT), "text"),
    "post": (SQL("s.exposure ->> 'post'"), "text"),
    "text": (SQL("s.answers ? 'text'"), "boolean"),
    "before": (SQL("({s} ->> 'before')::int").format(s=_SCORE), "int"),
    "after": (SQL("({s} ->> 'after')::int").format(s=_SCORE), "int"),
    "shown": (SQL("({s} ->> 'shown')::boolean").format(s=_SCORE), "boolean"),
    "placebo": (SQL("({s} ->> 'placebo')::boolean").format(s=_SCORE), "boolean"),
    "system": (SQL("{s} ->> 'system'").format(s=_SCORE), "text"),
    "version": (SQL("{s} ->> 'version'").format(s=_SCORE), "text"),
}
"""Cell and type. All of them are withheld with the groups: only where there is a score can it be checked, so
that even what was done would tell who has one, and leaving single rows out would show in the numbers n.
"""


def as_json(request: Request, submissions: Sequence[int]) -> Composed:
    """Rows of these submissions in the feed's order, each one JSON text."""
    cells = _cells(request)
    pairs = SQL(", ").join(SQL("{}, {}").format(Literal(name), cell) for name, cell in cells.items())
    only = SQL("s.id = ANY({}::bigint[])").format(Literal(list(submissions)))
    source = _source(request, only=only, order=SQL("s.xid, s.id"))
    return SQL("SELECT json_build_object({})::text {}").format(pairs, source)


def as_text(request: Request) -> Composed:
    """Every row, participation by participation."""
    cells = _cells(request)
    named = SQL(", ").join(SQL("{} AS {}").format(cell, Identifier(name)) for name, cell in cells.items())
    source = _source(request, only=SQL("true"), order=SQL("s.participation_id, s.n"))
    return SQL("SELECT {} {}").format(named, source)


def _cells(request: Request) -> dict[str, Composable]:
    told = {
        name: cell if request.revealed else SQL("NULL::{}").format(SQL(type))
        for name, (cell, type) in _TELLING.items()
    }
    return {**_ALWAYS, **told}


def _source(request: Request, *, only: Composable, order: Composable) -> Composed:
    return _SOURCE.format(
        study=Literal(request.study.pk),
        kind=Literal(str(request.kind)),
        withdrawn=Literal(Ending.WITHDRAWN.value),
        sent=Literal(list(SENT)),
        only=only,
        order=order,
    )
