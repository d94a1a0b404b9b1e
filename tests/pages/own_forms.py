"""Studies of one's own score in which every group sees it in another way."""

from typing import Any

from surveys import library
from surveys.pages import page, progress
from surveys.protocol import Compiled, compiled, read
from surveys.protocol.nodes.feed_state import State
from tests.protocol.own import written

Arm = dict[str, str]
"""Form, trend and colour of one group; what is left out is as usual."""

USUAL = {"form": "number", "trend": "none", "colour": "warm"}
KLOUT: dict[str, Arm] = {
    "number": {},
    "number-line": {"trend": "sparkline", "colour": "cool"},
    "bar": {"form": "bar"},
    "bar-line": {"form": "bar", "trend": "sparkline", "colour": "neutral"},
    "badge": {"form": "badge"},
    "badge-line": {"form": "badge", "trend": "sparkline", "colour": "plain"},
    "percentile": {"form": "percentile"},
    "percentile-line": {"form": "percentile", "trend": "sparkline"},
}
FIVE: dict[str, Arm] = {"stars": {"form": "stars"}, "stars-line": {"form": "stars", "trend": "sparkline"}}
STARS = {"system": "custom", "low": 0, "high": 10}
STUDIES: dict[str, tuple[dict[str, Any], dict[str, Arm], int, int]] = {
    "klout": ({}, KLOUT, 68, -4),
    "stars": (STARS, FIVE, 7, -2),
}
"""The score, its groups, where it starts and what it loses on the third day."""


def content(name: str) -> dict[str, Any]:
    """As it is written: its groups, and one that has no score."""
    score, arms, start, by = STUDIES[name]
    levels = [*arms, "none"]
    parts = {
        part: {"factor": "arm", "values": {level: arms.get(level, {}).get(part, usual) for level in levels}}
        for part, usual in USUAL.items()
    }
    changes = [{"day": 3, "by": by}]
    courses = [{"code": "none", "exists": False, "changes": changes}, {"code": "dip", "changes": changes}]
    course = {"factor": "arm", "values": {level: "none" if level == "none" else "dip" for level in levels}}
    made = written(days=10, score={**score, **parts, "start": start, "course": course}, courses=courses)
    made["factors"] = [{"name": "arm", "levels": levels, "varies": "between"}]
    made["pages"][5]["table"][1]["when"] = {"factor": "arm", "among": list(arms)}
    return made


def week(name: str) -> Compiled:
    return compiled(read({**content(name), "pool": library.load("profiles", "thirty")}))


def body(study: Compiled, key: str, arm: str, **known: Any) -> Any:
    """A page of somebody who ended every day before it, and its place in the course."""
    step = study.step(key)
    assert study.feed and study.feed.score
    start = study.feed.score.start
    fallen = next(course for course in study.feed.courses).changes[0]
    stood = tuple(start + (fallen.by if day >= fallen.day else 0) for day in range(1, step.day))  # type: ignore[operator]
    state = State(
        start=start,  # type: ignore[arg-type]
        name="quiet_otter",
        face="face2",
        left=max(0, step.day - 1),
        stood=stood,
        **known,
    )
    shown = page(study, study.draws(arm, 0), step, "en", did=state.to_json())
    return {"page": shown, "progress": progress(study, step, "en"), "can_stop": True}
