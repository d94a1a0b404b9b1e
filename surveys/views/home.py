"""The front door. It names the demonstration, and lists nothing else."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse

from surveys.models import State, Study


def home(request: HttpRequest) -> HttpResponse:
    live = Study.objects.filter(demonstration=True, state=State.LIVE).order_by("pk").first()
    context = {
        "lab": settings.LAB_NAME,
        "demonstration_url": reverse("entrance", args=[live.address]) if live else None,
        "admin_url": reverse("admin:index"),
        "api_url": reverse("api-docs"),
        "language": "en",
        "direction": "ltr",
    }
    return render(request, "home.html", context)


def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(static("participant/favicon.svg"))
