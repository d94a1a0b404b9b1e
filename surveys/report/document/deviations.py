"""What went otherwise than planned, worked out from the facts; and who had data before them, and when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from math import isfinite

from surveys.analysis.results import Row
from surveys.models import State
from surveys.protocol.plan import FixedN
from surveys.report.document.facts import Entry
from surveys.report.document.known import Known
from surveys.report.document.parts import Block, Para, Section, Table
from surveys.report.numbers import counted
from surveys.report.seen import VERB

AS_PLANNED, OTHERWISE, NOT_YET, REHEARSED = "as planned", "otherwise", "not yet over", "simulated"
LOGGED = (
    "Whoever is shown effects of participants, on the results page, in this report or through the API, is "
    "logged, once for each computation; looks at simulated participants are not."
)
READ = {"export": "answers taken out", "report": "this document", VERB: "effects"}
ALLOWED = "early"
"""The extent of results that the plan lets be looked at while the study runs."""


@dataclass(frozen=True, slots=True)
class Deviation:
    matter: str
    planned: str
    happened: str
    verdict: str

    @property
    def cells(self) -> tuple[str, ...]:
        return self.matter, self.planned, self.happened, self.verdict


def deviations(known: Known) -> Section:
    return Section("deviations", "Deviations from the plan", tuple(_blocks(known)))


def _blocks(known: Known) -> Iterator[Block]:
    found = tuple(every(known))
    other = sum(one.verdict == OTHERWISE for one in found)
    yield Para(
        f"{counted(other, 'matter', 'matters')} went otherwise than planned."
        if other
        else "Nothing that the program can see went otherwise than planned."
    )
    yield Table("The plan and what happened", ("Matter", "Planned", "What happened", "Went"), tuple(
        one.cells for one in found
    ), note="Worked out from the facts. What the program cannot see is for the researcher to "
        "add.")  # fmt: skip
    yield from _who_looked(known)


def every(known: Known) -> Iterator[Deviation]:
    yield number_reached(known)
    yield versions(known)
    yield from interruptions(known)
    yield lot(known)
    yield from exclusions(known)
    if known.results.extent == "full":
        yield comparisons(known)
        yield models(known)
        yield components(known)
    if known.refused:
        gone = counted(
            len(known.refused), "estimate left out because it did", "estimates left out because they did"
        )
        yield Deviation("Stored numbers", "every p follows from its statistic", f"{gone} not", OTHERWISE)
    yield early(known)
    yield looks(known)


def number_reached(known: Known) -> Deviation:
    planned, finished = known.plan.planned, known.results.flow.total("finished")
    over = known.facts.state == State.CLOSED
    happened = f"{finished:,} finished"
    if known.facts.closed_at and not known.facts.simulated:
        happened += f"; closed on {known.clock(known.facts.closed_at)}"
        happened += ", before the planned number was reached" if finished < planned else ""
    reached = AS_PLANNED if finished >= planned else OTHERWISE if over else NOT_YET
    reached = REHEARSED if known.facts.simulated else reached
    return Deviation("Number of participants", f"{planned:,}", happened, reached)


def versions(known: Known) -> Deviation:
    published = known.facts.published
    happened = counted(published, "protocol was published", "protocols were published")
    verdict = OTHERWISE if published > 1 else AS_PLANNED if published else NOT_YET
    return Deviation("Protocol", "one, frozen before anybody took part", happened, verdict)


def interruptions(known: Known) -> Iterator[Deviation]:
    paused = known.facts.moved("pause")
    if paused and not known.facts.simulated:
        when = "; ".join(known.clock(at) for at in paused)
        yield Deviation("Interruptions", "none", f"paused on {when}", OTHERWISE)


def lot(known: Known) -> Deviation:
    found = known.results.allocation
    if found is None:
        return Deviation(
            "Random allocation", "every closed block exactly as made", "not checked yet", NOT_YET
        )
    happened = f"{counted(found.closed, 'closed block', 'closed blocks')}, {found.faulty} not as made"
    warned = " ".join(found.warnings)
    return Deviation(
        "Random allocation",
        "every closed block exactly as made",
        f"{happened}. {warned}" if warned else happened,
        OTHERWISE if found.faulty else AS_PLANNED,
    )


def exclusions(known: Known) -> Iterator[Deviation]:
    planned = {rule.name: rule for rule in known.plan.exclusions}
    for one in known.results.excluded:
        rule = planned.get(one.rule)
        each = ", ".join(
            f"{known.group(arm)} {n:,}" for arm, n in zip(known.results.groups, one.by_group, strict=False)
        )
        yield Deviation(
            f"Left out: {(known.say(rule.label) if rule else '') or one.rule}",
            "by the rule",
            f"{sum(one.by_group):,} of the exposed ({each})",
            AS_PLANNED if rule else OTHERWISE,
        )
    if not planned:
        yield Deviation("Left out", "nobody", "nobody", AS_PLANNED)


def comparisons(known: Known) -> Deviation:
    """Outcomes that failed, and comparisons of the plan without a number."""
    failed = [known.label(one.outcome) for one in known.results.failed if not one.part]
    empty = [
        one.name
        for one in known.plan.confirmatory
        if (row := known.results.named(one.name)) is None or not _is_answered(known, row)
    ]
    named = f"{len(known.plan.confirmatory)} named"
    parts = [f"could not be computed: {', '.join(failed)}"] if failed else []
    without = "a p" if isinstance(known.plan.stopping, FixedN) else "an interval"
    parts += [f"without {without}: {', '.join(empty)}"] if empty else []
    return Deviation(
        "Comparisons", named, "; ".join(parts) or "all computed", OTHERWISE if parts else AS_PLANNED
    )


def _is_answered(known: Known, row: Row) -> bool:
    """Where the plan looks early, a comparison has no p of its own: then its interval is the answer."""
    found = row.estimate
    return isfinite(found.p if isinstance(known.plan.stopping, FixedN) else found.low)


def models(known: Known) -> Deviation:
    fallen = [known.label(fit.outcome) for fit in known.results.fits if fit.fallback]
    happened = f"clustered least squares stand in its place for {', '.join(fallen)}" if fallen else "fitted"
    return Deviation("Mixed models", "fitted by REML", happened, OTHERWISE if fallen else AS_PLANNED)


def components(known: Known) -> Deviation:
    dropped = [
        f"{known.label(fit.outcome)}: {', '.join(fit.dropped)}" for fit in known.results.fits if fit.dropped
    ]
    happened = f"dropped: {'; '.join(dropped)}" if dropped else "none was estimated at 0"
    return Deviation("Variance components", "dropped where estimated at 0", happened, AS_PLANNED)


def early(known: Known) -> Deviation:
    """Whether real answers were taken out before the study was closed."""
    before = [entry for entry in _before(known) if entry.verb != VERB]
    happened = f"{counted(len(before), 'time', 'times')} before the end" if before else "never before the end"
    return Deviation("Answers taken out", "after the end", happened, OTHERWISE if before else AS_PLANNED)


def looks(known: Known) -> Deviation:
    """Whether somebody knew effects before the end, other than as the plan lets them be looked at."""
    seen = [entry for entry in _before(known) if entry.verb == VERB]
    allowed = sum(entry.what == ALLOWED for entry in seen)
    other = len(seen) - allowed
    said = [f"{counted(allowed, 'time', 'times')} before the end, as the plan allows"] if allowed else []
    said += [f"{counted(other, 'time', 'times')} before the end"] if other else []
    planned = "after the end" if isinstance(known.plan.stopping, FixedN) else "as the plan allows"
    happened = "; ".join(said) or "never before the end"
    return Deviation("Effects looked at", planned, happened, OTHERWISE if other else AS_PLANNED)


def _before(known: Known) -> Iterator[Entry]:
    """Of participants, and before the end."""
    return (one for one in known.facts.looked if one.kind == "real" and _while_open(known, one.at))


def _while_open(known: Known, at: datetime) -> bool:
    closed = known.facts.closed_at
    return closed is None or at < closed


def _who_looked(known: Known) -> Iterator[Block]:
    entries = known.facts.looked
    rows = tuple(
        (
            known.clock(one.at),
            one.by or "the program, or somebody no longer known here",
            _read(one),
            {"real": "participants", "simulated": "simulated participants"}.get(one.kind, one.kind),
            "before the end" if _while_open(known, one.at) else "after the end",
        )
        for one in entries
    )
    note = f"From the log, to which can only be added. {LOGGED}"
    if rows:
        yield Table(
            "Who had data or effects before them", ("When", "Who", "What", "Of whom", "Study"), rows, note
        )
    else:
        yield Para(f"The log tells of nobody who took data out or looked at effects. {LOGGED}")


def _read(one: Entry) -> str:
    """'answers taken out: wide'; 'effects, as the plan allows'."""
    said = READ.get(one.verb, one.verb)
    if one.verb == VERB:
        return f"{said}, as the plan allows" if one.what == ALLOWED else said
    return f"{said}: {one.what}" if one.what and one.verb == "export" else said
