"""What invitations brought along, as SQL: one row a participation that has any. Never beside answers."""

from psycopg.sql import SQL, Composed, Identifier, Literal

from surveys.exports.base import Request, guarded
from surveys.models import Protocol
from surveys.protocol import Ending


def as_text(request: Request) -> Composed:
    """A column for each parameter that any of the study's protocols keeps."""
    kept = [p.compiled.document.recruitment.ids for p in Protocol.objects.filter(study=request.study)]
    cells = {
        "participation": SQL("p.id"),
        "ending": SQL("p.ending"),
        "code": SQL("p.code"),
        **{
            f"id_{name}": guarded(request, SQL("a.ids ->> {}").format(Literal(name)))
            for name in dict.fromkeys(name for names in kept for name in names)
        },
    }
    named = SQL(", ").join(SQL("{} AS {}").format(cell, Identifier(name)) for name, cell in cells.items())
    return SQL(
        "SELECT {} FROM surveys_arrival a JOIN surveys_participation p ON p.id = a.participation_id"
        " WHERE p.study_id = {} AND p.kind = {} AND p.ending IS DISTINCT FROM {} ORDER BY p.id"
    ).format(named, Literal(request.study.pk), Literal(str(request.kind)), Literal(Ending.WITHDRAWN.value))
