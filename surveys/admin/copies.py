"""Copy a shipped study or one's own into a new draft: the first step of most studies."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from surveys import drafts, library
from surveys.admin.shell import back, find, researcher
from surveys.models import Study, User
from surveys.protocol import Document, read
from surveys.texts import say

LONGEST = 200


@require_POST
def shipped(request: HttpRequest, code: str) -> HttpResponse:
    if code not in library.names("studies"):
        raise Http404
    return copy(request, read(library.studies(code)))


@require_POST
def own(request: HttpRequest, pk: int) -> HttpResponse:
    return copy(request, drafts.document(find(request, pk)))


def copy(request: HttpRequest, document: Document) -> HttpResponse:
    """At once, under a name that can be changed later: nobody knows yet what the copy will be."""
    name = free_name(called(document), researcher(request))
    address = drafts.free_address(document.address)
    renamed = document.model_copy(update={"address": address, "name": name})
    try:
        study = drafts.create(renamed, by=researcher(request))
    except drafts.Refused as refusal:  # somebody took the address a moment before
        messages.error(request, str(refusal))
        return redirect("admin:index")
    messages.success(
        request,
        _("“%(name)s” is yours: nobody else sees it until you share it. Its name can be changed here.")
        % {"name": name},
    )
    return back("design", study)


def called(document: Document) -> str:
    """What is copied."""
    return document.name or say(document.title, document.language, "en") or document.address


def free_name(original: str, user: User) -> str:
    """ "Copy of" before the original's, and a number where one of that name is seen already."""
    stem = original[: LONGEST - len(_("Copy 999 of "))]
    first = _("Copy of %(name)s") % {"name": stem}
    taken = set(Study.objects.visible_to(user).filter(name__endswith=stem).values_list("name", flat=True))
    if first not in taken:
        return first
    numbered = (_("Copy %(n)d of %(name)s") % {"name": stem, "n": n} for n in range(2, len(taken) + 3))
    return next(name for name in numbered if name not in taken)
