"""Texts in the study's languages as boxes: one box where there is one language."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy, slugify
from django.utils.translation import gettext as _

from surveys.admin.studio.boxes import words
from surveys.admin.studio.words import Label
from surveys.protocol import Document
from surveys.questions import DECLINED_VALUE

Languages = Sequence[str]
LONGEST_CODE = 31
DASH = "–"


def languages(document: Document) -> tuple[str, ...]:
    """The study's own language, then those that participants' texts have been translated into."""
    held = [document.title, document.help]
    held += [text for page in document.pages for _field, text in page.texts()]
    held += [entry.text for page in document.pages for entry in page.entries()]
    found = {language for text in held for language in text}
    return (document.language, *sorted(found - {document.language}))


def names(name: str, languages: Languages) -> Iterator[tuple[str, str]]:
    """(box, language); the first language's box bears the field's own name."""
    for i, language in enumerate(languages):
        yield (f"{name}__{language}" if i else name), language


def boxes(
    name: str, shown: Callable[[str], str], label: Label, languages: Languages
) -> dict[str, forms.Field]:
    made: dict[str, forms.Field] = {}
    for box, language in names(name, languages):
        title = format_lazy("{} ({})", label.label, language) if len(languages) > 1 else label.label
        hint = label.hint if box == name else ""
        made[box] = words(shown(language), rows=label.rows, label=title, help_text=hint)
        made[box].widget.attrs["lang"] = language
    return made


def line(text: str) -> str:
    """A text as one line; one without words as a dash, so that it is seen."""
    return " ".join(text.split("\n")) or DASH


def unsaid(line: str) -> str:
    return "" if line in (DASH, "-") else line


def pair(code: Any, text: str) -> str:
    return f"{code} | {' '.join(text.splitlines())}"


def read_lines(name: str, typed: Mapping[str, Any], languages: Languages) -> list[dict[str, str]]:
    """A text a line, in every language that has any. Raises ValidationError where lines do not match."""
    own, *others = [(language, _lines(typed[box])) for box, language in names(name, languages)]
    found = [{own[0]: unsaid(line)} for line in own[1]]
    for language, written in others:
        if written and len(written) != len(found):
            told = {"language": language, "count": len(found)}
            raise forms.ValidationError(_("%(language)s: write %(count)d lines, one for each.") % told)
        for text, line in zip(found, written, strict=False):
            text[language] = unsaid(line)
    return found


def read_pairs(name: str, typed: Mapping[str, Any], languages: Languages) -> list[tuple[Any, dict[str, str]]]:
    """(code, texts) a line. A line of the first language without a code gets one made from its words."""
    (own_box, own), *others = names(name, languages)
    written = [_split(line) for line in _lines(typed[own_box])]
    taken = {DECLINED_VALUE, *(code for code, _text in written if code)}
    found: dict[str, dict[str, str]] = {}
    doubled = [code for code in taken if [c for c, _text in written].count(code) > 1]
    if doubled:
        raise forms.ValidationError(
            _("“%(code)s” stands before two lines: rename one.") % {"code": doubled[0]}
        )
    for code, text in written:
        code = code or free_code(text, taken)
        taken.add(code)
        found[code] = {own: text}
    for box, language in others:
        for code, text in map(_split, _lines(typed[box])):
            if code not in found:
                told = {"line": text or code, "language": language}
                raise forms.ValidationError(
                    _("%(language)s: “%(line)s” needs a name that stands among the lines above.") % told
                )
            found[code][language] = text
    return [(int(code) if code.lstrip("-").isdecimal() else code, text) for code, text in found.items()]


def free_code(text: str, taken: set[str], default: str = "option") -> str:
    """A name in the data made from words: ASCII, short, and not taken, whatever its capitals."""
    plain = slugify(text).replace("-", "_").strip("_")[:LONGEST_CODE].rstrip("_")
    stem = plain if plain[:1].isalpha() else f"{default}_{plain}".rstrip("_")[:LONGEST_CODE]
    used = {code.lower() for code in taken}
    numbered = (f"{stem[: LONGEST_CODE - 4]}_{i}" for i in range(2, 10_000))
    return next(code for code in (stem, *numbered) if code.lower() not in used)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _split(line: str) -> tuple[str, str]:
    code, bar, text = line.partition("|")
    return (code.strip(), text.strip()) if bar else ("", line.strip())
