"""The form for what participants must know. It edits the draft, in the study's own language."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from surveys import drafts
from surveys.admin.shell import back, find, may, researcher, show_study
from surveys.models import Ability, State, Study
from surveys.protocol import Document
from surveys.protocol.operations import Operation
from surveys.texts import say

TEXTS = ("institution", "contact", "approval", "pay")


def line(label: Any, hint: Any) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=500, widget=UnfoldAdminTextInputWidget
    )


class AboutForm(forms.Form):
    institution = line(_("Institution"), _("Who runs the study, as participants know it."))
    contact = line(_("Contact"), _("An address at which participants reach you."))
    approval = line(_("Ethics approval"), _("Its number, or why none is needed."))
    pay = line(_("Pay"), _("What participants receive, or that they receive nothing."))
    minutes = forms.IntegerField(
        label=_("Minutes"),
        help_text=_("How long it takes. Rehearse to find out."),
        required=False,
        min_value=1,
        max_value=600,
        widget=UnfoldAdminIntegerFieldWidget,
    )
    help = forms.CharField(
        label=_("Help text"),
        help_text=_("Shown at the end: where participants find help if the study left them uneasy."),
        required=False,
        max_length=10_000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 6}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    posted = request.method == "POST"
    study = find(request, pk, Ability.EDIT if posted else Ability.SEE)
    document = drafts.document(study)
    form = AboutForm(request.POST) if posted else AboutForm(initial=initial(study, document))
    if posted and form.is_valid() and save(request, study, document, form):
        messages.success(request, _("Saved."))
        return back("study", study)
    fixed = study.state != State.DRAFT or not may(request, study, Ability.EDIT)
    for field in form.fields.values() if fixed else ():
        field.disabled = True
    return show_study(request, "about", study, form=form, fixed=fixed, status=400 if posted else 200)


def initial(study: Study, document: Document) -> dict[str, Any]:
    texts = {name: say(getattr(document.about, name), document.language, "en") for name in TEXTS}
    help = say(document.help, document.language, "en")
    return {**texts, "help": help, "minutes": document.about.minutes, "revision": study.draft.revision}


def save(request: HttpRequest, study: Study, document: Document, form: AboutForm) -> bool:
    answers = form.cleaned_data
    try:
        drafts.change(
            study, operations(document, answers), by=researcher(request), revision=answers["revision"]
        )
    except drafts.Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def operations(document: Document, answers: dict[str, Any]) -> list[Operation]:
    """One `set` for each field that differs; translations into other languages stay."""
    wanted = {f"about.{name}": (getattr(document.about, name), answers[name]) for name in TEXTS}
    wanted["help"] = (document.help, answers["help"].replace("\r\n", "\n"))
    changed: list[Operation] = [
        {"op": "set", "path": path, "value": {**old, document.language: new}}
        for path, (old, new) in wanted.items()
        if old.get(document.language, "") != new
    ]
    if answers["minutes"] != document.about.minutes:
        changed.append({"op": "set", "path": "about.minutes", "value": answers["minutes"]})
    return changed
