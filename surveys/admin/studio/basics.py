"""Names and language of a study, and what participants must know."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from pydantic import BaseModel

from surveys import drafts
from surveys.admin.shell import address, back, find
from surveys.admin.studio.editing import Offered, change, form_page
from surveys.admin.studio.leaves import Part
from surveys.admin.studio.places import plain
from surveys.admin.study import JUST_SET
from surveys.models import Ability
from surveys.protocol import Compiled, Document
from surveys.protocol.checks import obstacles
from surveys.protocol.document import About
from surveys.protocol.duration import WORDS_A_MINUTE, duration
from surveys.protocol.operations import Operation
from surveys.protocol.recruitment import PROLIFIC, PROLIFIC_BACK, Recruitment


def sections(*fields: tuple[str, type[BaseModel], Sequence[str]]) -> Callable[[Document], list[Part]]:
    """Parts of the study itself: (path, type, fields; none for all)."""

    def parts_of(document: Document) -> list[Part]:
        content = plain(document)
        return [
            Part(path, type, content[path] if path else content, tuple(only), node=document)
            for path, type, only in fields
        ]

    return parts_of


BASICS = sections(("", Document, ("name", "title", "address", "language", "time_zone")))
RECRUITMENT = sections(("recruitment", Recruitment, ()))
ABOUT = sections(("about", About, ()), ("", Document, ("help",)))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    study = find(request, pk, Ability.EDIT if request.method == "POST" else Ability.SEE)
    return form_page(
        request,
        study,
        BASICS,
        template="studio/section",
        done=lambda _document: back("design", study),
        heading=_("Title and address"),
        lead=_("What the study is called, and where it is found."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def about(request: HttpRequest, pk: int) -> HttpResponse:
    study = find(request, pk, Ability.EDIT if request.method == "POST" else Ability.SEE)
    return form_page(
        request,
        study,
        ABOUT,
        template="studio/section",
        done=lambda _document: back("design", study),
        offers=minutes(drafts.document(study)),
        heading=_("What participants must know"),
        lead=_(
            "Needed before the study can be published. Participants read it on the first page and at the end."
        ),
    )


def minutes(document: Document) -> dict[str, Offered]:
    """How long it takes, estimated; nothing where the study cannot be walked through yet."""
    if obstacles(document):
        return {}
    found = duration(Compiled(document, ""))
    hint = _(
        "An estimate, %(minutes)d: %(answers)d answers of 4 seconds and more, and %(words)d words at "
        "%(speed)d a minute. It is not measured: walk through the study yourself in the preview."
    )
    told = {"minutes": found.minutes, "answers": found.answers, "words": found.words, "speed": WORDS_A_MINUTE}
    return {"minutes": Offered(found.minutes, hint % told)}


@require_http_methods(["GET", "HEAD", "POST"])
def recruitment(request: HttpRequest, pk: int) -> HttpResponse:
    study = find(request, pk, Ability.EDIT if request.method == "POST" else Ability.SEE)
    return form_page(
        request,
        study,
        RECRUITMENT,
        template="studio/section",
        done=lambda _document: back("study", study),
        heading=_("Recruitment"),
        lead=_(
            "Where participants come from, and with what they are sent back. Kept apart from their answers."
        ),
    )


@require_POST
def prolific(request: HttpRequest, pk: int) -> HttpResponse:
    """Prolific's parameters and its return address, in one click; then to the address that comes of it."""
    study = find(request, pk, Ability.EDIT)
    operations: list[Operation] = [
        {"op": "set", "path": "recruitment.ids", "value": list(PROLIFIC)},
        {"op": "set", "path": "recruitment.back", "value": PROLIFIC_BACK},
    ]
    if refusal := change(request, study, operations, study.draft.revision, quietly=True):
        messages.error(request, refusal)
        return back("study", study)
    return redirect(f"{address('study', study)}?{JUST_SET}=1#invitation")
