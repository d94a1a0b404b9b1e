"""The report of one study and kind of participant: one page that holds everything, to print or to keep."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from surveys.admin.results import known
from surveys.admin.shell import back, find, researcher
from surveys.models import Log
from surveys.report.document import report_of
from surveys.report.seen import note

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
"""Its own styles and pictures and nothing else: what a study's text says can load and run nothing."""


@require_safe
@never_cache
def page(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """To read; with ?download=1, to keep. What may not be known yet is not in it."""
    study, of = find(request, pk), known(kind)
    report = report_of(study, of, now=timezone.now())
    if report is None:
        messages.info(request, _("Nothing to report yet: the study has not been published."))
        return back("results", study, kind=kind)
    if report.run:  # whoever reads it knows the effects, as on the results page
        by, n = researcher(request), report.finished
        note(study, by=by, run=report.run, kind=str(of), extent=report.extent, n=n)
    body = render_to_string("report/document.html", {"report": report})
    response = HttpResponse(body, headers={"Content-Security-Policy": POLICY})
    if request.GET.get("download"):
        # What is kept can be passed on: the log says by whom.
        Log.write("report", by=researcher(request), study=study, kind=str(of))
        response.headers["Content-Disposition"] = f'attachment; filename="{report.name}.html"'
    return response
