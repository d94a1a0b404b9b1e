"""Studies: which there are, and how each one stands."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from surveys.api.access import find_study, visible
from surveys.api.pagination import page
from surveys.api.queries import PageQuery, Query, asked
from surveys.api.shapes import LinksShape, StudyFeed, StudyShape
from surveys.models import ARRIVED, Kind, Participation, Protocol, State, Study
from surveys.protocol import Ending
from surveys.texts import say

Counts = dict[str, int]


@extend_schema(
    operation_id="studies", summary="Studies you may see", parameters=[PageQuery], responses=StudyFeed
)
@api_view(["GET"])
def studies(request: Request) -> Response:
    query = asked(request, PageQuery, also=("format",))
    shown = page(
        request, visible(request).select_related("draft"), feed="studies", cursor=query["cursor"],
        limit=query["limit"],
    )  # fmt: skip
    return Response(shown.body(described(request, shown.rows)))


@extend_schema(
    operation_id="study",
    summary="One study",
    description="Its state, plan, counts, protocol, and where its data are.",
    responses=StudyShape,
)
@api_view(["GET"])
def study(request: Request, address: str) -> Response:
    asked(request, Query, also=("format",))
    return Response(described(request, [find_study(request, address)])[0])


def described(request: Request, rows: Iterable[Study]) -> list[dict[str, Any]]:
    counts = counted(rows)
    return [_study(request, row, counts[row.pk]) for row in rows]


def counted(rows: Iterable[Study]) -> dict[int, Counts]:
    """Real participations of each study by ending, of whoever arrived, in one query."""
    empty = ("started", "going_on", *(e.value for e in Ending))
    counts: dict[int, Counts] = defaultdict(lambda: dict.fromkeys(empty, 0))
    real = Participation.objects.filter(ARRIVED, study__in=[row.pk for row in rows], kind=Kind.REAL)
    for study, ending, n in real.values_list("study", "ending").annotate(n=Count("pk")).order_by():
        counts[study][ending or "going_on"] += n
        counts[study]["started"] += n
    return counts


def _study(request: Request, row: Study, counts: Counts) -> dict[str, Any]:
    design = _design(row)
    language = design.get("language", "en")
    return {
        "address": row.address,
        "name": row.name,
        "title": say(design.get("title", {}), language, language),
        "language": language,
        "time_zone": design.get("time_zone", "UTC"),
        "state": row.state,
        "demonstration": row.demonstration,
        "planned": design["plan"]["planned"],
        "counts": counts,
        "protocol": protocol_facts(row.protocol) if row.protocol else None,
        "seed": bytes(row.seed).hex() if row.state == State.CLOSED else None,
        "links": {
            name: reverse(f"api-{name}", args=[row.address], request=request) for name in LinksShape().fields
        },
    }


def _design(row: Study) -> dict[str, Any]:
    """The few words said here, of the protocol or, before there is one, of the draft."""
    parts = {"title", "language", "time_zone", "plan"}
    if row.protocol:
        return row.protocol.compiled.document.model_dump(mode="json", include=parts)
    return {"plan": {"planned": 0}, **{k: v for k, v in row.draft.content.items() if k in parts}}


def protocol_facts(protocol: Protocol) -> dict[str, Any]:
    return {
        "number": protocol.number,
        "hash": protocol.hash,
        "seed_hash": protocol.seed_hash,
        "published_at": protocol.published_at,
    }
