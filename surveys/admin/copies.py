"""Copy a shipped study or one's own into a new draft: the first step of most studies."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from surveys import drafts, library
from surveys.admin.shell import back, find, researcher
from surveys.models import Membership, Role, State, Study, User
from surveys.protocol import Document, read
from surveys.texts import say

LONGEST = 200
ONWARD = ("preview", "rehearse")
"""Pages of a copy to which the first page leads at once, besides its design."""


@require_POST
def shipped(request: HttpRequest, code: str) -> HttpResponse:
    if code not in library.names("studies"):
        raise Http404
    to = request.POST.get("to", "")
    return copy(request, read(library.studies(code)), to=to if to in ONWARD else "design")


@require_POST
def own(request: HttpRequest, pk: int) -> HttpResponse:
    return copy(request, drafts.document(find(request, pk)))


def copy(request: HttpRequest, document: Document, *, to: str = "design") -> HttpResponse:
    """At once, under a name that can be changed later: nobody knows yet what the copy will be. Who only wants
    to look at it or rehearse it again goes to the copy that they have not changed yet.
    """
    if to in ONWARD and (earlier := untouched(document, researcher(request))):
        return back(to, earlier)
    name = free_name(called(document), researcher(request))
    address = drafts.free_address(document.address)
    renamed = document.model_copy(update={"address": address, "name": name})
    try:
        study = drafts.create(renamed, by=researcher(request))
    except drafts.Refused as refusal:  # somebody took the address a moment before
        messages.error(request, str(refusal))
        return redirect("admin:index")
    yours = _(
        "“%(name)s” is yours: nobody else sees it until you share it. Its name can be changed under Design."
    )
    messages.success(request, yours % {"name": name})
    return back(to, study)


def untouched(document: Document, user: User) -> Study | None:
    """A draft of this user's own that is this document under another name and address."""
    drafted = Membership.objects.filter(user=user, role=Role.OWNER, study__demonstration=False)
    mine = Study.objects.filter(pk__in=drafted.values("study"), state=State.DRAFT, draft__revision=1)
    for study in mine.filter(address__startswith=document.address).order_by("-pk"):
        found = drafts.document(study)
        same = {"address": document.address, "name": document.name}
        if found.model_copy(update=same) == document:
            return study
    return None


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
