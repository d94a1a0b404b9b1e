"""Answers in long form, as SQL: one row a participation, step and question.

One source for the API's JSON and for every text format, compiled from the codebooks of the study's
protocols. Names and codes enter as quoted literals or identifiers, never as text.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from psycopg.sql import SQL, Composable, Composed, Identifier, Literal

from surveys.exports.base import Request, guarded
from surveys.exports.blinding import telling
from surveys.models import Protocol, Study
from surveys.protocol import Act, Ending, columns

SENT = (Act.ANSWER.value, Act.KEEP.value)
"""What a page half filled in held when Stop was pressed is not an answer."""

# What is the same for all answers of a page is made once, and pages are sorted, not answers: OFFSET 0 keeps
# the planner, which cannot guess how many answers a page has, from turning that round.
SOURCE = SQL("""
FROM (
    SELECT s.xid, s.id, s.participation_id, s.n, s.step, s.answers, book.page, book.visit, book.codes,
           to_char(s.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at,
           {profile} AS profile, {levels} AS levels
    FROM surveys_submission s
    JOIN surveys_participation p ON p.id = s.participation_id
    JOIN (VALUES {book}) AS book (protocol, step, page, visit, codes)
      ON book.protocol = p.protocol_id AND book.step = s.step
    WHERE p.study_id = {study} AND p.kind = {kind} AND p.ending IS DISTINCT FROM {withdrawn}
      AND s.act = ANY({sent}) AND {only}
    ORDER BY {order} OFFSET 0
) s
CROSS JOIN LATERAL unnest(s.codes) WITH ORDINALITY AS c (question, position)
WHERE s.answers ? c.question
ORDER BY {order}, c.position
""")
_PROFILE = SQL("p.draws -> 'visits' -> (NULLIF(book.visit, 0) - 1) ->> 'profile'")
_LEVELS = SQL("""(p.draws -> 'levels')
    || coalesce(p.draws -> 'visits' -> (NULLIF(book.visit, 0) - 1) -> 'levels', '{}')""")
_ANSWER = SQL("(s.answers -> c.question)")
_ABSENCE = SQL("CASE jsonb_typeof({a}) WHEN 'object' THEN {a} ->> 'missing' END").format(a=_ANSWER)


def as_json(request: Request, submissions: Sequence[int]) -> Composed:
    """Rows of these submissions in the feed's order, each one JSON text."""
    cells = {
        **_COMMON,
        "value": SQL("CASE jsonb_typeof({a}) WHEN 'object' THEN NULL ELSE {a} END").format(a=_ANSWER),
        "missing": _ABSENCE,
        "profile": SQL("s.profile"),
        "levels": SQL("s.levels"),
        "at": SQL("s.at"),
    }
    pairs = SQL(", ").join(SQL("{}, {}").format(Literal(name), cell) for name, cell in cells.items())
    only = SQL("s.id = ANY({}::bigint[])").format(Literal(list(submissions)))
    source = _source(request, only=only, order=SQL("s.xid, s.id"))
    return SQL("SELECT json_build_object({})::text {}").format(pairs, source)


def as_text(request: Request) -> Composed:
    """Every row, participation by participation; each factor's level is a column of its own."""
    cells = {
        **_COMMON,
        "value": _text(request, _ANSWER),
        "missing": _ABSENCE,
        "profile": SQL("s.profile"),
        **{f"factor_{name}": _level(request, name) for name in factors(request.study)},
        "at": SQL("s.at"),
    }
    named = SQL(", ").join(SQL("{} AS {}").format(cell, Identifier(name)) for name, cell in cells.items())
    source = _source(request, only=SQL("true"), order=SQL("s.participation_id, s.n"))
    return SQL("SELECT {} {}").format(named, source)


def factors(study: Study) -> tuple[str, ...]:
    """Names of everything varied, in the order the design gives them."""
    protocols = [p.compiled for p in study.protocols.order_by("number")]
    return tuple(dict.fromkeys(f.name for protocol in protocols for f in protocol.document.factors))


_COMMON: dict[str, Composable] = {
    "participation": SQL("s.participation_id"),
    "visit": SQL("s.visit"),
    "page": SQL("s.page"),
    "step": SQL("s.step"),
    "question": SQL("c.question"),
}


def _level(request: Request, factor: str) -> Composable:
    return _text(request, SQL("(s.levels -> {})").format(Literal(factor)))


def _text(request: Request, value: Composable) -> Composed:
    """A JSON value as a cell: several choices joined by |, which no code contains; absences empty."""
    plain = SQL("{} #>> '{{}}'").format(value)
    return SQL("""CASE jsonb_typeof({v})
        WHEN 'object' THEN NULL
        WHEN 'array' THEN (SELECT string_agg(e, '|' ORDER BY o)
                           FROM jsonb_array_elements_text({v}) WITH ORDINALITY AS x (e, o))
        WHEN 'string' THEN {text}
        ELSE {plain} END""").format(v=value, plain=plain, text=guarded(request, plain))


def _source(request: Request, *, only: Composable, order: Composable) -> Composed:
    return SOURCE.format(
        profile=_PROFILE if request.revealed else SQL("NULL::text"),
        levels=_LEVELS if request.revealed else SQL("NULL::jsonb"),
        book=SQL(", ").join(_book(request)),
        study=Literal(request.study.pk),
        kind=Literal(str(request.kind)),
        withdrawn=Literal(Ending.WITHDRAWN.value),
        sent=Literal(list(SENT)),
        only=only,
        order=order,
    )


def _book(request: Request) -> Iterator[Composable]:
    """Of each protocol, each step's codes in the order asked."""
    # The first row matches nothing: it gives the columns their types, also where nothing is asked.
    yield SQL("(NULL::bigint, NULL::text, NULL::text, NULL::int, NULL::text[])")
    for protocol in Protocol.objects.filter(study=request.study).order_by("number"):
        codes: dict[tuple[str, str, int], list[str]] = defaultdict(list)
        withheld = frozenset() if request.revealed else telling(protocol.compiled)
        for column in columns(protocol.compiled):
            if column.code in withheld:
                continue
            codes[column.step, column.page, column.visit].append(column.code)
        for step, asked in codes.items():
            yield SQL("({})").format(SQL(", ").join(map(Literal, (protocol.pk, *step, asked))))
