"""Power by simulation: studies drawn from a draft, each analysed as the real one would be.

Half of them with the effects, half with none: how often each comparison is found, and how often in error.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace

import numpy as np
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from surveys import drafts
from surveys.analysis import locks, runs
from surveys.analysis.asking import Source
from surveys.analysis.assumed import USUAL, Assumed
from surveys.analysis.data import Data
from surveys.analysis.design import design_of
from surveys.analysis.evidence import Look, Number
from surveys.analysis.expecting import comparisons, smallest_effect
from surveys.analysis.named import named_rows
from surveys.analysis.results import Row
from surveys.analysis.scope import OPEN
from surveys.models import JobState, PowerCheck, Study, User
from surveys.protocol import Compiled, canonical, digest, frozen
from surveys.protocol.checks import obstacles
from surveys.protocol.plan import Plan
from surveys.simulate.drawn import drawn

TRIES = 3
FEWEST, MOST = 20, 1000


class Refused(ValueError):
    """A check that cannot be made as asked; the message names the cure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Of one comparison, over `repeats` studies each: found: how often with the effect, by the plan's own
    correction and alpha, at any of its looks; in_error: how often with none; equivalent: how often the
    equivalence test then succeeded; width: mean width of the interval; mean: of estimates with the effect;
    failed: how often nothing could be computed.
    """

    name: str
    effect: float
    repeats: int
    found: int = 0
    in_error: int = 0
    equivalent: int = 0
    width: Number = 0.0
    mean: Number = 0.0
    failed: int = 0


def want(
    study: Study,
    *,
    repeats: int,
    effects: Mapping[str, float],
    assumed: Assumed = USUAL,
    by: User | None = None,
    seed: int = 1,
) -> PowerCheck:
    """Ask for a check of the draft as it stands: the worker makes it. Raises Refused."""
    if not FEWEST <= repeats <= MOST:
        raise Refused(
            _("Between %(few)s and %(most)s studies can be drawn at a time.") % {"few": FEWEST, "most": MOST}
        )
    document = drafts.document(study)
    if found := obstacles(document):
        raise Refused(f"{_('The draft cannot be walked through yet.')} {found[0].message}")
    content = canonical(document)
    protocol = frozen(content, digest(content))
    named = comparisons(document.plan, protocol)
    if not named:
        raise Refused(_("The draft has no outcome to compare: add one first."))
    sizes = {c.name: effects.get(c.name, smallest_effect(protocol, c)) for c in named}
    return PowerCheck.objects.create(
        study=study,
        content=content,
        repeats=repeats,
        effects=sizes,
        assumed=asdict(assumed),
        seed=seed,
        wanted_by=by,
    )


def waiting() -> bool:
    return PowerCheck.objects.filter(state__in=OPEN).exists()


def claim() -> PowerCheck | None:
    """The next check that nobody works on, now ours. Call `perform` next: it lets the lock go."""
    for wanted in PowerCheck.objects.filter(state__in=OPEN).order_by("pk").select_related("study"):
        if not locks.take(wanted.pk, locks.POWER):
            continue
        ours = PowerCheck.objects.filter(pk=wanted.pk, state__in=OPEN)
        if ours.filter(attempts__lt=TRIES).update(
            state=JobState.RUNNING, attempts=F("attempts") + 1, started_at=timezone.now()
        ):
            wanted.refresh_from_db()
            return wanted
        ours.update(state=JobState.FAILED, error=wanted.error or runs.DIED, finished_at=timezone.now())
        locks.let_go(wanted.pk, locks.POWER)
    return None


def stop(check: PowerCheck) -> None:
    """What has been drawn so far stays; no more is drawn."""
    PowerCheck.objects.filter(pk=check.pk, state__in=OPEN).update(
        state=JobState.DONE, finished_at=timezone.now()
    )


def perform(check: PowerCheck, *, progress: Callable[[int], None] = lambda done: None) -> None:
    """Draw study after study, from where an earlier attempt broke off; what is found is kept as it goes."""
    protocol = frozen(check.content, digest(check.content))
    ours = PowerCheck.objects.filter(pk=check.pk, state=JobState.RUNNING)
    try:
        found = _so_far(check)
        for number in range(check.done, check.repeats):
            found = _and_one_more(found, protocol, check, number)
            kept = {"found": [asdict(one) for one in found.values()]}
            if not ours.update(done=number + 1, results=kept):
                return  # stopped by somebody
            progress(number + 1)
        ours.update(state=JobState.DONE, error="", finished_at=timezone.now())
    except Exception as error:
        last = check.attempts >= TRIES
        ours.update(
            state=JobState.FAILED if last else JobState.WANTED,
            error=f"{type(error).__name__}: {error}"[:500],
            finished_at=timezone.now() if last else None,
        )
    finally:
        locks.let_go(check.pk, locks.POWER)


@dataclass(frozen=True, slots=True)
class Analysed:
    """One comparison in one study: its row at the end, and its looks."""

    row: Row
    looks: tuple[Look, ...]


def _so_far(check: PowerCheck) -> dict[str, Found]:
    kept = check.results.get("found") or [
        asdict(Found(name=name, effect=size, repeats=0)) for name, size in check.effects.items()
    ]
    return {one["name"]: Found(**one) for one in kept}


def _and_one_more(
    found: dict[str, Found], protocol: Compiled, check: PowerCheck, number: int
) -> dict[str, Found]:
    plan = protocol.document.plan
    named = comparisons(plan, protocol)
    # What the plan does not name is tested one by one, as the exploratory rows are.
    tested = (
        plan if plan.confirmatory else plan.model_copy(update={"confirmatory": named, "correction": "none"})
    )
    assumed = Assumed(**check.assumed)

    def rows(effects: Mapping[str, float], offset: int) -> dict[str, Analysed]:
        data = drawn(
            protocol,
            effects=effects,
            comparisons=named,
            assumed=assumed,
            seed=check.seed,
            number=2 * number + offset,
        )
        return _analysed(protocol, data, tested)

    with_effects, without = rows(check.effects, 0), rows({}, 1)
    return {name: _counted(one, with_effects[name], without[name], tested) for name, one in found.items()}


def _analysed(protocol: Compiled, data: Data, plan: Plan) -> dict[str, Analysed]:
    source = Source(protocol, design_of(protocol), data)
    rows, looks = named_rows(source, source, plan)
    return {
        row.comparison: Analysed(row, tuple(look for look in looks if look.comparison == row.comparison))
        for row in rows
    }


def _counted(one: Found, told: Analysed, null: Analysed, plan: Plan) -> Found:
    """The counts with one study more."""
    n, estimate, equivalence = one.repeats, told.row.estimate, null.row.equivalence
    width = estimate.high - estimate.low
    known = bool(np.isfinite(width))
    seen = n - one.failed
    return replace(
        one,
        repeats=n + 1,
        found=one.found + any(found * one.effect > 0 for found in findings(told, plan)),
        in_error=one.in_error + bool(findings(null, plan)),
        equivalent=one.equivalent + bool(equivalence and equivalence.verdict in ("equivalent", "both")),
        width=(one.width * seen + width) / (seen + 1) if known else one.width,
        mean=(one.mean * seen + estimate.estimate) / (seen + 1) if known else one.mean,
        failed=one.failed + (not known),
    )


def findings(told: Analysed, plan: Plan) -> list[float]:
    """The estimates that differ from 0 as the plan decides it: of each look that crossed (a study that stops
    there has found it, whatever would have come later), and at the end.
    """
    crossed = [look.estimate for look in told.looks if look.crossed]
    return [*crossed, *([told.row.estimate.estimate] if is_found(told.row, plan) else [])]


def is_found(row: Row, plan: Plan) -> bool:
    """Whether the row differs from 0 as the plan decides it: by its corrected p, or by its interval."""
    if np.isfinite(row.p_adjusted):
        return row.p_adjusted < plan.alpha
    if np.isfinite(row.estimate.p):
        return row.estimate.p < plan.alpha
    return bool(row.estimate.low > 0 or row.estimate.high < 0)


def found_so_far(check: PowerCheck) -> list[Found]:
    """By comparison, in the plan's order."""
    return list(_so_far(check).values())
