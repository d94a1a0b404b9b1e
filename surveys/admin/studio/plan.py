"""The analysis plan: its own options, what it compares, whom it leaves out, and all of it in plain words."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveys import drafts
from surveys.admin.shell import back, find
from surveys.admin.studio import words
from surveys.admin.studio.basics import sections
from surveys.admin.studio.editing import form_page
from surveys.admin.studio.glossary import explained
from surveys.admin.studio.places import name, plain
from surveys.admin.study import missing
from surveys.models import Ability, State, Study
from surveys.protocol import Compiled, Document, checks
from surveys.protocol.operations import key
from surveys.protocol.plan import Comparison, Plan
from surveys.protocol.planned import Paragraph, plan_text
from surveys.protocol.references import references

PLAN = sections(("plan", Plan, ()))


@dataclass(frozen=True)
class Row:
    """One comparison or rule in its list."""

    path: str
    name: str
    note: str


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    study = find(request, pk, Ability.EDIT if request.method == "POST" else Ability.SEE)
    document = drafts.document(study)
    told = in_words(document)
    return form_page(
        request,
        study,
        PLAN,
        template="studio/plan",
        done=lambda _document: back("design_plan", study),
        comparisons=rows(document, "confirmatory"),
        most=next(m.max_length for m in Plan.model_fields["confirmatory"].metadata),
        rules=rows(document, "exclusions"),
        told=told,
        explained=explained(told),
        missing=lacking(study, document),
    )


def rows(document: Document, field: str) -> list[Row]:
    held = plain(document)["plan"][field]
    return [
        Row(f"plan.{field}.{key(held, i)}", name(node, document), note(node))
        for i, node in enumerate(getattr(document.plan, field))
    ]


def note(node: Any) -> str:
    if not isinstance(node, Comparison):
        return ""
    model = str(words.option("model", node.model))
    if node.smallest is None:
        return model
    return _("%(model)s; worth having from %(smallest)g") % {"model": model, "smallest": node.smallest}


def in_words(document: Document) -> tuple[Paragraph, ...]:
    """The plan in sentences; nothing where it names what is not there."""
    return () if references(document) else plan_text(Compiled(document, ""))


def lacking(study: Study, document: Document) -> list[Any]:
    if study.state != State.DRAFT:
        return []
    found = tuple(finding for finding in checks(document) if finding.path.split(".")[0] == "plan")
    return missing(study, document, found)
