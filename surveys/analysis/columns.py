"""Rows to arrays without rows: PostgreSQL packs each column into one value, read as a block of memory."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import psycopg
from django.db import connection
from numpy.typing import NDArray
from psycopg import sql

Table = Mapping[str, NDArray[Any]]
"""Columns by name, all equally long and in the same order."""

_PACK = {
    "i": sql.SQL("int8send(coalesce({}::bigint, -1))"),
    "f": sql.SQL("float8send(coalesce({}::double precision, 'NaN'))"),
}
_TYPE = {"i": ">i8", "f": ">f8"}
_NATIVE = {"i": "i8", "f": "f8"}


def fetch(query: sql.Composable, columns: Mapping[str, str]) -> Table:
    """The query's rows. columns: name -> "i" (whole number, null becomes -1) or "f" (null becomes nan).

    One row comes back, with a string of eight-byte numbers a column: 50,000 ratings of 15 items arrive in
    15 blocks, where rows (or COPY, which driver and server pass row by row) cost a call each. All of a
    query's aggregates see its rows in the same order.
    """
    packed = sql.SQL("SELECT {} FROM ({}) AS q").format(
        sql.SQL(", ").join(_packed(name, kind) for name, kind in columns.items()), query
    )
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        row = cursor.execute(packed, binary=True).fetchone()
    assert row is not None  # an aggregate without groups gives one row
    return {
        name: np.frombuffer(block, dtype=_TYPE[kind]).astype(_NATIVE[kind])
        for (name, kind), block in zip(columns.items(), row, strict=True)
    }


def _packed(name: str, kind: str) -> sql.Composed:
    return sql.SQL("coalesce(string_agg({}, ''), '')").format(_PACK[kind].format(sql.Identifier(name)))
