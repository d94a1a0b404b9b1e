"""A study of one's own score in four groups, without a cue; states taken before and at set times."""

from typing import Any

import numpy as np

from surveys.analysis.data import Data
from surveys.models import Kind, Participation, Study
from surveys.protocol import Compiled
from tests.analysis import make

COURSES = ("none", "flat", "dip_65", "dip_64")
VISIBLE = {"course": ["flat", "dip_65", "dip_64"]}
SLIDERS = {"kind": "scale", "instrument": "state-anxiety-sliders", "required": False}
POINTS = ["Never", "Sometimes", "Often", "Always"]

NAMED: tuple[dict[str, Any], ...] = (
    {"name": "visible", "outcome": "day3", "contrast": "groups", "of": VISIBLE,
     "against": {"course": ["none"]}, "smallest": 5},
    {"name": "dip", "outcome": "day4", "contrast": "groups", "of": {"course": ["dip_65", "dip_64"]},
     "against": {"course": ["flat"]}, "called": "those whose score fell",
     "against_called": "those whose score stayed"},
    {"name": "below", "outcome": "day4", "contrast": "groups", "of": {"course": ["dip_64"]},
     "against": {"course": ["dip_65"]}},
)  # fmt: skip


def asked(name: str) -> dict[str, Any]:
    return {"kind": "questionnaire", "id": name, "title": name, "questions": [{**SLIDERS, "name": name}]}


def changes(**plan: Any) -> dict[str, Any]:
    """What makes `make.document` this study."""
    return {
        "factors": [
            {"name": "course", "label": "Course", "levels": list(COURSES), "varies": "between",
             "called": {"dip_64": "whose score fell to 64", "dip_65": "whose score fell to 65"}}
        ],
        "cue": None,
        "pool": None,
        "instruments": ["state-anxiety-sliders"],
        "pages": [
            {"kind": "consent", "id": "welcome", "statements": [{"code": "agrees", "text": "I agree."}]},
            asked("before"),
            {"kind": "randomise", "id": "lot"},
            {"kind": "information", "id": "told", "text": "Your score.",
             "when": {"factor": "course", "among": list(COURSES[1:])}},
            asked("third"),
            asked("fourth"),
            {"kind": "questionnaire", "id": "last", "questions": [
                {"kind": "likert", "code": "moved", "text": "I posted just to move it.",
                 "labels": POINTS, "required": False},
                {"kind": "choice", "code": "leave", "text": "Would you leave?",
                 "options": [{"value": "yes", "label": "Yes"}, {"value": "no", "label": "No"}]},
            ]},
            {"kind": "debriefing", "id": "debriefing", "text": "It was made up."},
            {"kind": "end", "id": "end"},
        ],
        "outcomes": [
            {"kind": "state", "name": "day3", "label": "Anxiety after day 3", "scale": "third",
             "before": "before"},
            {"kind": "state", "name": "day4", "label": "Anxiety right after day 4", "scale": "fourth",
             "before": ["before", "third"]},
            {"kind": "ordinal", "name": "moved", "label": "Posting just to move it", "question": "moved"},
            {"kind": "happened", "name": "leave", "label": "Would leave", "question": "leave",
             "value": "yes"},
        ],
        "plan": {"planned": 400, **plan},
    }  # fmt: skip


def protocol(**plan: Any) -> Compiled:
    return make.protocol(**changes(**plan))


def study(**plan: Any) -> Study:
    return make.study(**changes(**plan))


def rows(
    made: Study, n: int, *, dip: float = 0.0, rise: float = 0.0, kind: str = Kind.REAL
) -> list[Participation]:
    """n people in turn over the groups; dip: added at the fourth asking where it fell; rise: to all."""
    rng = np.random.default_rng(7)
    return [person(made, i, rng, dip, rise, kind) for i in range(n)]


def person(
    made: Study, i: int, rng: np.random.Generator, dip: float, rise: float, kind: str, arm: str = ""
) -> Participation:
    """In the arm, or the next one in turn."""
    own = rng.normal(40, 12)
    fell = (arm or COURSES[i % 4]).startswith("dip")
    means = {"before": own, "third": own + rise, "fourth": own + rise + dip * fell}
    answers: dict[str, dict[str, Any]] = {step: _sliders(step, mean, rng) for step, mean in means.items()}
    answers["last"] = {
        "moved": int(rng.integers(1, 4) + fell),
        "leave": "yes" if rng.uniform() < 0.2 + 0.3 * fell else "no",
    }
    return make.person(made, i, kind=kind, answers=answers, arm=arm)


def _sliders(step: str, mean: float, rng: np.random.Generator) -> dict[str, int]:
    """Tense and worried as they are, at ease turned: the scale turns it back."""
    tense, worried, ease = (int(np.clip(round(mean + rng.normal(0, 4)), 0, 100)) for _ in range(3))
    return {f"{step}_tense": tense, f"{step}_worried": worried, f"{step}_at_ease": 100 - ease}


def arrays(n: int = 400, *, dip: float = 0.0, seed: int = 1) -> Data:
    rng = np.random.default_rng(seed)
    arm = np.arange(n) % 4
    own = rng.normal(40, 20, n)
    third = 0.7 * own + rng.normal(12, 14, n)
    fourth = 0.4 * own + 0.4 * third + rng.normal(8, 12, n) + dip * (arm >= 2)
    return Data(
        arm=arm,
        profile=np.zeros((n, 0), dtype=np.int64),
        level=np.zeros((n, 0)),
        values={
            "day3": third,
            "day4": fourth,
            "moved": np.clip(rng.integers(1, 4, n) + (arm >= 2), 1, 4).astype(float),
            "leave": (rng.uniform(size=n) < 0.2 + 0.3 * (arm >= 2)).astype(float),
        },
        before={"day3": own, "day4": np.column_stack([own, third])},
        ended=np.arange(n),
        finished=np.ones(n, dtype=bool),
    )


def flat() -> dict[str, dict[str, int]]:
    return {step: _exact(step, 30) for step in ("before", "third", "fourth")}


def steep(i: int, *, since: str = "fourth") -> dict[str, dict[str, int]]:
    """Up by 40 since this asking, wherever somebody began."""
    low, steps = 20 + i % 5, ("before", "third", "fourth")
    return {step: _exact(step, low + 40 * (steps.index(step) >= steps.index(since))) for step in steps}


def _exact(step: str, mean: int) -> dict[str, int]:
    return {f"{step}_tense": mean, f"{step}_worried": mean, f"{step}_at_ease": 100 - mean}
