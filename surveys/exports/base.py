"""What is exported, and what a format must be able to do."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, ClassVar

import psycopg
from psycopg.sql import SQL, Composable, Literal

from surveys.exports.blinding import revealed
from surveys.models import Study

Pieces = Generator[bytes, None, None]


@dataclass(frozen=True, slots=True)
class Request:
    """What one kind of participant sent. `table`: a word of TABLES; `spreadsheet`: for a program that runs
    cells as formulas.
    """

    study: Study
    kind: str
    table: str = "answers"
    spreadsheet: bool = False

    @property
    def revealed(self) -> bool:
        return revealed(self.study, self.kind)

    def filename(self, suffix: str) -> str:
        return f"{self.study.address}-{self.table}-{self.kind}.{suffix}"


def guarded(request: Request, text: Composable) -> Composable:
    """For a spreadsheet, an apostrophe before whatever it would run: at the start, and after each character
    at which some country's spreadsheet begins a new cell."""
    if not request.spreadsheet:
        return text
    return SQL("regexp_replace({t}, {live}, {dead}, 'g')").format(
        t=text, live=Literal("(^|[\\t\\r\\n;,|])(\\s*[=+@＝＋＠−－-])"), dead=Literal("\\1'\\2")
    )


class Format:
    """A way of writing answers down. To add one: a file with a subclass, and a word in EXPORT_FORMATS."""

    media_type: ClassVar[str]
    suffix: ClassVar[str]

    def stream(self, request: Request, connection: psycopg.Connection[Any]) -> Pieces:
        """The file in pieces, none of them held longer than it takes to send. `connection` is the file's own.

        A generator: nothing is read before the first piece is asked for, which comes once the query runs.
        """
        raise NotImplementedError
