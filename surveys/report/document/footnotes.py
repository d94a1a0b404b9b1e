"""What stands under all tables of estimates, once: how each was computed, and what to beware of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from surveys.analysis.results import Row
from surveys.report.document.parts import Block, Pairs
from surveys.report.lines import sized
from surveys.report.numbers import signed


@dataclass(frozen=True, slots=True)
class Footnotes:
    """ways: methods, marked by letters; sizes: standardisers; warnings: marked by numbers. Each once."""

    ways: tuple[str, ...]
    sizes: tuple[str, ...]
    warnings: tuple[str, ...]

    def marks(self, row: Row) -> str:
        """'a, 2, 5'."""
        found = row.estimate
        way = [letter(self.ways.index(found.method))] if found.method else []
        return ", ".join(
            [*way, *(str(1 + self.warnings.index(each)) for each in dict.fromkeys(found.warnings))]
        )

    @property
    def blocks(self) -> Iterator[Block]:
        items = [(letter(i), f"{signed(way).rstrip('.')}.") for i, way in enumerate(self.ways)]
        items += [(str(i), signed(each)) for i, each in enumerate(self.warnings, 1)]
        if self.sizes:
            items.append(("Effect size", f"{signed('; '.join(map(sized, self.sizes))).rstrip('.')}."))
        if items:
            yield Pairs(tuple(items))


def footnotes(rows: Sequence[Row]) -> Footnotes:
    """In the order in which the rows need them."""
    return Footnotes(
        ways=tuple(dict.fromkeys(row.estimate.method for row in rows if row.estimate.method)),
        sizes=tuple(dict.fromkeys(row.estimate.standardiser for row in rows if row.estimate.standardiser)),
        warnings=tuple(dict.fromkeys(each for row in rows for each in row.estimate.warnings)),
    )


def letter(i: int) -> str:
    """a to z, then aa, ab."""
    high, low = divmod(i, len(ascii_lowercase))
    return (letter(high - 1) if high else "") + ascii_lowercase[low]
