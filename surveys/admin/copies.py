"""Copy a shipped study or one's own into a new draft: the first step of most studies."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from unfold.widgets import UnfoldAdminTextInputWidget

from surveys import drafts, library
from surveys.admin.shell import address, back, find, researcher, show
from surveys.protocol import Document, read
from surveys.texts import clean

LONGEST = 200


class CopyForm(forms.Form):
    """What the copy is called."""

    name = forms.CharField(
        label=gettext_lazy("Name of the copy"),
        help_text=gettext_lazy("For researchers; participants never see it. It can be changed later."),
        max_length=LONGEST,
        widget=UnfoldAdminTextInputWidget(attrs={"autofocus": True, "dir": "auto"}),
    )

    def clean_name(self) -> str:
        try:
            return clean(self.cleaned_data["name"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


@require_http_methods(["GET", "HEAD", "POST"])
def shipped(request: HttpRequest, code: str) -> HttpResponse:
    if code not in library.names("studies"):
        raise Http404
    return ask(request, read(library.studies(code)), up=reverse("admin:index"))


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, pk: int) -> HttpResponse:
    study = find(request, pk)
    return ask(request, drafts.document(study), up=address("study", study))


def ask(request: HttpRequest, document: Document, *, up: str) -> HttpResponse:
    """Copying asks for a name, and offers one."""
    original = document.name or document.address
    offered = _("%(name)s, copy") % {"name": original}
    form = CopyForm(request.POST if "name" in request.POST else None, initial={"name": offered[:LONGEST]})
    if request.method == "POST" and not form.is_bound:
        return copy(request, document, offered)
    if form.is_bound and form.is_valid():
        return copy(request, document, form.cleaned_data["name"])
    return show(
        request,
        "copy",
        title=_("Copy a study"),
        status=400 if form.is_bound else 200,
        form=form,
        original=original,
        up=up,
    )


def copy(request: HttpRequest, document: Document, name: str) -> HttpResponse:
    address = drafts.free_address(document.address)
    renamed = document.model_copy(update={"address": address, "name": name[:LONGEST]})
    try:
        study = drafts.create(renamed, by=researcher(request))
    except drafts.Refused as refusal:  # somebody took the address a moment before
        messages.error(request, str(refusal))
        return redirect("admin:index")
    messages.success(request, _("Copied. Change one thing, then rehearse."))
    return back("design", study)
