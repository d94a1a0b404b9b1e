"""The small study of one's own score, with outcomes of its days; and these days by brute force."""

from typing import Any

import numpy as np

from surveys import simulate
from surveys.analysis import days
from surveys.analysis.data import Data
from surveys.analysis.days import ACTS, Days
from surveys.analysis.frames import Ints
from surveys.models import Kind, Participation, Study
from surveys.protocol import Document, compiled, read
from surveys.protocol.outcomes import Count, Happened, Stayed
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


def arrays(n: int = 400, *, dip: float = 0.0, filler: float = 1.0, stays: float = 0.8, seed: int = 1) -> Data:
    """n people in turn over the groups, as arrays. dip: added to the state after day 4 where the score fell;
    filler: how many times as many empty posts they make; stays: chance of going on after each free day.
    """
    rng = np.random.default_rng(seed)
    protocol = compiled(document())
    arm = np.arange(n) % 4
    fell = (arm >= 2).astype(float)
    last = np.minimum(rng.geometric(1 - stays, n) + 2, 5)
    counts: dict[str, Ints] = {act: np.zeros((n, 5), dtype=np.int64) for act in ACTS}
    for act, rate in (("like", 0.9), ("share", 0.3), ("reply", 0.3), ("post", 0.4), ("check", 0.6)):
        counts[act] = rng.poisson(rate, (n, 5))
    counts["filler"] = rng.poisson(0.3 * (1 + (filler - 1) * fell[:, None]), (n, 5))
    counts["check"][arm == 0] = 0
    counts["aside"][:, 3] = rng.uniform(size=n) < 0.6
    counts["break"][:, 1] = rng.uniform(size=n) < 0.2
    for table in counts.values():
        table[np.arange(1, 6) > last[:, None]] = 0
    known = Days(done=last, reached=np.minimum(last + 1, 5), counts=counts)
    moods = rng.normal(2, 0.5, n)[:, None] + rng.normal(0, 0.4, (n, 4))
    moods[:, 2] += dip * fell
    outcomes = {o.name: o for o in protocol.document.outcomes}
    values = {
        name: days.values(known, o)
        for name, o in outcomes.items()
        if isinstance(o, Count | Happened | Stayed)
    }
    return Data(
        arm=arm,
        profile=np.zeros((n, 0), dtype=np.int64),
        level=np.zeros((n, 0)),
        values={"calm": moods[:, 2], **values},
        before={"calm": moods[:, :2]},
        left={"stayed": known.stayed(3)[1]},
        days=known,
        states={f"mood_{when}": moods[:, i] for i, when in enumerate(("before", "day2", "day4", "after"))},
        ended=np.arange(n),
        finished=np.ones(n, dtype=bool),
    )
