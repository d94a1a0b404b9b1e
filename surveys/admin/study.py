"""Launching a study: where it stands, what is still missing, its link, and how people are sent to it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from surveys import drafts
from surveys import qr as codes
from surveys.admin import safety
from surveys.admin.shell import find, link, show_study
from surveys.admin.studio.places import comparison, editor
from surveys.admin.studio.words import Said, option
from surveys.admin.words import ABOUT, place
from surveys.models import ARRIVED, Kind, Participation, State, Study
from surveys.protocol import Document, Ending, Finding, Severity, checks
from surveys.protocol.recruitment import PROLIFIC, PROLIFIC_BACK
from surveys.texts import say

JUST_SET = "prolific"
"""In the address right after Prolific was chosen: the page says so, and offers to undo it."""


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
    found = missing(study, document, back=request.path) if study.state == State.DRAFT else []
    return show_study(
        request,
        "study",
        study,
        title_for_participants=say(document.title, document.language, "en"),
        facts=facts(study, document),
        missing=[m for m in found if m.is_error],
        considered=[m for m in found if not m.is_error],
        took_part=took_part(study),
        planned=document.plan.planned,
        just_set=JUST_SET in request.GET and study.state == State.DRAFT,
        revision=study.draft.revision,
        plan=planned(document),
        safety=safety.told(study),
        zone=document.time_zone,
        recruiting=recruiting(request, study, document),
    )


@require_safe
def qr(request: HttpRequest, pk: int) -> HttpResponse:
    """The participants' link for a phone's camera."""
    study = find(request, pk)
    name = f'attachment; filename="{study.address}.svg"' if request.GET.get("download") else "inline"
    return HttpResponse(
        codes.svg(link(request, study)),
        content_type="image/svg+xml; charset=utf-8",
        headers={"Content-Disposition": name},
    )


@dataclass(frozen=True, slots=True)
class Recruiting:
    """invitation: the address to give to a recruiting service; back: where participants return, in words
    where it is Prolific's; is_filled: whether something in it is put in for each.
    """

    ids: tuple[str, ...]
    invitation: str
    code: str
    back: str
    is_prolific: bool
    is_filled: bool


def recruiting(request: HttpRequest, study: Study, document: Document) -> Recruiting:
    plan = document.recruitment
    is_prolific = plan.ids == PROLIFIC
    hole = "{{{{%{}%}}}}" if is_prolific else "[{}]"
    query = "&".join(f"{name}={hole.format(name)}" for name in plan.ids)
    return Recruiting(
        ids=plan.ids,
        invitation=f"{link(request, study)}?{query}" if query else "",
        code=plan.completion_code or "",
        back=_("Prolific, with the completion code") if plan.back == PROLIFIC_BACK else plan.back,
        is_prolific=is_prolific,
        is_filled="{" in plan.back and plan.back != PROLIFIC_BACK,
    )


def missing(
    study: Study, document: Document, findings: tuple[Finding, ...] | None = None, *, back: str = ""
) -> list[Missing]:
    """The findings, all of them where none are given. back: the page to come back to after the cure."""
    found = checks(document) if findings is None else findings
    return [
        Missing(
            f.severity is Severity.ERROR,
            place(f.path, document),
            f.message,
            returning(editor(study, document, f.path), back),
        )
        for f in found
    ]


def returning(href: str, back: str) -> str:
    """The address of a form that leads back when it was saved."""
    address, hash_, anchor = href.partition("#")
    return f"{address}?{urlencode({'next': back})}{hash_}{anchor}" if back else href


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


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan in a few lines."""

    planned: int
    compared: tuple[str, ...]
    looked: Said


def planned(document: Document) -> Planned:
    plan = document.plan
    return Planned(
        planned=plan.planned,
        compared=tuple(comparison(named, document) for named in plan.confirmatory),
        looked=option("stopping", plan.stopping.kind),
    )


def took_part(study: Study) -> dict[str, int]:
    return Participation.objects.filter(ARRIVED, study=study).aggregate(
        arrived=Count("pk", filter=Q(kind=Kind.REAL)),
        finished=Count("pk", filter=Q(kind=Kind.REAL, ending=Ending.FINISHED)),
        simulated=Count("pk", filter=Q(kind=Kind.SIMULATED)),
    )
