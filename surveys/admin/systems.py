"""What each score system does, on whose word, and what it does not claim; with two pictures of them."""

import zlib
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from scoring.influence.card import Card, Status
from scoring.influence.norms import norms
from scoring.influence.systems import SCORE_SYSTEMS
from surveys.admin.results import DAY, PICTURE_POLICY
from surveys.admin.shell import show
from surveys.charts import FORMATS, table_of
from surveys.charts.shipped import SYSTEM_CHARTS, shipped

STATUSES: dict[Status, str | Promise] = {
    "published": gettext_lazy("published"),
    "inferred": gettext_lazy("inferred here"),
    "chosen": gettext_lazy("chosen here"),
}
LED: dict[str, str | Promise] = {
    "year": gettext_lazy(
        "An account known from elsewhere is high with hardly a post, and so is one that never stops; a robot "
        "climbs by the clock; whoever unplugs falls within weeks and takes longer to come back."
    ),
    "calibration": gettext_lazy(
        "Accounts sampled from the bands of followers of real accounts get scores that are spread as theirs "
        "were. Weights were never published, so this is the only yardstick there is."
    ),
}


@dataclass(frozen=True, slots=True)
class System:
    """`like`: the system whose principles all hold too, and stand in its own card."""

    kind: str
    version: str
    card: Card
    principles: list[tuple[str | Promise, str, tuple[tuple[int, str], ...]]]
    claims_not: list[str]
    range: str
    like: str


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    return show(
        request,
        "systems",
        title=_("Score systems"),
        systems=[system(kind) for kind in SCORE_SYSTEMS],
        statuses=STATUSES,
        pictures=[(LED[key], picture(key)) for key in SYSTEM_CHARTS],
        norms=norms(),
    )


def system(kind: str) -> System:
    found = SCORE_SYSTEMS[kind]
    card = found.card
    like = next((c for c in cards_before(kind) if set(c.principles) < set(card.principles)), None)
    said, claimed = (like.principles, like.claims_not) if like else ((), ())
    principles = [
        (STATUSES[one.status], one.text, tuple(enumerate(one.sources, start=1)))
        for one in card.principles
        if one not in said
    ]
    claims_not = [claim for claim in card.claims_not if claim not in claimed]
    span = f"{card.low:g}–{card.high:,g}"
    return System(kind, found.version, card, principles, claims_not, span, like.name if like else "")


def cards_before(kind: str) -> list[Card]:
    every = list(SCORE_SYSTEMS)
    return [SCORE_SYSTEMS[each].card for each in every[: every.index(kind)]]


def picture(key: str) -> dict[str, Any]:
    """Where it is, what it says, its numbers and its files; a new drawing has a new address."""
    one = shipped(key)

    def at(suffix: str) -> str:
        return reverse("admin:limelight_systems_chart", args=[key, suffix])

    numbers = table_of(one.specification)
    return {
        "href": f"{at('svg')}?v={zlib.crc32(one.svg.encode())}",
        "title": one.title,
        "alternative": one.alternative,
        "files": [(suffix.upper(), at(suffix)) for suffix in FORMATS],
        "table": {"title": one.title, "columns": numbers.columns, "rows": numbers.texts},
    }


@require_safe
@cache_control(private=True, max_age=DAY)
def chart(request: HttpRequest, key: str, suffix: str) -> HttpResponse:
    """One picture as SVG, PNG, PDF, or its numbers as CSV."""
    if key not in SYSTEM_CHARTS or suffix not in FORMATS:
        raise Http404
    written = FORMATS[suffix]
    headers = {"Content-Security-Policy": PICTURE_POLICY}
    if suffix != "svg":
        headers["Content-Disposition"] = f'attachment; filename="limelight-{key}.{suffix}"'
    return HttpResponse(written.write(shipped(key)), content_type=written.media_type, headers=headers)
