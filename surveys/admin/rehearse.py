"""Rehearse a study with simulated participants, with effects planted that the analysis should find."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminIntegerFieldWidget

from surveys import drafts, simulate
from surveys.admin.chances import Chance, chance, enough, likely, planting
from surveys.admin.plantable import effects, walkable
from surveys.admin.shell import back, find, may, researcher, show_study
from surveys.admin.study import missing
from surveys.admin.waiting import usual
from surveys.models import ARRIVED, Ability, Kind, State, Study
from surveys.protocol import Document
from surveys.protocol.checks import obstacles
from surveys.simulate import OPEN
from surveys.simulate.drawn_groups import in_groups
from surveys.simulate.people import Effects

MOST = 2000
SEEN = 2
"""Effects that stand there at once, besides what the plan compares between groups; the others are folded."""
SENT, LEAVE = 100, 10
"""Simulated people, or more where sides are small, and in percent how many leave, unless told otherwise."""


class RehearsalForm(forms.Form):
    """Participants, drop-out and one number for each effect that this study can show."""

    participants = forms.IntegerField(
        label=gettext_lazy("Simulated participants"),
        min_value=1,
        max_value=MOST,
        initial=SENT,
        widget=UnfoldAdminIntegerFieldWidget,
    )
    dropout = forms.IntegerField(
        label=gettext_lazy("Who leave before the end, in %"),
        min_value=0,
        max_value=90,
        initial=LEAVE,
        widget=UnfoldAdminIntegerFieldWidget,
    )

    def __init__(
        self, document: Document, *args: Any, planted: dict[str, float] | None = None, **kwargs: Any
    ) -> None:
        """planted: effects that stand there from the start."""
        super().__init__(*args, **kwargs)
        stands = planted or {}
        self.protocol = walkable(document)
        found = effects(self.protocol) if self.protocol else ()
        self.effects = sorted(found, key=lambda each: each.key not in stands)
        for each in self.effects:
            self.fields[each.key] = forms.FloatField(
                label=each.label,
                help_text=each.hint,
                required=False,
                initial=_plain(stands.get(each.key, each.unit.shown(0))),
                min_value=0 if each.unit.is_ratio else -100,
                max_value=100,
                widget=UnfoldAdminDecimalFieldWidget(attrs={"step": "any"}),
            )

    def planted(self) -> Effects:
        given: dict[str, dict[str, float]] = {"level": {}, "visibility": {}}
        named: dict[str, float] = {}
        for each in self.effects:
            sent = self.cleaned_data[each.key]
            size = each.unit.analysed(sent) if sent else 0.0  # 0 is no effect, of ratios too
            if size and each.comparison:
                named[each.comparison] = size
            elif size:
                kind, outcome = each.key.split(":")
                given[kind][outcome] = size
        groups = in_groups(self.protocol, named) if self.protocol else {}
        return Effects(given["level"], given["visibility"], groups)

    def shown(self) -> tuple[list[forms.BoundField], list[forms.BoundField]]:
        """What stands there at once, and what is folded."""
        named = sum(each.comparison != "" for each in self.effects)
        fields = [self[each.key] for each in self.effects]
        at_once = max(SEEN, named)
        return fields[:at_once], fields[at_once:]


def _plain(value: float) -> float:
    """17 rather than 17.0."""
    return int(value) if value == int(value) else value


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    posted = request.method == "POST"
    study = find(request, pk, Ability.EDIT if posted else Ability.SEE)
    document = drafts.document(study)
    people, planted, found = offered(request, document)
    sent = request.POST if posted else None
    form = RehearsalForm(document, sent, planted=planted, initial={"participants": people})
    at_once, further = form.shown()
    if posted and form.is_valid() and begin(request, study, form):
        return back("results", study, kind="simulated")
    return show_study(
        request,
        "rehearse",
        study,
        form=form,
        effects=at_once,
        further=further,
        likely=found,
        usual=usual(SENT),
        recent=study.simulations.order_by("-pk")[:5],
        obstacles=missing(study, document, obstacles(document)) if study.state == State.DRAFT else [],
        simulated=study.participations.filter(ARRIVED, kind=Kind.SIMULATED).count(),
        under_way=study.simulations.filter(state__in=OPEN).exists(),
        allowed=study.state in (State.DRAFT, State.LIVE) and may(request, study, Ability.EDIT),
        status=400 if posted else 200,
    )


def offered(request: HttpRequest, document: Document) -> tuple[int, dict[str, float], Chance | None]:
    """How many people and which effect stand there to begin with, as the address asks or as the plan has it;
    and how likely the one find the other."""
    protocol = walkable(document)
    usually = max(SENT, enough(protocol, LEAVE / 100)) if protocol else SENT
    people = int(number(request.GET.get("people"), usually, 1, MOST))
    planted = planting(protocol) if protocol else None
    if protocol is None or planted is None:
        return people, {}, None
    first = likely(protocol, planted, people=people, dropout=LEAVE / 100)
    effect = number(request.GET.get("effect"), first, 1e-6, 100)
    found = chance(protocol, planted, effect, people=people, dropout=LEAVE / 100, most=MOST)
    return people, {planted.key: effect}, found


def number(text: str | None, default: float, low: float, high: float) -> float:
    """What an address says, where it says something usable."""
    try:
        value = float(text or "")
    except ValueError:
        return default
    return value if low <= value <= high else default


def begin(request: HttpRequest, study: Study, form: RehearsalForm) -> bool:
    answers = form.cleaned_data
    try:
        simulate.want(
            study,
            participants=answers["participants"],
            effects=form.planted(),
            dropout=answers["dropout"] / 100,
            by=researcher(request),
        )
    except simulate.Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """One click: they can be made again, so nothing is asked first."""
    study = find(request, pk, Ability.EDIT)
    try:
        count = simulate.remove(study, by=researcher(request))
    except simulate.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        told = ngettext("%d simulated person removed.", "%d simulated people removed.", count) % count
        messages.success(request, told)
    return back("rehearse", study)
