"""How a simulated person answers: means, planted effects, and how much people, profiles and items vary.

On a rating scale of 7 points one rating's SD is about 1: variance .30 between participants, .10 between
profiles, .60 the rest, with items differing by SD .5 (methods of the power tables). States on 0-100 have an
SD of 25 and correlate .6 before and after. Answers are rounded and cut off at the scale's ends, so an effect
planted near an end comes back smaller.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import exp, sqrt
from types import MappingProxyType
from typing import Any

import numpy as np

from surveys.cues import Level, value_of, visibility_of
from surveys.profiles.types import Account
from surveys.protocol import Act, Compiled, Draws, Measure, Step
from surveys.protocol.nodes import Attention, Consent, Debriefing, Did, Feed, Visits
from surveys.protocol.nodes.feed_course import seen
from surveys.protocol.nodes.plain import Understood
from surveys.protocol.nodes.visits import REVEAL
from surveys.protocol.outcomes import Act as ActOutcome
from surveys.protocol.outcomes import Happened, Ordinal, Rating, State
from surveys.protocol.plan import Noticing
from surveys.questions import Question
from surveys.simulate.behaving import planted
from surveys.simulate.feed import Dweller, Fields, Rates

RATING_MEAN, RATING_SD = 0.55, 1 / 6
PERSON, PROFILE, REST = 0.30, 0.10, 0.60
ITEM_SD = 0.5 * RATING_SD
STATE_MEAN, STATE_SD, STATE_R = 0.40, 0.25, 0.6
ACT_SHARE, ACT_PERSON = 0.35, 0.10
HAPPENS = 0.30
CURIOUS = 0.25
"""Standard deviations: who lies below it asks for a score that waits, which at 60 % of the visits is so."""
NOTICES, IMAGINES = 0.80, 0.10
"""Shares who say that they noticed a score: of those who saw one, and of those who did not."""
RECALL_SD = 8
"""In points: how far a recalled score lies off."""

UNDERSTANDS = 0.95
"""Share who answer the question about the debriefing rightly at once; the others guess."""
BOTH, SLOPE = "&", "slope"
"""Joins levels that somebody must have at once; and beside levels: for each 10 points of the score drawn."""
NOTHING: Did = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Effects:
    """Planted effects by outcome: per 10 points of a displayed score, and shown minus hidden; raw units.

    groups: by outcome, "factor=level", or several joined by "&", -> what whoever has these levels gets: added
    to a scale score; to the share of those with whom something happens; to the log odds of a higher answer;
    to the logarithm of how often something is done, or of the hazard of leaving. With "&slope" at a visit for
    each 10 points of the score drawn for it, counted from the middle of one's own.
    """

    level: Mapping[str, float] = field(default_factory=dict)
    visibility: Mapping[str, float] = field(default_factory=dict)
    groups: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        groups = {outcome: dict(sizes) for outcome, sizes in self.groups.items()}
        found = {"level": dict(self.level), "visibility": dict(self.visibility)}
        return {**found, **({"groups": groups} if groups else {})}

    def of_group(self, outcome: str, levels: Mapping[str, Level], tens: float = 0.0) -> float:
        """All that somebody with these levels gets. tens: of points, from the middle of their scores."""
        return got(self.groups.get(outcome, {}), levels, tens)


def got(sizes: Mapping[str, float], levels: Mapping[str, Level], tens: float = 0.0) -> float:
    """What somebody with these levels gets: all whose places they have, 'a=1&b=2' being both at once."""
    held = {f"{factor}={level}" for factor, level in levels.items()} | {SLOPE}
    met = {place: set(place.split(BOTH)) for place in sizes}
    return sum(
        size * (tens if SLOPE in met[place] else 1) for place, size in sizes.items() if met[place] <= held
    )


@dataclass(frozen=True, slots=True)
class Person:
    """One simulated participant of a study, called `name`; `seed` is the whole simulation's.

    `rng` gives what is of the moment.
    """

    protocol: Compiled
    effects: Effects
    seed: int
    name: str
    rng: np.random.Generator

    def answer(self, step: Step, draws: Draws | None, did: Did = NOTHING) -> Fields:
        """The form fields this person sends from a page as it stands after what they did on it."""
        if isinstance(step.node, Consent):
            return {statement.code: ["1"] for statement in step.node.statements}
        if isinstance(step.node, Debriefing):
            return {"act": ["keep"], **self._understood(step, step.node.understood)}
        if isinstance(step.node, Feed) and step.part != "ask":
            return self.dweller(step.node, draws, step.day).answer(step, did)
        if isinstance(step.node, Attention):
            return {step.node.question.code: [str(step.node.expected)]}
        if self._reveals(step, draws, did):
            return {"act": [Act.DO.value], "do": [REVEAL]}
        fields: Fields = {}
        for question in step.questions:
            fields.update(self._question(question, step, draws))
        return fields

    def _reveals(self, step: Step, draws: Draws | None, did: Did) -> bool:
        """Uncovers a score that waits for it: some people hardly ever do, others at almost every profile."""
        if step.part != "look" or draws is None or not isinstance(step.node, Visits):
            return False
        waits = self._seen(draws, step.visit) == "request" and not Visits.is_revealed(step, did)
        return waits and self._is_curious(step.visit)

    def _is_curious(self, visit: int) -> bool:
        return (self._trait("curious") + self._trait(f"curious {visit}")) / sqrt(2) < CURIOUS

    def _seen(self, draws: Draws, visit: int) -> str:
        cue = self.protocol.document.cue
        return visibility_of(cue, draws.levels_at(visit)) if cue else "hidden"

    def _saw(self, draws: Draws, visit: int) -> bool:
        """Whether this person has the score before them when they judge the profile."""
        how = self._seen(draws, visit)
        return how in ("shown", "delay") or (how == "request" and self._is_curious(visit))

    def dweller(self, feed: Feed, draws: Draws | None, day: int) -> Dweller:
        """This person in the feed, with what is planted on what they do there on this day."""
        levels = draws.levels if draws else {}
        sizes = {o.name: self.effects.of_group(o.name, levels) for o in self.protocol.document.outcomes}
        rates = planted(Rates(), feed, self.protocol.document.outcomes, sizes, day=day)
        return Dweller(feed, levels, rates, self.seed, self.name, self._trait("active"))

    def _understood(self, step: Step, right: Understood | None) -> Fields:
        fields: Fields = {}
        for question in step.questions:
            fields |= question.fields_at(float(self.rng.uniform()))
        knows = right is not None and self.rng.uniform() < UNDERSTANDS
        return {**fields, right.question: [str(right.value)]} if right and knows else fields

    def _question(self, question: Question, step: Step, draws: Draws | None) -> Fields:
        if step.part == "look":
            return self._act(step, draws)
        noticed = self.protocol.document.plan.noticed
        if noticed is not None and question.code == noticed.question:
            return self._noticing(question, noticed, draws)
        if question.code == self.protocol.document.plan.recalled and draws and draws.visits:
            return self._recall(question, draws)
        measure = self._measure(question.code)
        if measure is None:
            return self._asked(question, draws)
        return question.fields_at(self._share(measure, question.code, step, draws))

    def _asked(self, question: Question, draws: Draws | None) -> Fields:
        """A question of its own; one that is an outcome is answered as its group does."""
        share = float(self.rng.uniform())
        for outcome in self.protocol.document.outcomes:
            if isinstance(outcome, Happened) and outcome.question == question.code:
                likely = HAPPENS + self._of_group(outcome.name, draws)
                return self._one_of(question, outcome.value, share < likely)
            if isinstance(outcome, Ordinal) and outcome.question == question.code:
                odds = share / (1 - share) * exp(self._of_group(outcome.name, draws))
                share = odds / (1 + odds)
        return question.fields_at(share)

    def _one_of(self, question: Question, value: int | str | None, is_it: bool) -> Fields:
        """This answer, or the last of the others where there are options."""
        others = [str(o.value) for o in getattr(question, "options", ()) if o.value != value]
        if is_it or not others:
            return {question.code: [str(value)]} if is_it else question.fields_at(float(self.rng.uniform()))
        return {question.code: [others[-1]]}

    def _of_group(self, outcome: str, draws: Draws | None) -> float:
        return self.effects.of_group(outcome, draws.levels) if draws else 0.0

    def _measure(self, code: str) -> Measure | None:
        return next((m for m in self.protocol.measures if code in m.scale.items), None)

    def _share(self, measure: Measure, code: str, step: Step, draws: Draws | None) -> float:
        """Where on the item's range the answer lies, 0 to 1, in the direction the item is worded."""
        scale = measure.scale
        latent = self._state(measure) if not step.visit else self._rating(measure, code, step, draws)
        # A sum of k items moves k times as far as each of them.
        span = (scale.high - scale.low) * scale.factor * (len(scale.items) if scale.method == "sum" else 1)
        latent += self._effect(measure, step, draws) / span
        return 1 - latent if scale.reverse[scale.items.index(code)] else latent

    def _rating(self, measure: Measure, code: str, step: Step, draws: Draws | None) -> float:
        profile = draws.visits[step.visit - 1].profile if draws else ""
        return (
            RATING_MEAN
            + RATING_SD * sqrt(PERSON) * self._trait(measure.scale.name)
            + RATING_SD * sqrt(PROFILE) * fixed(self.seed, measure.scale.name, profile)
            + ITEM_SD * fixed(self.seed, "item", code)
            + RATING_SD * sqrt(REST) * self._trait(f"{measure.scale.name} {step.visit}")
            + ITEM_SD * float(self.rng.normal())
        )

    def _state(self, measure: Measure) -> float:
        """A lasting part, shared by every use of the instrument, and one of the moment."""
        lasting = self._trait(f"{measure.scale.instrument} {measure.scale.subscale}")
        moment = self._trait(measure.scale.name)
        return (
            STATE_MEAN
            + STATE_SD * (sqrt(STATE_R) * lasting + sqrt(1 - STATE_R) * moment)
            + ITEM_SD * float(self.rng.normal())
        )

    def _effect(self, measure: Measure, step: Step, draws: Draws | None) -> float:
        """The planted effect on this scale, in its own units."""
        names = [
            o.name
            for o in self.protocol.document.outcomes
            if isinstance(o, Rating | State) and o.scale == measure.scale.name
        ]
        return sum(self._planted(name, step.visit, draws) for name in names)

    def _planted(self, outcome: str, visit: int, draws: Draws | None) -> float:
        if draws is None:
            return 0.0
        tens = self._tens(draws, visit)
        group = self.effects.of_group(outcome, draws.levels_at(visit), tens)
        if self.protocol.document.cue is None or not self._saw_any(draws, visit):
            return group
        shown = self.effects.visibility.get(outcome, 0.0)
        return group + shown + self.effects.level.get(outcome, 0.0) * tens

    def _tens(self, draws: Draws, visit: int) -> float:
        """Tens of points by which this visit's score lies above the middle; 0 of what is asked once."""
        cue = self.protocol.document.cue
        if cue is None or not visit:
            return 0.0
        scores = [value_of(cue, {**draws.levels, **v.levels}, self._account(v.profile)) for v in draws.visits]
        return (scores[visit - 1] - sum(scores) / len(scores)) / 10

    def _saw_any(self, draws: Draws, visit: int) -> bool:
        """At this visit; of what is asked once (0), at any."""
        if visit or not draws.visits:
            return self._saw(draws, visit)
        return any(self._saw(draws, i + 1) for i in range(len(draws.visits)))

    def _account(self, code: str) -> Account | None:
        profile = self.protocol.document.profile(code)
        return profile.account if profile else None

    def _act(self, step: Step, draws: Draws | None) -> Fields:
        question = step.questions[0]
        outcome = next((o for o in self.protocol.document.outcomes if isinstance(o, ActOutcome)), None)
        if outcome is None:
            return question.fields_at(float(self.rng.uniform()))
        likely = ACT_SHARE + ACT_PERSON * self._trait("act") + self._planted(outcome.name, step.visit, draws)
        values = [str(o.value) for o in getattr(question, "options", ())]
        others = [v for v in values if v != outcome.value] or values
        return {question.code: [str(outcome.value) if self.rng.uniform() < likely else others[-1]]}

    def _noticing(self, question: Question, noticed: Noticing, draws: Draws | None) -> Fields:
        saw = draws is not None and any(self._saw(draws, i + 1) for i in range(len(draws.visits)))
        feed = self.protocol.feed
        saw = saw or bool(feed and draws and seen(feed, draws.levels) != "hidden")
        if self.rng.uniform() < (NOTICES if saw else IMAGINES):
            return {question.code: [str(noticed.value)]}
        others = [str(o.value) for o in getattr(question, "options", ()) if o.value != noticed.value]
        return {question.code: [others[0] if others else ""]}

    def _recall(self, question: Question, draws: Draws) -> Fields:
        """About the last profile's score; anything where none was seen."""
        cue = self.protocol.document.cue
        if cue is None:
            return question.fields_at(float(self.rng.uniform()))
        levels = draws.levels_at(len(draws.visits))
        if self._saw(draws, len(draws.visits)):
            account = self._account(draws.visits[-1].profile)
            about = self.rng.normal(value_of(cue, levels, account), RECALL_SD)
        else:
            about = self.rng.uniform(cue.low, cue.high)
        return {question.code: [str(round(min(max(about, cue.low), cue.high)))]}

    def _trait(self, name: str) -> float:
        """What this person brings along: the same however often they are interrupted."""
        return fixed(self.seed, self.name, name)


def fixed(seed: int, *names: str) -> float:
    """A standard normal number that a profile or an item keeps over all participants of a simulation."""
    key = hashlib.sha256("|".join((str(seed), *names)).encode()).digest()
    return float(np.random.default_rng(int.from_bytes(key[:8])).normal())
