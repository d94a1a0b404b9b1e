"""Whether the study went as planned: the lot, balance, who is missing and what they could have changed."""

from collections.abc import Hashable, Iterator, Sequence
from typing import Literal

import numpy as np

from scoring.allocation.checks import Place, check_closed_blocks
from scoring.estimators.balance import categorical, numeric
from scoring.estimators.imbens_manski import lee_interval
from scoring.estimators.instrument import among_noticers
from scoring.estimators.lee import scale_ends
from scoring.estimators.randomisation import randomisation, studentised_row
from scoring.estimators.tipping import tipping
from surveys.analysis.asking import CODES, POOL, WHO, Source, words_of
from surveys.analysis.data import Flags
from surveys.analysis.evidence import Allocation, Bound, Difference, Excluded
from surveys.analysis.frames import Floats, Slots
from surveys.analysis.naming import range_of
from surveys.analysis.results import AVERAGED, NOTICERS, REASSIGNED, STATE, Row
from surveys.analysis.visited import row_means
from surveys.protocol.outcomes import AnyOutcome

BOOTSTRAP = 1999
Among = Literal["exposed", "allocated"]


def allocation(source: Source, *, allocated: int) -> Allocation | None:
    """Every closed block must hold exactly its arms: any start that went missing shows here. allocated: how
    many were given a group, as the participations say: counted apart from the list.
    """
    slots, groups = source.data.slots, source.design.groups
    if slots is None or not len(slots.block):
        return None
    columns = (slots.stratum, slots.number, slots.size, slots.arm, slots.taken)
    one = len(np.unique(slots.stratum)) == 1
    places = [
        Place("" if one else str(stratum), number, size, groups[arm], taken)
        for stratum, number, size, arm, taken in zip(*(c.tolist() for c in columns), strict=True)
    ]
    found = check_closed_blocks(
        places, weights=source.protocol.weights, allocated={"": allocated} if one else None
    )
    held = np.bincount(slots.arm[slots.taken], minlength=len(groups))
    return Allocation(
        method="blocks",
        closed=found.closed,
        faulty=len(found.faulty),
        allocated=tuple(held.tolist()),
        warnings=found.warnings,
    )


def balance(source: Source) -> Iterator[Difference]:
    """What the plan names as measured before the lot, by standardised differences."""
    groups = source.design.groups
    if len(groups) < 2:
        return
    arms = [groups[i] for i in source.data.arm.tolist()]
    for name, covariate in source.data.covariates.items():
        if covariate.options:
            labels = [None if np.isnan(v) else covariate.options[int(v)] for v in covariate.values.tolist()]
            found = categorical(name, labels, arms, order=groups, categories=covariate.options)
        else:
            found = numeric(name, covariate.values, arms, order=groups)
        for one in found:
            yield Difference(
                covariate=name,
                level=str(one.category or ""),
                first=str(one.first.arm),
                second=str(one.second.arm),
                smd=one.smd,
                missing=one.first.missing + one.second.missing,
            )


def excluded(design_groups: int, source: Source) -> Iterator[Excluded]:
    for rule, flags in source.data.excluded.items():
        counts = np.bincount(source.data.arm[flags], minlength=design_groups)
        yield Excluded(rule=rule, by_group=tuple(counts.tolist()))


def per_person(source: Source, outcome: str) -> Floats:
    """One number a participant: the score itself, or the mean over visits. Shape (n,)."""
    values = source.data.values[outcome]
    return row_means(values) if values.ndim == 2 else values


def bounds(
    source: Source, outcome: AnyOutcome, *, exposed: tuple[int, ...], seed: int, among: Among = "exposed"
) -> Iterator[Bound]:
    """Lee's with Imbens and Manski's interval, the scale's ends, the tipping point; always all of them.

    exposed: by group, those who withdrew among them: their answers are gone, and that is attrition too; or
    all who were allocated, where `among` says so.
    """
    shown, hidden = _sides(source)
    if not (shown.any() and hidden.any()):
        return
    y = per_person(source, outcome.name)
    both = y[shown], y[hidden]
    design = source.design
    sizes = (
        max(sum(exposed[i] for i in design.shown), int(shown.sum())),
        max(sum(exposed[i] for i in design.hidden), int(hidden.sum())),
    )
    lee = lee_interval(*both, allocated=sizes, seed=seed, draws=BOOTSTRAP)
    yield Bound(
        outcome=outcome.name,
        kind="lee",
        among=among,
        low=lee.bounds.lower,
        high=lee.bounds.upper,
        outer_low=lee.low,
        outer_high=lee.high,
        trimmed=lee.bounds.trimmed,
        assumption=lee.bounds.assumption,
        seed=lee.seed,
        warnings=tuple(dict.fromkeys((*lee.bounds.warnings, *lee.warnings))),
    )
    ends = (0.0, 1.0) if outcome.kind == "act" else range_of(source.protocol, outcome)
    if ends:
        widest = scale_ends(*both, allocated=sizes, low=ends[0], high=ends[1])
        yield Bound(
            outcome=outcome.name,
            kind="ends",
            among=among,
            low=widest.lower,
            high=widest.upper,
            warnings=widest.warnings,
        )
    tips = tipping(*both, allocated=sizes, scale=ends)
    yield Bound(
        outcome=outcome.name,
        kind="tipping",
        among=among,
        low=tips.treated,
        high=tips.untreated,
        assumption=tips.assumption,
        warnings=tips.warnings,
    )


def reassigned(source: Source, outcome: AnyOutcome, *, seed: int) -> Row | None:
    """Shown against hidden by randomisation inference: only the lot itself is taken as random."""
    slots = source.data.slots
    shown, hidden = _sides(source)
    if slots is None or not (shown.any() and hidden.any()):
        return None
    places = np.isin(slots.arm, (*source.design.shown, *source.design.hidden))
    treated = np.isin(slots.arm, source.design.shown)
    y = per_person(source, outcome.name)
    here = places & slots.taken
    held = np.where(slots.who >= 0, y[slots.who], np.nan)
    weights = list(source.protocol.weights.values())
    whole = open_blocks(slots, weights, source.design.shown, source.design.hidden)
    found = randomisation(held[here], treated[here], slots.block[here], seed=seed, whole=whole)
    visited = source.data.values[outcome.name].ndim == 2
    contrast = AVERAGED if visited else STATE
    words = words_of(outcome, source.protocol.document.language)
    return Row(
        key=f"{outcome.name}.{CODES[contrast]} ({REASSIGNED})",
        outcome=outcome.name,
        contrast=contrast,
        variant=REASSIGNED,
        estimand=f"Difference in {words} between the score shown and hidden, among {WHO}{_pool(visited)}.",
        estimate=studentised_row(found),
        seed=found.seed,
    )


def _pool(visited: bool) -> str:
    return f"; for {POOL}" if visited else ""


def open_blocks(
    slots: Slots, weights: Sequence[int], of: Sequence[int], against: Sequence[int]
) -> dict[Hashable, tuple[int, int]]:
    """Of each block that is still open and in which somebody stands on either side, how many places of the
    whole one are on each. of, against: arms, as numbers into weights.
    """
    one, other = (sum(weights[i] for i in side) for side in (of, against))
    held = np.bincount(slots.block, slots.taken)
    met = set(slots.block[slots.taken & np.isin(slots.arm, (*of, *against))].tolist())
    return {
        block: (size * one // sum(weights), size * other // sum(weights))
        for block, size in dict(zip(slots.block.tolist(), slots.size.tolist(), strict=True)).items()
        if block in met and held[block] < size
    }


def noticers(source: Source, outcome: AnyOutcome) -> Row | None:
    """Shown against hidden among those who noticed the score, by assignment as instrument."""
    shown, hidden = _sides(source)
    if source.data.noticed is None or not (shown.any() and hidden.any()):
        return None
    among = shown | hidden
    # Whoever left before the question is left out of both groups alike. Hidden, a score cannot be noticed.
    asked = ~np.isnan(source.data.noticed)
    told = np.where(hidden & asked, 0.0, source.data.noticed)
    y = np.where(asked, per_person(source, outcome.name), np.nan)
    found = among_noticers(y[among], np.where(asked, told, 0.0)[among], shown[among])
    words = words_of(outcome, source.protocol.document.language)
    return Row(
        key=f"{outcome.name}.{CODES[NOTICERS]}",
        outcome=outcome.name,
        contrast=NOTICERS,
        estimand=(
            f"Difference in {words} between the score shown and hidden, among those who notice a score "
            f"that is shown{_pool(source.data.values[outcome.name].ndim == 2)}. {found.assumption}"
        ),
        estimate=found.row,
    )


def _sides(
    source: Source,
) -> tuple[Flags, Flags]:
    arm = source.data.arm
    return np.isin(arm, source.design.shown), np.isin(arm, source.design.hidden)
