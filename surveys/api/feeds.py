"""Data as feeds: participations, answers, scale scores."""

import json
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.decorators import api_view, renderer_classes
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from surveys.analysis.scores import CODE_VERSION
from surveys.api.access import find_study, reader
from surveys.api.errors import Refusal
from surveys.api.negotiation import streamed
from surveys.api.pagination import Page, page
from surveys.api.queries import AnswersQuery, FeedQuery, asked
from surveys.api.shapes import (
    ActFeed,
    AnswerFeed,
    IdsFeed,
    IdsShape,
    ParadataFeed,
    ParticipationFeed,
    ParticipationShape,
    ScoreFeed,
    ScoreShape,
)
from surveys.exports import EXPORT_FORMATS, TABLES, Busy, open_export, revealed
from surveys.exports import Request as Export
from surveys.exports.acts import SENT as ACTS
from surveys.exports.answers import SENT
from surveys.exports.blinding import RULE
from surveys.models import ARRIVED, Ability, Log, Participation, ScaleScore, Study, Submission
from surveys.protocol import Ending


@extend_schema(
    operation_id="participations",
    summary="Who took part",
    description="Whoever sent at least their first page, in the order in which they came. A row changes "
    "until it has an ending and is not sent again when it does: read the list anew to see endings "
    f"and withdrawals.\n\n{RULE}",
    parameters=[FeedQuery],
    responses=ParticipationFeed,
)
@api_view(["GET"])
def participations(request: Request, address: str) -> Response:
    study, query = find_study(request, address), asked(request, FeedQuery, also=("format",))
    rows = Participation.objects.filter(ARRIVED, study=study, kind=query["kind"]).select_related("protocol")
    shown = _page(request, rows.defer("draws", "place"), study, query, "participations")
    context = {"revealed": revealed(study, query["kind"])}
    return Response(shown.body(ParticipationShape(shown.rows, many=True, context=context).data))


@extend_schema(
    operation_id="answers",
    summary="Answers, one row each",
    description="Long form: a row for each participation, step and question. JSON comes in pages, each of "
    "whole submissions (`limit` counts these). `format=csv` streams everything at once, participation by "
    "participation. What was not shown or not reached has no row. Whoever withdraws has none; drop theirs "
    f"if you hold any (`ending` in `participations/`).\n\n{RULE}",
    parameters=[AnswersQuery],
    responses={
        (200, "application/json"): AnswerFeed,
        (200, "text/csv"): OpenApiResponse(
            OpenApiTypes.STR, description="RFC 4180, UTF-8, with a header line."
        ),
    },
)
@api_view(["GET"])
@renderer_classes([JSONRenderer, *streamed()])
def answers(request: Request, address: str) -> Response | StreamingHttpResponse:
    return _table(request, address, "answers", Q(act__in=SENT))


@extend_schema(
    operation_id="acts",
    summary="What was done in a feed, one row an act",
    description="Likes, posts, replies, looks at one’s score, breaks and the ends of days, each with day, "
    "time and the score before and after. Studies without a feed have no rows. `format=csv` streams "
    f"everything at once. What was done, and the score, are withheld as groups are.\n\n{RULE}",
    parameters=[AnswersQuery],
    responses={
        (200, "application/json"): ActFeed,
        (200, "text/csv"): OpenApiResponse(
            OpenApiTypes.STR, description="RFC 4180, UTF-8, with a header line."
        ),
    },
)
@api_view(["GET"])
@renderer_classes([JSONRenderer, *streamed()])
def acts(request: Request, address: str) -> Response | StreamingHttpResponse:
    done = Q(answers__has_key="do") | Q(answers__has_key="leave")
    return _table(request, address, "acts", Q(act__in=ACTS, exposure__has_key="day") & done)


@extend_schema(
    operation_id="paradata",
    summary="What browsers noted, one row a page sent",
    description="Times, lost focus, and how long the score was in view, in milliseconds, with whether all of "
    "a page's batches arrived (`arrived`). What comes after a page was listed here is not listed again: read "
    "anew at the end. `format=csv` streams everything at once. The time with the score in view tells the "
    f"group, and is withheld as groups are.\n\n{RULE}",
    parameters=[AnswersQuery],
    responses={
        (200, "application/json"): ParadataFeed,
        (200, "text/csv"): OpenApiResponse(
            OpenApiTypes.STR, description="RFC 4180, UTF-8, with a header line."
        ),
    },
)
@api_view(["GET"])
@renderer_classes([JSONRenderer, *streamed()])
def paradata(request: Request, address: str) -> Response | StreamingHttpResponse:
    return _table(request, address, "paradata", Q())


@extend_schema(
    operation_id="ids",
    summary="What invitations brought along",
    description="The ids that a recruiting service put into the address, with the completion code: for "
    "paying people. For the study's owners alone, apart from answers, and logged. Of whoever declined or "
    "withdrew there are none.",
    parameters=[AnswersQuery],
    responses={
        (200, "application/json"): IdsFeed,
        (200, "text/csv"): OpenApiResponse(
            OpenApiTypes.STR, description="RFC 4180, UTF-8, with a header line: a column each, `id_NAME`."
        ),
    },
)
@api_view(["GET"])
@renderer_classes([JSONRenderer, *streamed()])
def ids(request: Request, address: str) -> Response | StreamingHttpResponse:
    study = find_study(request, address, Ability.RUN)
    query = asked(request, AnswersQuery, also=("format",))
    export = Export(study, query["kind"], table="ids", spreadsheet=query["for"] == "spreadsheet")
    written_as = request.accepted_renderer.format
    if written_as in EXPORT_FORMATS:
        return _download(request, export, written_as)
    if not query["cursor"]:
        Log.write("export", by=reader(request), study=study, table="ids", format="json", kind=query["kind"])
    rows = Participation.objects.filter(study=study, kind=query["kind"], arrival__isnull=False)
    rows = rows.exclude(ending=Ending.WITHDRAWN).select_related("arrival").defer("draws", "place")
    shown = _page(request, rows, study, query, "ids")
    return Response(shown.body(IdsShape(shown.rows, many=True).data))


def _table(request: Request, address: str, name: str, which: Q) -> Response | StreamingHttpResponse:
    """A table of what these submissions hold: in pages as JSON, at once as a file."""
    study, query = find_study(request, address), asked(request, AnswersQuery, also=("format",))
    export = Export(study, query["kind"], table=name, spreadsheet=query["for"] == "spreadsheet")
    written_as = request.accepted_renderer.format
    if written_as in EXPORT_FORMATS:
        return _download(request, export, written_as)
    if not query["cursor"]:
        Log.write("export", by=reader(request), study=study, table=name, format="json", kind=query["kind"])
    sent = Submission.objects.filter(_kept(study, query["kind"]), which).only("pk", "xid")
    shown = _page(request, sent, study, query, name)
    return Response(shown.body(_rows(export, shown)))


@extend_schema(
    operation_id="scores",
    summary="Scale scores",
    description="Worked out from the answers after a participation ends. When the program's scoring changes "
    "everything is scored anew and comes again, with another `code_version`.",
    parameters=[FeedQuery],
    responses=ScoreFeed,
)
@api_view(["GET"])
def scores(request: Request, address: str) -> Response:
    study, query = find_study(request, address), asked(request, FeedQuery, also=("format",))
    rows = ScaleScore.objects.filter(_kept(study, query["kind"]), code_version=CODE_VERSION)
    shown = _page(request, rows, study, query, "scores")
    return Response(shown.body(ScoreShape(shown.rows, many=True).data))


def _kept(study: Study, kind: str) -> Q:
    """Of these participants, those who did not take their answers back."""
    return Q(participation__study=study, participation__kind=kind) & ~Q(
        participation__ending=Ending.WITHDRAWN
    )


def _page(request: Request, rows: QuerySet[Any], study: Study, query: dict[str, Any], name: str) -> Page[Any]:
    feed = f"{name}/{study.pk}/{query['kind']}"
    return page(request, rows, feed=feed, cursor=query["cursor"], limit=query["limit"])


def _rows(export: Export, shown: Page[Submission]) -> list[dict[str, Any]]:
    rows_of = TABLES[export.table].as_json
    assert rows_of is not None
    with connection.cursor() as cursor:
        cursor.execute(rows_of(export, [row.pk for row in shown.rows]))
        return [json.loads(text) for (text,) in cursor.fetchall()]


def _download(request: Request, export: Export, name: str) -> StreamingHttpResponse:
    written = EXPORT_FORMATS[name]
    try:
        pieces = open_export(written, export, by=reader(request))
    except Busy:
        raise Refusal(
            "Other exports are running.", code="busy", status=429, wait=10, cure="Try again in some seconds."
        ) from None
    disposition = f'attachment; filename="{export.filename(written.suffix)}"'
    return StreamingHttpResponse(
        pieces,
        content_type=f"{written.media_type}; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )
