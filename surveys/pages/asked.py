"""What a page asks, ready for templates: each question with what was typed and what is wrong with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveys.instruments import Instrument
from surveys.pages.sheet import Problem
from surveys.pages.words import Words
from surveys.protocol import Step
from surveys.protocol.nodes import Consent, Statement
from surveys.protocol.scales import Entry, ScaleUse, expand
from surveys.questions import DECLINED_VALUE, Differential, Fields, Question
from surveys.texts import Text


@dataclass(frozen=True, slots=True)
class Item:
    """One question as it stands on the page."""

    question: Question
    typed: tuple[str, ...] = ()
    declined: bool = False
    error: str = ""

    @property
    def value(self) -> str:
        return self.typed[0] if self.typed else ""


@dataclass(frozen=True, slots=True)
class Group:
    """One entry of the page: a question, or the items of a scale under its own line of text."""

    items: tuple[Item, ...]
    text: Text
    is_scale: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A statement to be ticked."""

    statement: Statement
    ticked: bool = False
    error: str = ""


def groups(
    step: Step, library: Mapping[str, Instrument], typed: Fields, errors: Mapping[str, str]
) -> tuple[Group, ...]:
    return tuple(_group(entry, library, typed, errors) for entry in step.entries)


def boxes(node: Consent, typed: Fields, errors: Mapping[str, str]) -> tuple[Box, ...]:
    return tuple(
        Box(s, any(v.strip() for v in typed.get(s.code, ())), errors.get(s.code, "")) for s in node.statements
    )


def problems(step: Step, typed: Fields, errors: Mapping[str, str], words: Words) -> tuple[Problem, ...]:
    """In the page's order, each with the words that the field stands under."""
    labels = {question.code: label(question, words) for question in step.questions}
    if isinstance(step.node, Consent):
        labels |= {s.code: words.say(s.text) for s in step.node.statements}
    labels |= {code: said for code, said in errors.items() if code not in labels}
    wrong = [code for code in labels if code in errors]
    return tuple(
        Problem(
            f"q-{code}",
            labels[code],
            errors[code],
            missing=labels[code] == errors[code] or not _is_filled(code, typed),
            left=headline(step, errors, typed, left=above) if above else _("Nothing is left."),
        )
        for above, code in enumerate(wrong)
    )


def label(question: Question, words: Words) -> str:
    if isinstance(question, Differential):
        return f"{words.say(question.left)} – {words.say(question.right)}"
    return words.say(question.text)


def headline(step: Step, errors: Mapping[str, str], typed: Fields, *, left: int | None = None) -> str:
    """Names what is left where answers are only missing; otherwise how many need another look. left: of the
    errors, how many have not been mended since.
    """
    wrong = [question for question in step.questions if question.code in errors]
    count = len(errors) if left is None else left
    if count == 0:
        return ""
    if isinstance(step.node, Consent):
        return _("Before you begin, please tick:")
    if not wrong:
        return _("Nothing was sent yet")
    if any(_is_filled(question.code, typed) for question in wrong):
        return ngettext("%d answer needs another look", "%d answers need another look", count) % count
    if wrong and all(isinstance(question, Differential) for question in wrong):
        return ngettext("You have %d pair left", "You have %d pairs left", count) % count
    return ngettext("You have %d question left", "You have %d questions left", count) % count


def _group(
    entry: Entry, library: Mapping[str, Instrument], typed: Fields, errors: Mapping[str, str]
) -> Group:
    items = _items(expand([entry], library), typed, errors)
    if isinstance(entry, ScaleUse):
        return Group(items, entry.text, is_scale=True)
    return Group(items, {}, is_scale=False)


def _items(questions: Iterable[Question], typed: Fields, errors: Mapping[str, str]) -> tuple[Item, ...]:
    return tuple(_item(question, typed, errors.get(question.code, "")) for question in questions)


def _item(question: Question, typed: Fields, error: str) -> Item:
    values = tuple(typed.get(question.code, ()))
    declined = question.declinable and (
        bool(typed.get(f"{question.code}.declined"))
        if question.own_decline_box
        else values == (DECLINED_VALUE,)
    )
    return Item(question, values, declined, error)


def _is_filled(code: str, typed: Fields) -> bool:
    return any(value.strip() for value in typed.get(code, ()))
