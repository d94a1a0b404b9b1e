"""What stands in some options, in a line."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

from django.utils.translation import gettext as _

from surveys.admin.studio.leaves import Leaf
from surveys.admin.studio.words import option

LONGEST = 100
BETWEEN = " · "


def summary(leaves: Sequence[Leaf]) -> str:
    """As many of the options that are not rare as a line holds; "none" of a part that is not there."""
    usual = [leaf for leaf in leaves if not leaf.label.rare]
    if is_part(usual) and not any(told(usual[0])):
        return _("none")
    said = [words for leaf in usual for words in told(leaf, is_alone=len(usual) == 1)]
    ends = accumulate(len(words) + len(BETWEEN) for words in said)
    fitting = [words for words, end in zip(said, ends, strict=True) if end <= LONGEST]
    text = BETWEEN.join(fitting or said[:1])
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def is_part(leaves: Sequence[Leaf]) -> bool:
    """Are they one part's, which may be absent, as its first option says?"""
    return len(leaves) > 1 and all(len(leaf.keys) > 1 for leaf in leaves)


def told(leaf: Leaf, *, is_alone: bool = False) -> Iterator[str]:
    """Of one option: words as they are, everything else behind what it is called."""
    value, called = leaf.old, str(leaf.label.label)
    if value is None or value is False or value in ("", [], (), {}) or leaf.label.only:
        return
    if value is True:
        yield called
    elif isinstance(value, Mapping):
        yield from held(value, called)
    elif isinstance(value, list):
        each = ", ".join(map(entry, value))
        yield each if is_alone else f"{called}: {each}"
    elif isinstance(value, str):
        yield f"{called}: {option(leaf.name, value)}"
    else:
        yield f"{called}: {value}"


def held(value: Mapping[str, Any], called: str) -> Iterator[str]:
    if "among" in value:
        yield ", ".join(map(str, value["among"]))
    elif "factor" in value:
        yield _("%(what)s varies") % {"what": called}
    elif words := next((each for each in value.values() if isinstance(each, str) and each), ""):
        yield " ".join(words.split())


def entry(value: Any) -> str:
    """One of several: by its name or number."""
    return str(next(iter(value.values()), "")) if isinstance(value, Mapping) else str(value)
