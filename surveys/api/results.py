"""Results as the newest finished run computed them."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from surveys.analysis.coverage import KINDS
from surveys.analysis.results import Results
from surveys.analysis.runs import latest
from surveys.api.access import find_study, reader
from surveys.api.queries import ResultsQuery, asked
from surveys.api.shapes import Shape
from surveys.exports.blinding import RULE
from surveys.models import Estimate, Run, Study
from surveys.report import Check, ResultsContext, looked, results_context, shown


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
    also = s.ListField(
        child=s.CharField(), help_text="What else the plan names, or was built in, on the topic."
    )


class CheckShape(Shape):
    """Whether one thing went as it should."""

    key = s.CharField()
    title = s.CharField()
    state = s.ChoiceField(choices=["good", "note", "bad", "none"])
    said = s.CharField()


class LookShape(Shape):
    """A comparison of the plan as it stood at a look."""

    comparison = s.CharField()
    n = s.IntegerField(help_text="After the first so many who ended.")
    fraction = s.FloatField(allow_null=True, help_text="Of the planned number.")
    estimate = s.FloatField(allow_null=True)
    low = s.FloatField(allow_null=True)
    high = s.FloatField(allow_null=True)
    level = s.FloatField(allow_null=True)
    p = s.FloatField(allow_null=True, help_text="Valid whatever was looked at; null where there is none.")
    crossed = s.BooleanField(help_text="Whether the plan's boundary was reached.")


class LevelMeanShape(Shape):
    """The mixed model's mean where a score was displayed, as analysed (times as logarithms, shares from 0 to
    1).
    """

    outcome = s.CharField()
    level = s.FloatField(allow_null=True, help_text="The displayed score; null: hidden.")
    mean = s.FloatField(allow_null=True)
    se = s.FloatField(allow_null=True)
    df = s.FloatField(allow_null=True)
    low = s.FloatField(allow_null=True, help_text="Of the 95 % interval.")
    high = s.FloatField(allow_null=True)
    n_participants = s.IntegerField()
    n_ratings = s.IntegerField(allow_null=True)


class TurningShape(Shape):
    """Whether an outcome turns at a displayed score: two slopes of opposite sign, each with p below alpha."""

    outcome = s.CharField()
    at = s.FloatField(allow_null=True)
    turn = s.CharField(allow_blank=True, help_text="U, inverted U, none, or '' where it could not be told.")
    alpha = s.FloatField()
    low = s.FloatField(allow_null=True, help_text="Slope per 10 points up to there, as analysed.")
    high = s.FloatField(allow_null=True, help_text="And from there on.")
    p_low = s.FloatField(allow_null=True)
    p_high = s.FloatField(allow_null=True)
    suggested = s.BooleanField(help_text="Whether the data suggested where, rather than the plan.")
    flat_low = s.FloatField(allow_null=True, help_text="The scores among which it was looked for.")
    flat_high = s.FloatField(allow_null=True)
    why = s.CharField(allow_blank=True)


class NoticingShape(Shape):
    """Who noticed the score, shown less hidden, in shares; Newcombe's interval, Fisher's p."""

    shown = s.IntegerField()
    of_shown = s.IntegerField()
    hidden = s.IntegerField()
    of_hidden = s.IntegerField()
    difference = s.FloatField(allow_null=True)
    low = s.FloatField(allow_null=True)
    high = s.FloatField(allow_null=True)
    p = s.FloatField(allow_null=True)


class RecalledShape(Shape):
    """The last score as recalled beside the one drawn for it, in one group, in points."""

    group = s.CharField()
    n = s.IntegerField()
    bias = s.FloatField(allow_null=True, help_text="Median of recalled less drawn.")
    off = s.FloatField(allow_null=True, help_text="Mean absolute difference.")
    exact = s.IntegerField(help_text="How many named the very number.")
    correlation = s.FloatField(allow_null=True)
    low = s.FloatField(allow_null=True)
    high = s.FloatField(allow_null=True)
    warnings = s.ListField(child=s.CharField())


class SightShape(Shape):
    """Of how many looks at a profile with a score it is known how long that was in view."""

    outcome = s.CharField()
    group = s.CharField()
    looks = s.IntegerField()
    timed = s.IntegerField()
    unseen = s.IntegerField(help_text="It never came into view.")
    partly = s.IntegerField(help_text="Some of what the browser noted was lost.")
    untold = s.IntegerField(help_text="The browser told nothing, as without JavaScript.")


class FailedShape(Shape):
    """An outcome that could not be computed; the others stand."""

    outcome = s.CharField(allow_blank=True, help_text="Empty where the part is not of one outcome.")
    reason = s.CharField()
    part = s.CharField(
        allow_blank=True, help_text="What beside the estimates failed, which stand; empty where they did."
    )


class EquivalenceShape(Shape):
    """Two one-sided tests within low..high; p_adjusted: Holm over all such tests of the plan."""

    low = s.FloatField()
    high = s.FloatField()
    p = s.FloatField(allow_null=True)
    p_adjusted = s.FloatField(allow_null=True)
    interval_low = s.FloatField(allow_null=True)
    interval_high = s.FloatField(allow_null=True)
    alpha = s.FloatField(help_text="Of each one-sided test; the interval is at 1 - 2 alpha.")
    verdict = s.CharField(allow_blank=True, help_text="different, equivalent, both, inconclusive, or ''.")


class SidesShape(Shape):
    """Levels by factor: whoever has one of each is on that side."""

    of = s.DictField(child=s.ListField())
    against = s.DictField(child=s.ListField())


class EstimateShape(s.ModelSerializer[Estimate]):
    at = s.ListField(child=s.FloatField(), help_text="The displayed scores it is about; none: about all.")
    sides = SidesShape(allow_null=True, help_text="Who is compared, where groups are; else null.")
    equivalence = EquivalenceShape(allow_null=True, help_text="Null where no smallest effect is named.")
    warnings = s.ListField(child=s.CharField())

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
        help_text="zero (nobody came), live (effects are told when the study is closed), early (only what "
        "the plan names, as it allows), waiting (not computed yet), few (too few for effects) or shown."
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
        "participants; what the plan names also while the study runs, where the plan allows looks), and "
        "before the first run.",
    )
    checks = CheckShape(many=True)
    looks = LookShape(many=True)
    failed = FailedShape(many=True)
    means = LevelMeanShape(many=True)
    turns = TurningShape(many=True)
    noticing = NoticingShape(allow_null=True)
    recalled = RecalledShape(many=True)
    sight = SightShape(many=True)


@extend_schema(
    operation_id="results",
    summary="Results",
    description="Of the newest finished run: what it covered, sentences, and estimates with their intervals. "
    "While a study is live only who came and how far, and what its plan lets be looked at early: looking "
    "cannot mislead. Who gets effects of real participants is noted in the study's log, once a run."
    f"\n\n{RULE}",
    parameters=[ResultsQuery],
    responses=ResultsShape,
)
@api_view(["GET"])
def results(request: Request, address: str) -> Response:
    study, query = find_study(request, address), asked(request, ResultsQuery, also=("format",))
    said = results_context(study, query["kind"])
    looked(said, study, by=reader(request))
    return Response(results_of(study, query["kind"], said))


def results_of(study: Study, kind: str, said: ResultsContext) -> dict[str, Any]:
    run = latest(study, kind)
    told = shown(run, study)[0] if run else None
    found = told.to_json() if told else {}
    return {
        "kind": kind,
        "status": said.status,
        "notice": said.notice,
        "run": _run(run) if run else None,
        "flow": _flow(said),
        "sentences": [
            {"topic": a.topic, "title": a.title, "text": a.text, "also": list(a.also)} for a in said.answers
        ],
        "estimates": _estimates(run, told) if run and told and told.extent != "live" else None,
        "checks": [_check(check) for check in said.checks],
        **{part: found.get(part, []) for part in PARTS},
        "noticing": found.get("noticing"),
    }


PARTS = ("looks", "failed", "means", "turns", "recalled", "sight")
"""Of results as they are stored."""


def _check(check: Check) -> dict[str, str]:
    return {"key": check.key, "title": check.title, "state": check.state, "said": check.said}


def _estimates(run: Run, told: Results) -> Any:
    """The rows that the page shows, and no other: of each its p follows from its statistic."""
    return EstimateShape(run.estimates.filter(key__in=[row.key for row in told.rows]), many=True).data


def _run(run: Run) -> dict[str, Any]:
    facts = ("id", "started_at", "finished_at", "code_version", "covered", "covered_hash")
    return {"protocol": run.protocol.number, **{fact: getattr(run, fact) for fact in facts}}


def _flow(said: ResultsContext) -> dict[str, Any]:
    rows = [{"label": r.label, "total": r.total, "by_group": r.by_group} for r in said.flow.rows]
    return {"groups": list(said.flow.groups), "rows": rows}
