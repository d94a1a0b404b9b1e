"""Everything printed, recomputed from the print itself before it is given out: after Nuijten et al. 2016.

What contradicts itself is left out, and its place says so.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from math import inf

from scoring.estimators.recomputed import found_in
from surveys.report.document.apa import fits
from surveys.report.document.parts import Block, Listing, Pairs, Para, Report, Section, Table
from surveys.report.numbers import MINUS, counted

_NUMBER = rf"[{MINUS}-]?\d+(?:\.\d+)?"
_NORMAL = re.compile(rf"\bz = (?P<z>{_NUMBER}), p (?P<p>[=<>] \.\d+)")
_BETWEEN = re.compile(
    rf"(?P<size>{_NUMBER})(?:(?: [^,=\[\]]*)?, [\d.]+ % CI)? \[(?P<low>{_NUMBER}), (?P<high>{_NUMBER})\]"
)
LEFT_OUT = "left out: what would be printed does not agree with itself (p, statistic and interval)."


def mismatches(text: str) -> tuple[str, ...]:
    """What of a text contradicts itself: a p that does not follow from its t, F or z, an estimate that lies
    outside its interval."""
    return (
        *(found.printed for found in found_in(text) if not found.consistent),
        *(found[0] for found in _NORMAL.finditer(text) if not _normal(found)),
        *(found[0] for found in _BETWEEN.finditer(text) if not _between(found)),
    )


def _normal(found: re.Match[str]) -> bool:
    printed = found["p"].removeprefix("= ")
    return fits(found["z"].replace(MINUS, "-"), inf, printed)


def _between(found: re.Match[str]) -> bool:
    size, low, high = (float(found[name].replace(MINUS, "-")) for name in ("size", "low", "high"))
    return low <= size <= high


def consistent(report: Report) -> Report:
    return replace(report, sections=tuple(_section(section) for section in report.sections))


def _section(section: Section) -> Section:
    return replace(
        section,
        blocks=tuple(_block(block) for block in section.blocks),
        parts=tuple(_section(part) for part in section.parts),
    )


def _block(block: Block) -> Block:
    match block:
        case Para():
            return replace(block, text=f"A sentence was {LEFT_OUT}") if mismatches(block.text) else block
        case Listing():
            kept = tuple(item for item in block.items if not mismatches(item))
            return replace(block, items=(*kept, *_said(len(block.items) - len(kept), "line", "lines")))
        case Pairs():
            kept_pairs = tuple(pair for pair in block.items if not mismatches(pair[1]))
            gone = len(block.items) - len(kept_pairs)
            return replace(block, items=(*kept_pairs, *(("", s) for s in _said(gone, "line", "lines"))))
        case Table():
            rows = tuple(row for row in block.rows if not any(map(mismatches, row)))
            said = _said(len(block.rows) - len(rows), "row", "rows")
            return replace(block, rows=rows, note=" ".join((*said, block.note)).strip())
    return block


def _said(gone: int, one: str, many: str) -> Iterator[str]:
    if gone:
        yield f"{counted(gone, one, many)} {'was' if gone == 1 else 'were'} {LEFT_OUT}"
