"""What a box is called."""

from dataclasses import dataclass

from django.utils.functional import Promise

Said = str | Promise


@dataclass(frozen=True, slots=True)
class Label:
    """`rows`: lines of the box. `rare` options are folded away, `short` ones share a row."""

    label: Said
    hint: Said = ""
    rows: int = 1
    rare: bool = False
    short: bool = False
