"""What is told of a study beside its protocol and its results: read from its rows once, then never again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db.models import Max, Min

from surveys.models import (
    ARRIVED,
    REHEARSED,
    JobState,
    Kind,
    Log,
    Participation,
    PowerCheck,
    Protocol,
    Run,
    Simulation,
    State,
    Study,
)
from surveys.report.seen import VERB

MOVES = ("publish", "pause", "resume", "close")
LOOKED = ("export", "report", VERB)
"""Words in the log for somebody having had answers or effects before them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the log. by: who, '' where it was the program or is not known any more. what: the table that
    was taken out, or how much of the results was told.
    """

    at: datetime
    by: str
    verb: str
    kind: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True)
class Computed:
    """The run that the results are of."""

    number: int
    at: datetime | None
    code: str
    covered: int
    covered_hash: str
    results_hash: str


@dataclass(frozen=True, slots=True)
class Power:
    """How often a comparison of the plan was found in studies drawn with this effect, and with none."""

    name: str
    effect: float
    repeats: int
    found: int
    in_error: int


@dataclass(frozen=True, slots=True)
class Simulated:
    participants: int
    seed: int
    dropout: float


@dataclass(frozen=True, slots=True)
class Facts:
    """state: draft, live, paused or closed; number 0: a draft as it was rehearsed. seed: in hex, '' while
    anybody may still be allocated; began, ended: of those who arrived, the first beginning and the last end.
    rehearsed: simulated people sent through before the first real one began. published: how many protocols.
    """

    name: str
    address: str
    kind: str
    state: str
    made_at: datetime
    number: int
    hash: str
    schema: int
    published_at: datetime
    published_by: str
    published: int
    seed_hash: str
    seed: str = ""
    began: datetime | None = None
    ended: datetime | None = None
    rehearsed: int = 0
    run: Computed | None = None
    moves: tuple[Entry, ...] = ()
    looked: tuple[Entry, ...] = ()
    simulations: tuple[Simulated, ...] = ()
    power: tuple[Power, ...] = ()

    @property
    def simulated(self) -> bool:
        return self.kind == Kind.SIMULATED

    @property
    def seed_agrees(self) -> bool:
        return sha256(bytes.fromhex(self.seed)).hexdigest() == self.seed_hash

    def moved(self, verb: str) -> tuple[datetime, ...]:
        return tuple(entry.at for entry in self.moves if entry.verb == verb)

    @property
    def closed_at(self) -> datetime | None:
        return next(iter(reversed(self.moved("close"))), None)


def facts_of(study: Study, protocol: Protocol, run: Run | None, *, kind: str, now: datetime) -> Facts:
    among = Participation.objects.filter(ARRIVED, study=study, kind=kind)
    times = among.aggregate(began=Min("started_at"), ended=Max("ended_at"))
    simulations = Simulation.objects.filter(study=study, done__gt=0)
    return Facts(
        name=study.name,
        address=study.address,
        kind=str(kind),
        state=study.state,
        made_at=now,
        number=protocol.number,
        hash=protocol.hash,
        schema=protocol.schema,
        published_at=protocol.published_at,
        published_by=str(protocol.published_by or ""),
        published=study.protocols.exclude(number=REHEARSED).count(),
        seed_hash=protocol.seed_hash,
        seed=bytes(study.seed).hex() if study.state == State.CLOSED else "",
        began=times["began"],
        ended=times["ended"],
        rehearsed=_rehearsed(study),
        run=computed(run),
        moves=tuple(_entries(study, MOVES)),
        looked=tuple(_entries(study, LOOKED)),
        simulations=tuple(
            Simulated(one.done, one.seed, one.dropout) for one in simulations.order_by("pk")
        ),
        power=tuple(_power(study, protocol)),
    )  # fmt: skip


def _power(study: Study, protocol: Protocol) -> Iterable[Power]:
    """Of the newest check that was drawn from this very protocol, with its own numbers."""
    done = PowerCheck.objects.filter(
        study=study, state=JobState.DONE, content=protocol.content, participants=None, profiles=None
    )
    newest = done.order_by("-pk").first()
    for one in newest.results.get("found", ()) if newest else ():
        yield Power(one["name"], one["effect"], one["repeats"], one["found"], one["in_error"])


def computed(run: Run | None) -> Computed | None:
    if run is None:
        return None
    return Computed(
        run.pk, run.finished_at, run.code_version, run.covered, run.covered_hash, run.results_hash
    )


def _rehearsed(study: Study) -> int:
    first = Participation.objects.filter(ARRIVED, study=study, kind=Kind.REAL).aggregate(
        at=Min("started_at")
    )["at"]
    people = Participation.objects.filter(ARRIVED, study=study, kind=Kind.SIMULATED)
    return (people.filter(started_at__lt=first) if first else people).count()


def _entries(study: Study, verbs: Iterable[str]) -> Iterable[Entry]:
    rows = Log.objects.filter(study=study, verb__in=verbs).order_by("at", "pk")
    for at, name, email, verb, details in rows.values_list("at", "by__name", "by__email", "verb", "details"):
        what = str(details.get("table") or details.get("extent", ""))
        yield Entry(at, name or email or "", verb, str(details.get("kind", "")), what)
