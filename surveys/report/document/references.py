"""The works that a document rests on: only those whose methods it used."""

from collections.abc import Iterator

from surveys.analysis.results import (
    ABOVE,
    BELOW,
    CURVE,
    FIRST,
    NOTICERS,
    POSITION,
    REASSIGNED,
)
from surveys.report.document.known import Known
from surveys.report.document.materials import used
from surveys.report.document.works import METHODS, WORKS


def references(known: Known) -> tuple[str, ...]:
    """In alphabetical order, each once."""
    works = {WORKS[key] for key in cited(known)}
    scales = {" ".join(i.citation.split()) for i in used(known) if i.wording != "own"}
    return tuple(sorted(works | scales, key=str.casefold))


def cited(known: Known) -> set[str]:
    return {*_always(known), *_of_rows(known), *_beside(known), *_of_the_plan(known)}


def _always(known: Known) -> Iterator[str]:
    yield from ("cherries", "jars", "consort")
    if known.protocol.visits and known.protocol.itineraries:
        yield "williams"


def _of_rows(known: Known) -> Iterator[str]:
    """By what rows say of themselves."""
    rows = known.results.rows
    if rows:
        yield "statcheck"
    for row in rows:
        said = f"{row.estimate.method} {row.estimate.standardiser}"
        for words, keys in METHODS.items():
            if words in said:
                yield from keys
        if row.p_adjusted == row.p_adjusted:
            yield "holm"
        if row.equivalence:
            yield from ("schuirmann", "lakens")
    kinds = {row.contrast for row in rows} | {row.variant for row in rows}
    for kind, keys in {
        NOTICERS: ("angrist", "bloom"),
        REASSIGNED: ("wu",),
        FIRST: ("charness",),
        POSITION: ("charness",),
        BELOW: ("simonsohn",),
        ABOVE: ("simonsohn",),
        CURVE: ("lind",),
    }.items():
        if kind in kinds:
            yield from keys


def _beside(known: Known) -> Iterator[str]:
    results = known.results
    kinds = {bound.kind for bound in results.bounds}
    for present, keys in (
        (any(a.alpha == a.alpha for a in results.alphas), ("cronbach", "feldt")),
        (any(a.omega == a.omega for a in results.alphas), ("mcdonald",)),
        ("lee" in kinds or bool(results.group_bounds), ("lee", "imbens")),
        ("ends" in kinds, ("horowitz",)),
        ("tipping" in kinds, ("white",)),
        (bool(results.balance), ("austin",)),
        (bool(results.crossings), ("fieller",)),
        (
            "Freeman" in results.flow.attrition_method or "Fisher" in results.flow.attrition_method,
            ("freeman",),
        ),
    ):
        if present:
            yield from keys


def _of_the_plan(known: Known) -> Iterator[str]:
    rule = known.plan.stopping.kind
    if rule == "group_sequential":
        yield from ("lan", "jennison")
    if rule == "anytime_valid":
        yield "waudby"
