"""What a box is called."""

from dataclasses import dataclass

from django.utils.functional import Promise

Said = str | Promise


@dataclass(frozen=True, slots=True)
class Label:
    """`rows`: lines of the box. `rare` options are folded away, `short` ones share a row. `only`: what must
    be chosen in the same section for the option to apply; elsewhere its box is hidden.
    """

    label: Said
    hint: Said = ""
    rows: int = 1
    rare: bool = False
    short: bool = False
    only: str = ""
