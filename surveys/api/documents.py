"""What a study is and what its columns mean: protocol and codebook."""

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.decorators import api_view, renderer_classes
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from surveys.api.access import find_protocol, find_study
from surveys.api.codebook import CodebookShape, codebook_of
from surveys.api.negotiation import YAMLText
from surveys.api.queries import NumberQuery, asked
from surveys.protocol import to_yaml


@extend_schema(
    operation_id="codebook",
    summary="What every column means",
    description="Worked out from the protocol: questions with their values and labels, scales with their "
    "keys, the analysis plan in words, why a cell can be empty. Wording that changed while a study ran has a "
    "codebook for each protocol.",
    parameters=[NumberQuery],
    responses=CodebookShape,
)
@api_view(["GET"])
def codebook(request: Request, address: str) -> Response:
    study, query = find_study(request, address), asked(request, NumberQuery, also=("format",))
    return Response(codebook_of(find_protocol(study, query.get("number"))))


@extend_schema(
    operation_id="protocol",
    summary="The study itself",
    description="The frozen document that the study is run from. As JSON its canonical bytes, whose "
    "SHA-256 is the protocol's hash; as YAML the same document for people. 404 before a study is published.",
    parameters=[NumberQuery],
    responses={
        (200, "application/json"): OpenApiTypes.OBJECT,
        (200, "application/yaml"): OpenApiResponse(OpenApiTypes.OBJECT, description="The document as YAML."),
    },
)
@api_view(["GET"])
@renderer_classes([JSONRenderer, YAMLText])
def protocol(request: Request, address: str) -> HttpResponse:
    study, query = find_study(request, address), asked(request, NumberQuery, also=("format",))
    found = find_protocol(study, query.get("number"))
    if request.accepted_renderer.format == "yaml":
        return HttpResponse(to_yaml(found.compiled.document), content_type="application/yaml; charset=utf-8")
    return HttpResponse(found.content, content_type="application/json")
