"""Drawn studies of a draft, side by side: what each check was for, and what it gave."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import nan

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from surveys.admin.power.words import briefly, in_unit, percent, share
from surveys.analysis.assumed import USUAL, Assumed
from surveys.analysis.expecting import Expected, chances
from surveys.analysis.scope import OPEN
from surveys.models import PowerCheck, Study
from surveys.protocol import Compiled
from surveys.report.numbers import DASH, number
from surveys.simulate import powering

MOST = 6
"""Checks that stand side by side."""

SHORT = {
    "dropout": gettext_lazy("share not analysed"),
    "rating_sd": gettext_lazy("SD of a rating"),
    "participants": gettext_lazy("share between participants"),
    "profiles": gettext_lazy("share between profiles"),
    "level_participants": gettext_lazy("SD of the score's effect over participants"),
    "level_profiles": gettext_lazy("SD of the score's effect over profiles"),
    "visibility_profiles": gettext_lazy("SD of showing a score over profiles"),
    "state_sd": gettext_lazy("SD of a state"),
    "state_r": gettext_lazy("correlation before with after"),
    "state_r_several": gettext_lazy("multiple correlation before with after"),
    "count_mean": gettext_lazy("mean count"),
    "count_spread": gettext_lazy("spread of counts"),
    "happens": gettext_lazy("share with whom it happens"),
    "leaves": gettext_lazy("share who leave on a day"),
    "base": gettext_lazy("share of visits with the act"),
    "icc": gettext_lazy("likeness of one person's choices"),
}
"""Assumptions as they are listed where they are not the usual ones."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What one check gave of one comparison, as text."""

    people: str
    profiles: str
    planted: str
    formula: str
    found: str
    in_error: str
    mean: str
    width: str


@dataclass(frozen=True, slots=True)
class Series:
    """One comparison, check beside check."""

    what: str
    lines: tuple[Drawn, ...]


def checks_of(study: Study, content: str) -> list[PowerCheck]:
    """Those of this very draft in which something was drawn or is to be, newest first."""
    worth = Q(done__gt=0) | Q(state__in=OPEN)
    return list(study.power_checks.filter(worth, content=content).order_by("-pk")[:MOST])


def side_by_side(
    protocol: Compiled, found: tuple[Expected, ...], checks: Sequence[PowerCheck]
) -> tuple[Series, ...]:
    """By comparison, in the plan's order."""
    expected = [_chances(check) for check in checks]
    return tuple(
        Series(
            briefly(protocol, one.comparison),
            tuple(_drawn(protocol, one, check, by) for check, by in zip(checks, expected, strict=True)),
        )
        for one in found
    )


def _chances(check: PowerCheck) -> dict[str, float]:
    return chances(powering.checked(check), assumed=Assumed(**check.assumed), effects=check.effects)


def _drawn(protocol: Compiled, one: Expected, check: PowerCheck, by: dict[str, float]) -> Drawn:
    found = next(f for f in powering.found_so_far(check) if f.name == one.comparison.name)
    seen = found.repeats > found.failed
    sized = powering.checked(check).document
    return Drawn(
        people=f"{sized.plan.planned:,}",
        profiles=str(len(sized.profiles)),
        planted=in_unit(protocol, one, found.effect),
        formula=percent(by.get(found.name, nan)),
        found=share(found.found, found.repeats),
        in_error=share(found.in_error, found.repeats),
        mean=in_unit(protocol, one, found.mean) if seen else DASH,
        width=in_unit(protocol, one, found.width) if seen else DASH,
    )


def notes(checks: Sequence[PowerCheck]) -> Iterator[str]:
    """A line a check: when, how many, how like the groups were, what was assumed otherwise than usual."""
    for check in checks:
        people = powering.checked(check).document.plan.planned
        said = _when(check, people), _balance(check), otherwise(Assumed(**check.assumed))
        yield " ".join(part for part in said if part)


def _when(check: PowerCheck, people: int) -> str:
    drawn = ngettext("%(n)s study", "%(n)s studies", check.done) % {"n": f"{check.done:,}"}
    failed = max((one.failed for one in powering.found_so_far(check)), default=0)
    at = date_format(localtime(check.wanted_at), "j M, H:i")
    said = _("%(people)s people, %(at)s: %(drawn)s drawn twice, with the effects and with none.") % {
        "people": f"{people:,}", "at": at, "drawn": drawn
    }  # fmt: skip
    if not failed:
        return said
    return f"{said} {_('In up to %(n)s of them something could not be computed.') % {'n': failed}}"


def _balance(check: PowerCheck) -> str:
    found = powering.balance_so_far(check)
    if not found.studies:
        return ""
    return _(
        "What is measured before random assignment differs between two groups by %(mean)s SD on average, by "
        "%(largest)s at most."
    ) % {"mean": number(found.mean, 2), "largest": number(found.largest, 2)}


def otherwise(assumed: Assumed) -> str:
    """Which assumptions are not the usual ones, so that figures are not taken for those."""
    others = [
        f"{short} {getattr(assumed, name):g}"
        for name, short in SHORT.items()
        if getattr(assumed, name) != getattr(USUAL, name)
    ]
    return _("Assumed otherwise than usual: %(what)s.") % {"what": ", ".join(others)} if others else ""
