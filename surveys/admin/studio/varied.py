"""Shapes of what may be decided by something that varies: one box for all, or one for each of its levels."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _

from surveys.admin.studio import boxes
from surveys.admin.studio.shapes import Boxes, OneOf, Shape, Sheet, Simple, Text, said, with_all
from surveys.admin.studio.words import Label
from surveys.cues import Level
from surveys.texts import say

ACCOUNT = "=account"
"""Of a score that is computed. No factor is called so."""


@dataclass(frozen=True)
class Varied:
    """The same for everybody, or decided by something that varies: then each level has a box."""

    constant: Shape
    optional: bool = False

    def boxes(self, name: str, value: Any, label: Label, sheet: Sheet) -> Boxes:
        decided = value["factor"] if isinstance(value, Mapping) else ""
        found = {name: boxes.one_of(decided, offered(sheet, decided), **said(label))}
        found |= for_all(self.constant, name, None if decided else value, label, sheet)
        if decided:
            held = value.get("values", {})
            for level, box, words in at_levels(name, decided, label, sheet):
                found |= self.constant.boxes(box, held.get(str(level), level), words, sheet)
        return found

    def read(self, name: str, typed: Mapping[str, Any], old: Any, sheet: Sheet) -> Any:
        if not typed[name]:
            value = self.constant.read(f"{name}__same", typed, None, sheet)
            if value is None and not self.optional:
                raise forms.ValidationError(_("Give the value that is the same for everybody."))
            return value
        before = old if isinstance(old, Mapping) else {}
        levels = levels_of(sheet, typed[name])
        if before.get("factor") != typed[name]:
            return decided_by(typed[name], {str(level): given for level, given in self._begin(levels, old)})
        values = dict(before.get("values", {}))
        for level, box, _words in at_levels(name, typed[name], Label(""), sheet):
            given = self.constant.read(box, typed, None, sheet)
            values.pop(str(level), None)
            if given is not None and given != level:
                values[str(level)] = given
        return decided_by(typed[name], values)

    def _begin(self, levels: tuple[Level, ...], old: Any) -> Iterator[tuple[Level, Any]]:
        """What was the same for everybody holds at each level that says nothing by itself."""
        for level in levels:
            if not self._says(level) and old is not None and not isinstance(old, Mapping):
                yield level, old

    def _says(self, level: Level) -> bool:
        if isinstance(self.constant, OneOf):
            return level in self.constant.values
        return isinstance(level, int) and isinstance(self.constant, Simple)


class VariedText:
    """Words that are the same for everybody, or others at each level of something that varies."""

    def boxes(self, name: str, value: Any, label: Label, sheet: Sheet) -> Boxes:
        decided = value["factor"] if value and "texts" in value else ""
        same = Text().boxes(name, None if decided else value, label, sheet)
        choice = replace(label, label=format_lazy("{}, {}", label.label, _("for whom")), hint="")
        same[f"{name}__by"] = boxes.one_of(decided, offered(sheet, decided), **said(choice))
        if decided:
            held = value["texts"]
            for level, box, words in at_levels(name, decided, label, sheet):
                same |= Text().boxes(box, held.get(str(level)), words, sheet)
        return same

    def read(self, name: str, typed: Mapping[str, Any], old: Any, sheet: Sheet) -> Any:
        by, before = typed[f"{name}__by"], old if old and "texts" in old else {}
        if not by:
            return Text().read(name, typed, {} if before else old, sheet)
        levels = levels_of(sheet, by)
        if before.get("factor") != by:
            now = Text().read(name, typed, {} if before else old, sheet)
            return {"factor": by, "texts": {str(level): now for level in levels if any(now.values())}}
        texts = dict(before["texts"])
        for level, box, _words in at_levels(name, by, Label(""), sheet):
            now = Text().read(box, typed, texts.get(str(level)), sheet)
            if any(now.values()) or str(level) in texts:
                texts[str(level)] = now
        return {"factor": by, "texts": texts}


class Scored:
    """A score: given, decided by something that varies, or computed from each profile's account."""

    given = Varied(Simple(frozenset({int})))
    shift = Varied(Simple(frozenset({int})))

    def boxes(self, name: str, value: Any, label: Label, sheet: Sheet) -> Boxes:
        computed = isinstance(value, Mapping) and "rule" in value
        found = self.given.boxes(name, None if computed else value, label, sheet)
        decided = ACCOUNT if computed else value["factor"] if isinstance(value, Mapping) else ""
        choices = [*offered(sheet, "" if computed else decided), (ACCOUNT, _("computed from each account"))]
        found[name] = boxes.one_of(decided, choices, **said(label))
        if computed:
            moved = Label(_("Points up or down"), _("Added to what the account has."))
            found |= self.shift.boxes(f"{name}__shift", value["shift"], moved, sheet)
        return found

    def read(self, name: str, typed: Mapping[str, Any], old: Any, sheet: Sheet) -> Any:
        computed = isinstance(old, Mapping) and "rule" in old
        if typed[name] != ACCOUNT:
            return self.given.read(name, typed, None if computed else old, sheet)
        shift = self.shift.read(f"{name}__shift", typed, old["shift"], sheet) if computed else 0
        return {"rule": "account", "shift": shift}


def decided_by(factor: str, values: dict[str, Any]) -> dict[str, Any]:
    """As it is kept: without values where each level stands for itself."""
    return {"factor": factor, "values": values} if values else {"factor": factor}


def for_all(constant: Shape, name: str, value: Any, label: Label, sheet: Sheet) -> Boxes:
    """The boxes of what is the same for everybody; they may stay empty."""
    same = constant.boxes(f"{name}__same", value, label, sheet)
    for box in same.values():
        box.required = False
        box.label = format_lazy("{}, {}", label.label, _("where it is the same for everybody"))
    return same


def offered(sheet: Sheet, decided: str) -> boxes.Choices:
    """What may decide: nothing, or something that varies."""
    language = sheet.document.language
    called = {f.name: say(f.label, language, "en") or f.name for f in sheet.document.factors}
    factors = [(code, _("varies: %(what)s") % {"what": what}) for code, what in called.items()]
    return with_all([("", _("the same for everybody")), *factors], [decided])


def levels_of(sheet: Sheet, name: str) -> tuple[Level, ...]:
    factor = sheet.document.factor(name)
    return factor.levels if factor else ()


def at_levels(name: str, factor: str, label: Label, sheet: Sheet) -> Iterator[tuple[Level, str, Label]]:
    """Each level with the name of its box, and what that is called."""
    for i, level in enumerate(levels_of(sheet, factor)):
        words = format_lazy("{}: {}", label.label, str(level))
        yield level, f"{name}__at{i}", replace(label, label=words, hint="")
