"""What was estimated: the plan's comparisons in sentences and a table, everything else in tables."""

from collections.abc import Iterable, Iterator, Sequence
from math import isnan
from string import ascii_lowercase

from surveys.analysis.evidence import Look
from surveys.analysis.results import MAIN, Row
from surveys.protocol.plan import FixedN
from surveys.report.document import apa
from surveys.report.document.beside import equivalence, models
from surveys.report.document.known import Known, contrast, named
from surveys.report.document.parts import Block, Listing, Para, Section, Table
from surveys.report.numbers import counted, p_value
from surveys.report.tables import UNGUARDED

HEAD = ("Comparison", "Estimate [CI]", "Test", "Effect size [CI]", "n", "By")


def estimates(known: Known) -> Section:
    parts = (
        Section("confirmatory", "Confirmatory", tuple(confirmatory(known))),
        Section("exploratory", "Exploratory", tuple(exploratory(known))),
        Section("equivalence", "Equivalence", tuple(equivalence(known))),
        Section("robustness", "Robustness", tuple(robustness(known))),
        Section("models", "Models", tuple(models(known))),
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
        yield Para(f"{known.label(failed.outcome)} could not be computed ({failed.reason}).")


def confirmatory(known: Known) -> Iterator[Block]:
    rows = [row for row in known.results.rows if row.confirmatory]
    if not rows:
        named_any = bool(known.plan.confirmatory)
        none = "No comparison was named beforehand."
        yield Para(_nothing(known, "The plan’s comparisons are not") if named_any else none)
        return
    yield Listing(tuple(told(known, row) for row in rows), numbered=True)
    yield _table(known, rows, "Comparisons named in the plan", several=True)
    wide = tuple(
        (named(known, row), _together(known, row)) for row in rows if not isnan(row.simultaneous_low)
    )
    if wide:
        yield Table("Intervals that hold for all of the plan’s comparisons "
            "together", ("Comparison", "Interval"),
                    wide, numeric=frozenset({1}))  # fmt: skip
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
    """One comparison as a sentence in APA form."""
    said = apa.sentence(row, known.unit(row.outcome))
    why = f" {row.estimate.warnings[0]}" if said == "not estimated" and row.estimate.warnings else ""
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


def exploratory(known: Known) -> Iterator[Block]:
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
        yield _table(known, found, f"{known.label(name)} ({known.unit(name).difference}): exploratory")


def robustness(known: Known) -> Iterator[Block]:
    rows = [row for row in known.results.rows if row.variant != MAIN and not row.confirmatory]
    for name, found in _by_outcome(known, rows):
        title = f"{known.label(name)} ({known.unit(name).difference}): the same, computed otherwise"
        yield _table(known, found, title, varied=True)


def _by_outcome(known: Known, rows: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    for outcome in known.document.outcomes:
        if found := [row for row in rows if row.outcome == outcome.name]:
            yield outcome.name, found


def _table(
    known: Known, rows: Sequence[Row], caption: str, *, several: bool = False, varied: bool = False
) -> Table:
    ways = list(dict.fromkeys(row.estimate.method for row in rows if row.estimate.method))
    lines = []
    for row in rows:
        words = named(known, row) if several else contrast(row, known.design)
        if varied:
            words = f"{words}: {row.variant}"
        lines.append(
            (
                words,
                apa.estimate(row, known.unit_of(row)),
                apa.test(row),
                apa.effect(row),
                _n(row),
                _letter(ways.index(row.estimate.method)) if row.estimate.method else "",
            )
        )
    note = " ".join((*_levels(rows), *_ways(ways), *_sizes(rows), *_warnings(known, rows)))
    return Table(caption, HEAD, tuple(lines), note, frozenset({1, 3}))


def _letter(i: int) -> str:
    return ascii_lowercase[i] if i < len(ascii_lowercase) else str(i)


def _n(row: Row) -> str:
    found = row.estimate
    n = [f"{found.n_participants:,}"]
    n += [f"{found.n_profiles:,} profiles"] if found.n_profiles is not None else []
    n += [f"{found.n_ratings:,} visits"] if found.n_ratings is not None else []
    return ", ".join(n)


def _levels(rows: Iterable[Row]) -> Iterator[str]:
    levels = dict.fromkeys(apa.percent(row.estimate.level) for row in rows if not isnan(row.estimate.low))
    if levels:
        yield f"Intervals at {', '.join(levels)} %."


def _ways(ways: Sequence[str]) -> Iterator[str]:
    for i, method in enumerate(ways):
        yield f"{_letter(i)}: {method.rstrip('.')}."


def _sizes(rows: Iterable[Row]) -> Iterator[str]:
    words = dict.fromkeys(row.estimate.standardiser for row in rows if row.estimate.standardiser)
    if words:
        yield f"Effect size: divided by {'; '.join(words)}."


def _warnings(known: Known, rows: Sequence[Row]) -> Iterator[str]:
    """Each once, with the comparisons that it is about."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        for warning in row.estimate.warnings:
            found.setdefault(warning, []).append(row)
    for warning, about in found.items():
        yield f"{_which(known, about, rows)}{warning}"


def _which(known: Known, about: Sequence[Row], rows: Sequence[Row]) -> str:
    """Of which rows something holds, in as few words as there are."""
    others = [row for row in rows if row not in about]
    few, lead = (others, "All but: ") if len(others) < len(about) else (list(about), "")
    words = "; ".join(dict.fromkeys(contrast(row, known.design) for row in few))
    return f"{lead}{words}: " if few else ""
