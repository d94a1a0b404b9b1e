"""Shapes of options that a feed has: courses of a score, and words that a factor decides."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _

from surveys.admin.studio import boxes, texts
from surveys.admin.studio.label import Label
from surveys.admin.studio.shapes import Boxes, Sheet, said, with_all
from surveys.texts import say

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


class WordsVaried:
    """The same words for everybody, or other ones at each level of something that varies."""

    def boxes(self, name: str, value: Any, label: Label, sheet: Sheet) -> Boxes:
        language = sheet.document.language
        decided = value["factor"] if is_varied(value) else ""
        called = {f.name: say(f.label, language, "en") or f.name for f in sheet.document.factors}
        factors = [(code, _("varies: %(what)s") % {"what": what}) for code, what in called.items()]
        choices = with_all([("", _("the same for everybody")), *factors], [decided] if decided else [])
        same = {} if decided else value or {}
        found = texts.boxes(name, lambda code: same.get(code, ""), label, sheet.languages)
        by = f"{name}__by"
        whose = Label(format_lazy("{}, {}", label.label, _("whether it varies")))
        found[by] = boxes.one_of(decided, choices, **said(whose))
        levels = Label(
            format_lazy("{}, {}", label.label, _("level by level")),
            _("One a line: level | words. A level that is left out says nothing."),
            rows=3,
        )
        told = value["texts"] if is_varied(value) else {}

        def lines(code: str) -> str:
            is_own = code == language
            shown = ((level, text.get(code, "")) for level, text in told.items())
            return "\n".join(texts.pair(level, text) for level, text in shown if text or is_own)

        return {**found, **texts.boxes(f"{name}__levels", lines, levels, sheet.languages)}

    def read(self, name: str, typed: Mapping[str, Any], old: Any, sheet: Sheet) -> Any:
        if typed[f"{name}__by"]:
            pairs = texts.read_pairs(f"{name}__levels", typed, sheet.languages)
            return {"factor": typed[f"{name}__by"], "texts": {str(level): text for level, text in pairs}}
        now = {} if is_varied(old) else dict(old or {})
        for box, language in texts.names(name, sheet.languages):
            if typed[box] or language in now:
                now[language] = typed[box]
        return now


def is_varied(value: Any) -> bool:
    return isinstance(value, Mapping) and "texts" in value and "factor" in value
