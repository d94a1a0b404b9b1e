"""Shapes of what is compared between groups: sides by their levels, several names, acts to be ticked."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import Any

from django.utils.translation import gettext as _

from surveys.admin.studio import boxes
from surveys.admin.studio.choices import level_words
from surveys.admin.studio.shapes import Boxes, Sheet, Values, said, with_all
from surveys.admin.studio.words import Label, option
from surveys.texts import say


class Levels:
    """Some levels of some factors, to be ticked."""

    def boxes(self, name: str, value: Any, label: Label, sheet: Sheet) -> Boxes:
        ticked = [f"{factor}={level}" for factor, levels in (value or {}).items() for level in levels]
        language = sheet.document.language
        choices = [
            (
                f"{factor.name}={level}",
                _("%(factor)s: %(level)s")
                % {
                    "factor": say(factor.label, language, "en") or factor.name,
                    "level": level_words(sheet.document, factor, level),
                },
            )
            for factor in sheet.document.factors
            for level in factor.levels
        ]
        return {name: boxes.some_of(ticked, with_all(choices, ticked), **said(label))}

    def read(self, name: str, typed: Mapping[str, Any], old: Any, sheet: Sheet) -> Any:
        known = {
            f"{factor.name}={level}": level for factor in sheet.document.factors for level in factor.levels
        }
        found: dict[str, list[Any]] = {}
        for ticked in typed[name]:
            factor, _is, level = ticked.partition("=")
            found.setdefault(factor, []).append(known.get(ticked, level))
        return found


class Several(Values):
    """Names, to be ticked: one alone is written as itself."""

    def boxes(self, name: str, value: Any, label: Label, sheet: Sheet) -> Boxes:
        return super().boxes(name, [value] if isinstance(value, str) else value, label, sheet)

    def read(self, name: str, typed: Mapping[str, Any], old: Any, sheet: Sheet) -> Any:
        found = super().read(name, typed, (), sheet)
        return found if len(found) > 1 else next(iter(found), None)


SLOPE, LESS, AND = "slope", " less ", "+"


class OfEach:
    """What is compared of each participant: their mean, their slope, or one level's rating less another's."""

    def boxes(self, name: str, value: Any, label: Label, sheet: Sheet) -> Boxes:
        factor = next((f for f in sheet.document.factors if f.varies == "within"), None)
        apart = permutations(map(str, factor.levels), 2) if factor else ()
        choices = [("", _("Their mean")), (SLOPE, _("Their own slope per 10 points of score"))]
        choices += [(f"{at}{LESS}{less}", _less(at, less)) for at, less in apart]
        now = self._written(value)
        if now not in dict(choices):
            choices.append((now, _less(*now.split(LESS))))
        return {name: boxes.one_of(now, choices, **said(label))}

    def read(self, name: str, typed: Mapping[str, Any], old: Any, sheet: Sheet) -> Any:
        if not typed[name]:
            return None
        if typed[name] == SLOPE:
            return {"slope": True, "at": [], "less": []}
        known = {str(level): level for factor in sheet.document.factors for level in factor.levels}
        at, less = ([known.get(one, one) for one in side.split(AND)] for side in typed[name].split(LESS))
        return {"slope": False, "at": at, "less": less}

    def _written(self, value: Any) -> str:
        if not value:
            return ""
        return (
            SLOPE if value.get("slope") else LESS.join(AND.join(map(str, value[s])) for s in ("at", "less"))
        )


def _less(at: str, less: str) -> str:
    told = {"at": at.replace(AND, ", "), "less": less.replace(AND, ", ")}
    return _("Their rating at %(at)s less that at %(less)s") % told


@dataclass(frozen=True)
class SomeOf:
    """Some of the words that the type allows."""

    values: tuple[Any, ...]

    def boxes(self, name: str, value: Any, label: Label, sheet: Sheet) -> Boxes:
        choices: boxes.Choices = [(str(each), option(name, each)) for each in self.values]
        return {name: boxes.some_of([*map(str, value or ())], choices, **said(label))}

    def read(self, name: str, typed: Mapping[str, Any], old: Any, sheet: Sheet) -> Any:
        return list(typed[name])
