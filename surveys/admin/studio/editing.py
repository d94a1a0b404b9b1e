"""Show the form of some parts of a study, and save it. What was typed is not lost to others’ changes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from surveys import drafts
from surveys.admin.shell import back, came_from, may, researcher, show_study
from surveys.admin.studio import telling
from surveys.admin.studio.choices import choices
from surveys.admin.studio.forms import NodeForm
from surveys.admin.studio.history import since
from surveys.admin.studio.leaves import Part
from surveys.admin.studio.shapes import Sheet
from surveys.admin.studio.texts import languages
from surveys.models import Ability, State, Study
from surveys.protocol import Document, read
from surveys.protocol.operations import Operation


@dataclass(frozen=True, slots=True)
class Offered:
    """A value for an empty field, and the hint that says where it comes from."""

    value: Any
    hint: str


PartsOf = Callable[[Document], Sequence[Part]]
LONGEST = 400
"""Characters of what is said after a save."""


def may_change(request: HttpRequest, study: Study) -> bool:
    return study.state == State.DRAFT and may(request, study, Ability.EDIT)


def build(document: Document, parts: Sequence[Part], data: Any = None, **options: Any) -> NodeForm:
    known = {name: found for part in parts for name, found in choices(document, part.type, part.node).items()}
    sent = frozenset(data if data is not None else options.get("initial", {}))
    return NodeForm(parts, Sheet(document, languages(document), known, sent), data, **options)


def form_page(
    request: HttpRequest,
    study: Study,
    parts_of: PartsOf,
    *,
    template: str,
    done: Callable[[Document], HttpResponse],
    offers: Mapping[str, Offered] | None = None,
    **context: Any,
) -> HttpResponse:
    """The form of the parts; a POST saves it and leads to `done`. Raises Nowhere without such a part.

    offers: by field, what an empty one is filled with to begin with.
    """
    document = drafts.document(study)
    fixed = not may_change(request, study)
    revision = {"revision": study.draft.revision}
    if request.method == "POST":
        form, saved = save(request, study, document, parts_of)
        if saved:
            return redirect(up) if (up := came_from(request)) else done(document)
    else:
        form = build(document, parts_of(document), initial=revision, fixed=fixed)
        if not fixed:
            offer(form, offers or {})
    status = 400 if request.method == "POST" else 200
    shared = {"form": form, "fixed": fixed, "document": document, "status": status}
    return show_study(request, template, study, **{**shared, **context})


def offer(form: NodeForm, offers: Mapping[str, Offered]) -> None:
    """Fill what is empty with what is offered. Only a save makes it the study's own."""
    for name, offered in offers.items():
        form.fields[name].help_text = offered.hint
        if form.fields[name].initial in (None, ""):
            form.initial[name] = offered.value


def save(request: HttpRequest, study: Study, document: Document, parts_of: PartsOf) -> tuple[NodeForm, bool]:
    """The form, and whether what was typed is saved."""
    seen = as_seen(study, document, request.POST.get("revision", ""))
    form = build(seen, parts_of(seen), request.POST)
    if not form.is_valid():
        return form, False
    if form.cleaned_data["revision"] != study.draft.revision and study.state == State.DRAFT:
        return on_top(study, document, form, parts_of), False
    refusal = change(request, study, form.operations(), form.cleaned_data["revision"])
    if refusal:
        form.add_error(None, refusal)
    return form, not refusal


def change(
    request: HttpRequest,
    study: Study,
    operations: Sequence[Operation],
    revision: int,
    *,
    quietly: bool = False,
) -> str:
    """Make the change and say so. Returns why not, or nothing. quietly: the page itself says it."""
    if not operations:
        messages.info(request, _("Nothing was changed."))
        return ""
    told = telling.told(study.draft.content, operations)
    try:
        drafts.change(study, operations, by=researcher(request), revision=revision)
    except drafts.Refused as refusal:
        return str(refusal)
    if not quietly:
        messages.success(request, shortened(f"{_('Saved.')} {'; '.join(told)}."))
    return ""


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def as_seen(study: Study, document: Document, revision: str) -> Document:
    """The study as it stood when the form was loaded, so that only what was typed counts as changed."""
    if not revision.isdecimal() or not 1 <= int(revision) < study.draft.revision:
        return document
    try:
        return read(study.draft.content_at(int(revision)))
    except LookupError:
        return document


def on_top(study: Study, document: Document, typed: NodeForm, parts_of: PartsOf) -> NodeForm:
    """The form as it is now, with what was typed put in: to be looked at and saved again."""
    kept = {name: typed[name].value() for name in typed.changed_data if name != "revision"}
    told = since(study.draft, typed.cleaned_data["revision"])
    form = build(document, parts_of(document), initial={**kept, "revision": study.draft.revision})
    form.conflict = _("Somebody changed this study meanwhile. What you typed is kept below: save it again.")
    form.meanwhile = told
    return form


def gone(request: HttpRequest, study: Study) -> HttpResponse:
    messages.error(request, _("What you were editing was removed meanwhile. Undo brings it back."))
    return back("design", study)
