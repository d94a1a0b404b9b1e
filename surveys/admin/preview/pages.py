"""The pages around the frames: walk through a study, and see two groups side by side."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from surveys import drafts
from surveys.admin.home import visited
from surveys.admin.preview.spot import ENDED, Impassable, Spot, spot
from surveys.admin.shell import address, find, show_study
from surveys.admin.steps import step_labels
from surveys.admin.study import missing
from surveys.analysis.naming import group_label
from surveys.cues import Assigned, is_shown
from surveys.models import Study
from surveys.protocol import Compiled, Draws, Ending
from surveys.texts import say

WIDTHS = {"phone": 360, "desktop": 1024}
NEXT = "next"


@dataclass(frozen=True, slots=True)
class Choice:
    """`change`: what it puts into the address; `href`: the address with it; `drawn`: whom a page is about."""

    label: str
    change: str
    here: bool = False
    href: str = ""
    drawn: str = ""


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    study = find(request, pk)
    try:
        here = spot(study, request.GET)
    except Impassable as impassable:
        return _impassable(request, study, impassable)
    if code := request.GET.get("profile", ""):
        return redirect(f"{address('preview', study)}?{here.visiting(code).query}&{_width(request)}")
    if request.GET.get("go") == NEXT:
        visited(request, "take")
        return redirect(f"{address('preview', study)}?{here.onward().query}&{_width(request)}")
    width = _width(request)
    base = f"{address('preview', study)}?"
    return show_study(
        request,
        "preview",
        study,
        frame=f"{address('frame', study)}?{here.query}{'&fill=1' if request.GET.get('fill') else ''}",
        width=WIDTHS[width.removeprefix("width=")],
        steps=_steps(here, base, width),
        groups=_groups(here, base, width),
        widths=[
            Choice(label, f"width={name}", width == f"width={name}", f"{base}{here.query}&width={name}")
            for name, label in (("phone", _("Phone")), ("desktop", _("Desktop")))
        ],
        fill=f"{base}{here.query}&fill=1&{width}",
        onward="" if here.at is None else f"{base}{here.query}&go={NEXT}&{width}",
        other=f"{base}{replace(here, row=here.row + 1).query}&{width}",
        compare=f"{address('compare', study)}?{here.query}",
        drawn=_drawn(here),
    )


@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    study = find(request, pk)
    try:
        here = spot(study, request.GET)
    except Impassable as impassable:
        return _impassable(request, study, impassable)
    if not request.GET.get("step"):
        here = replace(here, step=_first_that_differs(here.protocol) or here.step)
    with_ = request.GET.get("with", "")
    others = [arm for arm in here.protocol.arms if arm != here.arm]
    other = with_ if with_ in others else next(iter(others), here.arm)
    base = f"{address('compare', study)}?"
    return show_study(
        request,
        "compare",
        study,
        sides=[
            (_group(here.protocol, arm), f"{address('frame', study)}?{replace(here, arm=arm).query}")
            for arm in (here.arm, other)
        ],
        alone=not others,
        steps=_steps(here, base, f"with={other}"),
        groups=[
            Choice(_group(here.protocol, arm), "", arm == other, f"{base}{here.query}&with={arm}")
            for arm in others
        ],
        single=_groups(here, f"{address('preview', study)}?", _width(request)),
        walk=f"{address('preview', study)}?{here.query}",
    )


def _impassable(request: HttpRequest, study: Study, impassable: Impassable) -> HttpResponse:
    found = missing(study, drafts.document(study), impassable.findings)
    return show_study(request, "preview_none", study, missing=found)


def _width(request: HttpRequest) -> str:
    asked = request.GET.get("width", "")
    return f"width={asked if asked in WIDTHS else 'phone'}"


def _steps(here: Spot, base: str, rest: str) -> list[Choice]:
    language = here.protocol.document.language
    labels = step_labels(here.protocol)
    found = [(labels[step.key], step.key) for step in here.protocol.steps if step.node.is_page]
    if here.protocol.end:
        title = say(here.protocol.end.title, language, language)
        found.append((title or _("The end"), f"{ENDED}{Ending.FINISHED}"))
    there = [(label, replace(here, step=key)) for label, key in found]
    return [
        Choice(label, f"step={to.step}", to.step == here.step, f"{base}{to.query}&{rest}", _drawn(to))
        for label, to in there
    ]


def _groups(here: Spot, base: str, rest: str) -> list[Choice]:
    return [
        Choice(
            _group(here.protocol, arm),
            f"arm={arm}",
            arm == here.arm,
            f"{base}{replace(here, arm=arm).query}&{rest}",
        )
        for arm in here.protocol.arms
    ]


def _group(protocol: Compiled, arm: str) -> str:
    return group_label(protocol, arm, protocol.document.language)


def _first_that_differs(protocol: Compiled) -> str:
    """The first page after the lot: '' where nothing is drawn."""
    return next((step.key for step in protocol.steps[protocol.differs :] if step.node.is_page), "")


def _drawn(here: Spot) -> str:
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
    if cue is not None and is_score and not is_shown(cue, levels):
        return _("%(what)s not shown (%(level)s was drawn, as a control)") % told
    return f"{told['what']} {told['level']}"


def _label(protocol: Compiled, name: str) -> str:
    factor: Any = protocol.document.factor(name)
    language = protocol.document.language
    return say(factor.label, language, language) or name
