"""The codebook as plain data."""

from dataclasses import asdict
from typing import Any

from rest_framework import serializers as s

from surveys.api.shapes import TEXT, ActShape, AnswerShape, ProtocolShape, Shape
from surveys.api.studies import protocol_facts
from surveys.exports.blinding import RULE
from surveys.models import Protocol
from surveys.protocol import MISSING, Column, Compiled, Measure, columns, deeds
from surveys.protocol.planned import plan_text


class LabelShape(Shape):
    value = s.JSONField(help_text="As it stands in `value`.")
    label = s.DictField(  # type: ignore[assignment]
        child=s.CharField(allow_blank=True), help_text=TEXT
    )


class ColumnShape(Shape):
    name = s.CharField(help_text="Unique in the study: at a visit, the code and the visit's number.")
    code = s.CharField(help_text="`question` in `answers/`.")
    step = s.CharField()
    page = s.CharField()
    visit = s.IntegerField(help_text="From 1; 0 outside visits.")
    kind = s.CharField(help_text="Kind of question.")
    text = s.DictField(child=s.CharField(allow_blank=True), help_text=TEXT)
    type = s.CharField(help_text="integer, number, category, set, text or boolean.")
    low = s.FloatField(allow_null=True)
    high = s.FloatField(allow_null=True)
    labels = LabelShape(many=True)
    scales = s.ListField(child=s.CharField(), help_text="Scales that it belongs to.")


class ScaleShape(Shape):
    name = s.CharField(help_text="`scale` in `scores/`.")
    instrument = s.CharField()
    subscale = s.CharField()
    items = s.ListField(child=s.CharField(), help_text="Question codes.")
    reverse = s.ListField(
        child=s.BooleanField(), help_text="Which items count as low + high - answer, in the order of `items`."
    )
    low = s.FloatField()
    high = s.FloatField()
    method = s.CharField(help_text="mean, or sum (the mean times the number of items).")
    minimum = s.IntegerField(help_text="Fewer answered items, and the score is missing.")
    factor = s.FloatField(help_text="Multiplies the score.")
    page = s.CharField()
    each_visit = s.BooleanField(help_text="Whether there is a score for every visit.")


class DeedShape(Shape):
    act = s.CharField(help_text="`act` in `acts/`.")
    which = s.CharField(help_text="`which` there; empty where it has none.")
    meaning = s.CharField()
    text = s.DictField(child=s.CharField(allow_blank=True), help_text="Words of a post or button.")


class FactorShape(Shape):
    name = s.CharField()
    label = s.DictField(  # type: ignore[assignment]
        child=s.CharField(allow_blank=True), help_text=TEXT
    )
    levels = s.ListField(child=s.JSONField())
    varies = s.ChoiceField(choices=["between", "within"])


class ParagraphShape(Shape):
    title = s.CharField()
    sentences = s.ListField(child=s.CharField())


class CodebookShape(Shape):
    protocol = ProtocolShape()
    columns = ColumnShape(many=True)
    scales = ScaleShape(many=True)
    factors = FactorShape(many=True)
    acts = DeedShape(many=True, help_text="What can be done in the feed; none without one.")
    plan = ParagraphShape(many=True, help_text="The analysis plan in words.")
    missing = s.DictField(child=s.CharField(), help_text="Why a cell can be empty.")
    fields = s.DictField(  # type: ignore[assignment]
        child=s.CharField(), help_text="What the columns of the answers themselves mean."
    )
    act_fields = s.DictField(child=s.CharField(), help_text="What the columns of the acts mean.")
    blinding = s.CharField()


def codebook_of(protocol: Protocol) -> dict[str, Any]:
    compiled = protocol.compiled
    return {
        "protocol": protocol_facts(protocol),
        "columns": [_column(column) for column in columns(compiled)],
        "scales": [_scale(measure) for measure in compiled.measures],
        "factors": _factors(compiled),
        "acts": [asdict(deed) for deed in deeds(compiled)],
        "plan": [asdict(paragraph) for paragraph in plan_text(compiled)],
        "missing": MISSING,
        "fields": _told(AnswerShape()),
        "act_fields": _told(ActShape()),
        "blinding": RULE,
    }


def _told(shape: Shape) -> dict[str, str]:
    return {name: str(field.help_text or "") for name, field in shape.fields.items()}


def _column(column: Column) -> dict[str, Any]:
    variable = column.variable.model_dump(mode="json")
    return {
        **{name: getattr(column, name) for name in ("name", "code", "step", "page", "visit", "kind", "text")},
        **variable,
        "labels": [{"value": entry["value"], "label": entry["label"]} for entry in variable["labels"]],
        "scales": list(column.scales),
    }


def _scale(measure: Measure) -> dict[str, Any]:
    scale = measure.scale
    return {
        "name": scale.name,
        "instrument": scale.instrument,
        "subscale": scale.subscale,
        "items": list(scale.items),
        "reverse": list(scale.reverse),
        "low": scale.low,
        "high": scale.high,
        "method": scale.method,
        "minimum": scale.minimum,
        "factor": scale.factor,
        "page": measure.node,
        "each_visit": measure.repeated,
    }


def _factors(compiled: Compiled) -> list[dict[str, Any]]:
    return [
        factor.model_dump(mode="json", include={"name", "label", "levels", "varies"})
        for factor in compiled.document.factors
    ]
