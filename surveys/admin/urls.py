"""Addresses of our own pages: /admin/studies/... Each stands behind the site's sign-in."""

from collections.abc import Callable

from django.contrib import admin
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from surveys.admin import about, copies, files, home, rehearse, results, running, sharing, study

View = Callable[..., HttpResponseBase]

PAGES: dict[str, tuple[str, View]] = {
    "copy_shipped": ("copy/<slug:code>/", copies.shipped),
    "new_from_file": ("studies/upload/", files.new),
    "study": ("studies/<int:pk>/", study.overview),
    "take": ("studies/<int:pk>/take/", home.take),
    "copy_study": ("studies/<int:pk>/copy/", copies.own),
    "about": ("studies/<int:pk>/information/", about.edit),
    "file": ("studies/<int:pk>/file/", files.page),
    "download": ("studies/<int:pk>/file/<slug:which>.yaml", files.download),
    "sharing": ("studies/<int:pk>/sharing/", sharing.page),
    "rehearse": ("studies/<int:pk>/rehearse/", rehearse.page),
    "run": ("studies/<int:pk>/<slug:verb>/now/", running.act),
    "results": ("studies/<int:pk>/results/<slug:kind>/", results.page),
    "refresh": ("studies/<int:pk>/results/<slug:kind>/refresh/", results.refresh),
    "chart": ("studies/<int:pk>/results/<slug:kind>/<str:key>.svg", results.chart),
}


def routes() -> list[URLPattern]:
    return [
        path(address, admin.site.admin_view(view), name=f"limelight_{name}")
        for name, (address, view) in PAGES.items()
    ]
