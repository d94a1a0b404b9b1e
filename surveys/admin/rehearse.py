"""Rehearse a study with simulated participants, with effects planted that the analysis should find."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminIntegerFieldWidget

from surveys import drafts, simulate
from surveys.admin.shell import back, find, may, researcher, show_study
from surveys.models import Ability, State, Study
from surveys.protocol import Document
from surveys.simulate.people import Effects
from surveys.texts import say

MOST = 2000


class RehearsalForm(forms.Form):
    """Participants, drop-out and one number for each effect that this study can show."""

    participants = forms.IntegerField(
        label=gettext_lazy("Simulated participants"),
        min_value=1,
        max_value=MOST,
        initial=100,
        widget=UnfoldAdminIntegerFieldWidget,
    )
    dropout = forms.IntegerField(
        label=gettext_lazy("Who leave before the end, in %"),
        min_value=0,
        max_value=90,
        initial=10,
        widget=UnfoldAdminIntegerFieldWidget,
    )

    def __init__(self, document: Document, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.effects: list[str] = []
        for key, label in effects(document):
            self.effects.append(key)
            self.fields[key] = forms.FloatField(
                label=label,
                required=False,
                initial=0,
                min_value=-100,
                max_value=100,
                widget=UnfoldAdminDecimalFieldWidget(attrs={"step": "any"}),
            )

    def planted(self) -> Effects:
        given: dict[str, dict[str, float]] = {"level": {}, "visibility": {}}
        for key in self.effects:
            kind, _colon, outcome = key.partition(":")
            if self.cleaned_data[key]:
                given[kind][outcome] = self.cleaned_data[key]
        return Effects(**given)


def effects(document: Document) -> Iterator[tuple[str, str]]:
    """(kind:outcome, label) for each effect that can be planted."""
    for outcome in document.outcomes:
        label = {"outcome": say(outcome.label, document.language, "en") or outcome.name}
        if outcome.kind in ("rating", "act"):
            yield f"level:{outcome.name}", _("Effect of 10 points on %(outcome)s") % label
        if outcome.kind != "dwell":
            yield f"visibility:{outcome.name}", _("Shown minus hidden on %(outcome)s") % label


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    posted = request.method == "POST"
    study = find(request, pk, Ability.EDIT if posted else Ability.SEE)
    form = RehearsalForm(drafts.document(study), request.POST if posted else None)
    if posted and form.is_valid() and begin(request, study, form):
        messages.success(request, _("Simulated participants are on their way. This page fills as they come."))
        return back("results", study, kind="simulated")
    return show_study(
        request,
        "rehearse",
        study,
        form=form,
        effects=[form[key] for key in form.effects],
        recent=study.simulations.order_by("-pk")[:5],
        allowed=study.state == State.LIVE and may(request, study, Ability.EDIT),
        status=400 if posted else 200,
    )


def begin(request: HttpRequest, study: Study, form: RehearsalForm) -> bool:
    answers = form.cleaned_data
    try:
        simulate.want(
            study,
            participants=answers["participants"],
            effects=form.planted(),
            dropout=answers["dropout"] / 100,
            by=researcher(request),
        )
    except simulate.Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
