"""Addresses of our own pages: /admin/studies/... Each stands behind the site's sign-in."""

from collections.abc import Callable

from django.contrib import admin
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from surveys.admin import (
    copies,
    files,
    home,
    live,
    pictures,
    rehearse,
    report,
    results,
    running,
    sharing,
    study,
    systems,
)
from surveys.admin.power import pages as power
from surveys.admin.preview import pages as preview
from surveys.admin.preview.frame import frame
from surveys.admin.studio import (
    adding,
    basics,
    drawing,
    history,
    instruments,
    moves,
    nodes,
    overview,
    plan,
    profiles,
)

View = Callable[..., HttpResponseBase]

PAGES: dict[str, tuple[str, View]] = {
    "systems": ("scores/", systems.page),
    "systems_chart": ("scores/<slug:key>.<slug:suffix>", systems.chart),
    "copy_shipped": ("copy/<slug:code>/", copies.shipped),
    "new_from_file": ("studies/upload/", files.new),
    "study": ("studies/<int:pk>/", study.overview),
    "qr": ("studies/<int:pk>/qr.svg", study.qr),
    "recruitment": ("studies/<int:pk>/recruitment/", basics.recruitment),
    "prolific": ("studies/<int:pk>/recruitment/prolific/", basics.prolific),
    "take": ("studies/<int:pk>/take/", home.take),
    "copy_study": ("studies/<int:pk>/copy/", copies.own),
    "design": ("studies/<int:pk>/design/", overview.page),
    "design_basics": ("studies/<int:pk>/design/basics/", basics.edit),
    "design_plan": ("studies/<int:pk>/design/plan/", plan.edit),
    "design_profiles": ("studies/<int:pk>/design/profiles/", profiles.page),
    "design_draw": ("studies/<int:pk>/design/profiles/draw/", drawing.page),
    "design_history": ("studies/<int:pk>/design/history/", history.page),
    "design_undo": ("studies/<int:pk>/design/undo/", history.undo),
    "design_act": ("studies/<int:pk>/design/act/", moves.act),
    "design_score": ("studies/<int:pk>/design/score/", adding.score),
    "design_node": ("studies/<int:pk>/design/edit/<str:path>/", nodes.edit),
    "design_instrument": ("studies/<int:pk>/design/scales/<slug:code>/", instruments.edit),
    "design_add": ("studies/<int:pk>/design/add/<str:path>/", adding.page),
    "preview": ("studies/<int:pk>/preview/", preview.preview),
    "frame": ("studies/<int:pk>/frame/", frame),
    "compare": ("studies/<int:pk>/compare/", preview.compare),
    "about": ("studies/<int:pk>/information/", basics.about),
    "file": ("studies/<int:pk>/file/", files.page),
    "download": ("studies/<int:pk>/file/<slug:which>.yaml", files.download),
    "sharing": ("studies/<int:pk>/sharing/", sharing.page),
    "power": ("studies/<int:pk>/power/", power.page),
    "power_stop": ("studies/<int:pk>/power/stop/", power.stop),
    "rehearse": ("studies/<int:pk>/rehearse/", rehearse.page),
    "forget": ("studies/<int:pk>/rehearse/remove/", rehearse.remove),
    "run": ("studies/<int:pk>/<slug:verb>/now/", running.act),
    "live": ("studies/<int:pk>/live/", live.page),
    "results": ("studies/<int:pk>/results/<slug:kind>/", results.page),
    "refresh": ("studies/<int:pk>/results/<slug:kind>/refresh/", results.refresh),
    "report": ("studies/<int:pk>/results/<slug:kind>/report/", report.page),
    "picture": ("studies/<int:pk>/results/<slug:kind>/charts/<slug:key>.<slug:suffix>", pictures.picture),
    "chart": ("studies/<int:pk>/results/<slug:kind>/<str:key>.svg", results.chart),
}


def routes() -> list[URLPattern]:
    return [
        path(address, admin.site.admin_view(view), name=f"limelight_{name}")
        for name, (address, view) in PAGES.items()
    ]
