"""Shapes that only a plan has: two neighbouring levels, a way of stopping, the answers of a rule."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from surveys.admin.studio import boxes
from surveys.admin.studio.shapes import Boxes, Condition, Sheet, said, with_all
from surveys.admin.studio.words import FIELDS, Label, option

WAYS = ("fixed", "group_sequential", "anytime_valid")
LOOKS = (0.5, 1.0)
"""Offered where none were named yet."""


class Neighbours:
    """Two levels that follow each other, or none."""

    def boxes(self, name: str, value: Any, label: Label, sheet: Sheet) -> Boxes:
        shown = ", ".join(map(str, value or ()))
        known = with_all(sheet.choices.get(name, []), [shown] if shown else [])
        return {name: boxes.one_of(shown, [("", "–"), *known], **said(label))}

    def read(self, name: str, typed: Mapping[str, Any], old: Any, sheet: Sheet) -> Any:
        return [int(level) for level in typed[name].split(",")] if typed[name] else None


class Stopping:
    """When effects are looked at, and for looks at intervals at which shares of the planned number."""

    def boxes(self, name: str, value: Any, label: Label, sheet: Sheet) -> Boxes:
        ways: boxes.Choices = [(way, option(name, way)) for way in WAYS]
        shown, looks = ", ".join(map(percent, value.get("looks", LOOKS))), FIELDS["looks"]
        return {
            name: boxes.one_of(value["kind"], ways, **said(label)),
            f"{name}__looks": boxes.tagged(boxes.words(shown, **said(looks)), only=looks.only),
        }

    def read(self, name: str, typed: Mapping[str, Any], old: Any, sheet: Sheet) -> Any:
        if typed[name] != "group_sequential":
            return {"kind": typed[name]}
        known = {percent(look): look for look in old.get("looks", LOOKS)}
        parts = [part for part in re.split(r"[,;%\s]+", typed[f"{name}__looks"]) if part]
        if not all(re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,6})?", part) for part in parts):
            raise forms.ValidationError(_("Write the looks as percentages, such as 50, 75, 100."))
        looks = [known.get(part, round(float(part) / 100, 8)) for part in parts]
        return {"kind": "group_sequential", "looks": looks}


def percent(look: float) -> str:
    return f"{100 * look:g}"


class Answered(Condition):
    """The answers by which a rule leaves people out: the question and its answers in one box."""

    def read(self, name: str, typed: Mapping[str, Any], old: Any, sheet: Sheet) -> Any:
        found = super().read(name, typed, old, sheet)
        if found is None:
            return {"code": None, "among": []}
        known = {str(each): each for each in old["among"]} if old["code"] == found["code"] else {}
        return {**found, "among": [known.get(str(each), each) for each in found["among"]]}
