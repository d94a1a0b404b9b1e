"""Simulated participants: they go through the same flow as real ones and are never counted among them."""

import hashlib
import math
import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from surveys import drafts, flow
from surveys.analysis import locks, runs
from surveys.analysis.coverage import coverage_of
from surveys.flow import Receipt, Seat, tokens
from surveys.models import JobState, Kind, Log, Run, Simulation, State, Study, User
from surveys.protocol import Act, Document, Errors
from surveys.protocol.outcomes import Rating, Timed
from surveys.simulate.feed import Fields
from surveys.simulate.people import BOTH, SLOPE, Effects, Person

__all__ = [
    "Effects",
    "Refused",
    "begin",
    "checked",
    "claim",
    "count_the_rest",
    "effects_from",
    "perform",
    "remove",
    "take_part",
    "want",
]

TRIES = 3
MOST = 20_000
WANTED = "rehearse"
"""What the log calls the wish for simulated people: it outlives them."""
OPEN = (JobState.WANTED, JobState.RUNNING)


class Refused(ValueError):
    """A simulation that cannot be made as asked; the message names the cure."""


def effects_from(study: Study, words: list[str]) -> Effects:
    """`level:competence=.05`, `visibility:anxiety=4` and `groups:anxiety:course=dip=8` as effects. Raises
    Refused.
    """
    effects: dict[str, dict[str, float]] = {"level": {}, "visibility": {}}
    groups: dict[str, dict[str, float]] = {}
    for word in words:
        factor, _colon, rest = word.partition(":")
        if factor == "groups":
            _group(word, rest, groups)
            continue
        outcome, _equals, size = rest.partition("=")
        try:
            effects[factor][outcome] = _finite(size)
        except (KeyError, ValueError) as error:
            raise Refused(HOW % {"word": repr(word)}) from error
    return checked(study, Effects(effects["level"], effects["visibility"], groups))


HOW = (
    "%(word)s is not an effect: write level:OUTCOME=SIZE or visibility:OUTCOME=SIZE, or of those who have a "
    "level groups:OUTCOME:FACTOR=LEVEL=SIZE."
)


def _group(word: str, rest: str, groups: dict[str, dict[str, float]]) -> None:
    outcome, _colon, told = rest.partition(":")
    place, _equals, size = told.rpartition("=")
    try:
        groups.setdefault(outcome, {})[place] = _finite(size)
    except ValueError as error:
        raise Refused(HOW % {"word": repr(word)}) from error


def _finite(text: str) -> float:
    if not math.isfinite(number := float(text)):
        raise ValueError(f"{text} is no size")
    return number


def checked(study: Study, effects: Effects) -> Effects:
    """The effects, if the study has these outcomes. Raises Refused naming those it has."""
    document = drafts.document(study)
    outcomes = document.outcomes
    _check_groups(document, effects)
    by_visit = {o.name for o in outcomes if o.kind in ("rating", "state", "act")}
    rated = {o.name for o in outcomes if isinstance(o, Rating) or o.kind == "act"}
    for kind, given, possible in (
        ("level", effects.level, rated),
        ("visibility", effects.visibility, by_visit),
    ):
        if strange := sorted(set(given) - possible):
            known = ", ".join(sorted(possible)) or _("none")
            message = _("A %(kind)s effect cannot be planted on %(name)s. Possible here: %(known)s.")
            raise Refused(message % {"kind": kind, "name": repr(strange[0]), "known": known})
    return effects


def _check_groups(document: Document, effects: Effects) -> None:
    known = {o.name for o in document.outcomes if not isinstance(o, Timed)}
    places = {f"{factor.name}={level}" for factor in document.factors for level in factor.levels}
    for outcome, sizes in effects.groups.items():
        if outcome not in known:
            told = {"name": repr(outcome), "known": ", ".join(sorted(known)) or _("none")}
            raise Refused(_("No effect can be planted on %(name)s. Possible here: %(known)s.") % told)
        if strange := sorted({part for place in sizes for part in place.split(BOTH)} - {*places, SLOPE}):
            told = {"name": repr(strange[0]), "known": ", ".join(sorted(places)) or _("none")}
            raise Refused(_("%(name)s is no level that participants have (%(known)s).") % told)


def want(
    study: Study,
    *,
    participants: int,
    effects: Effects,
    dropout: float = 0.0,
    by: User | None = None,
    seed: int = 1,
    pause: float = 0.0,
) -> Simulation:
    """Ask for simulated participants: the worker makes them. Raises Refused."""
    if not 1 <= participants <= MOST:
        raise Refused(_("Between 1 and %(most)s people can be simulated at a time.") % {"most": f"{MOST:,}"})
    if not 0 <= dropout < 1:
        raise Refused(_("The share that drops out must be at least 0 and less than 1."))
    if study.state not in (State.DRAFT, State.LIVE):
        raise Refused(_("People can be simulated only while the study is a draft, or live."))
    checked(study, effects)
    if study.state == State.DRAFT:
        _freeze(study, by)
    Log.write(WANTED, by=by, study=study, people=participants)
    return Simulation.objects.create(
        study=study,
        participants=participants,
        effects=effects.to_json(),
        dropout=dropout,
        wanted_by=by,
        seed=seed,
        pause=pause,
    )


def remove(study: Study, *, by: User | None) -> int:
    """Delete the study's simulated people and their results; how many that were. Raises Refused."""
    try:
        count = drafts.forget_simulated(study)
    except drafts.Refused as refusal:
        raise Refused(str(refusal)) from refusal
    Log.write("remove simulated", by=by, study=study, people=count)
    return count


def _freeze(study: Study, by: User | None) -> None:
    try:
        drafts.freeze_for_rehearsal(study, by=by)
    except drafts.Refused as refusal:
        raise Refused(str(refusal)) from refusal


def claim() -> Simulation | None:
    """The next simulation, now ours, unless one is being made: one at a time, so that no run has to wait.

    Call `perform` next: it lets the lock go.
    """
    for wanted in Simulation.objects.filter(state__in=OPEN).order_by("pk"):
        if not locks.take(wanted.pk, locks.SIMULATION):
            return None
        if _begun(wanted):
            return wanted
    return None


def begin(wanted: Simulation) -> bool:
    """Take this simulation. False where somebody has it, or it was tried too often."""
    return locks.take(wanted.pk, locks.SIMULATION) and _begun(wanted)


def _begun(locked: Simulation) -> bool:
    """Count the attempt on a simulation whose lock we hold; where it is over, let the lock go."""
    ours = Simulation.objects.filter(pk=locked.pk, state__in=OPEN)
    # Between reading and lock another worker may have finished it: only an open row is begun.
    if ours.filter(attempts__lt=TRIES).update(
        state=JobState.RUNNING, attempts=F("attempts") + 1, started_at=timezone.now()
    ):
        locked.refresh_from_db()
        return True
    ours.update(state=JobState.FAILED, error=locked.error or runs.DIED, finished_at=timezone.now())
    locks.let_go(locked.pk, locks.SIMULATION)
    return False


def perform(simulation: Simulation, *, progress: Callable[[int], None] = lambda done: None) -> None:
    """Send the people through the study, one after another, from where an earlier attempt broke off."""
    try:
        for i in range(simulation.done, simulation.participants):
            take_part(simulation, i)
            Simulation.objects.filter(pk=simulation.pk).update(done=i + 1)
            progress(i + 1)
            if simulation.pause:
                time.sleep(simulation.pause)
        _finish(simulation, JobState.DONE)
        runs.want(simulation.study, Kind.SIMULATED, simulation.wanted_by)
    except Refused as error:
        _finish(simulation, JobState.FAILED, str(error))
    except Exception as error:
        # Tried again where attempts are left; the reason stands on the row for whoever looks.
        _finish(simulation, JobState.WANTED, f"{type(error).__name__}: {error}")
        raise
    finally:
        locks.let_go(simulation.pk, locks.SIMULATION)


def count_the_rest(run: Run) -> None:
    """Another run at once, where simulated people came through while this one computed.

    The last of them wants a run, and is given the one that is open: it may have looked before they came. Not
    while others are still on their way, whose last wants one too.
    """
    study = run.study
    if run.kind != Kind.SIMULATED or study.simulations.filter(state__in=OPEN).exists():
        return
    run.refresh_from_db()
    now = coverage_of(study, Kind.SIMULATED)
    if run.state == JobState.DONE and (run.covered, run.covered_hash) != (now.covered, now.hash):
        runs.want(study, Kind.SIMULATED, run.wanted_by)


def take_part(simulation: Simulation, i: int) -> None:
    """The i-th person, from the first page to the end or to where they leave. Twice is one person."""
    rng = np.random.default_rng([simulation.seed, simulation.pk, i])
    key = hashlib.sha256(f"{simulation.pk}:{simulation.seed}:{i}".encode()).digest()[:16]
    token = tokens.of(simulation.study.address, key)
    seat = flow.enrol(simulation.study, token, kind=Kind.SIMULATED)
    person = Person(seat.protocol, effects_of(simulation), simulation.seed, f"{simulation.pk}.{i}", rng)
    last = _leaves_at(seat, simulation.dropout, rng)
    while seat.ending is None and (seat.step is None or seat.protocol.positions[seat.place.at] < last):
        if flow.is_first_exposure(seat):
            flow.expose(seat)
        _send(seat, person)
        found = flow.find(token)
        assert found is not None
        seat = found


def effects_of(simulation: Simulation) -> Effects:
    planted: Mapping[str, Mapping[str, Any]] = simulation.effects
    return Effects(planted.get("level", {}), planted.get("visibility", {}), planted.get("groups", {}))


def _leaves_at(seat: Seat, dropout: float, rng: np.random.Generator) -> int:
    """The page at which this person closes the browser; past the last for those who stay."""
    pages = len(seat.protocol.steps)
    return int(rng.integers(1, pages)) if rng.uniform() < dropout else pages


def _send(seat: Seat, person: Person) -> None:
    fields: Fields = (
        person.answer(seat.step, seat.draws, seat.place.did) if seat.step else {"act": [Act.RETURN]}
    )
    act = Act(fields.get("act", [Act.ANSWER])[0])
    try:
        receipt = flow.submit(seat, n=seat.n, act=act, fields=fields)
    except Errors as errors:
        raise Refused(f"No simulated answer fits the page {seat.place.at}: {errors.messages}") from errors
    if receipt is not Receipt.SAVED:
        raise Refused(_("The study was paused or closed meanwhile; the people so far are kept."))


def _finish(simulation: Simulation, state: JobState, error: str = "") -> None:
    Simulation.objects.filter(pk=simulation.pk).update(state=state, error=error, finished_at=timezone.now())
