"""Studies in which every group sees the score in another way."""

from typing import Any

from surveys.protocol import Compiled, compiled, read
from tests.people import flagship

LABEL = {"label": "Influence score", "legend": "1-100; the average account has 40"}
KLOUT: dict[str, Any] = {"system": "klout_like", "value": 62, **LABEL}
STARS: dict[str, Any] = {"low": 0, "high": 10, "value": 7, "label": "Influence score", "legend": "Of five"}
KRED: dict[str, Any] = {"system": "kred_like", "value": 719, "outreach": 5, "label": "Influence score"}

Arm = dict[str, str]
"""Form, trend, colour and visibility of one group; what is left out is as usual."""

USUAL = {"form": "number", "trend": "none", "colour": "warm", "visibility": "shown"}
SEEN: dict[str, Arm] = {"hidden": {"visibility": "hidden"}, "request": {"visibility": "request"}}
PLAIN: dict[str, Arm] = {
    **SEEN,
    "later": {"visibility": "delay"},
    "number": {},
    "cool": {"colour": "cool"},
    "neutral": {"colour": "neutral"},
    "plain": {"colour": "plain"},
    "badge": {"form": "badge"},
    "badge-plain": {"form": "badge", "colour": "plain"},
    "bar": {"form": "bar"},
    "bar-rising": {"form": "bar", "trend": "rising"},
    "bar-line": {"form": "bar", "trend": "sparkline"},
    "rising": {"trend": "rising"},
    "falling": {"trend": "falling"},
    "line": {"trend": "sparkline"},
    "badge-falling": {"form": "badge", "trend": "falling"},
    "badge-line": {"form": "badge", "trend": "sparkline"},
}
PERCENT: dict[str, Arm] = {
    "percentile": {"form": "percentile"},
    "percentile-plain": {"form": "percentile", "colour": "plain"},
    "percentile-rising": {"form": "percentile", "trend": "rising"},
}
FIVE: dict[str, Arm] = {
    **SEEN,
    "stars": {"form": "stars"},
    "stars-cool": {"form": "stars", "colour": "cool"},
    "stars-line": {"form": "stars", "trend": "sparkline"},
}
STUDIES: dict[str, tuple[dict[str, Any], dict[str, Arm]]] = {
    "klout": (KLOUT, {**PLAIN, **PERCENT}),
    "kred": (KRED, {name: arm for name, arm in PLAIN.items() if name not in ("badge-line", "badge-falling")}),
    "stars": (STARS, FIVE),
}


def scored(cue: dict[str, Any], arms: dict[str, Arm], **changes: Any) -> Compiled:
    parts = {
        part: {"factor": "arm", "values": {name: arm.get(part, usual) for name, arm in arms.items()}}
        for part, usual in USUAL.items()
    }
    factors = [{"name": "arm", "levels": list(arms), "varies": "between"}]
    whole = flagship().model_dump(mode="json", by_alias=True)
    plan = {"planned": 100}
    return compiled(read({**whole, "factors": factors, "cue": {**cue, **parts}, "plan": plan, **changes}))
