"""The small study of one's own score, with outcomes of its days; and these days by brute force."""

from typing import Any

from surveys import simulate
from surveys.models import Kind, Participation, Study
from surveys.protocol import Document, read
from surveys.simulate.people import Effects
from tests.people import published
from tests.protocol.own import written

OUTCOMES: list[dict[str, Any]] = [
    {"kind": "state", "name": "calm", "label": "Mood after day 4", "scale": "mood_day4",
     "before": ["mood_before", "mood_day2"]},
    {"kind": "count", "name": "filler", "label": "Posts that say nothing", "acts": ["filler"]},
    {"kind": "count", "name": "checks", "label": "Looks at the score", "acts": ["check"], "days": [3, 5]},
    {"kind": "count", "name": "busy", "label": "Acts", "acts": ["post", "own", "reply", "share", "like"],
     "days": [1, 2]},
    {"kind": "happened", "name": "rest", "label": "Took a break", "acts": ["break"]},
    {"kind": "happened", "name": "dinner", "label": "Noticed dinner", "acts": ["aside"], "days": [4, 4]},
    {"kind": "stayed", "name": "stayed", "label": "Days stayed", "after": 3},
]  # fmt: skip
DIP = {"course": ["dip_65", "dip_64"]}
FLAT = {"course": ["flat_68"]}


def compares(outcome: str, **fields: Any) -> dict[str, Any]:
    return {"name": outcome, "outcome": outcome, "contrast": "groups", "of": DIP, "against": FLAT, **fields}


def document(**plan: Any) -> Document:
    given = {**written(), "outcomes": OUTCOMES, "plan": {"planned": 400, **plan}}
    return read(given)


def study(**plan: Any) -> Study:
    return published(document(**plan))


def simulated(study: Study, people: int, *, dropout: float = 0.0, **groups: dict[str, float]) -> None:
    """People who walk through it, page by page. groups: outcome -> "factor=level" -> what is planted."""
    wanted = simulate.want(study, participants=people, effects=Effects(groups=groups), dropout=dropout)
    assert simulate.begin(wanted)
    simulate.perform(wanted)


def told(row: Participation) -> list[tuple[int, str]]:
    """(day, what) of each submission on a day, in order, read one by one."""
    assert row.study.protocol
    steps = {step.key: step.day for step in row.study.protocol.compiled.steps if step.part == "day"}
    found = row.submissions.filter(step__in=steps, act__in=("do", "answer")).order_by("n")
    return [(steps[s.step], s.answers.get("do") or s.answers["leave"]) for s in found]


def people(study: Study) -> list[Participation]:
    return list(
        study.participations.filter(kind=Kind.SIMULATED).select_related("study__protocol").order_by("pk")
    )
