"""What was changed, by whom, in plain words; undo, and going back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from surveys import drafts
from surveys.admin.shell import back, came_from, find, may, researcher, show_study
from surveys.admin.studio import telling
from surveys.models import Ability, Draft, State, Study

MOST = 40


@dataclass(frozen=True)
class Entry:
    """One change. `number` is the revision that it made."""

    number: int
    at: datetime
    by: str
    sentences: list[str]


def entries(draft: Draft, most: int = MOST) -> list[Entry]:
    """The latest changes, newest first."""
    told: list[Entry] = []
    content: dict[str, Any] | None = draft.content
    for change in draft.changes.select_related("by").order_by("-revision")[:most]:
        before = None
        if content is not None:
            try:
                before = change.before(content)
            except LookupError:
                before = None
        sentences = sentences_of(change.operation, before)
        by = str(change.by) if change.by else _("somebody")
        told.append(Entry(change.revision, change.at, by, sentences))
        content = before
    return told


def latest(study: Study) -> dict[str, Any]:
    """What the line with the last change is given: the change, and whether it can be undone."""
    last = next(iter(entries(study.draft, 1)), None)
    undo = study.draft.to_undo() is not None
    return {"latest": last, "undo": undo, "revision": study.draft.revision}


def sentences_of(operation: Mapping[str, Any], before: dict[str, Any] | None) -> list[str]:
    match operation["op"]:
        case "replace":
            return [_("Put an uploaded file in the draft’s place")]
        case "undo":
            return [_("Took change %(number)d back") % {"number": operation["undoes"] - 1}]
        case "back" if operation["to"] == 1:
            return [_("Went back to the beginning")]
        case "back":
            return [_("Went back to change %(number)d") % {"number": operation["to"] - 1}]
    if before is None:
        return [_("Changed the study")]
    return telling.told(before, operation["operations"])


def since(draft: Draft, revision: int) -> list[str]:
    """What others changed since then, with who did."""
    later = [entry for entry in entries(draft) if entry.number > revision]
    return [f"{entry.by}: {sentence}" for entry in reversed(later) for sentence in entry.sentences]


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    study = find(request, pk)
    draft = study.draft
    told = entries(draft)
    last = draft.to_undo()
    return show_study(
        request,
        "studio/history",
        study,
        entries=[(entry, entry.number - 1) for entry in told],
        more=draft.revision - 1 - len(told),
        revision=draft.revision,
        undoes=last.revision - 1 if last else None,
        created=study.created_at,
        fixed=study.state != State.DRAFT or not may(request, study, Ability.EDIT),
    )


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the last change back; with `to`, go back to an earlier state."""
    study = find(request, pk, Ability.EDIT)
    revision, to = (request.POST.get(name, "") for name in ("revision", "to"))
    at = int(revision) if revision.isdecimal() else 0
    try:
        if to:
            drafts.go_back(study, int(to) if to.isdecimal() else 0, by=researcher(request), revision=at)
            messages.success(request, _("The study is as it was then."))
        else:
            drafts.undo(study, by=researcher(request), revision=at)
            messages.success(request, _("Undone."))
    except drafts.Refused as refusal:
        messages.error(request, str(refusal))
    if up := came_from(request):
        return redirect(up)
    return back("design_history" if to else "design", study)
