"""Where the document comes from: title block, and what is needed to compute the same again."""

from collections.abc import Iterator

from surveys.report.document.known import Known
from surveys.report.document.parts import Block, Pairs, Para, Section
from surveys.report.numbers import MINUS, counted

KINDS = {"real": "participants", "simulated": "simulated participants", "pilot": "pilot participants"}
STATES = {"draft": "a draft, as it was rehearsed", "live": "open", "paused": "paused", "closed": "closed"}


def about(known: Known) -> Pairs:
    facts, told = known.facts, known.document.about
    title = known.say(known.document.title)
    found = (
        ("Public title", title if title != facts.name else ""),
        ("Institution", known.say(told.institution)),
        ("Ethics approval", known.say(told.approval)),
        ("Contact", known.say(told.contact)),
        ("State", f"{STATES[facts.state]}{_dates(known)}"),
        (
            "Protocol",
            f"{_number(known)}, published {known.clock(facts.published_at)}"
            if facts.number
            else _number(known),
        ),
        ("Protocol hash", facts.hash),
        ("Data", _covered(known)),
        ("Results hash", facts.run.results_hash if facts.run else ""),
        ("Computed", _computed(known)),
        ("Document made", f"{known.clock(facts.made_at)} ({known.document.time_zone})"),
    )
    return Pairs(tuple((term, words) for term, words in found if words))


def _number(known: Known) -> str:
    return f"number {known.facts.number}" if known.facts.number else "a draft, not published"


def _dates(known: Known) -> str:
    facts = known.facts
    if facts.simulated or facts.began is None:
        return ""
    until = known.day(facts.closed_at or facts.ended)
    return f"; participants from {known.day(facts.began)}" + (f" to {until}" if until else "")


def _covered(known: Known) -> str:
    facts = known.facts
    if facts.run is None:
        return f"Nothing computed yet of {KINDS[facts.kind]}"
    who = {"real": ("participant", "participants")}.get(
        facts.kind, ("simulated participant", "simulated participants")
    )
    return f"{counted(facts.run.covered, *who)} whose answers count"


def _computed(known: Known) -> str:
    run = known.facts.run
    if run is None:
        return ""
    code = known.results.versions.get("analysis", run.code)
    return (
        f"from run {run.number} of {known.clock(run.at)}, by Limelight’s analysis {code}"
    )  # fmt: skip


def origin(known: Known) -> Section:
    return Section("origin", "To compute it again", tuple(_origin(known)))


def _origin(known: Known) -> Iterator[Block]:
    facts, results = known.facts, known.results
    found = [
        ("Protocol hash (SHA-256)", facts.hash),
        ("Seed of the random assignment, its SHA-256", facts.seed_hash),
        ("Seed of the random assignment", facts.seed or "told when the study is closed"),
        *((f"Seed of {name}", f"{seed}") for name, seed in results.seeds.items()),
        *_run(known),
        ("Software", ", ".join(f"{name} {number}" for name, number in results.versions.items())),
    ]
    if facts.simulated:
        found += [
            (
                "Simulation",
                f"{counted(one.participants, 'participant', 'participants')}, seed {one.seed}, "
                f"{100 * one.dropout:g} % leaving on the way",
            )
            for one in facts.simulations
        ]
        found += [("Built in", _built(known, *one)) for one in (results.planted or {}).items()]
    yield Para(
        "The same protocol, facts and code give the same numbers to the last digit, and the same "
        "results hash."
    )
    yield Pairs(tuple((term, words) for term, words in found if words))


def _built(known: Known, name: str, size: float) -> str:
    factor, outcome, *place = name.split(":", 2)
    where = f" where {place[0].replace('=', ' is ')}" if place else ""
    return f"{factor} on {known.label(outcome)}{where}: {size:+g}".replace("-", MINUS)


def _run(known: Known) -> Iterator[tuple[str, str]]:
    run = known.facts.run
    if run is None:
        return
    yield "Run", f"{run.number}, {known.clock(run.at)}, code {run.code}"
    yield "Covered", f"{run.covered:,}; which, as a hash: {run.covered_hash}"
    yield "Results hash (SHA-256)", run.results_hash
