"""Things of one type as rows of boxes, the last of them empty; a row that is emptied goes."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from pydantic import BaseModel

from surveys.admin.studio import texts, words
from surveys.admin.studio.shapes import Boxes, Shape, Sheet, Simple, Text, Tick
from surveys.admin.studio.words import Label

MOST = 40
"""Rows, where the type names no limit."""


@dataclass(frozen=True)
class Rows:
    """`item` by the shapes of its fields. The first tells rows apart; a name left out is made from words."""

    item: type[BaseModel]
    shapes: tuple[tuple[str, Shape], ...]
    most: int = MOST

    @property
    def key(self) -> str:
        return self.shapes[0][0]

    def boxes(self, name: str, value: Any, label: Label, sheet: Sheet) -> Boxes:
        held = list(value or ())
        found: Boxes = {}
        for i in range(self._count(name, len(held), sheet)):
            row = held[i] if i < len(held) else self._fresh()
            for field, shape in self.shapes:
                said = words.field(self.item, field)
                found |= shape.boxes(f"{name}__{i}__{field}", row.get(field), said, sheet)
        for box in found.values():
            box.required = False
        return found

    def read(self, name: str, typed: Mapping[str, Any], old: Any, sheet: Sheet) -> Any:
        held = list(old or ())
        at = self.kept(name, typed)
        made = [self._row(f"{name}__{i}", typed, held[i] if i < len(held) else {}, sheet) for i in at]
        self._name(name, at, made, sheet)
        return made

    def kept(self, name: str, typed: Mapping[str, Any]) -> list[int]:
        """The numbers of the rows in which something stands."""
        return [i for i in range(self.most + 1) if not self._is_blank(f"{name}__{i}", typed)]

    def box_at(self, name: str, typed: Mapping[str, Any], loc: tuple[int | str, ...]) -> str:
        """The box of what the type refused: (row, field, ...)."""
        if not loc or not isinstance(loc[0], int):
            return f"{name}__0__{self.key}"
        at = self.kept(name, typed)
        row = f"{name}__{at[loc[0]] if loc[0] < len(at) else 0}"
        field = next((field for field, _shape in self.shapes if loc[1:2] == (field,)), self.key)
        shape = dict(self.shapes)[field]
        inner = f"{row}__{field}"
        return shape.box_at(inner, typed, loc[2:]) if isinstance(shape, Rows) else inner

    def numbers(self, name: str, names: Iterable[str]) -> list[int]:
        """The numbers of all rows that have boxes of these names."""
        found = (re.match(rf"{re.escape(name)}__(\d{{1,3}})__", each) for each in names)
        return sorted({int(each[1]) for each in found if each})

    def _count(self, name: str, held: int, sheet: Sheet) -> int:
        """Those there are, those that were added on the page, and an empty one."""
        sent = [i for i in self.numbers(name, sheet.sent) if i < self.most]
        return min(max(held + 1, *(i + 1 for i in sent), 0), max(self.most, held))

    def _fresh(self) -> dict[str, Any]:
        known = self.item.model_fields
        return {
            field: None if known[field].is_required() else known[field].get_default(call_default_factory=True)
            for field, _shape in self.shapes
        }

    def _is_blank(self, row: str, typed: Mapping[str, Any]) -> bool:
        """Of what has words, are they empty? Otherwise, is all of it?"""
        of_text = [field for field, shape in self.shapes if isinstance(shape, Text)]
        for field, shape in self.shapes:
            if isinstance(shape, Tick) or (of_text and field not in of_text):
                continue
            given = (value for box, value in typed.items() if is_of(box, f"{row}__{field}"))
            if any(value not in ("", None) for value in given):
                return False
        return True

    def _row(
        self, row: str, typed: Mapping[str, Any], old: Mapping[str, Any], sheet: Sheet
    ) -> dict[str, Any]:
        read = {
            field: shape.read(f"{row}__{field}", typed, old.get(field), sheet) for field, shape in self.shapes
        }
        for field, value in read.items():
            is_made = field == self.key and self._names_itself
            if value in ("", None) and self.item.model_fields[field].is_required() and not is_made:
                raise wrong(f"{row}__{field}", _("Fill this in, or empty the whole row to remove it."))
        return {**old, **read}

    def _name(self, name: str, at: list[int], made: list[dict[str, Any]], sheet: Sheet) -> None:
        """Give what has none a name, made from its words; refuse one that two rows have."""
        taken = {str(row[self.key]) for row in made if row[self.key] not in ("", None)}
        seen: set[str] = set()
        for i, row in zip(at, made, strict=True):
            if row[self.key] in ("", None):
                own = row[self._texts()[0]].get(sheet.languages[0], "")
                row[self.key] = texts.free_code(own, taken, default=self.item.__name__.lower())
                taken.add(row[self.key])
            if str(row[self.key]) in seen:
                told = {"name": row[self.key]}
                raise wrong(
                    f"{name}__{i}__{self.key}", _("“%(name)s” stands in two rows: change one.") % told
                )
            seen.add(str(row[self.key]))

    @property
    def _names_itself(self) -> bool:
        """Whether the first field is a word, which can be made from the row's text."""
        first = self.shapes[0][1]
        return isinstance(first, Simple) and str in first.types and bool(self._texts())

    def _texts(self) -> list[str]:
        return [field for field, shape in self.shapes if isinstance(shape, Text)]


def wrong(box: str, message: str) -> forms.ValidationError:
    return forms.ValidationError({box: message})


def is_of(box: str, stem: str) -> bool:
    return box == stem or box.startswith(f"{stem}__")
