"""Our own middleware: one line of log a request, and the content security policy."""

import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from typing import Any, cast

import structlog
from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.handlers.exception import convert_exception_to_response
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import resolve

Answer = Callable[[HttpRequest], HttpResponse]
log = structlog.stdlib.get_logger("limelight.request")

EXPECTED = (Http404, PermissionDenied)
"""How a view says 404 or 403: an answer, not a fault, and so not told as one."""


class RequestLog:
    """Logs the route's *name*, never the path: a participant's path holds their token.

    No address and no user agent either: participants are promised that neither is kept.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        request_id = secrets.token_hex(8)
        request.META["REQUEST_ID"] = request_id
        response = self.get_response(request)
        response.headers["X-Request-Id"] = request_id
        log.log(
            logging.ERROR if response.status_code >= 500 else logging.INFO,
            "request",
            route=route(request),
            method=request.method,
            status=response.status_code,
            ms=round((time.perf_counter() - start) * 1000, 1),
            request_id=request_id,
        )
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        tell(request, exception)


def tell(request: HttpRequest, exception: Exception) -> None:
    if isinstance(exception, EXPECTED):
        return
    log.error(
        "exception",
        route=route(request),
        request_id=request.META["REQUEST_ID"],
        exc_info=exception,
    )


def route(request: HttpRequest) -> str:
    match = request.resolver_match
    return (match.view_name or "unnamed") if match else "none"


class Participants:
    """Participants' pages turn off here: no session, user or message, and no time spent on having none.

    The five middlewares below this one took a tenth of the time of their pages.
    """

    PREFIX = "/s/"

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.straight = convert_exception_to_response(straight)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(self.PREFIX):
            return cast(HttpResponse, self.straight(request))
        return self.get_response(request)


def straight(request: HttpRequest) -> HttpResponse:
    """What Django's handler does after the last middleware."""
    try:
        request.resolver_match = match = resolve(request.path_info)
        return cast(HttpResponse, match.func(request, *match.args, **match.kwargs))
    except Exception as exception:
        tell(request, exception)
        raise


class ContentSecurityPolicy(CSPMiddleware):
    """Strict everywhere; looser under the paths that need it, unless a view chose its own policy."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        # Building it anew at every answer took a tenth of the time of a participant's page.
        if _is_own(request) or _is_own(response):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, _policy(_prefix(request.path_info)))
        return response

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if parts.config is None and not report_only:
            parts.config = loosened(request.path_info)
        return parts


def loosened(path: str) -> dict[str, Any] | None:
    prefix = _prefix(path)
    return dict(settings.LOOSER_POLICIES[prefix]) if prefix else None


def _prefix(path: str) -> str:
    """The looser policy's prefix that the path is under; empty where it is under none."""
    return next((prefix for prefix in settings.LOOSER_POLICIES if path.startswith(prefix)), "")


_OWN = frozenset(
    {"_csp_nonce", "_csp_exempt", "_csp_exempt_ro"}
    | {f"_csp_{what}{how}" for what in ("config", "update", "replace") for how in ("", "_ro")}
)


def _is_own(about: HttpRequest | HttpResponseBase) -> bool:
    """Did a view choose a policy, or a template take the nonce? django-csp notes both on the object."""
    return not _OWN.isdisjoint(vars(about))


@cache
def _policy(prefix: str) -> str:
    """Settings do not change while a process lives."""
    return str(build_policy(**asdict(PolicyParts(config=loosened(prefix)))))
