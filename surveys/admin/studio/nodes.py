"""The page of one node: a page of the study, a question, a factor, a profile, the score display."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveys import drafts
from surveys.admin.shell import address, find
from surveys.admin.studio import words
from surveys.admin.studio.editing import form_page, gone
from surveys.admin.studio.leaves import Part
from surveys.admin.studio.places import Place, edited, lists, name, preview
from surveys.admin.studio.places import find as place_at
from surveys.admin.study import Missing, missing
from surveys.cues import Cue
from surveys.models import Ability, Study
from surveys.profiles.types import Profile
from surveys.protocol import Document, checks
from surveys.protocol.nodes import Feed, Node, Visits
from surveys.protocol.nodes.feed_parts import Ask
from surveys.protocol.operations import Nowhere, key
from surveys.protocol.plan import Comparison, Exclusion
from surveys.questions import Question

Told = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """A question or scale in a list on its page."""

    path: str
    kind: Any
    name: str


@dataclass(frozen=True)
class Asked:
    """What a page asks in one of its fields: a list that grows, or one question that stays."""

    path: str
    label: str
    hint: str
    rows: list[Row]
    grows: bool
    add: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int, path: str) -> HttpResponse:
    study = find(request, pk, Ability.EDIT if request.method == "POST" else Ability.SEE)
    document = drafts.document(study)
    try:
        place = edited(document, path)
    except Nowhere as error:
        if request.method == "POST":
            return gone(request, study)
        raise Http404 from error
    try:
        return form_page(
            request,
            study,
            lambda seen: [part(edited(seen, path))],
            template="studio/node",
            done=lambda _now: redirect(after(study, place)),
            **told(study, document, place),
        )
    except Nowhere:
        return gone(request, study)


def part(place: Place) -> Part:
    return Part(place.path, type(place.node), place.node.model_dump(mode="json"), node=place.node)


def after(study: Study, place: Place) -> str:
    """Where one goes on: the page that the question stands on, or the whole study."""
    if place.parent:
        return f"{address('design_node', study, path=place.parent)}#asked"
    if isinstance(place.node, Profile):
        return f"{address('design_profiles', study)}?saved={place.node.code}"
    if isinstance(place.node, Comparison | Exclusion):
        return address("design_plan", study)
    anchor = place.path.replace(".", "-")
    return f"{address('design', study)}#{anchor}"


def told(study: Study, document: Document, place: Place) -> Told:
    """What the template is given of a node besides its form."""
    node = place.node
    label = words.kind(type(node))
    page = next((each for each in place.trail if isinstance(each, Node)), None)
    return {
        "place": place,
        "heading": heading(document, place),
        "kind": label,
        "asked": asked_of(document, place) if isinstance(node, Node | Ask) else [],
        "profile": node if isinstance(node, Profile) else None,
        "missing": near(study, document, place),
        "preview": seen(study, visited(document) if isinstance(node, Cue) else page, node),
        "up": address("design_profiles", study) if isinstance(node, Profile) else after(study, place),
        "up_label": up_label(document, place),
    }


def seen(study: Study, page: Node | None, node: Any) -> str:
    """Where the node is looked at as participants see it; "" for what is seen on no page of its own."""
    if isinstance(node, Profile):
        return f"{address('preview', study)}?profile={node.code}"
    return preview(study, page) if page else ""


def visited(document: Document) -> Node | None:
    """The page on which profiles carry their score."""
    return next((page for page in document.pages if isinstance(page, Visits)), None)


def heading(document: Document, place: Place) -> str:
    title = name(place.node, document)
    if isinstance(place.node, Node):
        return _("Page %(number)d: %(title)s") % {"number": place.indexes[0] + 1, "title": title}
    return title


def up_label(document: Document, place: Place) -> str:
    page = next((each for each in place.trail[:-1] if isinstance(each, Node)), None)
    if page:
        return name(page, document)
    if isinstance(place.node, Comparison | Exclusion):
        return _("Analysis plan")
    return _("Profiles") if isinstance(place.node, Profile) else _("Design")


def asked_of(document: Document, place: Place) -> list[Asked]:
    node = place.node
    content = node.model_dump(mode="json")
    found = []
    for field in type(node).model_fields:
        label = words.field(type(node), field)
        path, value = f"{place.path}.{field}", getattr(node, field)
        if isinstance(value, Question):
            row = Row(path, words.kind(type(value)).label, name(value, document))
            found.append(Asked(path, str(label.label), str(label.hint), [row], False))
        elif field in lists(type(node)) or (field == "ask" and isinstance(node, Feed)):
            rows = [
                Row(f"{path}.{key(content[field], i)}", words.kind(type(e)).label, name(e, document))
                for i, e in enumerate(value)
            ]
            add = _("Add a page of questions") if field == "ask" else _("Add a question or scale")
            found.append(Asked(path, str(label.label), str(label.hint), rows, True, add))
    return found


def near(study: Study, document: Document, place: Place) -> list[Missing]:
    """What the checks say of this node and what stands in it."""
    own = ".".join(place.path.split("."))
    found = []
    for finding in checks(document):
        try:
            at = place_at(document, finding.path)
        except Nowhere:
            at = None
        inside = at is not None and (at.path == own or at.path.startswith(f"{own}."))
        page = f"pages.{place.indexes[0]}" if isinstance(place.node, Node) else ""
        if inside or (page and (finding.path == page or finding.path.startswith(f"{page}."))):
            found.append(finding)
    return missing(study, document, tuple(found))
