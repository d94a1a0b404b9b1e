"""Results as the newest finished run computed them."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from surveys.analysis.coverage import KINDS
from surveys.analysis.runs import latest
from surveys.api.access import find_study
from surveys.api.queries import ResultsQuery, asked
from surveys.api.shapes import Shape
from surveys.exports import revealed
from surveys.exports.blinding import RULE
from surveys.models import Estimate, Run, Study
from surveys.report import ResultsContext, results_context
from surveys.report import shown as shown_of


class RunShape(Shape):
    id = s.IntegerField()
    protocol = s.IntegerField(help_text="Number of the protocol.")
    started_at = s.DateTimeField(allow_null=True)
    finished_at = s.DateTimeField(allow_null=True)
    code_version = s.CharField(allow_blank=True)
    covered = s.IntegerField(help_text="Participants that the run looked at.")
    covered_hash = s.CharField(
        allow_blank=True, help_text="Equal hashes: the same participants, and everybody as far."
    )


class SentenceShape(Shape):
    topic = s.CharField()
    title = s.CharField()
    text = s.CharField()


class EstimateShape(s.ModelSerializer[Estimate]):
    class Meta:
        model = Estimate
        exclude = ("id", "run", "position")


class FlowRowShape(Shape):
    label = s.CharField()  # type: ignore[assignment]
    total = s.IntegerField()
    by_group = s.ListField(
        child=s.IntegerField(),
        allow_null=True,
        help_text="In the order of `groups`; null before there are any, or where it might tell somebody's.",
    )


class FlowShape(Shape):
    """From arrived to finished."""

    groups = s.ListField(child=s.CharField(), help_text="None while nothing is counted by group.")
    rows = FlowRowShape(many=True)


class ResultsShape(Shape):
    kind = s.ChoiceField(choices=[str(kind) for kind in KINDS])
    status = s.CharField(
        help_text="zero (nobody came), live (effects are told when the study is closed), waiting (not "
        "computed yet), few (too few for effects) or shown."
    )
    notice = s.CharField(allow_blank=True, help_text="Why there are no effects, where there are none.")
    run = RunShape(
        allow_null=True,
        help_text="The newest that this version of the program finished; null before the first.",
    )
    flow = FlowShape()
    sentences = SentenceShape(many=True)
    estimates = EstimateShape(
        many=True,
        allow_null=True,
        help_text="In each outcome's own units. Null until the study is closed (always told for simulated "
        "participants), and before the first run.",
    )


@extend_schema(
    operation_id="results",
    summary="Results",
    description="Of the newest finished run: what it covered, sentences, and estimates with their intervals. "
    f"While a study is live only who came and how far: looking early cannot mislead.\n\n{RULE}",
    parameters=[ResultsQuery],
    responses=ResultsShape,
)
@api_view(["GET"])
def results(request: Request, address: str) -> Response:
    study, query = find_study(request, address), asked(request, ResultsQuery, also=("format",))
    return Response(results_of(study, query["kind"]))


def results_of(study: Study, kind: str) -> dict[str, Any]:
    run = latest(study, kind)
    shown, said = revealed(study, kind), results_context(study, kind)
    answers = said.answers if shown else ()
    return {
        "kind": kind,
        "status": said.status,
        "notice": said.notice,
        "run": _run(run) if run else None,
        "flow": _flow(said),
        "sentences": [{"topic": a.topic, "title": a.title, "text": a.text} for a in answers],
        "estimates": _estimates(run, study) if run and shown else None,
    }


def _estimates(run: Run, study: Study) -> Any:
    """The rows that the page shows, and no other: of each its p follows from its statistic."""
    results, _ = shown_of(run, study)
    return EstimateShape(run.estimates.filter(key__in=[row.key for row in results.rows]), many=True).data


def _run(run: Run) -> dict[str, Any]:
    facts = ("id", "started_at", "finished_at", "code_version", "covered", "covered_hash")
    return {"protocol": run.protocol.number, **{fact: getattr(run, fact) for fact in facts}}


def _flow(said: ResultsContext) -> dict[str, Any]:
    rows = [{"label": r.label, "total": r.total, "by_group": r.by_group} for r in said.flow.rows]
    return {"groups": list(said.flow.groups), "rows": rows}
