"""When results were computed, how long it took, and what went wrong."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext, gettext_lazy

from surveys.admin.lists.base import ByStudy, Choice, ReadOnlyList, column
from surveys.admin.lists.participations import ByKind
from surveys.admin.words import JOB_COLOURS, JOBS, KINDS
from surveys.models import Run


class ByState(Choice):
    title = gettext_lazy("state")
    parameter_name = field = "state"
    words = {str(state): word for state, word in JOBS.items()}


@admin.register(Run)
class RunList(ReadOnlyList):
    list_display = ("study_name", "who", "standing", "computed", "took", "covered", "what_went_wrong")
    list_filter = (ByStudy, ByKind, ByState)
    ordering = ("-pk",)
    list_select_related = ("study",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Run]:
        rows: QuerySet[Run] = super().get_queryset(request)
        return rows.only("study__name", "kind", "state", "started_at", "finished_at", "covered", "error")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        named = {"title": gettext("Computations"), "content_title": gettext("Computations")}
        shown: HttpResponse = super().changelist_view(request, {**named, **(extra_context or {})})
        return shown

    @column(gettext_lazy("study"))
    def study_name(self, run: Run) -> str:
        return run.study.name

    @column(gettext_lazy("kind"))
    def who(self, run: Run) -> str:
        return str(KINDS[run.kind])

    @column(gettext_lazy("state"), label=dict(JOB_COLOURS))
    def standing(self, run: Run) -> tuple[str, str | Promise]:
        return run.state, JOBS[run.state]

    @column(gettext_lazy("computed (UTC)"))
    def computed(self, run: Run) -> str:
        return date_format(localtime(run.finished_at), "j M Y, H:i:s") if run.finished_at else "–"

    @column(gettext_lazy("seconds"))
    def took(self, run: Run) -> str:
        if run.started_at is None or run.finished_at is None:
            return "–"
        return f"{(run.finished_at - run.started_at).total_seconds():.1f}"

    @column(gettext_lazy("error"))
    def what_went_wrong(self, run: Run) -> str:
        lines = run.error.strip().splitlines()
        return lines[-1][:200] if lines else ""
