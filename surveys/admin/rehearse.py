"""Rehearse a study with simulated participants, with effects planted that the analysis should find."""

from collections.abc import Iterator
from math import ceil
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminIntegerFieldWidget

from surveys import drafts, simulate
from surveys.admin.chances import Chance, chance, likely, planting
from surveys.admin.shell import back, find, may, researcher, show_study
from surveys.admin.study import missing
from surveys.admin.waiting import usual
from surveys.analysis.naming import act_label, range_of
from surveys.models import ARRIVED, Ability, Kind, State, Study
from surveys.protocol import Compiled, Document
from surveys.protocol.checks import obstacles
from surveys.protocol.outcomes import AnyOutcome
from surveys.protocol.plan_checks import ENOUGH, smallest_share
from surveys.simulate import OPEN
from surveys.simulate.people import Effects
from surveys.texts import say

MOST = 2000
SEEN = 2
"""Effects that stand there at once; the others are folded."""
LEVEL_SIZES, VISIBILITY_SIZES = (0.05, 0.1), (0.2, 0.5)
"""What is small and what is clear on a 1-7 scale: for each 10 points of score, and between the groups."""
SENT, LEAVE = 100, 10
"""Simulated people, or more where groups are many, and in percent how many leave, unless told otherwise."""
LEAVING = 0.2
"""The share that may leave, and the smallest group still has enough."""


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
        self.effects: list[str] = []
        stands = planted or {}
        found = sorted(effects(document), key=lambda each: each[0] not in stands)
        for key, label, hint in found:
            self.effects.append(key)
            self.fields[key] = forms.FloatField(
                label=label,
                help_text=hint,
                required=False,
                initial=stands.get(key, 0),
                min_value=-100,
                max_value=100,
                widget=UnfoldAdminDecimalFieldWidget(attrs={"step": "any"}),
            )

    def planted(self) -> Effects:
        given: dict[str, dict[str, float]] = {"level": {}, "visibility": {}}
        groups: dict[str, dict[str, float]] = {}
        for key in self.effects:
            kind, outcome, *place = key.split(":", 2)
            if self.cleaned_data[key] and place:
                groups.setdefault(outcome, {})[place[0]] = self.cleaned_data[key]
            elif self.cleaned_data[key]:
                given[kind][outcome] = self.cleaned_data[key]
        return Effects(given["level"], given["visibility"], groups)


def enough(document: Document) -> int:
    """A hundred, or so many that the smallest group has enough for effects although some leave."""
    fewest = ENOUGH / smallest_share(document) / (1 - LEAVING)
    return max(SENT, 10 * ceil(fewest / 10))


def effects(document: Document) -> Iterator[tuple[str, str, str]]:
    """(kind:outcome, label, unit and a hint of size) for each effect that can be planted."""
    protocol = walkable(document)
    yield from of_groups(document)
    for outcome in document.outcomes if document.cue else ():
        if outcome.kind in GROUPED:
            continue
        label = {"outcome": say(outcome.label, document.language, "en") or outcome.name}
        hint = sizes(protocol, outcome) if protocol else {}
        if outcome.kind in ("rating", "act"):
            yield (
                f"level:{outcome.name}",
                _("Effect of 10 points on %(outcome)s") % label,
                hint.get("level", ""),
            )
        if outcome.kind not in ("dwell", "in_view"):
            yield (
                f"visibility:{outcome.name}",
                _("Shown minus hidden on %(outcome)s") % label,
                hint.get("visibility", ""),
            )


GROUPED = {
    "count": gettext_lazy("The logarithm of how many times as often: 0.2 is 1.22 times."),
    "happened": gettext_lazy("As a share of participants: 0.1 is 10 percentage points more."),
    "stayed": gettext_lazy("The logarithm of how much more likely they leave on a day: 0.3 is 1.35 times."),
    "ordinal": gettext_lazy("The logarithm of the odds of a higher answer: 0.7 is twice the odds."),
}
"""What a number means, of outcomes that are compared between groups alone."""


def of_groups(document: Document) -> Iterator[tuple[str, str, str]]:
    """For each outcome whose groups the plan compares, what whoever stands on the first side may get."""
    language, seen = document.language, set()
    for named in document.plan.confirmatory:
        outcome = next((o for o in document.outcomes if o.name == named.outcome), None)
        for factor, levels in named.of.items() if outcome else ():
            for level in levels:
                key = f"groups:{named.outcome}:{factor}={level}"
                if outcome is None or key in seen:
                    continue
                seen.add(key)
                told = {
                    "outcome": say(outcome.label, language, "en") or outcome.name,
                    "level": level,
                }
                hint = GROUPED.get(outcome.kind, _("In the outcome's own units."))
                yield key, _("%(outcome)s: more with %(level)s") % told, str(hint)


def walkable(document: Document) -> Compiled | None:
    """None where the draft cannot be walked through yet."""
    return None if obstacles(document) else Compiled(document, "")


def sizes(protocol: Compiled, outcome: AnyOutcome) -> dict[str, str]:
    """What a number in the box means, and which would be small or clear: by the width of the scale."""
    if outcome.kind == "act":
        action = {"act": act_label(protocol, outcome, protocol.document.language)}
        told = _("As a share of visits: 0.04 is 4 percentage points more %(act)s")
        return {
            "level": f"{told % action}, {_('for each 10 points of score. 0.02 is small, 0.04 clear.')}",
            "visibility": f"{told % action}. {_('0.05 is small, 0.1 clear.')}",
        }
    low, high = range_of(protocol, outcome) or (1.0, 7.0)
    points = _("Points on %(low)g–%(high)g") % {"low": low, "high": high}
    each = _("for each 10 points of score. %(small)g is small, %(clear)g clear.")
    between = _("where the score is shown. %(small)g is small, %(clear)g clear.")
    span = high - low
    return {
        "level": f"{points}, {each % shares(span, LEVEL_SIZES)}",
        "visibility": f"{points}, {between % shares(span, VISIBILITY_SIZES)}",
    }


def shares(span: float, pair: tuple[float, float]) -> dict[str, float]:
    """Sizes for a scale 6 wide, as they are on another one."""
    small, clear = (float(f"{size * span / 6:.1g}") for size in pair)
    return {"small": small, "clear": clear}


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    posted = request.method == "POST"
    study = find(request, pk, Ability.EDIT if posted else Ability.SEE)
    document = drafts.document(study)
    people, planted, found = offered(request, document)
    sent = request.POST if posted else None
    form = RehearsalForm(document, sent, planted=planted, initial={"participants": people})
    if posted and form.is_valid() and begin(request, study, form):
        return back("results", study, kind="simulated")
    return show_study(
        request,
        "rehearse",
        study,
        form=form,
        effects=[form[key] for key in form.effects[:SEEN]],
        further=[form[key] for key in form.effects[SEEN:]],
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
    people = int(number(request.GET.get("people"), enough(document), 1, MOST))
    protocol = walkable(document)
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
