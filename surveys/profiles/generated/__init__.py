"""Pools of people who do not exist, drawn from kinds of account and from what real accounts were like."""

from surveys.profiles.generated.pool import KINDS, MOST, draw_pool
from surveys.profiles.generated.said import Marks

__all__ = ["KINDS", "MOST", "Marks", "draw_pool"]
