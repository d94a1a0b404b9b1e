"""What was estimated: the plan's comparisons in sentences and a table, everything else in tables."""

from collections.abc import Iterable, Iterator, Sequence
from math import isnan

from surveys.analysis.evidence import Failed, Look
from surveys.analysis.results import MAIN, WITHOUT, Row
from surveys.protocol.plan import FixedN
from surveys.report.document import apa
from surveys.report.document.beside import equivalence, models, shape
from surveys.report.document.footnotes import Footnotes, footnotes
from surveys.report.document.known import Known, contrast, named
from surveys.report.document.parts import Block, Listing, Para, Section, Table
from surveys.report.faults import why
from surveys.report.names import rule_words
from surveys.report.numbers import counted, p_value, signed
from surveys.report.tables import UNGUARDED

HEAD = ("Comparison", "Estimate [CI]", "Test", "Effect size [CI]", "n", "Notes")
TOGETHER = "CI, all together"


def estimates(known: Known) -> Section:
    notes = footnotes(known.results.rows)
    parts = (
        Section("confirmatory", "Confirmatory", tuple(confirmatory(known, notes))),
        Section("exploratory", "Exploratory", tuple(exploratory(known, notes))),
        Section("shape", "By displayed score", tuple(shape(known))),
        Section("equivalence", "Equivalence", tuple(equivalence(known))),
        Section("robustness", "Robustness", tuple(robustness(known, notes))),
        Section("models", "Models", tuple(models(known))),
        Section("footnotes", "Notes to these tables", tuple(notes.blocks)),
    )
    return Section("estimates", "Estimates", tuple(_refused(known)), parts)


def _refused(known: Known) -> Iterator[Block]:
    if known.refused:
        yield Para(
            f"{counted(len(known.refused), 'estimate was', 'estimates were')} left out: the stored "
            "p, statistic "
            f"and interval do not agree with each other ({', '.join(known.refused)})."
        )
    for failed in known.results.failed:
        yield Para(f"{_named(known, failed)} could not be computed: {why(failed.reason)}.")


def _named(known: Known, failed: Failed) -> str:
    if not failed.outcome:
        return f"A part, “{failed.part}”,"
    return known.label(failed.outcome) + (f" ({failed.part})" if failed.part else "")


def confirmatory(known: Known, notes: Footnotes) -> Iterator[Block]:
    rows = [row for row in known.results.rows if row.confirmatory]
    if not rows:
        named_any = bool(known.plan.confirmatory)
        none = "No comparison was named beforehand."
        yield Para(_nothing(known, "The plan’s comparisons are not") if named_any else none)
        return
    yield Listing(tuple(told(known, row) for row in rows), numbered=True)
    yield _table(known, rows, "Comparisons named in the plan", notes, several=True)
    yield from _looks(known)


def _nothing(known: Known, what: str) -> str:
    if known.withheld:
        return f"{what} told yet."
    if known.results.extent == "live":
        return f"{what} computed: no computation has finished yet."
    why = "what could be computed is told above" if known.results.failed else "there is too little data"
    return f"{what} computed: {why}."


def _together(known: Known, row: Row) -> str:
    return apa.ends(row.simultaneous_low, row.simultaneous_high, known.unit(row.outcome))


def told(known: Known, row: Row) -> str:
    """One comparison as a sentence in APA form; where several are named, with both of its intervals."""
    said = apa.sentence(row, known.unit(row.outcome))
    if not isnan(row.simultaneous_low) and " % CI " in said:
        many = len(known.plan.confirmatory)
        both = "both" if many == 2 else f"all {many}"
        start, _, rest = said.partition("]")
        said = f"{start}] by itself and {_together(known, row)} for {both} together{rest}"
    why = f" {signed(row.estimate.warnings[0])}" if said == "not estimated" and row.estimate.warnings else ""
    return f"{named(known, row)}: {said}.{why}"


def _looks(known: Known) -> Iterator[Block]:
    rows = tuple(
        _look(known, look, row)
        for look in known.results.looks
        if (row := known.results.named(look.comparison))
    )
    if rows:
        yield Table(
            "How each comparison stood at each look",
            ("Comparison", "n", "Of the plan", "Estimate [CI]", "Sequential p", "Boundary crossed"),
            rows,
            numeric=frozenset({1, 2, 3, 4}),
        )


def _look(known: Known, look: Look, row: Row) -> tuple[str, ...]:
    return (
        named(known, row),
        f"{look.n:,}",
        f"{100 * look.fraction:.3g} %",
        apa.between(look.estimate, look.low, look.high, known.unit(row.outcome)),
        p_value(look.p),
        "yes" if look.crossed else "no",
    )


def exploratory(known: Known, notes: Footnotes) -> Iterator[Block]:
    rows = [row for row in known.results.rows if not row.confirmatory and row.variant == MAIN]
    made = sum(not isnan(row.estimate.low) for row in rows)
    if not rows:
        yield Para(_nothing(known, "Nothing else is"))
        return
    yield Para(
        f"Nobody named these before the data came. Of {made} intervals at 95 %, about "
        f"{max(1, round(made * 0.05)) if made else 0} would miss by chance alone."
        f"{'' if isinstance(known.plan.stopping, FixedN) else f' {UNGUARDED}'}"
    )
    for name, found in _by_outcome(known, rows):
        yield _table(known, found, f"{known.label(name)} ({known.unit(name).difference}): exploratory", notes)


def robustness(known: Known, notes: Footnotes) -> Iterator[Block]:
    rows = [row for row in known.results.rows if row.variant != MAIN and not row.confirmatory]
    for name, found in _by_outcome(known, rows):
        title = f"{known.label(name)} ({known.unit(name).difference}): the same, computed otherwise"
        yield _table(known, found, title, notes, varied=True)


def _by_outcome(known: Known, rows: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    for outcome in known.document.outcomes:
        if found := [row for row in rows if row.outcome == outcome.name]:
            yield outcome.name, found


def _table(
    known: Known,
    rows: Sequence[Row],
    caption: str,
    notes: Footnotes,
    *,
    several: bool = False,
    varied: bool = False,
) -> Table:
    """several: of several outcomes, with the intervals that hold for all together; varied: other ways of
    computing the same.
    """
    wide = several and any(not isnan(row.simultaneous_low) for row in rows)
    head = [*HEAD[:2], *([TOGETHER] if wide else []), *HEAD[2:]]
    lines = []
    for row in rows:
        words = named(known, row) if several else contrast(row, known.design)
        cells = [
            f"{words}: {_way(known, row)}" if varied else words,
            apa.estimate(row, known.unit_of(row)),
            *([_together(known, row)] if wide else []),
            apa.test(row),
            apa.effect(row),
            _n(row),
            notes.marks(row),
        ]
        lines.append(tuple(cells))
    numeric = frozenset({1, 2, 4}) if wide else frozenset({1, 3})
    return Table(caption, tuple(head), tuple(lines), " ".join(_levels(rows, alone=wide)), numeric)


def _way(known: Known, row: Row) -> str:
    if not row.variant.startswith(WITHOUT):
        return row.variant
    name = row.variant.removeprefix(WITHOUT)
    rule = next((rule for rule in known.plan.exclusions if rule.name == name), None)
    return f"not leaving out by “{rule_words(rule, known.protocol, known.language)}”" if rule else row.variant


def _n(row: Row) -> str:
    found = row.estimate
    n = [f"{found.n_participants:,}"]
    n += [f"{found.n_profiles:,} profiles"] if found.n_profiles is not None else []
    n += [f"{found.n_ratings:,} visits"] if found.n_ratings is not None else []
    return ", ".join(n)


def _levels(rows: Iterable[Row], *, alone: bool) -> Iterator[str]:
    levels = dict.fromkeys(apa.percent(row.estimate.level) for row in rows if not isnan(row.estimate.low))
    if levels and (alone or list(levels) != ["95"]):  # 95 % stands above all of the exploratory tables
        yield f"Intervals at {', '.join(levels)} %{', each by itself, and all together' if alone else ''}."
