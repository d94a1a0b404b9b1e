"""Effects and assumptions, as somebody may change them."""

from dataclasses import asdict
from math import isfinite
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminTextInputWidget,
)

from surveys.admin.power.pay import Pay, told_pay
from surveys.admin.power.words import analysed, briefly, shown
from surveys.analysis.assumed import USUAL, Assumed
from surveys.analysis.expecting import Expected
from surveys.analysis.naming import outcome_named
from surveys.analysis.sized import limits
from surveys.protocol import Compiled
from surveys.report.units import unit_of
from surveys.simulate import powering

ASSUMED = {
    "dropout": gettext_lazy("Share not analysed, of those allocated (0.06 is 6 in 100)"),
    "rating_sd": gettext_lazy("SD of a single rating, in parts of its scale (1/6: 1 point on 1–7)"),
    "participants": gettext_lazy("… of its variance, the share that is between participants"),
    "profiles": gettext_lazy("… the share between profiles"),
    "level_participants": gettext_lazy("SD over participants of the lowest-to-highest effect, in rating SD"),
    "level_profiles": gettext_lazy("SD over profiles of the lowest-to-highest effect, in rating SD"),
    "visibility_profiles": gettext_lazy("SD over profiles of showing a score, in rating SD"),
    "state_sd": gettext_lazy("SD of a state, in parts of its scale (0.25: 25 on 0–100)"),
    "state_r": gettext_lazy("Correlation of the state before with after"),
    "state_r_several": gettext_lazy("… with several values from before, their multiple correlation"),
    "count_mean": gettext_lazy("Mean of what is counted, a participant"),
    "count_spread": gettext_lazy("How much more counts vary: variance is mean + this times mean squared"),
    "happens": gettext_lazy("Share of participants with whom something happens"),
    "leaves": gettext_lazy("Of those there, who leave on a day on which that is free"),
    "base": gettext_lazy("Share of visits that end in the act"),
    "icc": gettext_lazy("How alike one person's choices are (0 to 1)"),
}


MOST = (("state_r_several", 0.99), ("happens", 0.99), ("leaves", 0.99))


class PowerForm(forms.Form):
    """How many people and profiles, effects in each comparison's own unit, how people vary, what each
    receives. Nothing of it changes the draft.
    """

    repeats = forms.IntegerField(
        label=gettext_lazy("Studies to draw, each with the effects and once more without"),
        min_value=powering.FEWEST,
        max_value=powering.MOST,
        initial=100,
        required=False,
        widget=UnfoldAdminIntegerFieldWidget,
    )

    pay = forms.FloatField(
        label=gettext_lazy("What each participant receives"),
        min_value=0,
        max_value=100_000,
        required=False,
        widget=UnfoldAdminDecimalFieldWidget(attrs={"step": "any"}),
    )
    currency = forms.CharField(
        label=gettext_lazy("In (EUR, for instance)"),
        max_length=12,
        required=False,
        widget=UnfoldAdminTextInputWidget(),
    )

    def __init__(self, protocol: Compiled, found: tuple[Expected, ...], assumed: Assumed, *args: Any) -> None:
        super().__init__(*args)
        self.protocol = protocol
        self.fields.update(_numbers(protocol))
        if offered := told_pay(protocol):
            self.initial.update(pay=offered.amount, currency=offered.currency)
        self.effects = {f"effect_{one.comparison.name}": one for one in found}
        for name, one in self.effects.items():
            outcome = outcome_named(protocol, one.comparison.outcome)
            words = {"what": briefly(protocol, one.comparison), "unit": unit_of(protocol, outcome).difference}
            label = _("%(what)s, in %(unit)s") % words
            self.fields[name] = _number(label, round(shown(protocol, one, one.effect), 6), -1000, 1000)
        for name, told in ASSUMED.items():
            self.fields[name] = _number(told, round(getattr(assumed, name), 4), 0, 10)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        left = {name: given.get(name) for name in ("participants", "profiles")}
        if sum(getattr(USUAL, name) if share is None else share for name, share in left.items()) >= 1:
            self.add_error("profiles", _("Both shares together must stay below 1: something varies besides."))
        for name, most in (("dropout", 0.95), ("state_r", 0.99), ("base", 0.99), ("icc", 0.99), *MOST):
            if (given.get(name) or 0) > most:
                self.add_error(name, _("At most %(most)s.") % {"most": most})
        for name in ("rating_sd", "state_sd", "base", "count_mean", "happens", "leaves"):
            if given.get(name) == 0:
                self.add_error(name, _("More than 0: without spread there is nothing to work out."))
        if given.get("pay") and not given.get("currency"):
            self.add_error("currency", _("Say in which currency that is, EUR for instance."))
        return given

    @property
    def planting(self) -> list[forms.BoundField]:
        return [self[name] for name in self.effects]

    @property
    def assumptions(self) -> list[forms.BoundField]:
        return [self[name] for name in ASSUMED]

    @property
    def assumes_wrongly(self) -> bool:
        return any(name in self.errors for name in ASSUMED)

    @property
    def numbers(self) -> list[forms.BoundField]:
        return [self[name] for name in ("people", "pool") if name in self.fields]

    def participants(self) -> int | None:
        """None: as many as planned."""
        given: int | None = self.cleaned_data.get("people")
        return None if given == self.protocol.document.plan.planned else given

    def profiles(self) -> int | None:
        """None: as many as there are."""
        given: int | None = self.cleaned_data.get("pool")
        return None if given == len(self.protocol.document.profiles) else given

    def paid(self) -> Pay | None:
        """What was typed; of a page just opened, what participants are told."""
        if not self.is_bound:
            return told_pay(self.protocol)
        amount = self.cleaned_data.get("pay")
        return None if amount is None else Pay(amount, self.cleaned_data.get("currency") or "")

    def assumed(self) -> Assumed:
        given = {name: self.cleaned_data[name] for name in ASSUMED if self.cleaned_data.get(name) is not None}
        filled = Assumed(**given)
        return Assumed(**{**asdict(filled), "rest": 1 - filled.participants - filled.profiles})

    def planted(self, protocol: Compiled) -> dict[str, float]:
        """By comparison, in raw units."""
        return {
            one.comparison.name: size
            for name, one in self.effects.items()
            if self.cleaned_data.get(name) is not None
            and isfinite(size := analysed(protocol, one, float(self.cleaned_data[name])))
        }


def _numbers(protocol: Compiled) -> dict[str, forms.Field]:
    """Boxes for other numbers, the planned ones filled in; none for profiles where they change nothing."""
    allowed, document = limits(protocol), protocol.document
    people = _whole(
        _("People, all groups together"),
        document.plan.planned,
        (allowed.fewest, allowed.most),
        _("So few cannot be compared: enter %(few)s people or more."),
        _("At most %(most)s people can be worked out: enter fewer."),
    )
    if not allowed.most_profiles:
        return {"people": people}
    pool = _whole(
        _("Profiles in the pool"),
        len(document.profiles),
        (allowed.fewest_profiles, allowed.most_profiles),
        _("Everybody meets different profiles, so at least %(few)s are needed: enter %(few)s or more."),
        _("At most %(most)s profiles can be worked out: enter fewer."),
    )
    return {"people": people, "pool": pool}


def _whole(label: str, initial: int, ends: tuple[int, int], few: str, many: str) -> forms.IntegerField:
    said = {"few": f"{ends[0]:,}", "most": f"{ends[1]:,}"}
    return forms.IntegerField(
        label=label,
        initial=initial,
        min_value=ends[0],
        max_value=ends[1],
        required=False,
        widget=UnfoldAdminIntegerFieldWidget,
        error_messages={
            "min_value": few % said,
            "max_value": many % said,
            "invalid": _("Enter a whole number, like %(n)s.") % {"n": initial},
        },
    )


def _number(label: Any, initial: float, low: float, high: float) -> forms.FloatField:
    widget = UnfoldAdminDecimalFieldWidget(attrs={"step": "any"})
    return forms.FloatField(
        label=label, initial=initial, min_value=low, max_value=high, required=False, widget=widget
    )
