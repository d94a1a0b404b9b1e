"""The shape of a score's courses, a line each."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from surveys.admin.studio import boxes
from surveys.admin.studio.label import Label
from surveys.admin.studio.shapes import Boxes, Sheet, said

NONE = "none"
_CHANGE = re.compile(r"(\d{1,2})\s*:\s*([+-]?\d{1,4})")
_START = re.compile(rf"({NONE})?\s*(\d{{1,4}})?")


class Courses:
    """One a line: `name | start | day: points, day: points`."""

    def boxes(self, name: str, value: Any, label: Label, sheet: Sheet) -> Boxes:
        shown = "\n".join(map(course_line, value or ()))
        return {name: boxes.words(shown, rows=label.rows, **said(label))}

    def read(self, name: str, typed: Mapping[str, Any], old: Any, sheet: Sheet) -> Any:
        known = {each["code"]: each for each in old or ()}
        lines = [line.strip() for line in typed[name].split("\n") if line.strip()]
        return [read_course(line, known) for line in lines]


def course_line(course: Mapping[str, Any]) -> str:
    start = "" if course["start"] is None else str(course["start"])
    about = " ".join(part for part in ("" if course["exists"] else NONE, start) if part)
    changes = ", ".join(f"{change['day']}: {change['by']:+d}" for change in course["changes"])
    return " | ".join((course["code"], about, changes)).rstrip(" |")


def read_course(line: str, known: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What a line says. Raises ValidationError naming the line."""
    code, about, changes = ([part.strip() for part in line.split("|")] + ["", ""])[:3]
    start = _START.fullmatch(about)
    steps = [_CHANGE.fullmatch(part.strip()) for part in re.split(r"[,;]", changes) if part.strip()]
    if not code or start is None or None in steps or line.count("|") > 2:
        raise forms.ValidationError(
            _("“%(line)s”: write name | start | day: points, such as “dip | 68 | 4: -4”.") % {"line": line}
        )
    return {
        **known.get(code, {}),
        "code": code,
        "exists": start[1] is None,
        "start": int(start[2]) if start[2] else None,
        "changes": [{"day": int(step[1]), "by": int(step[2])} for step in steps if step],
    }
