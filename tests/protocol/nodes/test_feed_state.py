"""What is known of somebody in the feed, worked out a second time from nothing but what they sent."""

import json
from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from surveys.protocol import Act, Compiled, Draws, Ending, Place, Sent, advance, compiled
from surveys.protocol.nodes import Feed
from surveys.protocol.nodes.feed_acts import box_of, boxes, deeds, leaves
from surveys.protocol.nodes.feed_parts import DEEPEST
from surveys.protocol.nodes.feed_state import NOBODY, State, score_now, state_of
from tests.protocol.own import LEVELS, own

COSTLY = {"breaks": {"days": [1, 2], "from_day": 2, "cost": 3}}


def feed_of(protocol: Compiled) -> Feed:
    assert protocol.feed is not None
    return protocol.feed


class Walker:
    """Somebody who does anything that a day offers, in any order, and leaves in any way."""

    def __init__(self, protocol: Compiled, arm: str, seed: int) -> None:
        self.protocol, self.random = protocol, Random(seed)
        self.draws: Draws = protocol.draws(arm, seed % protocol.rows)
        feed = feed_of(protocol)
        self.place: Place | Ending = Place(f"{feed.id}.name", did=feed.opens({}, self.draws.levels))
        self.way: list[tuple[str, Act, dict[str, Any]]] = []

    def inside(self) -> bool:
        return isinstance(self.place, Place) and self.protocol.step(self.place.at).node is self.protocol.feed

    def step(self) -> None:
        assert isinstance(self.place, Place)
        step = self.protocol.step(self.place.at)
        act, fields = self._fields(step)
        answers = step.node.read(step, act, fields)
        self.way.append((step.key, act, dict(answers)))
        to = advance(self.protocol, self.draws, self.place, Sent(len(self.way), act, answers))
        self.place = Place.from_json(json.loads(json.dumps(to.to_json()))) if isinstance(to, Place) else to

    def _fields(self, step: Any) -> tuple[Act, dict[str, list[str]]]:
        feed, draw = feed_of(self.protocol), self.random
        if step.part == "name":
            return Act.ANSWER, {"nickname": ["a b"], "face": ["face1"]}
        if step.part == "ask":
            return Act.ANSWER, {question.code: ["1"] for question in step.questions}
        if step.part == "score":
            return Act.ANSWER, {}
        typed = {box: [draw.choice(["", "", f"words {draw.random():.3f}"])] for box in boxes(feed)}
        if draw.random() < 0.25:
            return Act.ANSWER, {**typed, "leave": [draw.choice(list(leaves(feed, step.day)))]}
        what = draw.choice(list(deeds(feed, step.day)))
        return Act.DO, {**typed, "deed": [what], **({box_of(what): ["said so"]} if box_of(what) else {})}


def by_hand(walker: Walker) -> State:
    """From the whole way so far, by the rules as they are told to people."""
    feed = feed_of(walker.protocol)
    gone = [(key, a["leave"]) for key, act, a in walker.way if key.endswith(".day") and act is Act.ANSWER]
    last = max((i for i, (_key, act, _a) in enumerate(walker.way) if act is Act.ANSWER), default=-1)
    today = [answers for _key, _act, answers in walker.way[last + 1 :]]
    breaks = [(int(key.split(".")[1]), int(leave[6:])) for key, leave in gone if leave.startswith("break.")]
    shown = walker.draws.levels["course"] != "none"
    counts = [a for a in today if shown or a["do"] not in ("check", "reveal")]
    done = tuple(dict.fromkeys(a["do"] for a in counts))
    codes = {post.code for post in feed.prepared}
    out: list[str] = []
    day: list[str] = []
    for _key, act, answers in walker.way:
        code = str(answers.get("do", "")).removeprefix("post.")
        if act is Act.DO and code in codes and code not in day:
            day.append(code)
        if act is Act.ANSWER:
            out, day = [*out, *day], []
    cost = int(feed.breaks.cost) if feed.breaks and isinstance(feed.breaks.cost, int) else 0
    return State(
        start=69 if walker.draws.levels["course"] == "dip_65" else 68,
        name="a_b",
        face="face1",
        left=int(gone[-1][0].split(".")[1]) if gone else 0,
        back=breaks[-1][0] + breaks[-1][1] + 1 if breaks else 0,
        lost=cost * len(breaks),
        over=bool(gone) and gone[-1][1] == "finish",
        out=tuple(out),
        done=done,
        said=tuple((a["do"], a["text"]) for a in today if "text" in a)[-5:],
        drafts=tuple(sorted(today[-1].get("drafts", {}).items())) if today else (),
        count=len(today),
        open=bool(today) and shown and today[-1]["do"] == "check",
    )


@pytest.mark.parametrize("arm", LEVELS)
@pytest.mark.parametrize("seed", range(25))
def test_every_state_on_the_way_is_the_one_worked_out_by_hand(arm: str, seed: int) -> None:
    walker = Walker(compiled(own(**COSTLY)), arm, seed)
    walker.step()
    while walker.inside():
        assert isinstance(walker.place, Place)
        state = state_of(walker.place.did)
        assert replace(state, stood=()) == by_hand(walker)
        walker.step()


@pytest.mark.parametrize("arm", LEVELS)
def test_a_score_is_its_start_its_course_and_its_breaks_and_never_falls_too_far(arm: str) -> None:
    falls = {"none": -4, "flat_68": 0, "dip_65": -4, "dip_64": -4}
    for seed in range(40):
        walker = Walker(compiled(own(breaks={"days": [1], "from_day": 1, "cost": 5})), arm, seed)
        while walker.inside():
            assert isinstance(walker.place, Place)
            step = walker.protocol.step(walker.place.at)
            state = state_of(walker.place.did)
            if step.part == "day":
                start = 69 if arm == "dip_65" else 68
                expected = start + (falls[arm] if step.day >= 3 else 0) - state.lost
                score = score_now(feed_of(walker.protocol), walker.draws.levels, state, step.day)
                assert score == max(expected, start - DEEPEST)
            walker.step()


def days_met(leave: dict[int, str]) -> list[str]:
    """The pages met by somebody who leaves day n by `leave[n]`, else goes on to the next day."""
    walker = Walker(compiled(own()), "flat_68", 1)
    met = []
    while walker.inside():
        assert isinstance(walker.place, Place)
        step = walker.protocol.step(walker.place.at)
        met.append(step.key.removeprefix("week."))
        act, fields = walker._fields(step) if step.part != "day" else (Act.ANSWER, {})
        if step.part == "day":
            fields = {"leave": [leave.get(step.day, "next")]}
        answers = step.node.read(step, act, fields)
        to = advance(walker.protocol, walker.draws, walker.place, Sent(1, act, answers))
        walker.place = to
    return met[2:]


@pytest.mark.parametrize(
    ("leave", "met"),
    [
        ({}, ["1.day", "2.day", "2.ask", "3.day", "4.day", "4.ask", "5.day"]),
        ({2: "break.1"}, ["1.day", "2.day", "2.ask", "4.day", "4.ask", "5.day"]),
        ({2: "break.2"}, ["1.day", "2.day", "2.ask", "4.ask", "5.day"]),
        ({3: "break.1"}, ["1.day", "2.day", "2.ask", "3.day", "4.ask", "5.day"]),
        ({3: "finish"}, ["1.day", "2.day", "2.ask", "3.day"]),
        ({4: "finish"}, ["1.day", "2.day", "2.ask", "3.day", "4.day", "4.ask"]),
        ({2: "break.1", 4: "finish"}, ["1.day", "2.day", "2.ask", "4.day", "4.ask"]),
    ],
)
def test_breaks_pass_over_days_and_finishing_over_all_that_follows(
    leave: dict[int, str], met: list[str]
) -> None:
    assert days_met(leave) == met


def test_a_state_says_only_what_differs_from_somebody_who_has_just_come() -> None:
    assert NOBODY.to_json() == {}
    state = State(start=68, done=("like.1",), said=(("post.own", "a"),), stood=(68, 64))
    kept = json.loads(json.dumps(state.to_json()))
    assert kept == {"start": 68, "done": ["like.1"], "said": [["post.own", "a"]], "stood": [68, 64]}
    assert state_of(kept) == state


def test_the_scores_of_days_that_were_left_are_kept_in_order() -> None:
    walker = Walker(compiled(own()), "dip_64", 3)
    while walker.inside():
        assert isinstance(walker.place, Place)
        stood = state_of(walker.place.did).stood
        assert all(a >= b for a, b in pairwise(stood)) and set(stood) <= {68, 64}
        walker.step()
