"""What a simulated person does in the feed: a plan for each day, which they follow act by act."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import exp

import numpy as np

from surveys.cues import Level
from surveys.protocol import Step
from surveys.protocol.nodes import Act, Did, Feed
from surveys.protocol.nodes.feed import PICTURES
from surveys.protocol.nodes.feed_acts import DEED, aside_on, box_of, lengths, may_finish, posts_on
from surveys.protocol.nodes.feed_course import seen
from surveys.protocol.nodes.feed_state import State, state_of

Fields = dict[str, list[str]]
NAMES = ("quiet_otter", "north_kiosk", "half_past_nine", "paper_boat", "sunday_tram", "plain_toast")
ACTIVITY = 0.5
"""How much people differ: the log of all their rates has this SD."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Acts a day, on average; `aside`, `rest` and `finish` are chances on a day that offers them."""

    like: float = 0.9
    share: float = 0.25
    reply: float = 0.3
    post: float = 0.4
    filler: float = 0.15
    own: float = 0.1
    check: float = 0.6
    reveal: float = 0.7
    aside: float = 0.6
    rest: float = 0.06
    finish: float = 0.2

    def times(self, **factors: float) -> "Rates":
        """With some rates multiplied: where effects are planted."""
        return Rates(**{name: getattr(self, name) * factors.get(name, 1.0) for name in Rates.__slots__})


@dataclass(frozen=True, slots=True)
class Dweller:
    """Somebody in the feed: `seed` and `name` make their days, however often interrupted."""

    feed: Feed
    levels: Mapping[str, Level]
    rates: Rates
    seed: int
    name: str
    active: float = 0.0

    def answer(self, step: Step, did: Did) -> Fields:
        """What they send next from a page of the feed that asks no questions."""
        if step.part == "name":
            rng = self._rng("name")
            return {"nickname": [str(rng.choice(NAMES))], "face": [f"face{rng.integers(1, PICTURES + 1)}"]}
        if step.part == "score":
            return {}
        state = state_of(did)
        plan = self.plan(step.day, state)
        if state.count >= len(plan):
            return {"leave": [self.leave(step.day)]}
        what = plan[state.count]
        fields: Fields = {"act": [Act.DO.value], DEED: [what]}
        return {**fields, box: [f"words of day {step.day}"]} if (box := box_of(what)) else fields

    def plan(self, day: int, state: State) -> list[str]:
        """The acts of a day, in order; the score is uncovered before anything else."""
        rng = self._rng(f"day {day}")
        busy = exp(ACTIVITY * self.active)
        acts = list(self._acts(day, state, rng, busy))
        rng.shuffle(acts)
        reveals = seen(self.feed, self.levels) == "request" and rng.uniform() < self.rates.reveal
        return [*(["reveal"] if reveals else []), *acts]

    def _acts(self, day: int, state: State, rng: np.random.Generator, busy: float) -> Iterator[str]:
        feed, rates, posts = self.feed, self.rates, posts_on(self.feed, day)
        for kind in ("like", "share", "reply"):
            often = min(posts, int(rng.poisson(getattr(rates, kind) * busy)))
            if kind != "reply" or feed.own_text:
                yield from (f"{kind}.{i + 1}" for i in sorted(rng.permutation(posts)[:often]))
        ready = [post.code for post in feed.prepared if post.code not in state.out]
        yield from (f"post.{code}" for code in ready[: int(rng.poisson(rates.post * busy))])
        if feed.has_filler and rng.uniform() < rates.filler:
            yield "post.filler"
        if feed.own_text and rng.uniform() < rates.own:
            yield "post.own"
        checks = int(rng.poisson(rates.check * busy))
        if feed.score and feed.score.details and seen(feed, self.levels) != "hidden":
            yield from ["check"] * checks
        if (aside := aside_on(feed, day)) and rng.uniform() < rates.aside:
            yield f"aside.{aside.options[0].value}"

    def leave(self, day: int) -> str:
        rng = self._rng(f"end {day}")
        rests, finishes, longest = rng.uniform(), rng.uniform(), lengths(self.feed, day)
        if may_finish(self.feed, day) and finishes < self.rates.finish:
            return "finish"
        return f"break.{longest[0]}" if longest and rests < self.rates.rest else "next"

    def _rng(self, what: str) -> np.random.Generator:
        key = hashlib.sha256(f"{self.seed}|{self.name}|{what}".encode()).digest()
        return np.random.default_rng(int.from_bytes(key[:8]))
