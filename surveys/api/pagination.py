"""Feeds: pages that neither double nor miss a row while rows arrive.

Ids and timestamps commit out of order: a reader who goes by them passes over rows whose transaction is still
open. So every feed is ordered by (transaction id, id), and read only below the oldest transaction still
running: whatever commits later has a higher transaction id, and lies ahead of every cursor given out.
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import BooleanField, F, Func, Model, QuerySet
from rest_framework.request import Request

from surveys.api.errors import Refusal
from surveys.models.fields import XidField

Row = TypeVar("Row", bound=Model)
LIMIT, MOST = 500, 5000
_CEILING = 2**63


@dataclass(frozen=True, slots=True)
class Cursor:
    """Everything up to (xid, id) was given out. `feed`: of which list; `origin`: of which database.

    Plain, not signed: a made-up cursor gives nothing that its maker may not read anyway.
    """

    xid: int
    id: int
    feed: str
    origin: str

    def __str__(self) -> str:
        text = f"{self.xid}/{self.id}/{self.origin}/{self.feed}"
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str, *, feed: str, origin: str) -> "Cursor":
        """Raises Refusal: 400 for what is no cursor of this list, 410 for one of another database."""
        try:
            padded = text + "=" * (-len(text) % 4)
            parts = base64.b64decode(padded, altchars=b"-_", validate=True).decode().split("/", 3)
            xid, id, origin_given, feed_given = int(parts[0]), int(parts[1]), parts[2], parts[3]
        except (ValueError, IndexError, binascii.Error):
            raise _malformed("This is not a cursor that this API gave out.") from None
        if not (0 <= xid < _CEILING and 0 <= id < _CEILING):
            raise _malformed("This is not a cursor that this API gave out.")
        if origin_given != origin:
            raise Refusal(
                "This cursor belongs to another database (a copy, or one restored from a backup).",
                code="cursor_gone",
                status=410,
                field="cursor",
                cure="Start again without a cursor, and replace what you had.",
            )
        if feed_given != feed:
            raise _malformed("This cursor belongs to another list.")
        return cls(xid, id, feed, origin)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """`complete`: nothing more was there when this was read. `next` is given even then: for later rows."""

    rows: Sequence[Row]
    next: str
    complete: bool

    def body(self, results: Any) -> dict[str, Any]:
        return {"next": self.next, "complete": self.complete, "results": results}


class After(Func):
    """(xid, id) > (a cursor's): one comparison of rows, so that the index on both is walked from there."""

    output_field = BooleanField()
    template = "(%(expressions)s) > (%(xid)d::text::xid8, %(id)d::bigint)"

    def __init__(self, cursor: Cursor) -> None:
        super().__init__(F("xid"), F("id"), xid=cursor.xid, id=cursor.id)


def horizon() -> Func:
    """The oldest transaction that still runs: nothing below it will ever be written again."""
    return Func(Func(function="pg_current_snapshot"), function="pg_snapshot_xmin", output_field=XidField())


def page(request: Request, rows: QuerySet[Row], *, feed: str, cursor: str, limit: int) -> Page[Row]:
    """The rows after `cursor` (empty: from the start). `feed` names the list, its study and its filters."""
    origin = identity()
    given = Cursor.parse(cursor, feed=feed, origin=origin) if cursor else Cursor(0, 0, feed, origin)
    found = list(rows.filter(After(given), xid__lt=horizon()).order_by("xid", "id")[: limit + 1])
    shown = found[:limit]
    last = Cursor(shown[-1].xid, shown[-1].pk, feed, origin) if shown else given  # type: ignore[attr-defined]
    return Page(shown, _link(request, last), complete=len(found) <= limit)


def identity() -> str:
    """Names this database: transaction ids mean nothing in another, or in one made anew beside it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT system_identifier || '.' || oid FROM pg_control_system(), pg_database"
            " WHERE datname = current_database()"
        )
        return str(cursor.fetchone()[0])


def _link(request: Request, cursor: Cursor) -> str:
    query = request.query_params.copy()
    query["cursor"] = str(cursor)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _malformed(message: str) -> Refusal:
    cure = "Follow the 'next' link of the page before, or start without a cursor."
    return Refusal(message, code="cursor_malformed", field="cursor", cure=cure)
