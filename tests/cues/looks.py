"""Scores to draw and accounts to compute them from."""

from typing import Any

from surveys.cues import Cue
from surveys.profiles.types import Account

KRED = {"system": "kred_like", "value": 719, "outreach": 5, "label": {"en": "Kudos"}}
STARS = {"low": 1, "high": 5, "value": 4, "form": "stars"}


def cue(**written: Any) -> Cue:
    return Cue.model_validate(written)


def account(**scores: tuple[list[float], int | None]) -> Account:
    """system=(course, second number)"""
    found = [
        {"system": system, "version": f"{system} 1", "values": values, "level": level}
        for system, (values, level) in scores.items()
    ]
    return Account.model_validate({"archetype": "newcomer", "scores": found})
