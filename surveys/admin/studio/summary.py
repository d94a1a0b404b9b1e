"""What stands in some options, in a line."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from surveys.admin.studio.leaves import Leaf
from surveys.admin.studio.words import option

LONGEST = 120


def summary(leaves: Sequence[Leaf]) -> str:
    text = " · ".join(said for leaf in leaves if not leaf.label.rare for said in told(leaf))
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip(' ·')}…"


def told(leaf: Leaf) -> Iterator[str]:
    """Of one option: words as they are, everything else behind what it is called."""
    value, called = leaf.old, str(leaf.label.label)
    if value in (None, "", False, [], {}):
        return
    if value is True:
        yield called
    elif isinstance(value, Mapping):
        yield from held(value, called)
    elif isinstance(value, list):
        yield f"{called}: {', '.join(map(entry, value))}"
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
    """One of several: by its first words or number."""
    if not isinstance(value, Mapping):
        return str(value)
    return str(next(iter(value.values()), ""))
