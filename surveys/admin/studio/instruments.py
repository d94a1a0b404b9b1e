"""A published scale of a study: where it comes from, and whether the researchers have the right to use it."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from surveys import drafts
from surveys.admin.shell import address, came_from, find, show_study
from surveys.admin.studio import boxes
from surveys.admin.studio.editing import change, may_change
from surveys.instruments import Instrument
from surveys.models import Ability
from surveys.protocol import Document
from surveys.protocol.operations import Operation
from surveys.texts import say

CONFIRMED = "\nConfirmed by the researchers"
"""Stands in the licence between what was known of it and what the researchers add."""

FREE = {
    "public": gettext_lazy("Free to use: nothing has to be confirmed."),
    "own": gettext_lazy("Written for this project: nothing has to be confirmed."),
}


class RightForm(forms.Form):
    """That the researchers have the right to use a scale, and where that is written."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    granted = boxes.tick(False, label=gettext_lazy("We have the right to use it"))
    note = boxes.words(
        "",
        rows=2,
        label=gettext_lazy("Where that is written"),
        help_text=gettext_lazy(
            "Such as an e-mail of the authors with its date, or a licence. May stay empty."
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    study = find(request, pk, Ability.EDIT if request.method == "POST" else Ability.SEE)
    document = drafts.document(study)
    instrument = document.library.get(code)
    if instrument is None:
        raise Http404
    known, note = told(instrument)
    shown = {"granted": instrument.permission == "granted", "note": note, "revision": study.draft.revision}
    form = RightForm(request.POST if request.method == "POST" else None, initial=shown)
    up = came_from(request) or f"{address('design', study)}#scales"
    if request.method == "POST" and form.is_valid():
        operations = said(document, instrument, form.cleaned_data)
        refusal = change(request, study, operations, form.cleaned_data["revision"])
        if not refusal:
            return redirect(up)
        form.add_error(None, refusal)
    return show_study(
        request,
        "studio/instrument",
        study,
        instrument=instrument,
        name=say(instrument.name, document.language, "en") or instrument.code,
        known=known,
        free=FREE.get(instrument.permission, ""),
        note=note,
        form=form,
        fixed=not may_change(request, study),
        up=up,
        up_label=_("Back") if came_from(request) else _("Design"),
        status=400 if request.method == "POST" else 200,
    )


def told(instrument: Instrument) -> tuple[str, str]:
    """What is known of the licence, and what the researchers noted."""
    known, _marker, note = instrument.license.partition(CONFIRMED)
    return known.strip(), note.removeprefix(":").strip()


def said(document: Document, instrument: Instrument, typed: dict[str, Any]) -> list[Operation]:
    """What the form says, as operations: one for each field that becomes another."""
    known, _note = told(instrument)
    note = " ".join(typed["note"].split())
    added = f"{CONFIRMED}{': ' if note else ''}{note}" if typed["granted"] else ""
    values = {
        "permission": "granted" if typed["granted"] else "to confirm",
        "license": f"{known}{added}",
    }
    path = f"instruments.{document.instruments.index(instrument)}"
    return [
        {"op": "set", "path": f"{path}.{field}", "value": value}
        for field, value in values.items()
        if getattr(instrument, field) != value
    ]
