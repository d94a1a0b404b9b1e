"""Chance that a new Python cannot change: draws from HMAC-SHA256, never from a library's generator.

A draw is named by a label and a number, so every draw can be recomputed alone and in any order, and no
draw depends on how many were made before it.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from typing import TypeVar

SEED_BYTES = 32
_SCALE = 2**64

T = TypeVar("T")


def new_seed() -> bytes:
    """A fresh seed of 32 bytes. A short one could be guessed from its commitment."""
    return secrets.token_bytes(SEED_BYTES)


def commitment(seed: bytes) -> str:
    """SHA-256 of the seed in hex: published at launch, so that the seed can be revealed and checked later."""
    return hashlib.sha256(_checked(seed)).hexdigest()


def u(seed: bytes, label: str, i: int) -> float:
    """A number from the uniform distribution: the first 8 bytes of HMAC-SHA256(seed, "label:i") / 2^64.

    Rounding to a float makes 1.0 possible, once in 2^54 draws: `pick` allows for it.

    Raises ValueError for a seed that is not 32 bytes long.
    """
    digest = hmac.digest(_checked(seed), f"{label}:{i}".encode(), "sha256")
    return int.from_bytes(digest[:8], "big") / _SCALE


def order(seed: bytes, label: str, n: int) -> tuple[int, ...]:
    """A random order of 0..n-1: the indices sorted by their draws u(seed, label, 0..n-1)."""
    if n < 0:
        raise ValueError(f"n must be 0 or more, not {n}")
    return tuple(sorted(range(n), key=lambda i: (u(seed, label, i), i)))


def pick(seed: bytes, label: str, i: int, choices: Sequence[T]) -> T:
    """One of the choices, each equally likely. Raises ValueError when there are none."""
    if not choices:
        raise ValueError("choices must have at least one entry")
    return choices[min(int(u(seed, label, i) * len(choices)), len(choices) - 1)]


def _checked(seed: bytes) -> bytes:
    if len(seed) != SEED_BYTES:
        raise ValueError(f"a seed must be {SEED_BYTES} bytes, not {len(seed)}")
    return seed
