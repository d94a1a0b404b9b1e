"""What browsers noted, as SQL: one row a page sent, and whether all of its batches arrived.

A page may be opened several times (a reload, another device): sums are over all of them, times are those of
the one that was sent. Without JavaScript nothing arrives, and the row says so.
"""

from collections.abc import Sequence

from psycopg.sql import SQL, Composable, Composed, Identifier, Literal

from surveys.analysis.sight import NOTED
from surveys.exports.base import Request
from surveys.protocol import Ending

_SOURCE = SQL("""
FROM surveys_submission s
JOIN surveys_participation p ON p.id = s.participation_id
LEFT JOIN LATERAL ({noted}) AS seen ON true
WHERE p.study_id = {study} AND p.kind = {kind} AND p.ending IS DISTINCT FROM {withdrawn} AND {told} AND {only}
ORDER BY {order}
""")

_CELLS: dict[str, Composable] = {
    "participation": SQL("s.participation_id"),
    "n": SQL("s.n"),
    "step": SQL("s.step"),
    "act": SQL("s.act"),
    "arrived": SQL(
        "CASE WHEN seen.opened = 0 THEN 'never' WHEN seen.whole THEN 'complete' ELSE 'partly' END"
    ),
    "opened": SQL("seen.opened"),
    "first_ms": SQL("seen.first"),
    "submit_ms": SQL("seen.sent"),
    "away_ms": SQL("seen.away"),
    "away_times": SQL("seen.losses"),
    "score_ms": SQL("seen.score"),
}


_REVEALS = SQL("{one}.act = 'do' AND {one}.answers ->> 'do' = 'reveal'")
"""Only some groups have a score to ask for."""

_COUNTED = SQL("""(SELECT count(*) FROM surveys_submission o
    WHERE o.participation_id = s.participation_id AND o.n < s.n AND NOT ({reveals}))""").format(
    reveals=_REVEALS.format(one=SQL("o"))
)


def as_json(request: Request, submissions: Sequence[int]) -> Composed:
    """Rows of these submissions in the feed's order, each one JSON text."""
    pairs = SQL(", ").join(
        SQL("{}, {}").format(Literal(name), cell) for name, cell in _cells(request).items()
    )
    only = SQL("s.id = ANY({}::bigint[])").format(Literal(list(submissions)))
    source = _source(request, only=only, order=SQL("s.xid, s.id"))
    return SQL("SELECT json_build_object({})::text {}").format(pairs, source)


def as_text(request: Request) -> Composed:
    """Every row, participation by participation."""
    named = SQL(", ").join(
        SQL("{} AS {}").format(cell, Identifier(name)) for name, cell in _cells(request).items()
    )
    source = _source(request, only=SQL("true"), order=SQL("s.participation_id, s.n"))
    return SQL("SELECT {} {}").format(named, source)


def _cells(request: Request) -> dict[str, Composable]:
    """A time for which a score was in view tells that there was one: blinded as groups are. So is that one
    was asked for, which the numbers of the pages must not tell either.
    """
    return _CELLS if request.revealed else {**_CELLS, "score_ms": SQL("NULL::bigint"), "n": _COUNTED}


def _source(request: Request, *, only: Composable, order: Composable) -> Composed:
    return _SOURCE.format(
        noted=NOTED,
        study=Literal(request.study.pk),
        kind=Literal(str(request.kind)),
        withdrawn=Literal(Ending.WITHDRAWN.value),
        told=SQL("true") if request.revealed else SQL("NOT ({})").format(_REVEALS.format(one=SQL("s"))),
        only=only,
        order=order,
    )
