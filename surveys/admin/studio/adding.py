"""Add something to a list of the study: choose its kind, write it, save it."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from pydantic import ValidationError

from surveys import drafts
from surveys.admin.shell import address, find, show_study
from surveys.admin.studio import starts, words
from surveys.admin.studio.editing import build, change, may_change
from surveys.admin.studio.forms import NodeForm
from surveys.admin.studio.leaves import Part, name_of
from surveys.admin.studio.places import find as place_at
from surveys.admin.studio.places import name, plain
from surveys.cues import Cue
from surveys.models import Ability, Study
from surveys.protocol import Document
from surveys.protocol.checks import ONCE
from surveys.protocol.nodes import Node
from surveys.protocol.nodes.feed_parts import Ask
from surveys.protocol.operations import Nowhere, Operation
from surveys.protocol.scales import ScaleUse
from surveys.texts import say


@dataclass(frozen=True)
class Offer:
    """One thing that can be added."""

    label: Any
    hint: Any
    query: str


@dataclass(frozen=True)
class Home:
    """The list that something is added to, and what it may hold."""

    path: str
    kinds: starts.Kinds
    page: Node | Ask | None
    at: int | None


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int, path: str) -> HttpResponse:
    """Without `kind`, what can be added here; with it, the form of a new one."""
    study = find(request, pk, Ability.EDIT)
    document = drafts.document(study)
    home = found(document, path, request.GET.get("at", ""))
    if not may_change(request, study):
        raise Http404
    kind, scale = request.GET.get("kind", ""), request.GET.get("scale", "")
    only = next(iter(home.kinds)) if len(home.kinds) == 1 else ""
    if not (kind or scale or only):
        return show_study(request, "studio/choose", study, **offered(study, document, home))
    return new(request, study, document, home, "scale" if scale else kind or only, scale)


def found(document: Document, path: str, at: str) -> Home:
    owner_path, _dot, field = path.rpartition(".")
    try:
        owner = place_at(document, owner_path).node if owner_path else document
    except Nowhere as error:
        raise Http404 from error
    kinds = starts.kinds(owner, field)
    if not kinds:
        raise Http404
    place = int(at) if at.isdecimal() else None
    return Home(path, kinds, owner if isinstance(owner, Node | Ask) else None, place)


def new(
    request: HttpRequest, study: Study, document: Document, home: Home, kind: str, scale: str
) -> HttpResponse:
    type = home.kinds.get(kind)
    if type is None or (type is ScaleUse) != bool(scale):
        raise Http404
    start = starts.start(kind, document)
    operations: list[dict[str, Any]] = []
    if scale:
        if scale not in (each["code"] for each in starts.published()):
            raise Http404
        start, operations = starts.scale(document, scale, page_name(home.page) if home.page else "")
        document = with_scale(document, operations)
    full = {**defaults(type), **start}
    part = Part("new", type, full, is_new=True, node=sample(type, full))
    revision = {"revision": study.draft.revision}
    form = build(document, [part], request.POST or None, initial=revision)
    if request.method == "POST" and form.is_valid() and free(document, form, type):
        value = starts.named(document, kind, form.changed["new"])
        put: Operation = {"op": "insert", "path": home.path, "value": value}
        put = {**put, "at": home.at} if home.at is not None else put
        refusal = change(request, study, [*operations, put], study_revision(form))
        if not refusal:
            return redirect(after(study, home, value))
        form.add_error(None, refusal)
    label = words.KINDS.get(kind) or words.kind(type)
    return show_study(
        request,
        "studio/new",
        study,
        form=form,
        kind=label,
        heading=say(start_name(document, scale), document.language, "en") or label.label,
        up=up(study, home),
        up_label=up_label(document, home),
        status=400 if request.method == "POST" else 200,
    )


def page_name(page: Node | Ask) -> str:
    return page.id if isinstance(page, Node) else f"day{page.after}"


def study_revision(form: NodeForm) -> int:
    return int(form.cleaned_data["revision"])


def with_scale(document: Document, operations: list[dict[str, Any]]) -> Document:
    """The study as if the scale were in it, so that its parts can be chosen."""
    brought = [each["value"] for each in operations]
    content = plain(document)
    return Document.model_validate({**content, "instruments": [*content["instruments"], *brought]})


def start_name(document: Document, scale: str) -> dict[str, str]:
    instrument = document.library.get(scale)
    return instrument.name if instrument else {}


def defaults(type: Any) -> dict[str, Any]:
    """What the options of a new one are where nothing else is said."""
    made = {n: info.get_default(call_default_factory=True) for n, info in type.model_fields.items()}
    known = {n: v for n, v in made.items() if not type.model_fields[n].is_required()}
    return dict(type.model_construct(**known).model_dump(mode="json", include=set(known)))


def sample(type: Any, value: dict[str, Any]) -> Any:
    """One to choose by; none where something must be written first."""
    field = name_of(type)
    try:
        return type.model_validate({**value, **({field: value.get(field) or "x"} if field else {})})
    except ValidationError:
        return None


def free(document: Document, form: NodeForm, type: Any) -> bool:
    """Is the name that was typed still free? The form says so where it is not."""
    field = name_of(type)
    typed = str(form.changed["new"].get(field) or "")
    if field == "code" and typed.lower() in {code.lower() for code in starts.taken(document)}:
        form.add_error(
            field, _("“%(name)s” is taken by another question: choose another name.") % {"name": typed}
        )
    return form.is_valid()


def offered(study: Study, document: Document, home: Home) -> dict[str, Any]:
    at = f"&at={home.at}" if home.at is not None else ""
    there = {type(page) for page in document.pages}
    kinds = [
        Offer(label.label, label.hint, f"?kind={kind}{at}")
        for kind, type in home.kinds.items()
        if not (type in ONCE and type in there) and type is not ScaleUse
        for label in [words.KINDS.get(kind) or words.kind(type)]
    ]
    scales = [
        Offer(said(each["name"]), each["citation"], f"?scale={each['code']}{at}")
        for each in (starts.published() if ScaleUse in home.kinds.values() else ())
    ]
    where = {"up": up(study, home), "up_label": up_label(document, home)}
    return {"kinds": kinds, "scales": scales, "home": home, **where}


def said(text: Any) -> str:
    return text if isinstance(text, str) else say(text, "en", "en")


def up(study: Study, home: Home) -> str:
    if home.page:
        return address("design_node", study, path=home.path.rpartition(".")[0])
    return address("design_plan" if home.path.startswith("plan.") else "design", study)


def up_label(document: Document, home: Home) -> str:
    if home.page:
        return name(home.page, document)
    return _("Analysis plan") if home.path.startswith("plan.") else _("Design")


def after(study: Study, home: Home, value: dict[str, Any]) -> str:
    if home.path == "pages":
        return address("design_node", study, path=f"pages.{value['id']}")
    return f"{up(study, home)}#asked" if home.page else up(study, home)


@require_http_methods(["POST"])
def score(request: HttpRequest, pk: int) -> HttpResponse:
    """A score display for a study that has none: its form comes next."""
    study = find(request, pk, Ability.EDIT)
    revision = request.POST.get("revision", "")
    cue = Cue(value=50, label={drafts.document(study).language: _("Influence score")})
    put: Operation = {"op": "set", "path": "cue", "value": cue.model_dump(mode="json")}
    change(request, study, [put], int(revision) if revision.isdecimal() else 0)
    return redirect(address("design_node", study, path="cue"))
