"""JARS-Quant (Appelbaum et al. 2018), method and results of an experiment: what is reported, and where."""

from collections.abc import Iterator

from surveys.report.document.cherries import Item
from surveys.report.document.known import Known, listed
from surveys.report.document.rates import rates_of
from surveys.report.document.strategy import named_words
from surveys.report.numbers import counted

HERE = "this document: “{}”"


def reporting(known: Known) -> tuple[Item, ...]:
    return (*_participants(known), *_method(known), *_allocation(known), *_results(known), *_discussion())


def _item(topic: str, asked: str, told: str, section: str) -> Item:
    return Item(topic, asked, told, HERE.format(section)) if told else Item(topic, asked)


def _participants(known: Known) -> Iterator[Item]:
    topic, about = "Participants", known.document.about
    rules = len(known.plan.exclusions)
    yield _item(
        topic,
        "Inclusion and exclusion criteria",
        f"Consent; {counted(rules, 'rule', 'rules')} of exclusion by what was known before assignment.",
        "Inclusion and exclusion",
    )
    yield Item(topic, "Characteristics of participants")
    yield _item(topic, "How participants were found", _how(known), "Recruitment")
    yield Item(topic, "Settings and places")
    yield _item(topic, "Payment", known.say(about.pay), "Recruitment")
    yield _item(topic, "Ethics", known.say(about.approval), "CHERRIES")
    planned, finished = known.plan.planned, known.results.flow.total("finished")
    yield _item(topic, "Intended and reached sample size", f"{planned:,} and {finished:,}.", "Sample size")
    yield Item(topic, "How the sample size was determined (power, precision)")
    rates = rates_of(known.results.flow)
    yield _item(topic, "Share of those approached who took part", rates.participation, "Flow of participants")


def _how(known: Known) -> str:
    if known.facts.simulated:
        return "Simulated."
    ids = known.document.recruitment.ids
    return f"By an address that carried {listed(ids)}." if ids else "By one open link."


def _method(known: Known) -> Iterator[Item]:
    topic, document = "Measures", known.document
    labels = listed(known.label(one.name) for one in document.outcomes)
    yield _item(topic, "Outcomes and covariates", f"Outcomes: {labels}." if labels else "", "Measures")
    scales = len(known.protocol.measures)
    yield _item(topic, "Instruments and scoring", f"{counted(scales, 'scale', 'scales')}.", "Measures")
    observed = sum(not alpha.group and alpha.alpha == alpha.alpha for alpha in known.results.alphas)
    yield _item(
        topic,
        "Reliability observed",
        f"Of {counted(observed, 'scale', 'scales')}." if observed else "Not computed.",
        "Reliability",
    )
    yield _item(topic, "Quality of measurement", "Answers checked when a page is sent.", "CHERRIES")
    yield _item("Masking", "Who knew what", "Participants, and the program in their place.", "Masking")
    check = "By a question after the outcomes." if known.plan.noticed else "Not checked."
    yield _item("Masking", "Whether masking held", check, "Manipulation check")
    yield _item(
        "Design", "Conditions", f"{counted(len(known.protocol.arms), 'group', 'groups')}.", "What was varied"
    )
    yield _item(
        "Design", "Manipulations in detail", "Every page and profile is in the protocol.", "Materials"
    )
    yield _item("Design", "Replication", f"Protocol {known.facts.hash[:12]}… in full.", "To compute it again")
    named = named_words(known)
    yield _item(
        "Strategy", "Primary hypotheses and analyses", f"Named beforehand: {named}.", "Analytic strategy"
    )
    yield _item("Strategy", "Exploratory analyses", "Everything else.", "Exploratory")
    yield _item(
        "Strategy",
        "Correction for several tests",
        known.plan.correction.capitalize() + ".",
        "Analytic strategy",
    )
    yield _item(
        "Strategy", "Data diagnostics and exclusions", "Only the plan’s rules.", "Deviations from the plan"
    )


def _allocation(known: Known) -> Iterator[Item]:
    if known.protocol.lot is None:
        return
    topic, where = "Random assignment", "Random allocation"
    yield _item(topic, "Unit", "The participant.", where)
    yield _item(topic, "Sequence and restriction", "Permuted blocks from a secret seed.", where)
    yield _item(topic, "Concealment", "A list made beforehand; the next place is told to nobody.", where)
    yield _item(topic, "Who generated, enrolled, assigned", "The program.", where)
    lot = known.results.allocation
    said = (
        f"{counted(lot.faulty, 'closed block', 'closed blocks')} of {lot.closed} not as made."
        if lot
        else "Not yet."
    )
    yield _item(topic, "Whether it went as made", said, "Random assignment, and the groups before it")


def _results(known: Known) -> Iterator[Item]:
    topic, results = "Results", known.results
    rates = rates_of(results.flow)
    flow = f"{rates.arrived:,} came, {rates.allocated:,} allocated, {rates.finished:,} finished."
    yield _item(topic, "Flow of participants", flow, "Flow of participants")
    began = known.day(known.facts.began)
    yield _item(topic, "Dates", f"From {began} on." if began else "", "Recruitment")
    found = len(results.balance)
    yield _item(
        topic,
        "Baseline",
        f"{counted(found, 'difference', 'differences')}." if found else "None described.",
        "Random assignment, and the groups before it",
    )
    full = results.extent == "full"
    nothing = "Nothing has been computed yet." if results.extent == "live" else "Too little data."
    shown = "Not told yet." if known.withheld else nothing if not full else ""
    yield _item(
        topic,
        "Missing data and attrition",
        shown or "Compared and bounded.",
        "Attrition and what it could have done",
    )
    yield _item(
        topic, "Descriptives", "Per group and score." if results.cells else "Not told yet.", "Descriptives"
    )
    rows = len(results.rows)
    inferred = f"{counted(rows, 'row', 'rows')} with df, exact p, interval and effect size."
    yield _item(topic, "Each inferential test", shown or inferred, "Estimates")
    yield _item(topic, "Estimation problems", shown or _problems(known), "Models")
    yield _item(topic, "Analysis by group as drawn", "Always.", "Analytic strategy")
    yield _item(topic, "Software", _software(known), "To compute it again")
    yield Item(topic, "Adverse events")


def _problems(known: Known) -> str:
    fits = known.results.fits
    dropped, fallen = sum(bool(fit.dropped) for fit in fits), sum(fit.fallback for fit in fits)
    return f"{dropped} of {len(fits)} models with a component estimated at 0, {fallen} not converged."


def _software(known: Known) -> str:
    versions = known.results.versions
    return ", ".join(f"{name} {number}" for name, number in versions.items()) or "Nothing computed yet."


def _discussion() -> Iterator[Item]:
    for asked in ("Support of the hypotheses", "Similar results elsewhere", "Limits and generality"):
        yield Item("Discussion", asked)
