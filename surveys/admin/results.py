"""The results of one study and kind of participant, as `surveys.report` words them."""

import zlib
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from surveys import drafts
from surveys.admin.shell import address, back, find, researcher, show_study
from surveys.admin.study import recruiting
from surveys.admin.waiting import under_way
from surveys.admin.walk import after_results, saw
from surveys.admin.words import KINDS as LABELS
from surveys.admin.words import named
from surveys.analysis import runs
from surveys.charts import FORMATS
from surveys.models import Kind, Study
from surveys.report import Drawing, drawing_of, looked, results_context

KINDS = {"participants": Kind.REAL, "simulated": Kind.SIMULATED}
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
DAY = 86_400
OPEN = ("effects", "dose")
"""Charts among the further ones that need no click to be seen."""


def known(kind: str) -> Kind:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


@require_safe
def page(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    study = find(request, pk)
    results = results_context(study, known(kind))
    looked(results, study, by=researcher(request))
    rehearsed = drafts.rehearsal(study) if results.simulated else None
    older = changed(rehearsed) if rehearsed else ""
    going = under_way(study, results, timezone.now())
    seen = str(zlib.crc32(repr((results, study.state, older, going)).encode()))
    if request.GET.get("seen") == seen:
        return HttpResponse(status=204)  # nothing new: what somebody has folded open stays open
    if going is None:
        saw(request, study, results)
    return show_study(
        request,
        "results",
        study,
        results=results,
        older=older,
        recruiting=recruiting(request, study, drafts.document(study)) if results.status == "zero" else None,
        going=going,
        computations=f"{reverse('admin:surveys_run_changelist')}?of={study.pk}",
        next_step=None if going else after_results(study, results, is_older=_is_gone(rehearsed)),
        seen=seen,
        answers=[(a, picture(study, kind, a.chart)) for a in results.answers],
        charts=[picture(study, kind, drawing) for drawing in results.charts],
        flow_picture=picture(study, kind, results.flow_chart),
        kind=kind,
        kinds=[(LABELS[k], address("results", study, kind=word), word == kind) for word, k in KINDS.items()],
        refresh=address("refresh", study, kind=kind),
    )


CHANGED = {
    drafts.Fate.WORDS: gettext_lazy(
        "Since these people rehearsed the draft, this has changed: %(what)s. Simulated people take no notice "
        "of it, so the results still hold."
    ),
    drafts.Fate.GONE: gettext_lazy(
        "Since these people rehearsed the draft, this has changed: %(what)s. These are the results of the "
        "older draft."
    ),
}


def changed(rehearsed: drafts.Rehearsal) -> str:
    """What of the draft is not as it was rehearsed, and what that means for these results."""
    said = CHANGED.get(rehearsed.fate)
    return said % {"what": named(rehearsed.changed)} if said else ""


def _is_gone(rehearsed: drafts.Rehearsal | None) -> bool:
    return rehearsed is not None and rehearsed.fate is drafts.Fate.GONE


@require_POST
def refresh(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Ask for a run. A reader may: it changes nothing but how fresh the page is."""
    study = find(request, pk)
    wanted = known(kind)
    if study.protocol_for(wanted) is None:
        messages.info(
            request, _("Nothing to compute yet: nobody can take part before the study is published.")
        )
    else:
        runs.want(study, wanted, researcher(request))
    return back("results", study, kind=kind)


def picture(study: Study, kind: str, drawing: Drawing | None) -> dict[str, Any] | None:
    """Where it is, what it says, its numbers and files. A new drawing has a new address: it may be kept."""
    if drawing is None:
        return None
    version = zlib.crc32(drawing.svg.encode())
    href = address("chart", study, kind=kind, key=drawing.key)
    files = [
        (suffix.upper(), address("picture", study, kind=kind, key=drawing.key, suffix=suffix))
        for suffix in FORMATS
    ]
    return {
        "href": f"{href}?v={version}",
        "alternative": drawing.alternative,
        "title": drawing.title,
        "files": files,
        "table": drawing.numbers,
        "open": drawing.key in OPEN,
    }


@require_safe
@cache_control(private=True, max_age=DAY)
def chart(request: HttpRequest, pk: int, kind: str, key: str) -> HttpResponse:
    """One chart as a picture: only what the page itself shows now, so no effect leaks from a live study."""
    study = find(request, pk)
    drawing = drawing_of(study, known(kind), key, by=researcher(request))
    if drawing is None:
        raise Http404
    return HttpResponse(
        drawing.svg,
        content_type="image/svg+xml; charset=utf-8",
        headers={"Content-Security-Policy": PICTURE_POLICY},
    )
