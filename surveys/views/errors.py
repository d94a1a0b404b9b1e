"""Error pages in the tone of the study: what happened, that nothing is lost, what to do next."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, 500)


def _page(request: HttpRequest, status: int) -> HttpResponse:
    start = reverse("admin:index")
    context = {
        "request_id": request.META.get("REQUEST_ID"),
        "language": "en",
        "direction": "ltr",
        "start": start if request.path.startswith(start) else "",
    }
    return render(request, f"errors/{status}.html", context, status=status)
