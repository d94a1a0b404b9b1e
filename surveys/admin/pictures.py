"""A run's charts as files to keep: only what the results page may show now, so no effect leaks."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from surveys.admin.results import PICTURE_POLICY, known
from surveys.admin.shell import find, researcher
from surveys.analysis.runs import latest
from surveys.charts import FORMATS
from surveys.models import Chart, Kind, Study, User
from surveys.report import drawing_of


@require_safe
@never_cache
def picture(request: HttpRequest, pk: int, kind: str, key: str, suffix: str) -> HttpResponse:
    """One chart as SVG, PNG, PDF, or its numbers as CSV."""
    study = find(request, pk)
    chart = stored(study, known(kind), key, by=researcher(request))
    if chart is None or suffix not in FORMATS:
        raise Http404
    written = FORMATS[suffix]
    return HttpResponse(
        written.write(chart),
        content_type=written.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name_of(study, kind, key)}.{suffix}"',
            "Content-Security-Policy": PICTURE_POLICY,
        },
    )


def stored(study: Study, kind: Kind, key: str, *, by: User) -> Chart | None:
    """The row of the chart that the page shows now: taking it is a look at the results like any other."""
    drawing, run = drawing_of(study, kind, key, by=by), latest(study, kind)
    chart = run.charts.filter(key=key).first() if run and drawing else None
    # A newer run may have come between the two questions; its chart has not been asked about.
    return chart if chart and drawing and chart.svg == drawing.svg else None


def name_of(study: Study, kind: str, key: str) -> str:
    """Says in a folder of downloads which study's, and that people were simulated."""
    return f"{study.address}-{key}" + ("-simulated" if known(kind) == Kind.SIMULATED else "")
