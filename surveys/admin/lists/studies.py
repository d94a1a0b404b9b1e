"""All studies that somebody may see, with what can be done with each."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.db.models.fields.json import KeyTransform
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.admin.lists.base import Choice, ReadOnlyList, column
from surveys.admin.shell import address, landing
from surveys.admin.words import COLOURS, SIMULATED, STATES, badges, demonstration_note
from surveys.models import Kind, Participation, Study
from surveys.protocol import Ending
from surveys.protocol.plan import Plan
from surveys.texts import say


class ByState(Choice):
    title = gettext_lazy("state")
    parameter_name = field = "state"
    words = {str(state): word for state, word in STATES.items()}


@admin.register(Study)
class StudyList(ReadOnlyList):
    list_display = ("named", "title", "standing", "took_part", "pages")
    list_filter = (ByState,)
    search_fields = ("name", "address")
    ordering = ("-pk",)
    study_field = "pk"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Study]:
        rows: QuerySet[Study] = super().get_queryset(request)
        content = {"titles": "title", "language": "language", "plan": "plan"}
        # Pieces of the draft, not the whole: a study's document is a hundred kilobytes.
        return rows.defer("seed").annotate(
            simulated=SIMULATED,
            **{name: KeyTransform(key, "draft__content") for name, key in content.items()},
        )

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        found = super().get_changelist_instance(request)
        count_finished(found.result_list)
        return found

    @column(gettext_lazy("name"))
    def named(self, study: Study) -> str:
        link = format_html('<a class="ll-link" href="{}">{}</a>', address(landing(study), study), study.name)
        note = demonstration_note(study)
        return (
            format_html('<span class="ll-named">{}<br><small>{}</small></span>', link, note) if note else link
        )

    @column(gettext_lazy("public title"))
    def title(self, study: Any) -> str:
        return say(study.titles or {}, study.language or "en", "en") or "–"

    @column(gettext_lazy("state"), label={badge: badge for badge in ("", *COLOURS)})
    def standing(self, study: Study) -> tuple[str, Any]:
        last = badges(study)[-1]
        return last.colour, last.text

    @column(gettext_lazy("took part"))
    def took_part(self, study: Any) -> str:
        planned = (study.plan or {}).get("planned", Plan().planned)
        return _("%(n)s of %(planned)s planned") % {"n": f"{study.finished:,}", "planned": f"{planned:,}"}

    @column(gettext_lazy("go to"))
    def pages(self, study: Study) -> str:
        links = [("results", _("Results")), ("rehearse", _("Rehearse")), ("file", _("File"))]
        parts = ((address(name, study), label) for name, label in links)
        return format_html_join(" · ", '<a class="ll-link" href="{}">{}</a>', parts)


def count_finished(studies: Any) -> None:
    """Sets `finished` on the studies of one page of the list, by one query."""
    rows = list(studies)
    counted = dict(
        Participation.objects.filter(study__in=rows, kind=Kind.REAL, ending=Ending.FINISHED)
        .values_list("study")
        .annotate(Count("pk"))
    )
    for study in rows:
        study.finished = counted.get(study.pk, 0)
