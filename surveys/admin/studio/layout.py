"""How a form is laid out: sections of options, each drawn as its shape asks for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django import forms
from django.utils.translation import gettext as _

from surveys.admin.studio.boxes import tag
from surveys.admin.studio.label import Label, Said
from surveys.admin.studio.layout_words import SECTIONS, Together
from surveys.admin.studio.leaves import Leaf
from surveys.admin.studio.rows import Rows, is_of
from surveys.admin.studio.shapes import Condition, Sheet
from surveys.admin.studio.summary import row_summary, summary
from surveys.admin.studio.words import field as field_words

FEW = 3
"""Parts of one kind, such as posts of a profile, that all stand in sight."""

Fields = Mapping[str, Sequence[forms.BoundField]]
"""The boxes of each option, by its name."""


@dataclass(frozen=True, slots=True)
class Case:
    """The boxes that apply where a choice stands at its option `number`, each with its level, if any."""

    number: int
    boxes: list[tuple[str, forms.BoundField]]

    @property
    def by_level(self) -> bool:
        return any(level for level, _box in self.boxes)


@dataclass(frozen=True, slots=True)
class Block:
    """One option: a box, or a choice with the boxes of its cases."""

    box: forms.BoundField
    short: bool = False
    only: str = ""
    legend: Said = ""
    cases: list[Case] = field(default_factory=list)

    @property
    def fields(self) -> Iterator[forms.BoundField]:
        yield self.box
        yield from (box for case in self.cases for _level, box in case.boxes)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of boxes: `stem` begins their names."""

    stem: str
    number: int
    cells: list["Block | Lines"]


@dataclass(frozen=True, slots=True)
class Lines:
    """Several of one kind, a row each. most: so many rows, at most."""

    name: str
    kind: str
    legend: Said
    hint: Said
    most: int
    lines: list[Line]

    @property
    def fields(self) -> Iterator[forms.BoundField]:
        yield from (box for line in self.lines for cell in line.cells for box in cell.fields)


@dataclass(frozen=True, slots=True)
class Section:
    """Options that stand together, the rare ones folded away. folds: all of them are, under `summary`."""

    legend: Said
    blocks: list[Block | Lines]
    more: list[Block | Lines] = field(default_factory=list)
    folds: bool = False
    fresh: bool = False
    summary: str = ""

    @property
    def is_wrong(self) -> bool:
        return any(box.errors for block in (*self.blocks, *self.more) for box in block.fields)

    @property
    def more_is_wrong(self) -> bool:
        return any(box.errors for block in self.more for box in block.fields)


def sections(fields: Fields, leaves: Sequence[Leaf], kind: str, sheet: Sheet) -> list[Section]:
    """First what stands together by name, then the parts of parts, then what is rare."""
    spec = SECTIONS.get(kind, ())
    named = [section(fields, together, leaves, sheet) for together in spec]
    rest = [leaf for leaf in leaves if not any(is_in(leaf, together) for together in spec)]
    usual = [leaf for leaf in rest if not (is_rare(leaf) and not leaf.group)]
    rare = [block for leaf in rest if leaf not in usual for block in blocks(fields, leaf)]
    groups = [(legend, list(of)) for legend, of in groupby(usual, lambda leaf: leaf.group)]
    many = sum(bool(legend) for legend, _own in groups) > FEW + 1  # the empty one at the end is none of them
    plain = [grouped(fields, legend, own, sheet, many=many) for legend, own in groups]
    more = [Section(_("More options"), rare, folds=True)] if rare else []
    return [each for each in (*named, *plain, *more) if each.blocks or each.more]


def section(fields: Fields, together: Together, leaves: Sequence[Leaf], sheet: Sheet) -> Section:
    found = (leaf for name in together.names for leaf in leaves if is_called(leaf, name))
    own = list({leaf.name: leaf for leaf in found}.values())
    told = summary(own, sheet) if together.folds else ""
    return Section(together.legend, *parted(fields, own), folds=together.folds, summary=told)


def grouped(fields: Fields, legend: str, own: Sequence[Leaf], sheet: Sheet, *, many: bool) -> Section:
    """A part of a part; one of many is folded away under what stands in it, and so is one not there yet."""
    fresh = own[0].fresh
    told = row_summary(own, sheet) if legend and many and not fresh else ""
    folds = bool(legend) and (many or fresh)
    return Section(legend, *parted(fields, own), folds=folds, fresh=fresh, summary=told)


def parted(fields: Fields, own: Sequence[Leaf]) -> tuple[list[Block | Lines], list[Block | Lines]]:
    """What is usual, and what is rare."""
    usual = [block for leaf in own if not is_rare(leaf) for block in blocks(fields, leaf)]
    return usual, [block for leaf in own if is_rare(leaf) for block in blocks(fields, leaf)]


def is_in(leaf: Leaf, together: Together) -> bool:
    return any(is_called(leaf, name) for name in together.names)


def is_called(leaf: Leaf, name: str) -> bool:
    return leaf.name == name or leaf.name.startswith(f"{name}__")


def is_rare(leaf: Leaf) -> bool:
    return leaf.label.rare and not (isinstance(leaf.shape, Condition) and leaf.old)


def blocks(fields: Fields, leaf: Leaf) -> Iterator[Block | Lines]:
    """Boxes one by one; a choice together with what it decides; rows together."""
    held = fields[leaf.name]
    if isinstance(leaf.shape, Rows):
        yield lines(leaf.shape, leaf.name, leaf.label, held)
        return
    while held:
        box, *held = held
        if tag(box.field, "case") is None:
            yield Block(box, leaf.label.short, tag(box.field, "only") or leaf.label.only)
            continue
        end = next((i for i, each in enumerate(held) if tag(each.field, "case") in (0, None)), len(held))
        only, legend = tag(box.field, "only") or "", tag(box.field, "legend")
        yield Block(box, only=only, legend=legend, cases=list(cases(held[:end])))
        held = held[end:]


def cases(held: Sequence[forms.BoundField]) -> Iterator[Case]:
    for number, of in groupby(held, lambda box: tag(box.field, "case")):
        yield Case(number, [(tag(box.field, "level") or "", box) for box in of])


def lines(rows: Rows, name: str, label: Label, held: Sequence[forms.BoundField]) -> Lines:
    found = [
        Line(f"{name}__{i}", i + 1, list(cells(rows, f"{name}__{i}", held)))
        for i in rows.numbers(name, (box.name for box in held))
    ]
    kind = rows.item.__name__.lower()
    return Lines(name, kind, label.label, label.hint, rows.most, found)


def cells(rows: Rows, stem: str, held: Sequence[forms.BoundField]) -> Iterator[Block | Lines]:
    for name, shape in rows.shapes:
        own = [box for box in held if is_of(box.name, f"{stem}__{name}")]
        if isinstance(shape, Rows):
            yield lines(shape, f"{stem}__{name}", field_words(rows.item, name), own)
        else:
            yield from (Block(box) for box in own)
