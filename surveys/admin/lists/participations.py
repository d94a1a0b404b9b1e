"""Who took part, without anything that tells in which group: no group, no draws, no token, no code."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.admin.lists.base import ByStudy, Choice, ReadOnlyList, column
from surveys.admin.words import ENDINGS, KINDS
from surveys.models import ARRIVED, Participation

GOING_ON = "none"


class ByKind(Choice):
    title = gettext_lazy("kind")
    parameter_name = field = "kind"
    words = {str(kind): word for kind, word in KINDS.items()}


class ByEnding(Choice):
    title = gettext_lazy("ending")
    parameter_name = field = "ending"
    words = {GOING_ON: gettext_lazy("Not ended"), **{str(e): word for e, word in ENDINGS.items()}}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Participation]) -> QuerySet[Participation]:
        if self.value() == GOING_ON:
            return queryset.filter(ending__isnull=True)
        return super().queryset(request, queryset)


@admin.register(Participation)
class ParticipationList(ReadOnlyList):
    list_display = ("number", "study_name", "who", "started", "pages_sent", "how_it_ended", "took")
    list_filter = (ByStudy, ByKind, ByEnding)
    ordering = ("-pk",)
    list_select_related = ("study",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Participation]:
        rows: QuerySet[Participation] = super().get_queryset(request)
        return rows.filter(ARRIVED).only("study__name", "kind", "n", "ending", "started_at", "ended_at")

    @column(gettext_lazy("participant"))
    def number(self, row: Participation) -> str:
        return f"P{row.pk}"

    @column(gettext_lazy("study"))
    def study_name(self, row: Participation) -> str:
        return row.study.name

    @column(gettext_lazy("kind"))
    def who(self, row: Participation) -> str:
        return str(KINDS[row.kind])

    @column(gettext_lazy("started (UTC)"))
    def started(self, row: Participation) -> str:
        return date_format(localtime(row.started_at), "j M Y, H:i")

    @column(gettext_lazy("pages sent"))
    def pages_sent(self, row: Participation) -> int:
        return row.n

    @column(gettext_lazy("ending"))
    def how_it_ended(self, row: Participation) -> str:
        return str(ENDINGS.get(row.ending, row.ending)) if row.ending else _("not ended")

    @column(gettext_lazy("minutes"))
    def took(self, row: Participation) -> str:
        if row.ended_at is None:
            return "–"
        return f"{(row.ended_at - row.started_at).total_seconds() / 60:.1f}"
