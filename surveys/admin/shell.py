"""What every page of ours shares: who asks, which study they may touch, and the theme's frame."""

from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from surveys.admin.words import badges
from surveys.models import Ability, State, Study, User


def researcher(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def among_studies(request: HttpRequest) -> bool:
    """Whether the side menu's first entry is where one is."""
    home = reverse("admin:index")
    return request.path == home or request.path.startswith(f"{home}studies/")


def find(request: HttpRequest, pk: int, ability: Ability = Ability.SEE) -> Study:
    """The study, or 404 where it may not be seen, or 403 where it may be seen but not `ability`."""
    studies = Study.objects.visible_to(request.user).select_related("draft", "protocol")
    study = studies.filter(pk=pk).first()
    if study is None:
        raise Http404
    if not may(request, study, ability):
        raise PermissionDenied
    return study


def may(request: HttpRequest, study: Study, ability: Ability) -> bool:
    return Study.objects.visible_to(request.user, ability).filter(pk=study.pk).exists()


def show(
    request: HttpRequest, template: str, *, title: str, status: int = 200, **context: Any
) -> TemplateResponse:
    request.current_app = admin.site.name
    frame = {**admin.site.each_context(request), "title": title, "content_title": title}
    return TemplateResponse(request, f"admin/limelight/{template}.html", {**frame, **context}, status=status)


def show_study(
    request: HttpRequest, template: str, study: Study, *, status: int = 200, **context: Any
) -> TemplateResponse:
    """A page among the study's own, with the tabs that lead to the others."""
    shared = {
        "study": study,
        "badges": badges(study),
        "link": link(request, study),
        "local": is_local(request),
        "tabs": tabs(request, study),
        "came_from": came_from(request),
        "may_edit": may(request, study, Ability.EDIT),
        "may_run": may(request, study, Ability.RUN),
    }
    return show(request, template, title=study.name, status=status, **{**shared, **context})


def link(request: HttpRequest, study: Study) -> str:
    """The invitation's address, whole."""
    return request.build_absolute_uri(reverse("entrance", args=[study.address]))


def is_local(request: HttpRequest) -> bool:
    """Whether the site was reached at an address that no other machine reaches."""
    host = urlsplit(f"//{request.get_host()}").hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def came_from(request: HttpRequest) -> str:
    """The page of ours that wants to be come back to, "" for none: what leads elsewhere is none."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return ""
    is_ours = urlsplit(asked).path.startswith(f"{reverse('admin:index')}studies/")
    return asked if is_ours else ""


def tabs(request: HttpRequest, study: Study) -> list[dict[str, Any]]:
    pages = {
        "design": _("Design"),
        "preview": _("Preview"),
        "power": _("Power"),
        "rehearse": _("Rehearse"),
        "study": _("Launch"),
        "live": _("Live"),
        "results": _("Results"),
        "sharing": _("Sharing"),
        "file": _("File"),
    }
    here = (request.resolver_match and request.resolver_match.url_name) or ""
    here = "limelight_design" if here.startswith(("limelight_design_", "limelight_about")) else here
    here = "limelight_study" if here == "limelight_recruitment" else here
    here = "limelight_preview" if here == "limelight_compare" else here
    return [
        {"label": label, "href": address(name, study), "here": here == f"limelight_{name}"}
        for name, label in pages.items()
    ]


def address(name: str, study: Study, **parts: Any) -> str:
    if name == "results":
        rehearsed = study.demonstration or study.state == State.DRAFT
        parts.setdefault("kind", "simulated" if rehearsed else "participants")
    return reverse(f"admin:limelight_{name}", kwargs={"pk": study.pk, **parts})


def landing(study: Any) -> str:
    """The page that a study in a list opens on: a draft where it is made, a demonstration at what was found.

    The study is annotated with `simulated`.
    """
    if study.state == State.DRAFT:
        return "design"
    return "results" if study.demonstration and study.simulated else "study"


def back(name: str, study: Study, **parts: Any) -> HttpResponseRedirect:
    return redirect(address(name, study, **parts))
