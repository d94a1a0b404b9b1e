"""Whom a page is about, and what of the score a browser may receive."""

import json
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from surveys.cues import Cover, Cue, Display, at, cover, display, value_of, visibility_of
from surveys.pages.feed import Sight, sight
from surveys.pages.sheet import Page
from surveys.profiles.types import Profile
from surveys.protocol import Act, Compiled, Draws, Step
from surveys.protocol.nodes import Debriefing, Did, Feed, Node, Visits
from surveys.texts import Text

NOTHING: Did = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a page may know of the draws. Where hidden, `shown` is None: no placebo level in here. cover:
    what stands in its place until it is asked for; account: what is said of the account beside the profile.
    """

    profile: Profile | None = None
    shown: Display | None = None
    cover: Cover | None = None
    did: Did = field(default_factory=dict)
    account: Text = field(default_factory=dict)
    feed: Sight | None = None
    told: tuple[int, ...] = ()

    @property
    def key(self) -> tuple[str, str | None, str]:
        """Tells two pages of one step apart."""
        if self.feed:
            return ("", None, self.feed.key)
        done = json.dumps(self.did, sort_keys=True) if self.did else ""
        done += str(self.told) if self.told else ""
        done += json.dumps(self.account, sort_keys=True) if self.account else ""
        seen = self.shown or self.cover
        return (self.profile.code if self.profile else "", seen.key if seen else None, done)


def scene(protocol: Compiled, draws: Draws | None, step: Step, did: Did = NOTHING) -> Scene:
    found = _scene(protocol, draws, step, did)
    if isinstance(step.node, Debriefing):
        return replace(found, told=step.node.told(draws.levels if draws else None, did.get("met")))
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
    profile = _profile(protocol, draws.visits[step.visit - 1].profile)
    cue, levels = protocol.document.cue, draws.levels_at(step.visit)
    node = step.node
    account = node.account_at(levels) if isinstance(node, Visits) and step.part == "look" else {}
    if cue is None:
        return Scene(profile, did=did, account=account)
    revealed = Visits.is_revealed(step, did)
    shown = display(cue, levels, profile.account, revealed=revealed, later=step.part != "look")
    button = cover(cue, levels, revealed=revealed) if step.part == "look" else None
    return Scene(profile, shown, button, did, account)


def offered(protocol: Compiled, draws: Draws | None, step: Step, did: Did) -> frozenset[Act]:
    """What can be done on this page as it stands: a score is uncovered only where one is covered."""
    acts = step.node.acts
    if isinstance(step.node, Visits) and scene(protocol, draws, step, did).cover is None:
        return acts - {Act.DO}
    return acts


def exposure(
    protocol: Compiled,
    draws: Draws | None,
    step: Step,
    page: Page,
    *,
    did: Did = NOTHING,
    before: Page | None = None,
) -> dict[str, Any] | None:
    """What a visit's submission keeps of what was seen; None for other pages. page: as it stood when it was
    sent; before: as it had stood until the score was uncovered, where it was.
    """
    if draws is None or not step.visit:
        return None
    levels, cue = draws.levels_at(step.visit), protocol.document.cue
    seen = scene(protocol, draws, step, did)
    return {
        "profile": draws.visits[step.visit - 1].profile,
        "position": step.visit,
        "levels": levels,
        "shown": seen.shown is not None,
        "page": page.hash,
        **({"before": before.hash} if before else {}),
        **(_score(cue, levels, seen) if cue else {}),
    }


def _score(cue: Cue, levels: dict[str, Any], seen: Scene) -> dict[str, Any]:
    """The score as it was given, displayed or not, and by what: never without the version of its system."""
    account = seen.profile.account if seen.profile else None
    value, visibility = value_of(cue, levels, account), visibility_of(cue, levels)
    version, form = cue.version_of(account), at(cue.form, levels)
    return {"system": cue.system, "version": version, "form": form, "value": value, "visibility": visibility}


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
