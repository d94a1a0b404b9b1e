"""What may stand after the question mark: the same declarations check requests and make the schema."""

from typing import Any, TypeVar

from rest_framework import serializers
from rest_framework.request import Request

from surveys.analysis.coverage import KINDS as COMPUTED
from surveys.api.errors import Refusal
from surveys.api.pagination import LIMIT, MOST
from surveys.models import Kind

KINDS = [Kind.REAL.value, Kind.SIMULATED.value, Kind.PILOT.value]
Q = TypeVar("Q", bound="Query")


class Query(serializers.Serializer[Any]):
    """Parameters by name; anything else is refused, with the list of what is allowed."""


class KindQuery(Query):
    kind = serializers.ChoiceField(
        choices=KINDS, default=Kind.REAL.value, help_text="Whose rows: real, simulated or pilot participants."
    )


class ResultsQuery(Query):
    kind = serializers.ChoiceField(
        choices=[str(kind) for kind in COMPUTED],
        default=Kind.REAL.value,
        help_text="Whose results: of real or of simulated participants.",
    )


class PageQuery(Query):
    cursor = serializers.CharField(
        default="",
        max_length=500,
        help_text="Where to go on: taken from `next`; none starts at the first row.",
    )
    limit = serializers.IntegerField(
        default=LIMIT, min_value=1, max_value=MOST, help_text="At most so many rows (of answers: pages sent)."
    )


class FeedQuery(PageQuery, KindQuery):
    pass


class AnswersQuery(FeedQuery):
    vars()["for"] = serializers.ChoiceField(
        choices=["analysis", "spreadsheet"],
        default="analysis",
        help_text="With `format=csv`: `analysis` is lossless; `spreadsheet` begins with a byte order mark "
        "and puts an apostrophe before whatever a spreadsheet would run as a formula.",
    )


class NumberQuery(Query):
    number = serializers.IntegerField(
        required=False, min_value=1, max_value=32767, help_text="Which protocol; the newest where left out."
    )


def asked(request: Request, kind: type[Query], *, also: tuple[str, ...] = ()) -> dict[str, Any]:
    """The request's parameters, checked. Raises Refusal naming the parameter and what is allowed.

    `also`: parameters that something else reads (`format`, by content negotiation).
    """
    allowed = sorted({*kind().fields, *also})
    for name in request.query_params:
        if name not in allowed:
            raise _refuse(name, f"There is no parameter {name[:60]!r} here.", _allowed(allowed))
        if len(request.query_params.getlist(name)) > 1:
            raise _refuse(name, f"{name!r} is given more than once.", "Give it once.")
    query = kind(data=request.query_params.dict())
    if not query.is_valid():
        name, messages = next(iter(query.errors.items()))
        raise _refuse(name, str(messages[0]), _range(query.fields[name]))
    return dict(query.validated_data)


def _refuse(field: str, message: str, cure: str) -> Refusal:
    return Refusal(message, code="invalid", field=field[:60], cure=cure)


def _allowed(names: list[str]) -> str:
    return f"Allowed: {', '.join(names)}." if names else "This address takes no parameters."


def _range(field: Any) -> str:
    if isinstance(field, serializers.ChoiceField):
        return f"Write one of {', '.join(field.choices)}, or leave it out."
    if isinstance(field, serializers.IntegerField):
        return f"Write a whole number from {field.min_value} to {field.max_value}, or leave it out."
    return "Follow the 'next' link of the page before, or leave it out."
