"""What a comparison of groups cannot have: sides that are nobody, or the same people twice."""

from collections.abc import Iterator

from surveys.cues import Assigned
from surveys.protocol.document import Document
from surveys.protocol.draws import arms
from surveys.protocol.nodes import Feed
from surveys.protocol.nodes.feed_course import seen
from surveys.protocol.outcomes import (
    Act,
    AnyOutcome,
    Count,
    Happened,
    Once,
    Ordinal,
    Rating,
    State,
    Stayed,
    Timed,
)
from surveys.protocol.plan import AnytimeValid, Comparison, Each, Side
from surveys.protocol.sides import Sides, arms_in, sides_of, within

Broken = tuple[str, str]
"""(path, what to do)."""


def groups(document: Document, named: Comparison, outcome: AnyOutcome, path: str) -> Iterator[Broken]:
    """Of a comparison of groups, all that does not fit the design or the outcome."""
    pairs = ((named.of, f"{path}.of"), (named.against, f"{path}.against"))
    if unknown := [broken for side, at in pairs for broken in _unknown(document, side, at)]:
        yield from unknown
        return
    yield from _people(document, sides_of(named), outcome, path)
    if named.each is not None:
        yield from _each(document, named.each, sides_of(named), outcome, f"{path}.each")
    yield from _possible(document, sides_of(named), outcome, f"{path}.outcome")
    yield from _model(named, outcome, path)
    yield from _at_any_time(document, outcome, f"{path}.outcome")
    if isinstance(outcome, Count | Ordinal) and named.smallest is not None and not named.smallest > 1:
        yield (
            f"{path}.smallest",
            "This outcome is compared by a ratio: name how many times as much is worth having, such as 1.25.",
        )


def _unknown(document: Document, side: Side, path: str) -> Iterator[Broken]:
    if not side:
        yield path, "Say who is compared: name a factor and its levels."
    for name, levels in side.items():
        factor = document.factor(name)
        if factor is None:
            known = ", ".join(f.name for f in document.factors) or "none yet"
            yield path, f"{name!r} is not among the factors ({known})."
        elif not levels:
            yield path, f"Name at least one level of {name!r}."
        elif strange := [level for level in levels if level not in factor.levels]:
            yield path, f"{strange[0]!r} is not a level of {name!r} ({', '.join(map(str, factor.levels))})."


def _people(document: Document, sides: Sides, outcome: AnyOutcome, path: str) -> Iterator[Broken]:
    of, against = (set(arms_in(document, side)) for side in (sides.of, sides.against))
    levels_of, levels_against = (set(within(document, side)) for side in (sides.of, sides.against))
    if (levels_of or levels_against) and isinstance(outcome, Once):
        yield f"{path}.of", "This outcome is taken once: name levels of factors between participants only."
    elif not of or not against:
        yield f"{path}.{'against' if of else 'of'}", "No group has all of these levels: name other ones."
    elif of == against:
        if not levels_of or not levels_against or levels_of & levels_against:
            cure = "name different groups, or different levels within participants."
            yield path, f"The same people are compared with themselves: {cure}"
    elif of & against:
        yield path, "Some groups stand on both sides: name each on one side only."
    elif levels_of != levels_against:
        cure = "name the same levels on both sides."
        yield path, f"Groups and levels within participants differ at once: {cure}"


def _each(document: Document, each: Each, sides: Sides, outcome: AnyOutcome, path: str) -> Iterator[Broken]:
    factor = next((f for f in document.factors if f.varies == "within"), None)
    if not isinstance(outcome, Rating | Act | Timed):
        yield path, "A slope or difference of each one needs an outcome that is taken at every visit."
    elif factor is None:
        yield path, "Nothing varies within participants: compare their means."
    elif any(within(document, side) for side in (sides.of, sides.against)):
        yield path, "Levels within participants stand in each one's number: name groups only."
    elif each.slope and not _has_dose(document):
        yield path, "A slope needs a score that takes several values within participants."
    elif strange := [level for level in (*each.at, *each.less) if level not in factor.levels]:
        known = ", ".join(map(str, factor.levels))
        yield path, f"{strange[0]!r} is not a level of {factor.name!r} ({known})."
    elif set(each.at) & set(each.less):
        yield path, "A level stands on both sides of each one's difference: name it on one."


def _has_dose(document: Document) -> bool:
    value = document.cue.value if document.cue else None
    factor = document.factor(value.factor) if isinstance(value, Assigned) else None
    return factor is not None and factor.varies == "within" and len(set(document.levels(value))) > 1


def _possible(document: Document, sides: Sides, outcome: AnyOutcome, path: str) -> Iterator[Broken]:
    """Nobody can look at a score that they do not have: such acts are compared where all can do them."""
    feed, acts = feed_of(document), set(outcome.acts) if isinstance(outcome, Count | Happened) else set()
    if feed is None or not acts or not acts <= set(NEEDS):
        return
    every = arms(document)
    for i in (*arms_in(document, sides.of), *arms_in(document, sides.against)):
        if not any(seen(feed, every[i].levels) in NEEDS[act] for act in acts):
            cure = "compare groups in which it can be done."
            yield path, f"In the group {every[i].name!r} nobody can do this: {cure}"
            return


NEEDS = {"check": ("shown", "request"), "reveal": ("request",)}
"""Acts that need a score, and how it must stand for them."""


def _model(named: Comparison, outcome: AnyOutcome, path: str) -> Iterator[Broken]:
    once = "adjusted" if isinstance(outcome, State) else "own"
    if named.model not in ("own", once if isinstance(outcome, Once) else "participants"):
        yield f"{path}.model", "Groups are compared in the way that fits the outcome: choose that."


def _at_any_time(document: Document, outcome: AnyOutcome, path: str) -> Iterator[Broken]:
    """What is no mean of one number a participant has no interval that holds at every look."""
    if not isinstance(document.plan.stopping, AnytimeValid) or not isinstance(
        outcome, Count | Stayed | Ordinal
    ):
        return
    cure = "choose another way of stopping."
    yield path, f"A count, days stayed or ordered answers cannot be looked at at any time: {cure}"


def mistaken(document: Document) -> Iterator[Broken]:
    """Of the outcomes that are counted in days, and of the safety rule."""
    days = days_of(document)
    for i, outcome in enumerate(document.outcomes):
        path = f"outcomes.{i}"
        if isinstance(outcome, Count | Happened) and outcome.acts:
            yield from _days(outcome, days, path)
            yield from _doable(document, outcome, f"{path}.acts")
        if isinstance(outcome, Stayed):
            if not days:
                yield path, "The study has no days to stay for: remove this outcome or add them."
            elif outcome.after >= days:
                yield f"{path}.after", f"There are {days} days: name one before the last."
    yield from _safety(document)


def _days(outcome: Count | Happened, days: int, path: str) -> Iterator[Broken]:
    if not days:
        yield path, "The study has no days on which this is done: remove this outcome or add them."
    elif outcome.days and not 1 <= outcome.days[0] <= outcome.days[1] <= days:
        yield f"{path}.days", f"Name the first and the last day that count, from 1 to {days}."


def _doable(document: Document, outcome: Count | Happened, path: str) -> Iterator[Broken]:
    """Acts that need a score, where some group has one in the way that they need it."""
    feed = feed_of(document)
    between = {factor.name for factor in document.factors if factor.varies == "between"}
    if feed is None or not set(feed.factors()) <= between:
        return  # told where it stands
    ways = {seen(feed, arm.levels) for arm in arms(document)}
    if "reveal" in outcome.acts and not ways & set(NEEDS["reveal"]):
        cure = "show it on request to a group, or leave this act out."
        yield path, f"Nobody’s score waits to be uncovered: {cure}"
    opens = feed.score is not None and feed.score.details
    if "check" in outcome.acts and not (opens and ways & set(NEEDS["check"])):
        cure = "give a group a score whose details open, or leave this act out."
        yield path, f"Nobody can look at the details of a score: {cure}"


def _safety(document: Document) -> Iterator[Broken]:
    safety = document.plan.safety
    if safety is None:
        return
    outcome = next((o for o in document.outcomes if o.name == safety.outcome), None)
    if not (isinstance(outcome, State) and outcome.before):
        cure = "name a state that was also taken before."
        yield "plan.safety", f"A rise is told from a value before: {cure}"


def feed_of(document: Document) -> Feed | None:
    return next((page for page in document.pages if isinstance(page, Feed)), None)


def days_of(document: Document) -> int:
    """How many days the study has at most; 0 where it has none."""
    feed = feed_of(document)
    return feed.days if feed else 0
