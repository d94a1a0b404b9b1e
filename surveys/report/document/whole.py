"""The whole document: read once from the rows, told in the order of a paper, checked, and numbered."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import count

from surveys.analysis.flows import blinded
from surveys.analysis.flows import flow as flow_of
from surveys.analysis.results import Results
from surveys.analysis.runs import effects_may_be_known, latest
from surveys.models import Kind, Protocol, Run, State, Study
from surveys.report.document import cherries, jars
from surveys.report.document.consistency import consistent
from surveys.report.document.described import descriptives, reliability
from surveys.report.document.design import design
from surveys.report.document.deviations import deviations
from surveys.report.document.estimands import estimands
from surveys.report.document.estimated import estimates
from surveys.report.document.facts import facts_of
from surveys.report.document.flow import attrition, balance, flow, noticed
from surveys.report.document.known import Known
from surveys.report.document.materials import materials, measures, procedure
from surveys.report.document.origin import about, origin
from surveys.report.document.participants import participants
from surveys.report.document.parts import Block, Figure, Listing, Para, Report, Section, Table
from surveys.report.document.references import references
from surveys.report.document.strategy import strategy
from surveys.report.page import shown
from surveys.report.sentences import answers

FLOW = "flow"
BAND = "Simulated participants. This shows what the study can find, not what people do."
OPEN = (
    "The study is still open: this document holds no effects, and nothing by which one could be worked out. "
    "They are told when it is closed."
)
WAITING = "Nothing has been computed yet; what is counted here was counted just now."
FEW = "There are too few participants in a group for anything to be inferred: averages stand alone."
CHECKED = (
    "Every p printed here was recomputed from its printed statistic and degrees of freedom before the "
    "document was made; where they would not agree, the line is left out and its place says so."
)


def report_of(study: Study, kind: str, *, now: datetime) -> Report | None:
    """None before there is a protocol that participants of this kind take."""
    protocol, run = study.protocol_for(kind), latest(study, kind)
    if protocol is None:
        return None
    known, charts = read(study, run.protocol if run else protocol, run, kind=kind, now=now)
    return whole(known, charts)


def read(
    study: Study, protocol: Protocol, run: Run | None, *, kind: str, now: datetime
) -> tuple[Known, tuple[Figure, ...]]:
    """Everything that may be told now."""
    compiled = protocol.compiled
    closed = effects_may_be_known(study, kind)
    if run is None:
        counts = blinded(flow_of(study, kind, compiled))
        results = Results(
            kind=str(kind), planned=compiled.document.plan.planned, extent="live", flow=counts
        )  # fmt: skip
        refused: tuple[str, ...] = ()
    else:
        results, refused = shown(run, study)
        results = results if closed else withheld(results)
    facts = facts_of(study, protocol, run, kind=kind, now=now)
    hidden = not closed or (run is not None and results.extent == "live")
    known = Known(compiled, results, facts, refused if closed else (), withheld=hidden)
    return known, figures(run, results) if run else ()


def withheld(results: Results) -> Results:
    """Of a study that is open: who came, and nothing else, whatever its plan lets be looked at elsewhere."""
    return Results(
        kind=results.kind,
        planned=results.planned,
        extent="live",
        flow=blinded(results.flow),
        versions=results.versions,
    )


def figures(run: Run, results: Results) -> tuple[Figure, ...]:
    """As the run stored them; of a study whose effects are withheld, only what was drawn without them."""
    drawn_blind = run.results["extent"] == "live"
    return tuple(
        Figure(chart.title, chart.alternative, data(chart.svg), chart.key)
        for chart in run.charts.all()
        if results.extent != "live" or (chart.key == FLOW and drawn_blind)
    )


def data(svg: str) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def whole(known: Known, charts: tuple[Figure, ...] = ()) -> Report:
    report = Report(
        title=known.facts.name,
        name=f"{known.facts.address}{'-simulated' if known.facts.simulated else ''}-report",
        language="en",
        about=about(known),
        band=BAND if known.facts.simulated else "",
        sections=tuple(section for section in sections(known, charts) if section.said),
        run=known.facts.run.number if known.facts.run else 0,
        extent=known.results.extent,
        finished=known.results.flow.total("finished"),
    )
    return numbered(consistent(report))


def sections(known: Known, charts: tuple[Figure, ...]) -> Iterator[Section]:
    yield Section("answers", "In short", tuple(in_short(known)))
    yield Section("method", "Method", parts=tuple(part for part in method(known) if part.said))
    yield Section("results", "Results", parts=tuple(part for part in found(known, charts) if part.said))
    yield Section("figures", "Figures", tuple(chart for chart in charts if chart.key != FLOW))
    yield deviations(known)
    yield checklists(known)
    yield origin(known)
    yield Section("references", "References", (Listing(references(known)),))


def method(known: Known) -> Iterator[Section]:
    """In the order of JARS."""
    yield from (participants(known), design(known), materials(known), measures(known), procedure(known))
    yield strategy(known)


def found(known: Known, charts: tuple[Figure, ...]) -> Iterator[Section]:
    yield flow(known, next((chart for chart in charts if chart.key == FLOW), None))
    yield from (attrition(known), balance(known), noticed(known), descriptives(known), reliability(known))
    yield from (estimates(known), estimands(known))


def in_short(known: Known) -> Iterator[Block]:
    if known.withheld:
        study_open = known.facts.state != State.CLOSED and known.facts.kind != Kind.SIMULATED
        yield Para(OPEN if study_open else WAITING)
        return
    if known.facts.run is None:
        yield Para(WAITING)
    if known.results.extent == "few" and known.results.flow.total("arrived"):
        yield Para(FEW)
    for answer in answers(known.results, known.protocol, known.language):
        yield Para(" ".join((f"{answer.title}. {answer.text}", *answer.also)))
    yield Para(CHECKED)


def checklists(known: Known) -> Section:
    parts = (
        _checklist(known, "cherries", "CHERRIES", cherries.checklist(known)),
        _checklist(known, "jars", "JARS-Quant", jars.reporting(known)),
    )
    return Section("checklists", "Checklists", parts=parts)


def _checklist(known: Known, key: str, title: str, items: tuple[cherries.Item, ...]) -> Section:
    filled = sum(item.filled for item in items)
    head = ("Item", "What was done", "From")
    rows = tuple((f"{item.topic}: {item.asked}", item.told, item.source) for item in items)
    words = (
        f"{filled} of {len(items)} filled in from the protocol, from counts, or from how the program works."
    )
    return Section(key, title, (Para(words), Table(title, head, rows)))


def numbered(report: Report) -> Report:
    """Tables and figures, in the order in which they stand."""
    tables, pictures = count(1), count(1)

    def block(one: Block) -> Block:
        if isinstance(one, Table):
            return replace(one, number=next(tables))
        return replace(one, number=next(pictures)) if isinstance(one, Figure) else one

    def section(one: Section) -> Section:
        blocks = tuple(block(each) for each in one.blocks)
        return replace(one, blocks=blocks, parts=tuple(section(each) for each in one.parts))

    return replace(report, sections=tuple(section(one) for one in report.sections))
