"""Copy a shipped study or one's own into a new draft: the first step of most studies."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from surveys import drafts, library
from surveys.admin.shell import back, find, researcher
from surveys.protocol import Document, read


@require_POST
def shipped(request: HttpRequest, code: str) -> HttpResponse:
    if code not in library.names("studies"):
        raise Http404
    return copy(request, read(library.studies(code)))


@require_POST
def own(request: HttpRequest, pk: int) -> HttpResponse:
    study = find(request, pk)
    return copy(request, drafts.document(study))


def copy(request: HttpRequest, document: Document) -> HttpResponse:
    address = drafts.free_address(document.address)
    name = _("%(name)s, copy") % {"name": document.name or document.address}
    renamed = document.model_copy(update={"address": address, "name": name[:200]})
    try:
        study = drafts.create(renamed, by=researcher(request))
    except drafts.Refused as refusal:  # somebody took the address a moment before
        messages.error(request, str(refusal))
        return redirect("admin:index")
    messages.success(request, _("Copied. Change one thing, then rehearse."))
    return back("design", study)
