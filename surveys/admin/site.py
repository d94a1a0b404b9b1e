"""Our pages hung into the theme's site, and what it brings unasked taken out."""

from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from knox.models import AuthToken

from surveys.admin.urls import routes


def no_search(request: HttpRequest) -> HttpResponse:
    """The theme's search looks for names of tables, and falls over a page number that is none."""
    return HttpResponse()


def no_index_of_tables(request: HttpRequest, app_label: str) -> HttpResponse:
    return redirect("admin:index")


for model in (Group, AuthToken):
    if admin.site.is_registered(model):
        admin.site.unregister(model)

admin.site.index_template = "admin/limelight/home.html"
admin.site.extra_urls = routes  # type: ignore[attr-defined]
admin.site.app_index = no_index_of_tables  # type: ignore[assignment]
admin.site.search = no_search  # type: ignore[attr-defined]
