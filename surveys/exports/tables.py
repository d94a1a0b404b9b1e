"""What can be exported. To add a table: a module with the two queries, a word in TABLES, a test."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from psycopg.sql import Composed

from surveys.exports import acts, answers, ids, paradata
from surveys.exports.base import Request


class Table(NamedTuple):
    """as_text: every row, for files; as_json: the rows of these submissions, each one JSON text, where the
    table is about submissions.
    """

    as_text: Callable[[Request], Composed]
    as_json: Callable[[Request, Sequence[int]], Composed] | None = None


TABLES: Mapping[str, Table] = {
    "acts": Table(acts.as_text, acts.as_json),
    "answers": Table(answers.as_text, answers.as_json),
    "ids": Table(ids.as_text),
    "paradata": Table(paradata.as_text, paradata.as_json),
}
