"""What can go wrong, in one shape: {"error": {"code", "message", "field"?, "cure"?}}."""

from collections.abc import Mapping
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

log = structlog.stdlib.get_logger("limelight.api")

CURES = {
    "not_authenticated": "Send the header 'Authorization: Token ...' with your token.",
    "authentication_failed": "Check the token for missing letters; if it has expired, ask for a new one.",
    "permission_denied": "Ask the study's owner for access.",
    "not_found": "The studies you may see are listed at /api/v1/studies/; addresses end with a slash.",
    "method_not_allowed": "Everything here is read-only: use GET.",
    "not_acceptable": "Ask for application/json, or leave out the Accept header.",
}


class Refusal(exceptions.APIException):
    """A request that cannot be answered as asked: says which part, and what would work."""

    def __init__(
        self,
        message: str,
        *,
        code: str,
        cure: str,
        status: int = 400,
        field: str = "",
        wait: int | None = None,
    ) -> None:
        super().__init__(message, code)
        self.status_code = status
        self.field, self.cure, self.wait = field, cure, wait


def handler(exception: Exception, context: Mapping[str, Any]) -> Response:
    """DRF's EXCEPTION_HANDLER. Whatever was not foreseen is logged, and told without its details."""
    request = context["request"]
    # JSON whatever was asked for: nobody reads an error from a CSV.
    request.accepted_renderer, request.accepted_media_type = JSONRenderer(), "application/json"
    known = _known(exception)
    if known is None:
        return _unforeseen(exception, str(request.META.get("REQUEST_ID", "unknown")))
    headers = {}
    if challenge := getattr(known, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(known, "wait", None):
        headers["Retry-After"] = str(int(wait))
    return Response({"error": _body(known)}, status=known.status_code, headers=headers)


def _known(exception: Exception) -> exceptions.APIException | None:
    if isinstance(exception, exceptions.APIException):
        return exception
    if isinstance(exception, Http404):
        return exceptions.NotFound()
    if isinstance(exception, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(exception, OperationalError):
        return Refusal(
            "The database does not answer.", code="unavailable", cure="Try again.", status=503, wait=10
        )
    return None


def _body(exception: exceptions.APIException) -> dict[str, str]:
    """The first thing that is wrong: a program mends one at a time."""
    detail, field = exception.detail, getattr(exception, "field", "")
    while isinstance(detail, dict | list) and detail:
        if isinstance(detail, dict):
            field = field or str(next(iter(detail)))
            detail = next(iter(detail.values()))
        else:
            detail = detail[0]
    code = str(getattr(detail, "code", None) or exception.default_code)
    cure = getattr(exception, "cure", "") or CURES.get(code, "")
    return {"code": code, "message": str(detail)} | _given(field=field, cure=cure)


def _given(**parts: str) -> dict[str, str]:
    return {name: part for name, part in parts.items() if part}


def _unforeseen(exception: Exception, request_id: str) -> Response:
    log.error("exception", request_id=request_id, exc_info=exception)
    cure = f"Try again. If it stays, tell the site's keeper the request's number: {request_id}."
    error = {"code": "error", "message": "Something went wrong on our side.", "cure": cure}
    return Response({"error": error}, status=500)
