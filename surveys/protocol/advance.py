"""Where a participant stands, and where an answer leads. Pure: replaying what was sent gives the place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from surveys.protocol.compiled import Compiled
from surveys.protocol.draws import Draws
from surveys.protocol.nodes import Act, Answers, Did, Ending, Randomise, Step
from surveys.protocol.nodes.base import met_on
from surveys.protocol.screening import screened

STOP = "stop"
"""The page that asks whether to keep or delete; it stands beside the sequence, not in it."""

STOP_ACTS = frozenset({Act.KEEP, Act.DELETE, Act.RETURN})


@dataclass(frozen=True, slots=True)
class Place:
    """`at`: a step's key, or STOP. `kept`: the few answers that later pages need, and which pages were met of
    those of which later ones speak.

    `origin`: the page that Stop was pressed on. `typed`: the number of the submission that holds what
    had been filled in there, shown again on return. `did`: what was done on the page, or in its element.
    """

    at: str
    kept: Mapping[str, Any] = field(default_factory=dict)
    origin: str = ""
    typed: int | None = None
    did: Did = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        data: dict[str, Any] = {"at": self.at}
        if self.kept:
            data["kept"] = dict(self.kept)
        if self.origin:
            data["origin"] = self.origin
        if self.typed is not None:
            data["typed"] = self.typed
        if self.did:
            data["did"] = dict(self.did)
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Place":
        return cls(
            data["at"],
            data.get("kept", {}),
            data.get("origin", ""),
            data.get("typed"),
            data.get("did", {}),
        )


@dataclass(frozen=True, slots=True)
class Sent:
    """One submission as `advance` needs it: its number, the act, and the answers."""

    n: int
    act: Act
    answers: Answers


def start(protocol: Compiled) -> Place:
    """The first page. A protocol begins with a page that no condition or lot can skip (see `checks`)."""
    return Place(protocol.steps[0].key)


def advance(protocol: Compiled, draws: Draws | None, place: Place, sent: Sent) -> Place | Ending:
    """Where `sent` leads from `place`: another place, or the ending.

    A place at the randomise step means that the lot is to be drawn first; given draws, it is passed over.
    """
    if place.at == STOP:
        return _decide(place, sent.act)
    if sent.act is Act.STOP:
        return Place(STOP, place.kept, origin=place.at, typed=sent.n, did=place.did)
    step = protocol.step(place.at)
    if sent.act in (Act.KEEP, Act.DELETE) and sent.act not in step.node.acts:
        # The study closed meanwhile: the stop page stood in this page's place.
        return _decide(place, sent.act)
    screens = screened(step, protocol.document.library, sent.act, sent.answers)
    if ending := step.node.leave(sent.act, sent.answers) or screens:
        return ending
    kept = {**place.kept, **{c: a for c, a in sent.answers.items() if c in protocol.kept}}
    levels = draws.levels if draws else {}
    did = step.node.did(step, place.did, levels, sent.act, {**kept, **sent.answers})
    if sent.act is Act.DO:
        return Place(place.at, kept, did=did)
    return onward(protocol, draws, protocol.positions[place.at] + 1, kept, {step.node.id: did})


def onward(
    protocol: Compiled,
    draws: Draws | None,
    position: int,
    kept: Answers,
    did: Mapping[str, Did] = MappingProxyType({}),
) -> Place | Ending:
    """The first step from `position` on that is to be met, or the end of the study.

    did: by element, what was done in it; it does not outlast the element.
    """
    levels = draws.levels if draws else {}
    for step in protocol.steps[position:]:
        node = step.node
        done = did[node.id] if node.id in did else node.opens(kept, levels)
        if isinstance(node, Randomise):
            if draws is None:
                return Place(step.key, kept)
        elif node.meets(step, done, kept, levels):
            return Place(step.key, {**kept, **met(protocol, step)}, did=done)
    return Ending.FINISHED


def met(protocol: Compiled, step: Step) -> Answers:
    """The marked pages that somebody has met who comes to this one: itself, and those of its kind before it
    in one element. Who comes back from a break has seen what that did; who finished early, nothing later.
    """
    position = protocol.positions[step.key]
    return {
        met_on(mark.key): True
        for mark in protocol.marks
        if mark.node is step.node and mark.part == step.part and protocol.positions[mark.key] <= position
    }


def replay(protocol: Compiled, draws: Draws | None, sent: Iterable[Sent]) -> Place | Ending:
    """The place that submissions in order lead to. Raises ValueError where one follows an ending."""
    place: Place | Ending = start(protocol)
    for each in sent:
        if isinstance(place, Ending):
            raise ValueError(f"submission {each.n} follows the ending {place}")
        place = advance(protocol, draws, place, each)
    return place


def _decide(place: Place, act: Act) -> Place | Ending:
    if act is Act.RETURN:
        return Place(place.origin, place.kept, typed=place.typed, did=place.did)
    return Ending.WITHDRAWN if act is Act.DELETE else Ending.STOPPED
