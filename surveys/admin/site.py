"""Our pages hung into the theme's site: the first page, the addresses, and what it brings that nobody asked for."""

from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from knox.models import AuthToken

from surveys.admin.urls import routes


def no_search(request: HttpRequest) -> HttpResponse:
    """The theme's search looks for names of tables, and falls over a page number that is none."""
    return HttpResponse()


for model in (Group, AuthToken):
    if admin.site.is_registered(model):
        admin.site.unregister(model)

admin.site.index_template = "admin/limelight/home.html"
admin.site.extra_urls = routes  # type: ignore[attr-defined]
admin.site.search = no_search  # type: ignore[attr-defined]
