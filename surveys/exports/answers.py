"""Answers in long form, as SQL: one row a participation, step and question.

One FROM and WHERE for the API's JSON and for every text format, compiled from the codebooks of the study's
protocols. Names and codes enter as quoted literals or identifiers, never as text.
"""

from collections.abc import Iterator, Sequence

from psycopg import sql
from psycopg.sql import SQL, Composable, Composed, Identifier, Literal

from surveys.exports.base import Request
from surveys.models import Protocol, Study
from surveys.protocol import Act, Ending, columns

SENT = (Act.ANSWER.value, Act.KEEP.value)
"""What a page half filled in held when Stop was pressed is not an answer."""

_LEVELS = SQL(
    "(p.draws -> 'levels') || coalesce(p.draws -> 'visits' -> (NULLIF(c.visit, 0) - 1) -> 'levels', '{}')"
)
_PROFILE = SQL("p.draws -> 'visits' -> (NULLIF(c.visit, 0) - 1) ->> 'profile'")
_ANSWER = SQL("s.answers -> c.question")
_ABSENCE = SQL("CASE jsonb_typeof({a}) WHEN 'object' THEN {a} ->> 'missing' END").format(a=_ANSWER)
_AT = SQL("""to_char(s.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""")
_NULL = SQL("NULL::text")

FROM = SQL("""
FROM surveys_submission s
JOIN surveys_participation p ON p.id = s.participation_id
JOIN (VALUES {codebook}) AS c (protocol, step, position, page, visit, question)
  ON c.protocol = p.protocol_id AND c.step = s.step AND s.answers ? c.question
WHERE p.study_id = {study} AND p.kind = {kind} AND p.ending IS DISTINCT FROM {withdrawn}
  AND s.act = ANY({sent})
""")


def as_json(request: Request, submissions: Sequence[int]) -> Composed:
    """Rows of these submissions in the feed's order, each one JSON text."""
    value = SQL("CASE jsonb_typeof({a}) WHEN 'object' THEN NULL ELSE {a} END").format(a=_ANSWER)
    cells = {
        **_common(request),
        "value": value,
        "missing": _ABSENCE,
        "profile": _PROFILE if request.revealed else _NULL,
        "levels": SQL("nullif({l}, '{{}}')").format(l=_LEVELS) if request.revealed else _NULL,
        "at": _AT,
    }
    pairs = SQL(", ").join(SQL("{}, {}").format(Literal(name), cell) for name, cell in cells.items())
    return SQL(
        "SELECT json_build_object({pairs})::text {source} AND s.id = ANY({ids})"
        " ORDER BY s.xid, s.id, c.position"
    ).format(pairs=pairs, source=_source(request), ids=Literal(list(submissions)))


def as_text(request: Request) -> Composed:
    """Every row, participation by participation; each factor's level is a column of its own."""
    cells = {
        **_common(request),
        "value": _text(request, _ANSWER),
        "missing": _ABSENCE,
        "profile": _PROFILE if request.revealed else _NULL,
        **{f"factor_{name}": _level(request, name) for name in factors(request.study)},
        "at": _AT,
    }
    named = SQL(", ").join(SQL("{} AS {}").format(cell, Identifier(name)) for name, cell in cells.items())
    return SQL("SELECT {cells} {source} ORDER BY s.participation_id, s.n, c.position").format(
        cells=named, source=_source(request)
    )


def factors(study: Study) -> tuple[str, ...]:
    """Names of everything varied, in the order the design gives them."""
    protocols = [p.compiled for p in study.protocols.order_by("number")]
    return tuple(dict.fromkeys(f.name for protocol in protocols for f in protocol.document.factors))


def _common(request: Request) -> dict[str, Composable]:
    return {
        "participation": SQL("s.participation_id"),
        "visit": SQL("c.visit"),
        "page": SQL("c.page"),
        "step": SQL("s.step"),
        "question": SQL("c.question"),
    }


def _level(request: Request, factor: str) -> Composable:
    if not request.revealed:
        return _NULL
    return _text(request, SQL("(({l}) -> {f})").format(l=_LEVELS, f=Literal(factor)))


def _text(request: Request, value: Composable) -> Composed:
    """A JSON value as a cell: several choices joined by |, which no code contains; absences empty."""
    plain = SQL("{} #>> '{{}}'").format(value)
    return SQL("""CASE jsonb_typeof({v})
        WHEN 'object' THEN NULL
        WHEN 'array' THEN (SELECT string_agg(e, '|' ORDER BY o)
                           FROM jsonb_array_elements_text({v}) WITH ORDINALITY AS x (e, o))
        WHEN 'string' THEN {text}
        ELSE {plain} END""").format(
        v=value, plain=plain, text=_guarded(plain) if request.spreadsheet else plain
    )


def _guarded(text: Composable) -> Composed:
    """An apostrophe before whatever a spreadsheet would run: at the start, and after each character at
    which some country's spreadsheet begins a new cell."""
    return SQL("regexp_replace({t}, {live}, {dead}, 'g')").format(
        t=text, live=Literal("(^|[\\t\\r\\n;,|])(\\s*[=+@＝＋＠−－-])"), dead=Literal("\\1'\\2")
    )


def _source(request: Request) -> Composed:
    return FROM.format(
        codebook=SQL(", ").join(_codebook(request.study)),
        study=Literal(request.study.pk),
        kind=Literal(str(request.kind)),
        sent=Literal(list(SENT)),
        withdrawn=Literal(Ending.WITHDRAWN.value),
    )


def _codebook(study: Study) -> Iterator[Composable]:
    # The first row matches nothing: it gives the columns their types, also where nothing is asked.
    yield SQL("(NULL::bigint, NULL::text, NULL::int, NULL::text, NULL::int, NULL::text)")
    for protocol in Protocol.objects.filter(study=study).order_by("number"):
        for position, column in enumerate(columns(protocol.compiled)):
            cells = (protocol.pk, column.step, position, column.page, column.visit, column.code)
            yield SQL("({})").format(sql.SQL(", ").join(map(Literal, cells)))
