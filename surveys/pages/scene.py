"""Whom a page is about, and what of the score a browser may receive."""

import json
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from surveys.cues import Display, display, is_shown
from surveys.pages.feed import Sight, sight
from surveys.pages.sheet import Page
from surveys.profiles.types import Profile
from surveys.protocol import Compiled, Draws, Step
from surveys.protocol.nodes import Debriefing, Did, Feed, Node

NOTHING: Did = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a page may know of the draws. Where hidden, `shown` is None: no placebo level in here."""

    profile: Profile | None = None
    shown: Display | None = None
    did: Did = field(default_factory=dict)
    feed: Sight | None = None
    told: tuple[int, ...] = ()

    @property
    def key(self) -> tuple[str, int | None, str]:
        """Label and legend are the protocol's, so the value alone tells two displays apart."""
        if self.feed:
            return ("", None, self.feed.key)
        done = json.dumps(self.did, sort_keys=True) if self.did else ""
        done += str(self.told) if self.told else ""
        return (self.profile.code if self.profile else "", self.shown.value if self.shown else None, done)


def scene(protocol: Compiled, draws: Draws | None, step: Step, did: Did = NOTHING) -> Scene:
    found = _scene(protocol, draws, step, did)
    if isinstance(step.node, Debriefing):
        return replace(found, told=step.node.told(draws.levels if draws else None))
    return found


def _scene(protocol: Compiled, draws: Draws | None, step: Step, did: Did) -> Scene:
    if isinstance(step.node, Feed):
        return Scene(feed=sight(protocol, draws, step, did))
    if draws is None or not draws.visits:
        return Scene(did=did)
    if not step.visit:
        last = draws.visits[-1].profile
        is_named = _is_after_visits(protocol, step) and names_profile(step.node)
        return Scene(_profile(protocol, last) if is_named else None, did=did)
    cue = protocol.document.cue
    shown = display(cue, draws.levels_at(step.visit)) if cue else None
    return Scene(_profile(protocol, draws.visits[step.visit - 1].profile), shown, did)


def exposure(protocol: Compiled, draws: Draws | None, step: Step, page: Page) -> dict[str, Any] | None:
    """What a visit's submission keeps of what was seen; None for other pages."""
    if draws is None or not step.visit:
        return None
    levels = draws.levels_at(step.visit)
    cue = protocol.document.cue
    return {
        "profile": draws.visits[step.visit - 1].profile,
        "position": step.visit,
        "levels": levels,
        "shown": bool(cue and is_shown(cue, levels)),
        "page": page.hash,
    }


def names_profile(node: Node) -> bool:
    """Does a text of this element name the person? Only then does its page vary with the last visit."""
    return any("{profile}" in words for text in _texts(node) for words in text.values())


def _texts(node: Node) -> list[dict[str, str]]:
    said = [text for _, text in node.texts()]
    for entry in node.entries():
        said += [entry.text, getattr(entry, "hint", {})]
    return said


def _is_after_visits(protocol: Compiled, step: Step) -> bool:
    visits = protocol.visits
    if visits is None:
        return False
    last = f"{visits.id}.{visits.count}.look"
    return protocol.positions[step.key] > protocol.positions[last]


def _profile(protocol: Compiled, code: str) -> Profile:
    return next(profile for profile in protocol.document.profiles if profile.code == code)
