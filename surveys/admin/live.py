"""While a study runs: who comes, how far they get, how long it takes, who is stuck. No effects."""

import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from surveys import drafts
from surveys.admin import safety
from surveys.admin.shell import address, find, show_study
from surveys.admin.steps import step_labels
from surveys.admin.study import recruiting
from surveys.analysis.flows import flow
from surveys.analysis.live import ENOUGH_TO_PACE, Live, done_by, live
from surveys.analysis.results import Flow
from surveys.analysis.scope import OPEN
from surveys.models import ARRIVED, Kind, State, Study
from surveys.protocol import STOP, Compiled

SECONDS = 10
KINDS = {"participants": Kind.REAL, "simulated": Kind.SIMULATED}


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a table with its length in percent of the longest; `note` says more."""

    label: str
    value: int
    share: float
    second: int = 0
    second_share: float = 0.0
    note: str = ""


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    study = find(request, pk)
    word = "simulated" if request.GET.get("kind") == "simulated" else "participants"
    kind = KINDS[word]
    row = study.protocol_for(kind)
    now = timezone.now()
    shown = told(study, kind, row.compiled, now) if row else {}
    seen = str(zlib.crc32(repr((shown, study.state)).encode()))
    if request.GET.get("seen") == seen:
        return HttpResponse(status=204)
    here = address("live", study)
    return show_study(
        request,
        "live",
        study,
        **shown,
        seen=seen,
        kinds=[
            (_("Participants"), here, kind == Kind.REAL),
            (_("Simulated"), f"{here}?kind=simulated", kind == Kind.SIMULATED),
        ],
        word=word,
        safety=safety.told(study),
        recruiting=None if shown.get("arrived") else recruiting(request, study, drafts.document(study)),
        simulated=kind == Kind.SIMULATED,
        refresh=SECONDS if study.state in (State.LIVE, State.PAUSED) or kind == Kind.SIMULATED else None,
    )


def told(study: Study, kind: str, protocol: Compiled, now: datetime) -> dict[str, Any]:
    """Everything on the page, in words and bars."""
    document = protocol.document
    zone = ZoneInfo(document.time_zone)
    counts = flow(study, kind, protocol)
    found = live(study, kind, zone=document.time_zone, now=now)
    arrived = counts.total("arrived")
    finished, planned = counts.total("finished"), document.plan.planned
    going = study.simulations.filter(state__in=OPEN).exists() if kind == Kind.SIMULATED else None
    by = done_by(found, finished=finished, planned=planned, now=now)
    return {
        "arrived": arrived,
        "pretended": 0 if arrived else _pretended(study),
        "finished": finished,
        "planned": planned,
        "share": min(100, round(100 * finished / ((arrived or 1) if kind == Kind.SIMULATED else planned))),
        "figures": _figures(counts, found, going=going),
        "pace": _pace(by, zone, finished=finished, planned=planned),
        "last": _ago(found.last_finished, now),
        "course": _course(found, zone),
        "unit": found.unit,
        "pages": _pages(counts, found, protocol),
        "going": going,
        "standing": _standing(found, protocol, now),
        "zone": document.time_zone,
    }


def _pretended(study: Study) -> int:
    """How many simulated people a study has in which nobody else took part."""
    return study.participations.filter(ARRIVED, kind=Kind.SIMULATED).count()


def _figures(counts: Flow, found: Live, *, going: bool | None) -> list[tuple[str, int]]:
    """going: of simulated people, who never come back, whether some are on their way; None of others."""
    labels = {
        "arrived": _("Arrived"),
        "finished": _("Finished"),
        "stopped": _("Stopped, answers kept"),
        "declined": _("Declined"),
        "screened_out": _("Did not qualify"),
        "withdrawn": _("Withdrew, answers deleted"),
    }
    figures = [(label, counts.total(key)) for key, label in labels.items()]
    if going is not None:
        left = _("Left, or still going through") if going else _("Left before the end")
        return [*figures, (left, found.inside + found.away)]
    return [*figures, (_("Inside now"), found.inside), (_("Away for over 30 minutes"), found.away)]


def _pace(by: datetime | None, zone: ZoneInfo, *, finished: int, planned: int) -> str:
    if finished >= planned:
        return _("As many as planned have finished: the study can be closed.")
    if by is None:
        return _("At what pace is said from %(n)d finished on.") % {"n": ENOUGH_TO_PACE}
    return _("At the pace so far the planned number is reached about %(when)s.") % {
        "when": f"{by.astimezone(zone):%-d %B %Y, %H:00}"
    }


def _ago(moment: datetime | None, now: datetime) -> str:
    if moment is None:
        return ""
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 1:
        return _("The last one finished within the last minute.")
    if minutes < 120:
        return _("The last one finished %(n)d minutes ago.") % {"n": minutes}
    return _("The last one finished %(n)d hours ago.") % {"n": minutes // 60}


def _course(found: Live, zone: ZoneInfo) -> list[Bar]:
    most = max((max(one.came, one.finished) for one in found.course), default=1) or 1
    form = "%-d %b, %H:00" if found.unit == "hour" else "%-d %b %Y"
    return [
        Bar(
            f"{one.start.astimezone(zone):{form}}",
            one.came,
            100 * one.came / most,
            one.finished,
            100 * one.finished / most,
        )
        for one in found.course
    ]


def _pages(counts: Flow, found: Live, protocol: Compiled) -> list[Bar]:
    """How many reached each page, in order, with how many were lost since the page before."""
    arrived = counts.total("arrived") or 1
    reached = [(c.key.removeprefix("page:"), c.total) for c in counts.counts if c.key.startswith("page:")]
    before = counts.total("arrived")
    lines = []
    labels = step_labels(protocol)
    for key, total in reached:
        if not protocol.step(key).node.is_page:
            continue
        times = found.times.get(key)
        note = (
            _("%(median)s s (%(lower)s to %(upper)s)")
            % {"median": f"{times.median:.0f}", "lower": f"{times.lower:.0f}", "upper": f"{times.upper:.0f}"}
            if times
            else ""
        )
        lines.append(Bar(labels[key], total, 100 * total / arrived, max(0, before - total), note=note))
        before = total
    return lines


def _standing(found: Live, protocol: Compiled, now: datetime) -> list[tuple[str, int, int, str]]:
    order, labels = protocol.positions, step_labels(protocol)
    return [
        (
            _("Asked whether to stop") if one.step == STOP else labels[one.step],
            one.inside,
            one.away,
            _minutes(now - one.seen),
        )
        for one in sorted(found.standing, key=lambda one: order.get(one.step, len(order)))
    ]


def _minutes(passed: Any) -> str:
    minutes = int(passed.total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    if minutes < 120:
        return _("%(n)d minutes ago") % {"n": minutes}
    hours = minutes // 60
    return _("%(n)d hours ago") % {"n": hours} if hours < 48 else _("%(n)d days ago") % {"n": hours // 24}
