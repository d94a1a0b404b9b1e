"""Shapes of what may be decided by something that varies: one box for all, or one for each of its levels."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _

from surveys.admin.studio import boxes
from surveys.admin.studio.boxes import tagged
from surveys.admin.studio.choices import level_words
from surveys.admin.studio.shapes import Boxes, OneOf, Shape, Sheet, Simple, Text, said, with_all
from surveys.admin.studio.words import Label
from surveys.cues import Level
from surveys.texts import say

ACCOUNT = "=account"
"""Of a score that is computed. No factor is called so."""

SAME = 1
"""The number of the first case of a choice: the same for everybody."""


@dataclass(frozen=True)
class Varied:
    """The same for everybody, or decided by something that varies: then each level has a box."""

    constant: Shape
    optional: bool = False

    def boxes(self, name: str, value: Any, label: Label, sheet: Sheet) -> Boxes:
        decided = value["factor"] if isinstance(value, Mapping) else ""
        offers = offered(sheet, decided)
        found = {name: choice(decided, offers, label)}
        found |= self._same(name, None if decided else value, label, sheet)
        for number, (factor, _words) in enumerate(offers[1:], SAME + 1):
            held = value.get("values", {}) if factor == decided else self._begin(factor, value, sheet)
            for level, box, words in at_levels(name, factor, decided, label, sheet):
                made = self.constant.boxes(box, held.get(str(level), level), words, sheet)
                found |= placed(made, number, at_level(sheet, factor, level), is_open=factor != decided)
        return found

    def _same(self, name: str, value: Any, label: Label, sheet: Sheet) -> Boxes:
        """The boxes of what is the same for everybody; they may stay empty."""
        same = self.constant.boxes(f"{name}__same", value, replace(label, hint=""), sheet)
        return placed(same, SAME, "", is_open=True)

    def read(self, name: str, typed: Mapping[str, Any], old: Any, sheet: Sheet) -> Any:
        factor = typed[name]
        if not factor:
            value = self.constant.read(f"{name}__same", typed, None, sheet)
            if value is None and not self.optional:
                raise forms.ValidationError(_("Give the value that is the same for everybody."))
            return value
        before = old if isinstance(old, Mapping) else {}
        decided = before.get("factor", "")
        values = dict(before.get("values", {})) if factor == decided else {}
        for level, box, _words in at_levels(name, factor, decided, Label(""), sheet):
            given = self.constant.read(box, typed, None, sheet)
            values.pop(str(level), None)
            if given is not None and given != level:
                values[str(level)] = given
        return decided_by(factor, values)

    def _begin(self, factor: str, old: Any, sheet: Sheet) -> dict[str, Any]:
        """What was the same for everybody holds at each level that says nothing by itself."""
        usual = None if isinstance(old, Mapping) else old
        if usual is None and isinstance(self.constant, OneOf):
            usual = self.constant.values[0]
        unsaid = (level for level in levels_of(sheet, factor) if not self._says(level))
        return {str(level): usual for level in unsaid}

    def _says(self, level: Level) -> bool:
        if isinstance(self.constant, OneOf):
            return level in self.constant.values
        return isinstance(level, int) and isinstance(self.constant, Simple)


class VariedText:
    """Words that are the same for everybody, or others at each level of something that varies."""

    def boxes(self, name: str, value: Any, label: Label, sheet: Sheet) -> Boxes:
        decided = value["factor"] if value and "texts" in value else ""
        offers = offered(sheet, decided)
        found = {f"{name}__by": choice(decided, offers, label)}
        same = Text().boxes(name, None if decided else value, replace(label, hint=""), sheet)
        found |= placed(same, SAME, "")
        for number, (factor, _words) in enumerate(offers[1:], SAME + 1):
            for level, box, words in at_levels(name, factor, decided, label, sheet):
                held = value["texts"].get(str(level)) if factor == decided else None if decided else value
                made = Text().boxes(box, held, words, sheet)
                found |= placed(made, number, at_level(sheet, factor, level))
        return found

    def read(self, name: str, typed: Mapping[str, Any], old: Any, sheet: Sheet) -> Any:
        by, before = typed[f"{name}__by"], old if old and "texts" in old else {}
        if not by:
            return Text().read(name, typed, {} if before else old, sheet)
        decided = before.get("factor", "")
        texts = dict(before["texts"]) if by == decided else {}
        for level, box, _words in at_levels(name, by, decided, Label(""), sheet):
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
        found[name] = choice(decided, choices, label)
        moved = Label(_("Points up or down"), _("Added to what the account has."), only=ACCOUNT)
        return found | self.shift.boxes(f"{name}__shift", value["shift"] if computed else 0, moved, sheet)

    def read(self, name: str, typed: Mapping[str, Any], old: Any, sheet: Sheet) -> Any:
        computed = isinstance(old, Mapping) and "rule" in old
        if typed[name] != ACCOUNT:
            return self.given.read(name, typed, None if computed else old, sheet)
        shift = self.shift.read(f"{name}__shift", typed, old["shift"] if computed else 0, sheet)
        return {"rule": "account", "shift": shift}


def decided_by(factor: str, values: dict[str, Any]) -> dict[str, Any]:
    """As it is kept: without values where each level stands for itself."""
    return {"factor": factor, "values": values} if values else {"factor": factor}


def choice(decided: str, choices: boxes.Choices, label: Label) -> forms.Field:
    """What decides: the first of a property's boxes. `only`: see Label."""
    words = replace(label, label=format_lazy("{}, {}", label.label, _("for whom")))
    return tagged(boxes.one_of(decided, choices, **said(words)), case=0, legend=label.label, only=label.only)


def placed(made: Boxes, number: int, level: str, *, is_open: bool = False) -> Boxes:
    """The boxes as those of one case of a choice, which need not be filled in where that may not hold."""
    for box in made.values():
        tagged(box, case=number, level=level)
        box.required = box.required and not is_open
    return made


def offered(sheet: Sheet, decided: str) -> boxes.Choices:
    """What may decide: nothing, or something that varies."""
    language = sheet.document.language
    called = {f.name: say(f.label, language, "en") or f.name for f in sheet.document.factors}
    factors = [(code, _("varies: %(what)s") % {"what": what}) for code, what in called.items()]
    return with_all([("", _("the same for everybody")), *factors], [decided])


def levels_of(sheet: Sheet, name: str) -> tuple[Level, ...]:
    factor = sheet.document.factor(name)
    return factor.levels if factor else ()


def at_level(sheet: Sheet, name: str, level: Level) -> str:
    """What people of this level are called."""
    factor = sheet.document.factor(name)
    return level_words(sheet.document, factor, level) if factor else str(level)


def at_levels(
    name: str, factor: str, decided: str, label: Label, sheet: Sheet
) -> Iterator[tuple[Level, str, Label]]:
    """Each level with the name of its box, and what that is called. decided: the factor that decides now."""
    stem = name if factor == decided else f"{name}__by{place_of(sheet, factor)}"
    for i, level in enumerate(levels_of(sheet, factor)):
        words = format_lazy("{}: {}", label.label, str(level))
        yield level, f"{stem}__at{i}", replace(label, label=words, hint="")


def place_of(sheet: Sheet, factor: str) -> int:
    return next((i for i, each in enumerate(sheet.document.factors) if each.name == factor), 0)
