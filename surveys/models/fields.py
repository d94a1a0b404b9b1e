"""The transaction that wrote a row: what feeds are ordered by."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.expressions import Func

if TYPE_CHECKING:
    IntegerColumn = models.Field[int, int]
else:
    IntegerColumn = models.Field


class XidField(IntegerColumn):
    """PostgreSQL's 64-bit transaction id, filled by the database.

    Ids and timestamps commit out of order, so a reader by either misses rows; reading by (xid, id) below
    the oldest transaction still running misses none.
    """

    def __init__(self, **options: Any) -> None:
        options.setdefault("db_default", Func(function="pg_current_xact_id"))
        options.setdefault("editable", False)
        super().__init__(**options)

    def db_type(self, connection: Any) -> str:
        return "xid8"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> int | None:
        return None if value is None else int(value)

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else str(value)
