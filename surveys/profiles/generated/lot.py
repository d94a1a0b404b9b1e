"""Chance for one pool: the project's own draws under a seed that is a word, by labels that say what for."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from scoring.allocation import draws

T = TypeVar("T")
ALTERNATIVES = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Lot:
    """seed: 32 bytes. Each draw stands alone: a further one changes none of the others."""

    seed: bytes

    def u(self, label: str, i: int = 0) -> float:
        return draws.u(self.seed, label, i)

    def pick(self, label: str, choices: Sequence[T], i: int = 0) -> T:
        return draws.pick(self.seed, label, i, choices)

    def chance(self, label: str, share: float, i: int = 0) -> bool:
        return self.u(label, i) < share

    def whole(self, label: str, low: int, high: int, i: int = 0) -> int:
        """From low to high, both of them possible."""
        return self.pick(label, range(low, high + 1), i)

    def shuffled(self, label: str, items: Sequence[T]) -> list[T]:
        return [items[i] for i in draws.order(self.seed, label, len(items))]

    def worded(self, label: str, text: str) -> str:
        """The text with one of each [a|b|c] in it."""
        parts = ALTERNATIVES.split(text)
        drawn = [
            self.pick(f"{label}/word", part.split("|"), i) if i % 2 else part for i, part in enumerate(parts)
        ]
        return "".join(drawn)


def lot(seed: str) -> Lot:
    return Lot(hashlib.sha256(f"limelight pool/{seed}".encode()).digest())


@cache
def form(text: str) -> re.Pattern[str]:
    """Matches whatever `worded` makes of the text."""
    parts = ALTERNATIVES.split(text)
    return re.compile(
        "".join(
            f"(?:{'|'.join(map(re.escape, part.split('|')))})" if i % 2 else re.escape(part)
            for i, part in enumerate(parts)
        )
    )
