"""The pages around the frames: walk through a study, and see two groups side by side."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from surveys import drafts
from surveys.admin.preview import changed, links
from surveys.admin.preview.frame import NEXT
from surveys.admin.preview.spot import Impassable, spot
from surveys.admin.shell import address, find, researcher, show_study
from surveys.admin.study import missing
from surveys.admin.walk import after_walk
from surveys.models import Study
from surveys.protocol import Compiled


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    study = find(request, pk)
    try:
        here = spot(study, request.GET)
    except Impassable as impassable:
        return _impassable(request, study, impassable)
    width = _width(request)
    base = f"{address('preview', study)}?"
    if code := request.GET.get("profile", ""):
        return redirect(f"{base}{here.visiting(code).query}&{width}")
    if request.GET.get("go") == NEXT:
        return redirect(f"{base}{here.onward().query}&{width}")
    return show_study(
        request,
        "preview",
        study,
        frame=f"{address('frame', study)}?{here.query}{'&fill=1' if request.GET.get('fill') else ''}",
        width=links.WIDTHS[width.removeprefix("width=")],
        steps=links.steps(here, base, width),
        groups=links.groups(here, base, width),
        many=len(here.protocol.arms) > links.MANY,
        held=links.held(here if here.at else here.afresh(), width=width.removeprefix("width=")),
        widths=links.widths(here, base, width),
        fill=f"{base}{here.query}&fill=1&{width}",
        onward="" if here.at is None else f"{base}{here.query}&go={NEXT}&{width}",
        skips=list(links.skips(here, base, width)),
        next_step=after_walk(study, researcher(request)),
        is_over=here.ending is not None,
        afresh=links.afresh(here, base, width),
        other=f"{base}{replace(here, row=here.row + 1).query}&{width}",
        compare=f"{address('compare', study)}?{here.query}",
        drawn=links.drawn(here),
    )


@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    study = find(request, pk)
    try:
        here = spot(study, request.GET)
    except Impassable as impassable:
        return _impassable(request, study, impassable)
    base = f"{address('compare', study)}?"
    if code := request.GET.get("profile", ""):
        return redirect(f"{base}{urlencode({'changed': code})}&{here.visiting(code).query}")
    if not request.GET.get("step"):
        here = here.to(links.first_that_differs(here.protocol) or here.step)
    with_ = request.GET.get("with", "")
    others = [arm for arm in here.protocol.arms if arm != here.arm]
    other = with_ if with_ in others else next(iter(others), here.arm)
    if request.GET.get("go") == NEXT:
        return redirect(f"{base}{here.onward().query}&with={other}")
    return show_study(
        request,
        "compare",
        study,
        sides=[
            (links.group(here.protocol, arm), f"{address('frame', study)}?{here.beside(arm).query}")
            for arm in _in_order(here.protocol, here.arm, other)
        ],
        sought=changed.words(study, request.GET.get("changed", ""), here.protocol.document.language),
        onward="" if here.at is None else f"{base}{here.query}&go={NEXT}&with={other}",
        skips=list(links.skips(here, base, f"with={other}")),
        next_step=after_walk(study, researcher(request)),
        alone=not others,
        steps=links.steps(here, base, f"with={other}"),
        many=len(here.protocol.arms) > links.MANY,
        held=links.held(here),
        groups=[
            links.Choice(
                links.group(here.protocol, arm),
                urlencode({"arm": arm}),
                arm == other,
                f"{base}{here.query}&with={arm}",
            )
            for arm in others
        ],
        single=links.groups(here, f"{address('preview', study)}?", _width(request)),
    )


def _in_order(protocol: Compiled, *arms: str) -> list[str]:
    """Left and right stay the same whichever group one came from: the first level is left."""
    return sorted(arms, key=list(protocol.arms).index)


def _impassable(request: HttpRequest, study: Study, impassable: Impassable) -> HttpResponse:
    found = missing(study, drafts.document(study), impassable.findings)
    return show_study(request, "preview_none", study, missing=found)


def _width(request: HttpRequest) -> str:
    asked = request.GET.get("width", "")
    return f"width={asked if asked in links.WIDTHS else 'phone'}"
