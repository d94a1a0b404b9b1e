"""Where somebody stands who only looks: all of it in the address, so that nothing has to be kept."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

import numpy as np
from django.http import QueryDict

from surveys import drafts
from surveys.models import State, Study
from surveys.protocol import STOP, Act, Compiled, Draws, Ending, Finding, Place, Sent, Step, advance
from surveys.protocol.advance import onward
from surveys.protocol.checks import obstacles
from surveys.protocol.nodes import Answers, Did, Feed
from surveys.questions import Fields
from surveys.simulate.people import Effects, Person

SAMPLE_CODE = "K7Q2-M9XD"
ENDED = "ended."
MOST_ACTS = 60
"""On one page, by somebody who walks through in preview."""


class Impassable(Exception):
    """The draft cannot be walked through yet; `findings` says why."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(findings[0].message)
        self.findings = findings


@dataclass(frozen=True)
class Spot:
    """`step`: a step's key, "stop", or "ended." and the ending. `row`: of the itineraries, from 0."""

    protocol: Compiled
    step: str
    arm: str
    row: int = 0
    kept: Mapping[str, Any] = field(default_factory=dict)
    origin: str = ""
    did: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ending(self) -> Ending | None:
        return Ending(self.step.removeprefix(ENDED)) if self.step.startswith(ENDED) else None

    @property
    def at(self) -> Step | None:
        """The page of the sequence; None on the stop page and after the end."""
        return None if self.ending or self.step == STOP else self.protocol.step(self.step)

    @property
    def draws(self) -> Draws | None:
        """As participants have them: none before the lot, wherever they left."""
        lot, stands = self.protocol.lot, self.step if self.at is not None else self.origin
        if stands in self.protocol.positions and (lot is None or self.protocol.positions[stands] < lot):
            return None
        return self.protocol.draws(self.arm, self.row)

    @property
    def done(self) -> Did:
        """What was done here; of somebody who came by a link, what days left quietly have made of it."""
        step = self.at
        if self.did or step is None or not isinstance(step.node, Feed) or self.draws is None:
            return self.did
        levels = self.draws.levels
        did = step.node.opens(self.kept, levels)
        for each in self.protocol.steps[: self.protocol.positions[self.step]]:
            if each.node is step.node:
                did = step.node.did(each, did, levels, Act.ANSWER, self._quietly(each))
        return did

    def _quietly(self, step: Step) -> Answers:
        if step.part == "day":
            return {"leave": "on"}
        return replace(self, step=step.key, did={})._answers() if step.part == "name" else {}

    def _answers(self) -> Answers:
        """As read from a page that a simulated person filled in."""
        assert self.at is not None
        return self.at.node.read(self.at, Act.ANSWER, self._typed({}))

    def of(self, arm: str) -> "Spot":
        """Somebody of this group on this page, or from the first where a walk is over: what another did or
        answered is not theirs.
        """
        if arm == self.arm:
            return self
        return replace(self.afresh() if self.at is None else self, arm=arm, kept={}, origin="", did={})

    def beside(self, arm: str) -> "Spot":
        """The same page with the same answers as this group meets it, to compare; without its own feed."""
        return self if arm == self.arm else replace(self, arm=arm, did={})

    def afresh(self) -> "Spot":
        """The first page, before anything was answered."""
        return replace(self, step=_first(self.protocol), kept={}, origin="", did={})

    def to(self, step: str) -> "Spot":
        """Another page, by a link."""
        return self if step == self.step else replace(self, step=step, origin="", did={})

    @property
    def left(self) -> Place | None:
        """Where somebody was when they ended; None where the end was opened by itself."""
        return Place(self.origin, self.kept) if self.ending and self.origin else None

    @property
    def query(self) -> str:
        told = {"step": self.step, "arm": self.arm, "row": self.row}
        if self.kept:
            told["kept"] = json.dumps(dict(self.kept))
        if self.origin:
            told["origin"] = self.origin
        if self.did:
            told["did"] = json.dumps(dict(self.did))
        return urlencode(told)

    def filled(self) -> Fields:
        """Answers that this page takes, as a simulated person would give them."""
        return {} if self.at is None else self._typed(self.done)

    def _typed(self, did: Did) -> Fields:
        assert self.at is not None
        rng = np.random.default_rng([self.row, self.protocol.positions[self.step]])
        return Person(self.protocol, Effects(), 1, "preview", rng).answer(self.at, self.draws, did)

    def sent(self, act: Act, answers: Mapping[str, Any]) -> "Spot":
        """Where this leads, by the same rule as for participants."""
        if self.ending:
            return replace(self, step=f"{ENDED}{Ending.WITHDRAWN}") if act is Act.DELETE else self
        place = Place(self.step, self.kept, self.origin, did=self.done)
        draws = self.protocol.draws(self.arm, self.row) if self.protocol.lot is not None else None
        to = advance(self.protocol, draws, place, Sent(0, act, answers))
        if isinstance(to, Ending):
            return replace(self, step=f"{ENDED}{to}", origin=self.origin or self.step, did={})
        return replace(self, step=to.at, kept=to.kept, origin=to.origin, did=to.did)

    def visiting(self, profile: str) -> "Spot":
        """Where somebody of this group looks at this profile; here, where nobody does."""
        visits = self.protocol.visits
        for row in range(self.protocol.rows) if visits else ():
            seen = [visit.profile for visit in self.protocol.draws(self.arm, row).visits]
            if visits and profile in seen:
                step = f"{visits.id}.{seen.index(profile) + 1}.look"
                return replace(self, step=step, row=row, origin="", did={})
        return self

    def onward(self) -> "Spot":
        """The next page, this one filled in; on a page that stays, all is done that is to be done there."""
        here = self
        for _time in range(MOST_ACTS):
            if here.at is None or here.step != self.step:
                break
            fields = here.filled()
            act = Act(fields.get("act", [Act.ANSWER])[0])
            here = here.sent(act, here.at.node.read(here.at, act, fields))
        return here


def protocol_of(study: Study) -> Compiled:
    """The draft as it stands, or what was published. Raises Impassable."""
    if study.state != State.DRAFT:
        assert study.protocol is not None
        return study.protocol.compiled
    document = drafts.document(study)
    if found := obstacles(document):
        raise Impassable(found)
    return Compiled(document, "")


def spot(study: Study, query: QueryDict) -> Spot:
    """What an address says; whatever it says wrongly is as if it were not there. Raises Impassable."""
    protocol = protocol_of(study)
    arm = query.get("arm", "")
    row = query.get("row", "")
    return Spot(
        protocol,
        step=_step(protocol, query.get("step", "")),
        arm=arm if arm in protocol.arms else next(iter(protocol.arms)),
        row=int(row) % protocol.rows if row.isascii() and row.isdecimal() and len(row) < 6 else 0,
        kept=_kept(query.get("kept", "")),
        did=_json(query.get("did", "")),
        origin=origin if (origin := query.get("origin", "")) in protocol.positions else "",
    )


def _step(protocol: Compiled, asked: str) -> str:
    if asked in {f"{ENDED}{ending}" for ending in Ending} | {STOP}:
        return asked
    if asked in protocol.positions and protocol.step(asked).node.is_page:
        return asked
    end = protocol.end
    if end is not None and asked == end.id:
        return f"{ENDED}{Ending.FINISHED}"
    return _first(protocol)


def _first(protocol: Compiled) -> str:
    first = onward(protocol, None, 0, {})
    return first.at if isinstance(first, Place) else f"{ENDED}{Ending.FINISHED}"


def _kept(text: str) -> dict[str, Any]:
    return {code: value for code, value in _json(text).items() if isinstance(value, int | str)}


def _json(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
