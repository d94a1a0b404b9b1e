"""The effect that a rehearsal is offered, and how likely so many people find it: the power page's figures."""

from dataclasses import dataclass, replace
from math import ceil, floor, isnan, log10

from django.utils.translation import gettext as _

from surveys.admin.plantable import PLAIN, between
from surveys.analysis.assumed import USUAL
from surveys.analysis.enough import smaller_share
from surveys.analysis.expecting import Expected, expected
from surveys.analysis.naming import label_of, outcome_named
from surveys.analysis.results import ENOUGH
from surveys.protocol import Compiled
from surveys.report.units import Unit

LIKELY = 0.8
"""From this chance on nothing else is offered."""


@dataclass(frozen=True, slots=True)
class Planting:
    """What stands in the form to begin with. key: the effect's, as the form has it; outcome: on what, and of
    groups between whom; smallest: what the plan calls worth having, or what the power page takes instead, as
    it is written."""

    key: str
    outcome: str
    smallest: float
    named: bool
    unit: Unit = PLAIN


@dataclass(frozen=True, slots=True)
class Offer:
    label: str
    query: str


@dataclass(frozen=True, slots=True)
class Chance:
    """How likely the effect is found, in words, and what would make it likely."""

    told: str
    offers: tuple[Offer, ...]


def planting(protocol: Compiled) -> Planting | None:
    """A slope over the score before a difference between groups; None where nothing can be planted."""
    found = _one(protocol, protocol.document.plan.planned, USUAL.dropout)
    if found is None:
        return None
    named = found.comparison
    outcome = outcome_named(protocol, named.outcome)
    key, words, unit = f"{named.contrast}:{named.outcome}", label_of(protocol, named.outcome, "en"), PLAIN
    if named.contrast == "groups":
        of_groups = between(protocol, named)
        key, words, unit = of_groups.key, of_groups.label, of_groups.unit
    return Planting(
        key=key,
        outcome=words,
        smallest=float(f"{unit.shown(found.effect):.3g}"),
        named=bool(named.smallest or outcome.smallest),
        unit=unit,
    )


def enough(protocol: Compiled, dropout: float) -> int:
    """So many people that each side of what is planted keeps enough, although some leave; 0 where nothing is
    planted.
    """
    found = _one(protocol, protocol.document.plan.planned, dropout)
    if found is None:
        return 0
    # Twice the drop-out: who leaves is chance.
    fewest = ENOUGH / smaller_share(protocol, found.comparison) / max(0.1, 1 - 2 * dropout)
    return 10 * ceil(fewest / 10 - 1e-9)


def chance(
    protocol: Compiled, planted: Planting, effect: float, *, people: int, dropout: float, most: int
) -> Chance | None:
    """Of one effect, as it is written, among so many simulated people; None where it cannot be worked out.
    most: people that can be sent at once."""
    unit = planted.unit
    found = _one(protocol, people, dropout, unit.analysed(effect))
    if found is None or isnan(found.power.power):
        return None
    told = {
        "effect": f"{effect:g}",
        "people": f"{people:,}",
        "times": f"{100 * found.power.power:.0f}",
        "smallest": f"{planted.smallest:g}",
        "outcome": planted.outcome,
    }
    worth = (
        _("The smallest effect that the plan calls worth having is %(smallest)s (%(outcome)s).")
        if planted.named
        else _("The power page works with an effect of %(smallest)s (%(outcome)s).")
    )
    often = _("Planted at %(effect)s, it is found by %(people)s people in about %(times)s of 100 rehearsals.")
    smallest = unit.analysed(planted.smallest)
    beyond = effect > planted.smallest and _one(protocol, people, dropout, smallest)
    offers = _many(beyond, most, unit) if beyond else []
    return Chance(f"{worth} {often}" % told, tuple(offers or _offers(found, people, most, unit)))


def likely(protocol: Compiled, planted: Planting, *, people: int, dropout: float) -> float:
    """The effect to begin with: the plan's smallest, or, where so few people would rarely find that, one that
    they find in four of five rehearsals.
    """
    found = _one(protocol, people, dropout, planted.unit.analysed(planted.smallest))
    if found is None or isnan(found.power.power) or found.power.power >= LIKELY:
        return planted.smallest
    return _up(planted.unit.shown(found.power.smallest))


def _many(found: Expected, most: int, unit: Unit) -> list[Offer]:
    """As many people as find this effect nearly always, where they can be sent at once."""
    if not found.n_90 or found.n_90 > most:
        return []
    effect = f"{unit.shown(found.effect):g}"
    told = {"n": f"{found.n_90:,}", "effect": effect}
    label = _("Plant %(effect)s and send %(n)s people, who find it in 90 of 100") % told
    return [Offer(label, f"people={found.n_90}&effect={effect}")]


def _offers(found: Expected, people: int, most: int, unit: Unit) -> list[Offer]:
    if found.power.power >= LIKELY:
        return []
    offers = []
    if found.n_90 and found.n_90 <= most:
        label = _("Send %(n)s people, who find it in 90 of 100") % {"n": f"{found.n_90:,}"}
        offers.append(Offer(label, f"people={found.n_90}&effect={unit.shown(found.effect):g}"))
    larger = _up(unit.shown(found.power.smallest))
    label = _("Plant %(effect)s, which %(n)s people find in 80 of 100")
    told = {"effect": f"{larger:g}", "n": f"{people:,}"}
    return [*offers, Offer(label % told, f"people={people}&effect={larger:g}")]


def _up(value: float) -> float:
    """To two figures, never down: what is offered is found at least as often."""
    digits = 1 - floor(log10(value))
    raised = ceil(value * 10.0**digits) / 10.0**digits
    return round(raised, digits)


def _one(protocol: Compiled, people: int, dropout: float, effect: float | None = None) -> Expected | None:
    """The comparison that is planted, were so many people planned."""
    document = protocol.document
    plan = document.plan.model_copy(update={"planned": people})
    tried = Compiled(document.model_copy(update={"plan": plan}), "")
    assumed = replace(USUAL, dropout=dropout)
    contrasts = ("level", "visibility", "groups")
    found = [one for one in expected(tried, assumed=assumed) if one.comparison.contrast in contrasts]
    first = min(found, key=lambda one: one.comparison.contrast != "level", default=None)
    if first is None or effect is None:
        return first
    given = {first.comparison.name: effect}
    return next(
        one for one in expected(tried, assumed=assumed, effects=given) if one.comparison == first.comparison
    )
