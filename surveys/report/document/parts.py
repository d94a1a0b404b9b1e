"""What the document is made of: sections of paragraphs, lists, tables and figures. Plain text throughout;
whoever renders it escapes."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Para:
    text: str
    kind: str = "para"


@dataclass(frozen=True, slots=True)
class Listing:
    items: tuple[str, ...]
    numbered: bool = False
    kind: str = "list"


@dataclass(frozen=True, slots=True)
class Pairs:
    """Terms and what is said of each."""

    items: tuple[tuple[str, str], ...]
    kind: str = "pairs"


@dataclass(frozen=True, slots=True)
class Table:
    """numeric: positions of columns whose cells are numbers. number: given when all stand in their order."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    numeric: frozenset[int] = frozenset()
    number: int = 0
    kind: str = "table"

    @property
    def columns(self) -> tuple[tuple[str, bool], ...]:
        return tuple((title, i in self.numeric) for i, title in enumerate(self.head))

    @property
    def lines(self) -> tuple[tuple[tuple[str, bool], ...], ...]:
        return tuple(tuple((cell, i in self.numeric) for i, cell in enumerate(row)) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Figure:
    """source: the whole picture as a data address: nothing is fetched, and its ids stay its own."""

    title: str
    alternative: str
    source: str
    key: str = ""
    number: int = 0
    kind: str = "figure"


Block = Para | Listing | Pairs | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: str
    blocks: tuple[Block, ...] = ()
    parts: tuple["Section", ...] = ()

    @property
    def said(self) -> bool:
        return bool(self.blocks) or any(part.said for part in self.parts)


@dataclass(frozen=True, slots=True)
class Report:
    """title: the study's name; about: the title block; band: of simulated participants, else ''; name: of the
    file to save it as, without its ending. run, extent, finished: of the results that are told in it, how
    much of them, and of how many; run is 0 where there are none."""

    title: str
    name: str
    language: str
    about: Pairs
    band: str = ""
    sections: tuple[Section, ...] = field(default=())
    run: int = 0
    extent: str = ""
    finished: int = 0
