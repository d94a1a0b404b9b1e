"""A study's first page: where it stands, what can be done with it, and what is still missing."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from surveys import drafts
from surveys.admin.shell import find, show_study
from surveys.admin.studio.places import editor
from surveys.admin.words import ABOUT, place
from surveys.models import ARRIVED, Kind, Participation, State, Study
from surveys.protocol import Document, Ending, Finding, Severity, checks
from surveys.texts import say


@dataclass(frozen=True, slots=True)
class Missing:
    """A finding in plain words, with the page that cures it where there is one."""

    is_error: bool
    place: str
    cure: str
    href: str


@require_safe
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    study = find(request, pk)
    document = drafts.document(study)
    return show_study(
        request,
        "study",
        study,
        title_for_participants=say(document.title, document.language, "en"),
        facts=facts(study, document),
        missing=missing(study, document) if study.state == State.DRAFT else (),
        took_part=took_part(study),
        planned=document.plan.planned,
        zone=document.time_zone,
    )


def missing(study: Study, document: Document, findings: tuple[Finding, ...] | None = None) -> list[Missing]:
    found = checks(document) if findings is None else findings
    return [
        Missing(
            f.severity is Severity.ERROR, place(f.path, document), f.message, editor(study, document, f.path)
        )
        for f in found
    ]


def facts(study: Study, document: Document) -> list[tuple[str, str]]:
    """What participants are told, as far as it is known."""
    about: dict[str, Any] = {name: getattr(document.about, name) for name in ABOUT}
    known = [
        (
            str(ABOUT[name]),
            str(value) if isinstance(value, int) else say(value or {}, document.language, "en"),
        )
        for name, value in about.items()
    ]
    return [(label, value or _("not yet given")) for label, value in known]


def took_part(study: Study) -> dict[str, int]:
    return Participation.objects.filter(ARRIVED, study=study).aggregate(
        arrived=Count("pk", filter=Q(kind=Kind.REAL)),
        finished=Count("pk", filter=Q(kind=Kind.REAL, ending=Ending.FINISHED)),
        simulated=Count("pk", filter=Q(kind=Kind.SIMULATED)),
    )
