"""Links around the frames: pages to go to, stretches to skip, groups, widths; and whom a page is about."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode

from django.utils.translation import gettext as _

from surveys.admin.preview.spot import ENDED, Spot
from surveys.admin.steps import step_labels
from surveys.analysis.naming import group_label
from surveys.cues import Assigned, visibility_of
from surveys.pages.scene import scene
from surveys.protocol import Compiled, Draws, Ending, Step
from surveys.protocol.nodes import Debriefing
from surveys.texts import say

WIDTHS = {"phone": 360, "desktop": 1024}
MANY = 5
"""Groups up to which each has a link of its own; of more, one is chosen from a list."""


@dataclass(frozen=True, slots=True)
class Choice:
    """`change`: what it puts into the address; `href`: the address with it; `drawn`: whom a page is about, by
    group."""

    label: str
    change: str
    here: bool = False
    href: str = ""
    pixels: int = 0
    drawn: Mapping[str, str] = field(default_factory=dict)

    @property
    def value(self) -> str:
        """What a list sends."""
        return parse_qs(self.change).get("arm", [""])[0]

    @property
    def drawn_by_group(self) -> str:
        """For the page's script."""
        return json.dumps(self.drawn) if any(self.drawn.values()) else "{}"


def widths(here: Spot, base: str, width: str) -> list[Choice]:
    labels = {"phone": _("Phone"), "desktop": _("Desktop")}
    return [
        Choice(label, change, width == change, f"{base}{here.query}&{change}", pixels=WIDTHS[name])
        for name, label in labels.items()
        for change in (f"width={name}",)
    ]


def steps(here: Spot, base: str, rest: str) -> list[Choice]:
    language = here.protocol.document.language
    labels = step_labels(here.protocol)
    found = [(labels[step.key], step.key) for step in here.protocol.steps if step.node.is_page]
    if here.protocol.end:
        title = say(here.protocol.end.title, language, language)
        found.append((title or _("The end"), f"{ENDED}{Ending.FINISHED}"))
    there = [(label, here.to(key)) for label, key in found]
    return [
        Choice(
            label, f"step={to.step}", to.step == here.step, f"{base}{to.query}&{rest}", drawn=_by_group(to)
        )
        for label, to in there
    ]


def afresh(here: Spot, base: str, rest: str) -> Choice:
    """Back to the first page. `here`: a walk is over, so that nothing leads on."""
    to = here.afresh()
    return Choice(_("From the start"), f"step={to.step}", here.at is None, f"{base}{to.query}&{rest}")


def skips(here: Spot, base: str, rest: str) -> Iterator[Choice]:
    """Over long stretches. `here`: the one that leads on from this page."""
    protocol, order = here.protocol, here.protocol.positions
    now = len(order) if here.ending else order.get(here.step, -1)
    found = False
    for label, step in _stretches(protocol):
        leads = not found and order[step] > now
        found = found or leads
        yield Choice(label, f"step={step}", leads, f"{base}{here.to(step).query}&{rest}")


def _stretches(protocol: Compiled) -> Iterator[tuple[str, str]]:
    """Where a stretch ends: the first profile, what comes after the last one, and what it was about."""
    pages = [step for step in protocol.steps if step.node.is_page]
    visits = [i for i, step in enumerate(pages) if step.visit]
    if visits:
        yield _("To the first profile"), pages[visits[0]].key
        if visits[-1] + 1 < len(pages):
            yield _("Past the profiles"), pages[visits[-1] + 1].key
    elif first := first_that_differs(protocol):
        yield _("To the first page that differs"), first
    last = next((step.key for step in pages if isinstance(step.node, Debriefing)), "")
    if last:
        yield _("To the debriefing"), last


def groups(here: Spot, base: str, rest: str) -> list[Choice]:
    return [
        Choice(
            group(here.protocol, arm),
            urlencode({"arm": arm}),
            arm == here.arm,
            f"{base}{here.of(arm).query}&{rest}",
        )
        for arm in here.protocol.arms
    ]


def held(here: Spot, **more: str) -> list[tuple[str, str]]:
    """What a list of groups sends besides the group: where one is, and nothing that was done or answered."""
    return [*((k, v) for k, v in parse_qsl(here.query) if k in ("step", "row")), *more.items()]


def group(protocol: Compiled, arm: str) -> str:
    return group_label(protocol, arm, protocol.document.language)


def first_that_differs(protocol: Compiled) -> str:
    """The first page after random assignment that groups see differently, or only some of them see; where
    none is, the first of all: '' where nothing is drawn.
    """
    pages = [step for step in protocol.steps[protocol.differs :] if step.node.is_page]
    return next((step.key for step in pages if _differs(protocol, step)), pages[0].key if pages else "")


def _differs(protocol: Compiled, step: Step) -> bool:
    seen = set()
    for arm in protocol.arms:
        here = Spot(protocol, step.key, arm)
        levels = here.draws.levels if here.draws else {}
        is_met = step.node.meets(step, here.done, {}, levels)
        seen.add(scene(protocol, here.draws, step, here.done).key if is_met else None)
    return len(seen) > 1


def _by_group(here: Spot) -> dict[str, str]:
    return {arm: drawn(here.beside(arm)) for arm in here.protocol.arms}


def drawn(here: Spot) -> str:
    """Whom this page is about and what was drawn for it, for the researcher alone."""
    step, draws = here.at, here.draws
    if step is None or draws is None or not step.visit:
        return ""
    visit = draws.visits[step.visit - 1]
    profile = next(p for p in here.protocol.document.profiles if p.code == visit.profile)
    levels = [_level(here.protocol, draws, step.visit, name) for name in visit.levels]
    return ", ".join([profile.name, *levels])


def _level(protocol: Compiled, draws: Draws, visit: int, name: str) -> str:
    """What was drawn of a factor; of a score that this group does not see, that too."""
    cue, levels = protocol.document.cue, draws.levels_at(visit)
    told = {"what": _label(protocol, name), "level": levels[name]}
    is_score = cue is not None and isinstance(cue.value, Assigned) and cue.value.factor == name
    if cue is not None and is_score and visibility_of(cue, levels) == "hidden":
        return (
            _(
                "%(what)s hidden: this group sees no score. Behind the page stands %(level)s, so that both "
                "groups can be compared at the same scores"
            )
            % told
        )
    return f"{told['what']} {told['level']}"


def _label(protocol: Compiled, name: str) -> str:
    factor: Any = protocol.document.factor(name)
    language = protocol.document.language
    return say(factor.label, language, language) or name
