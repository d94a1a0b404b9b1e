"""Shapes of options: which boxes show one, and what was typed into them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms
from django.utils.translation import gettext as _

from surveys.admin.studio import boxes, texts
from surveys.admin.studio.words import Label, option
from surveys.protocol import Document
from surveys.questions import Likert, Question

Boxes = dict[str, forms.Field]


@dataclass(frozen=True)
class Sheet:
    """What the boxes must know of the study.

    choices: what a field may name, where that is a list. sent: the names of the boxes that come back, which
    tell how many rows were added on the page.
    """

    document: Document
    languages: tuple[str, ...]
    choices: Mapping[str, boxes.Choices]
    sent: frozenset[str] = frozenset()


class Shape(Protocol):
    def boxes(self, name: str, value: Any, label: Label, sheet: Sheet) -> Boxes:
        """The boxes that show the value; the first is called `name`, others begin with it."""

    def read(self, name: str, typed: Mapping[str, Any], old: Any, sheet: Sheet) -> Any:
        """The value that was typed. Raises forms.ValidationError."""


def said(label: Label) -> dict[str, Any]:
    return {"label": label.label, "help_text": label.hint}


class Text:
    def boxes(self, name: str, value: Any, label: Label, sheet: Sheet) -> Boxes:
        return texts.boxes(name, lambda code: (value or {}).get(code, ""), label, sheet.languages)

    def read(self, name: str, typed: Mapping[str, Any], old: Any, sheet: Sheet) -> Any:
        now = dict(old or {})
        for box, language in texts.names(name, sheet.languages):
            if typed[box] or language in now:
                now[language] = typed[box]
        return now


class Texts:
    """Texts, one a line."""

    def boxes(self, name: str, value: Any, label: Label, sheet: Sheet) -> Boxes:
        def shown(language: str) -> str:
            held = [text.get(language, "") for text in value or ()]
            return "\n".join(map(texts.line, held)) if any(held) else ""

        return texts.boxes(name, shown, label, sheet.languages)

    def read(self, name: str, typed: Mapping[str, Any], old: Any, sheet: Sheet) -> Any:
        return texts.read_lines(name, typed, sheet.languages)


@dataclass(frozen=True)
class Pairs:
    """A code and a text each, one pair a line: `code | text`."""

    code: str
    text: str

    def boxes(self, name: str, value: Any, label: Label, sheet: Sheet) -> Boxes:
        def shown(language: str) -> str:
            found = ((pair[self.code], pair[self.text].get(language)) for pair in value or ())
            is_own = language == sheet.languages[0]
            return "\n".join(texts.pair(code, text or "") for code, text in found if text or is_own)

        return texts.boxes(name, shown, label, sheet.languages)

    def read(self, name: str, typed: Mapping[str, Any], old: Any, sheet: Sheet) -> Any:
        found = texts.read_pairs(name, typed, sheet.languages)
        return [{self.code: code, self.text: text} for code, text in found]


@dataclass(frozen=True)
class Values:
    """Numbers or words, one a line; numbers alone on one line; of a known list, to be ticked."""

    numbers: bool = True
    words: bool = True

    def boxes(self, name: str, value: Any, label: Label, sheet: Sheet) -> Boxes:
        shown = [str(each) for each in value or ()]
        if name in sheet.choices:
            return {name: boxes.some_of(shown, with_all(sheet.choices[name], shown), **said(label))}
        between = "\n" if self.words else ", "
        return {name: boxes.words(between.join(shown), rows=label.rows, **said(label))}

    def read(self, name: str, typed: Mapping[str, Any], old: Any, sheet: Sheet) -> Any:
        given = typed[name]
        if isinstance(given, str):
            given = given.split("\n") if self.words else re.split(r"[,;\s]+", given)
        known = {str(each): each for each in old or ()}
        return [known.get(each, self._value(each)) for each in map(str.strip, given) if each]

    def _value(self, typed: str) -> int | str:
        return int(typed) if self.numbers and re.fullmatch(r"-?[0-9]{1,15}", typed) else typed


class Tick:
    def boxes(self, name: str, value: Any, label: Label, sheet: Sheet) -> Boxes:
        return {name: boxes.tick(bool(value), **said(label))}

    def read(self, name: str, typed: Mapping[str, Any], old: Any, sheet: Sheet) -> Any:
        return typed[name]


@dataclass(frozen=True)
class Simple:
    """One number or word. `empty` is what an empty box means, where it may be empty."""

    types: frozenset[Any]
    empty: Any = None
    low: Any = None
    high: Any = None

    def boxes(self, name: str, value: Any, label: Label, sheet: Sheet) -> Boxes:
        about = said(label)
        required = not self.types & {str, None}
        if name in sheet.choices:
            nothing: boxes.Choices = [] if required or value not in (None, "") else [("", "–")]
            if None in self.types:
                nothing = [("", "–")]
            if any(choice == "" for choice, _label in sheet.choices[name]):
                nothing = []  # nothing has words of its own
            known = with_all(sheet.choices[name], [] if value in (None, "") else [str(value)])
            return {name: boxes.one_of(value, [*nothing, *known], **about)}
        if str in self.types:
            shown = "" if value is None else str(value)
            return {name: boxes.words(shown, rows=label.rows, **about)}
        if float in self.types:
            return {name: boxes.decimal(value, required=required, **about)}
        return {name: boxes.whole(value, required=required, low=self.low, high=self.high, **about)}

    def read(self, name: str, typed: Mapping[str, Any], old: Any, sheet: Sheet) -> Any:
        given = typed[name]
        if given in ("", None):
            return self.empty
        if isinstance(given, str) and int in self.types and re.fullmatch(r"-?[0-9]{1,15}", given.strip()):
            return int(given)
        return given


@dataclass(frozen=True)
class OneOf:
    """One of the words that the type allows."""

    values: tuple[Any, ...]

    def boxes(self, name: str, value: Any, label: Label, sheet: Sheet) -> Boxes:
        choices: boxes.Choices = [(str(each), option(name, each)) for each in self.values]
        return {name: boxes.one_of(value, choices, **said(label))}

    def read(self, name: str, typed: Mapping[str, Any], old: Any, sheet: Sheet) -> Any:
        return next((each for each in self.values if str(each) == typed[name]), typed[name])


BY_GROUP = "@"
"""Before the name of a factor, where a condition is about levels rather than answers."""


class Condition:
    """Some answers to one earlier question, or some levels of one factor."""

    def boxes(self, name: str, value: Any, label: Label, sheet: Sheet) -> Boxes:
        named = condition_named(value) if value else ""
        ticked = [f"{named}={each}" for each in value["among"]] if value else []
        choices = with_all(sheet.choices.get(name, []), ticked)
        if value:  # the question that is named comes first: the list may be long
            choices.sort(key=lambda choice: not choice[0].startswith(f"{named}="))
        return {name: boxes.some_of(ticked, choices, **said(label))} if choices else {}

    def read(self, name: str, typed: Mapping[str, Any], old: Any, sheet: Sheet) -> Any:
        ticked = [each.partition("=") for each in typed[name]]
        if not ticked:
            return None
        if len({code for code, _is, _value in ticked}) > 1:
            raise forms.ValidationError(_("Tick answers of one question only."))
        code = ticked[0][0]
        if code.startswith(BY_GROUP):
            return by_group(sheet.document, code.removeprefix(BY_GROUP), [value for _c, _is, value in ticked])
        asked = next((q for q in questions(sheet.document) if q.code == code), None)
        numeric = isinstance(asked, Likert)
        return {"code": code, "among": [int(v) if numeric else v for _code, _is, v in ticked]}


def condition_named(value: Mapping[str, Any]) -> str:
    return value.get("code") or f"{BY_GROUP}{value.get('factor', '')}"


def by_group(document: Document, name: str, levels: list[str]) -> dict[str, Any]:
    factor = document.factor(name)
    known = {str(level): level for level in factor.levels} if factor else {}
    return {"factor": name, "among": [known.get(level, level) for level in levels]}


def questions(document: Document) -> list[Question]:
    """The questions that pages ask, without the items of scales."""
    return [entry for page in document.pages for entry in page.entries() if isinstance(entry, Question)]


def with_all(choices: boxes.Choices, shown: list[str]) -> boxes.Choices:
    """The choices, and what is chosen now though it is none: it must not be lost by saving."""
    known = {value for value, _label in choices}
    return [
        *choices,
        *((each, _("%(name)s (not there)") % {"name": each}) for each in shown if each not in known),
    ]
