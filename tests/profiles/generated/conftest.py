"""Pools that several tests look at, drawn once."""

from functools import cache

from surveys.profiles.generated import draw_pool
from surveys.profiles.types import Pool

SEEDS = ("lab-1", "lab-2", "osprey")


@cache
def pool(count: int, seed: str) -> Pool:
    return draw_pool(count, seed)
