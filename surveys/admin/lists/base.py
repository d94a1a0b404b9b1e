"""What the lists share: read only, filtered by membership, and quick however long they are."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar, cast

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from surveys.models import Study

NEWEST = 10_000
"""So many rows can be paged through; what is older is found by the filters. Bounds what is counted."""


Column = TypeVar("Column", bound=Callable[..., Any])


def column(description: Any, label: dict[Any, str] | None = None) -> Callable[[Column], Column]:
    """The theme's `display`, with types: a column's head, and the colours of its badges."""
    return cast(Callable[[Column], Column], display(description=description, label=label))


class NewestFirst(Paginator):  # type: ignore[type-arg]
    """Counts up to NEWEST rows and no further: counting a long table would take longer than showing it."""

    @cached_property
    def count(self) -> int:
        assert isinstance(self.object_list, QuerySet)
        return self.object_list.order_by()[:NEWEST].count()


class ReadOnlyList(ModelAdmin):  # type: ignore[misc]
    """A list and nothing else: no form, no history, no deleting; rows are those the researcher may see."""

    paginator = NewestFirst
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 0
    list_display_links = None
    list_filter_sheet = False
    actions = None
    sortable_by: Iterable[str] = ()
    study_field = "study"
    """The field that leads to the study whose members may see the row."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        # Django's own title asks to select something, and there is nothing to select.
        title = capfirst(str(self.model._meta.verbose_name_plural))
        extra = {"title": title, **(extra_context or {})}
        found: HttpResponse = super().changelist_view(request, extra)
        return found

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        if request.user.is_superuser:
            return rows
        # As a short list of numbers, not as a subquery: then the index by study is used.
        mine = list(Study.objects.visible_to(request.user).values_list("pk", flat=True))
        return rows.filter(**{f"{self.study_field}__in": mine})

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        found = super().get_changelist_instance(request)
        found.full_result_count = found.result_count  # or else the head offers to show all of a long table
        return found

    def get_urls(self) -> list[URLPattern]:
        opts = self.opts
        name = f"{opts.app_label}_{opts.model_name}_changelist"
        return [path("", self.admin_site.admin_view(self.changelist_view), name=name)]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only the filters on the page: `?arm=...` in the address would tell who is in which group."""
        return lookup in {each.parameter_name for each in self.list_filter}

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_staff)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class Choice(admin.SimpleListFilter):
    """A filter over words that are known beforehand: looks nothing up."""

    words: dict[str, Any] = {}
    field = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return list(self.words.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(**{self.field: self.value()}) if self.value() in self.words else queryset


class ByStudy(admin.SimpleListFilter):
    title = _("study")
    parameter_name = "of"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        mine = Study.objects.visible_to(request.user).order_by("name")
        return [(str(pk), name) for pk, name in mine.values_list("pk", "name")[:100]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value() or ""
        is_number = value.isascii() and value.isdecimal() and len(value) < 18
        return queryset.filter(study=int(value)) if is_number else queryset
