"""What stands in some options, in a line."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

from django.utils.translation import gettext as _

from surveys.admin.studio.leaves import Leaf
from surveys.admin.studio.shapes import Condition, Sheet
from surveys.admin.studio.varied import at_level
from surveys.admin.studio.words import option

LONGEST = 120
BETWEEN = " · "
MANY = 2
"""Groups that are named; more are counted."""


def summary(leaves: Sequence[Leaf], sheet: Sheet) -> str:
    """As many of the options that are not rare as a line holds; "none" of a part that is not there."""
    usual = [leaf for leaf in leaves if not leaf.label.rare]
    if is_part(usual) and not any(told(usual[0], sheet)):
        return _("none")
    return fitting([words for leaf in usual for words in told(leaf, sheet, is_alone=len(usual) == 1)])


def row_summary(leaves: Sequence[Leaf], sheet: Sheet) -> str:
    """What one of several begins with, and for whom it is."""
    said = [words for leaf in leaves for words in told(leaf, sheet) if not isinstance(leaf.shape, Condition)]
    whom = [words for leaf in leaves for words in told(leaf, sheet) if isinstance(leaf.shape, Condition)]
    return fitting([*said[:1], *whom])


def fitting(said: Sequence[str]) -> str:
    ends = accumulate(len(words) + len(BETWEEN) for words in said)
    text = BETWEEN.join([words for words, end in zip(said, ends, strict=True) if end <= LONGEST] or said[:1])
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def is_part(leaves: Sequence[Leaf]) -> bool:
    """Are they one part's, which may be absent, as its first option says?"""
    return len(leaves) > 1 and all(len(leaf.keys) > 1 for leaf in leaves)


def told(leaf: Leaf, sheet: Sheet, *, is_alone: bool = False) -> Iterator[str]:
    """Of one option: words as they are, everything else behind what it is called."""
    value, called = leaf.old, str(leaf.label.label)
    if value is None or value is False or value in ("", [], (), {}) or leaf.label.only:
        return
    if value is True:
        yield called
    elif isinstance(value, Mapping):
        yield from held(value, called, sheet)
    elif isinstance(value, list):
        each = ", ".join(map(entry, value))
        yield each if is_alone else f"{called}: {each}"
    elif isinstance(value, str):
        yield f"{called}: {option(leaf.name, value)}"
    else:
        yield f"{called}: {value}"


def held(value: Mapping[str, Any], called: str, sheet: Sheet) -> Iterator[str]:
    if "among" in value:
        among = [at_level(sheet, value.get("factor") or "", each) for each in value["among"]]
        yield ", ".join(among) if len(among) <= MANY else _("%(count)d groups") % {"count": len(among)}
    elif "factor" in value:
        yield _("%(what)s varies") % {"what": called}
    elif words := next((each for each in value.values() if isinstance(each, str) and each), ""):
        yield " ".join(words.split())


def entry(value: Any) -> str:
    """One of several: by its name or number."""
    return str(next(iter(value.values()), "")) if isinstance(value, Mapping) else str(value)
