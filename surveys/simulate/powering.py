"""Power by simulation: studies drawn from a draft, each analysed as the real one would be.

Half of them with the effects, half with none: how often each comparison is found, and how often in error.
What is analysed are the plan's comparisons, in the way of `compute` but without the rest of it
(`analysis.only_named` says why, and what was measured).
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from surveys import drafts
from surveys.analysis import locks, runs
from surveys.analysis.assumed import USUAL, Assumed
from surveys.analysis.expecting import comparisons, smallest_effect
from surveys.analysis.only_named import Named, only_named
from surveys.analysis.scope import OPEN
from surveys.analysis.sized import limits, sized
from surveys.models import JobState, PowerCheck, Study, User
from surveys.protocol import Compiled, canonical, digest, frozen
from surveys.protocol.checks import obstacles
from surveys.simulate.counted import Balanced, Found, balanced, by_comparison, counted
from surveys.simulate.drawn import drawn

TRIES = 3
FEWEST, MOST = 20, 1000


class Refused(ValueError):
    """A check that cannot be made as asked; the message names the cure."""


def want(
    study: Study,
    *,
    repeats: int,
    effects: Mapping[str, float],
    assumed: Assumed = USUAL,
    participants: int | None = None,
    profiles: int | None = None,
    by: User | None = None,
    seed: int = 1,
) -> PowerCheck:
    """Ask for a check of the draft as it stands, or with other numbers of participants and profiles: the
    worker makes it. Raises Refused.
    """
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
    _check_numbers(protocol, participants, profiles)
    sizes = {c.name: effects.get(c.name, smallest_effect(protocol, c)) for c in named}
    return PowerCheck.objects.create(
        study=study,
        content=content,
        repeats=repeats,
        participants=participants,
        profiles=profiles,
        effects=sizes,
        assumed=asdict(assumed),
        seed=seed,
        wanted_by=by,
    )


def _check_numbers(protocol: Compiled, participants: int | None, profiles: int | None) -> None:
    allowed = limits(protocol)
    if participants is not None and not allowed.fewest <= participants <= allowed.most:
        raise Refused(
            _("Between %(few)s and %(most)s people can be drawn.")
            % {"few": f"{allowed.fewest:,}", "most": f"{allowed.most:,}"}
        )
    if profiles is not None and not allowed.fewest_profiles <= profiles <= allowed.most_profiles:
        raise Refused(
            _("Between %(few)s and %(most)s profiles can be drawn.")
            % {"few": allowed.fewest_profiles, "most": allowed.most_profiles}
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
    protocol = tested(checked(check))
    ours = PowerCheck.objects.filter(pk=check.pk, state=JobState.RUNNING)
    try:
        found, balance = _so_far(check)
        for number in range(check.done, check.repeats):
            found, balance = _one_more(found, balance, protocol, check, number)
            kept = {"found": [asdict(one) for one in found.values()], "balance": asdict(balance)}
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


def _so_far(check: PowerCheck) -> tuple[dict[str, Found], Balanced]:
    kept = check.results.get("found") or [
        asdict(Found(name=name, effect=size, repeats=0)) for name, size in check.effects.items()
    ]
    return {one["name"]: Found(**one) for one in kept}, Balanced(**check.results.get("balance", {}))


def _one_more(
    found: dict[str, Found], balance: Balanced, protocol: Compiled, check: PowerCheck, number: int
) -> tuple[dict[str, Found], Balanced]:
    """One study with the effects and one with none, counted."""
    named = protocol.document.plan.confirmatory
    assumed = Assumed(**check.assumed)

    def study(effects: Mapping[str, float], offset: int) -> Named:
        data = drawn(
            protocol,
            effects=effects,
            comparisons=named,
            assumed=assumed,
            seed=check.seed,
            number=2 * number + offset,
        )
        return only_named(protocol, data)

    whole, null = study(check.effects, 0), study({}, 1)
    told, without = by_comparison(whole), by_comparison(null)
    plan = protocol.document.plan
    more = {name: counted(one, told[name], without[name], plan) for name, one in found.items()}
    return more, balanced(balance, whole.balance)


def checked(check: PowerCheck) -> Compiled:
    """The draft as it stood, with the numbers that were asked about."""
    protocol = frozen(check.content, digest(check.content))
    planned = protocol.document.plan.planned
    return sized(protocol, participants=check.participants or planned, profiles=check.profiles or 0)


def tested(protocol: Compiled) -> Compiled:
    """With what the plan names. What it does not name is tested one by one, as the exploratory rows are."""
    document = protocol.document
    if document.plan.confirmatory:
        return protocol
    changes = {"confirmatory": comparisons(document.plan, protocol), "correction": "none"}
    plan = document.plan.model_copy(update=changes)
    return replace(protocol, document=document.model_copy(update={"plan": plan}))


def found_so_far(check: PowerCheck) -> list[Found]:
    """By comparison, in the plan's order."""
    return list(_so_far(check)[0].values())


def balance_so_far(check: PowerCheck) -> Balanced:
    return _so_far(check)[1]
