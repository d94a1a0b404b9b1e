"""Publish, pause, resume, close: each says what it means before it is done, and is done by a POST."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from surveys import drafts
from surveys.admin.shell import back, find, researcher, show_study
from surveys.admin.study import missing
from surveys.admin.words import named
from surveys.models import Ability, State, Study


@dataclass(frozen=True, slots=True)
class Verb:
    do: Callable[..., Any]
    label: str | Promise
    meaning: tuple[str | Promise, ...]
    done: str | Promise
    frozen: tuple[str | Promise, ...] = ()
    """What does not change any more."""
    afterwards: str | Promise = ""


VERBS = {
    "publish": Verb(
        drafts.publish,
        _("Publish"),
        (
            _("The study opens at once: everybody who has the link can take part."),
            _("Effects stay hidden until you close the study, so that looking early cannot mislead."),
        ),
        _("The study is live. Send its link to participants."),
        (
            _("every page, its order, and every word on it"),
            _("questions, scales, and what may be answered"),
            _("the profiles and the score they carry"),
            _("what is varied, its levels, and how chance deals people into groups"),
            _("the outcomes and the plan, with the number of participants planned"),
            _("title, address, language and time zone"),
            _("what participants are told: institution, contact, approval, pay, minutes, help"),
            _("recruitment: what is kept of the address, the completion code, and where people return to"),
        ),
        _(
            "What stays in your hands: who works on the study, pausing, resuming and closing it. To change "
            "anything else, copy it."
        ),
    ),
    "pause": Verb(
        drafts.pause,
        _("Pause"),
        (_("Nobody new can begin; those inside are asked to come back later. Nothing is lost."),),
        _("The study is paused."),
    ),
    "resume": Verb(
        drafts.resume,
        _("Resume"),
        (_("The link opens the study again, and those inside go on where they were."),),
        _("The study is live again."),
    ),
    "close": Verb(
        drafts.close,
        _("Close"),
        (
            _("Data collection ends for good: nobody can take part any more, also those now inside."),
            _("Effects become visible on the results page."),
            _("This cannot be undone. To collect more, copy the study."),
        ),
        _("The study is closed. Its results are being computed."),
    ),
}


FATES = {
    drafts.Fate.SAME: _("%(people)s and what was found stay: they rehearsed exactly this."),
    drafts.Fate.WORDS: _(
        "%(people)s and what was found stay. Since they rehearsed, this has changed: %(what)s. Simulated "
        "people take no notice of it."
    ),
    drafts.Fate.GONE: _(
        "%(people)s will be removed, with what was found: since they rehearsed, this has changed: %(what)s. "
        "To keep a rehearsal of what you publish, rehearse once more before."
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    if verb not in VERBS:
        raise Http404
    study = find(request, pk, Ability.RUN)
    if request.method != "POST":
        return confirm(request, study, verb)
    try:
        VERBS[verb].do(study, by=researcher(request))
    except drafts.Refused as refusal:
        study.refresh_from_db()
        return confirm(request, study, verb, refusal=str(refusal), status=409)
    messages.success(request, str(VERBS[verb].done))
    return back("study", study)


def confirm(
    request: HttpRequest, study: Study, verb: str, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    is_draft = study.state == State.DRAFT
    found = (
        missing(study, drafts.document(study), back=request.path) if verb == "publish" and is_draft else []
    )
    return show_study(
        request,
        "confirm",
        study,
        status=status,
        verb=verb,
        action=VERBS[verb],
        refusal=refusal,
        missing=[each for each in found if each.is_error],
        considered=[each for each in found if not each.is_error],
        blocked=any(finding.is_error for finding in found),
        rehearsed=told(drafts.rehearsal(study)) if verb == "publish" else "",
    )


def told(rehearsal: drafts.Rehearsal | None) -> str:
    """What publishing does to those who rehearsed."""
    if rehearsal is None:
        return ""
    people = ngettext(
        "The simulated person of the rehearsal",
        "The %(n)s simulated people of the rehearsal",
        rehearsal.people,
    ) % {"n": f"{rehearsal.people:,}"}
    return FATES[rehearsal.fate] % {"people": people, "what": named(rehearsal.changed)}
