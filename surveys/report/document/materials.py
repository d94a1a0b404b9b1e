"""What participants were shown, what was measured, and the pages in their order."""

from collections.abc import Iterator
from math import isnan

from surveys.analysis.naming import page_label, scale_label
from surveys.instruments import Instrument
from surveys.protocol import Measure
from surveys.protocol.nodes import Attention, Consent, Debriefing, End, Feed, Node, Randomise, Visits
from surveys.protocol.outcomes import Act, AnyOutcome, Count, Dwell, Happened, InView, Ordinal, State, Stayed
from surveys.protocol.plan_names import adjusting, measured
from surveys.report.document.known import Known
from surveys.report.document.parts import Block, Listing, Pairs, Para, Section, Table
from surveys.report.document.scored import own_scored, scored
from surveys.report.numbers import DASH, counted, number, within_one


def materials(known: Known) -> Section:
    return Section("materials", "Materials", tuple(_materials(known)))


def _materials(known: Known) -> Iterator[Block]:
    pool, visits, cue = known.document.pool, known.protocol.visits, known.document.cue
    items: list[tuple[str, str]] = []
    if pool and visits:
        name, count = known.say(pool.name) if isinstance(pool.name, dict) else pool.name, len(pool.profiles)
        each = f"each participant looked at {visits.count}"
        items.append(("Profiles", f"{name}: {count} invented people; {each}, one after the other."))
        items.append(("Source of the profiles", pool.license))
        buttons = " or ".join(f"“{known.say(option.label)}”" for option in visits.look.options)
        items.append(("What could be done", f"“{known.say(visits.look.text)}” {buttons}, a button each."))
        items.append(("Followers", "shown on the profile." if visits.followers else "not shown."))
    if cue is not None:
        items += scored(known, cue)
    if known.protocol.feed is not None:
        items += own_scored(known, known.protocol.feed)
    yield Pairs(tuple(items)) if items else Para("No profiles and no score were shown.")


def measures(known: Known) -> Section:
    return Section("measures", "Measures", tuple(_measures(known)))


def _measures(known: Known) -> Iterator[Block]:
    outcomes = tuple((known.label(one.name), defined(known, one)) for one in known.document.outcomes)
    if outcomes:
        yield Table("Outcomes", ("Outcome", "How it is taken"), outcomes)
    rows = tuple(_scale(known, measure) for measure in known.protocol.measures)
    if rows:
        head = ("Scale", "Items", "Answers", "Scored as", "Taken", "Alpha", "Omega")
        note = (
            "Alpha and omega as observed here, of all groups together, on each participant’s first rating; "
            "by group, with intervals, under Reliability."
        )
        yield Table("Scales", head, rows, note=note, numeric=frozenset({1, 5, 6}))
        yield Para("Sources of the scales:")
        yield Listing(tuple(source(known, one) for one in used(known)))


def defined(known: Known, outcome: AnyOutcome) -> str:
    if isinstance(outcome, Act):
        return "whether a visit to a profile ended in this button; the share of visits."
    if isinstance(outcome, Dwell):
        return (
            "seconds between sending the page before a profile and sending the profile’s own, by the "
            "server’s clock; analysed as natural logarithms."
        )
    if isinstance(outcome, InView):
        return (
            "seconds for which at least half of the displayed score was in view on a profile’s own page, as "
            "the browser noted them, among those who were shown it; analysed as natural logarithms. Not "
            "known of browsers without JavaScript."
        )
    if isinstance(outcome, Count | Happened | Stayed | Ordinal):
        return f"{measured(known.protocol, outcome)}."
    label = scale_label(known.protocol, outcome.scale, known.language)
    if isinstance(outcome, State):
        return f"the scale “{label}”, once{adjusting(outcome)}."
    return f"the scale “{label}”, at each profile visit."


def _scale(known: Known, measure: Measure) -> tuple[str, ...]:
    scale = measure.scale
    alpha = next((a for a in known.results.alphas if a.scale == scale.name and not a.group), None)
    times = f", times {scale.factor:.4g}" if scale.factor != 1 else ""
    reverse = sum(scale.reverse)
    turned = f"; {reverse} reversed" if reverse else ""
    return (
        scale_label(known.protocol, scale.name, known.language),
        str(len(scale.items)),
        f"{scale.low:g} to {scale.high:g}",
        f"{scale.method} of at least {scale.minimum} answered{turned}{times}",
        "at each visit" if measure.repeated else "once",
        within_one(number(alpha.alpha)) if alpha and not isnan(alpha.alpha) else DASH,
        within_one(number(alpha.omega)) if alpha and not isnan(alpha.omega) else DASH,
    )


def used(known: Known) -> list[Instrument]:
    """The instruments that the pages use, in the order asked."""
    codes = dict.fromkeys(measure.scale.instrument for measure in known.protocol.measures)
    return [known.document.library[code] for code in codes]


def source(known: Known, instrument: Instrument) -> str:
    words = {"own": " Own wording, not validated.", "corroborated": "", "verified": ""}[instrument.wording]
    right = " The right to use the wording is still to be confirmed." if _unsure(instrument) else ""
    doi = f" https://doi.org/{instrument.doi}" if instrument.doi else ""
    own = "" if "wn wording" in instrument.citation else words
    return f"{known.say(instrument.name)}: {' '.join(instrument.citation.split())}{doi}{own}{right}"


def _unsure(instrument: Instrument) -> bool:
    return instrument.permission == "to confirm"


def procedure(known: Known) -> Section:
    rows = tuple(_page(known, i, node) for i, node in enumerate(known.document.pages, 1))
    table = Table("Pages in their order", ("", "Page", "What it holds", "Shown"), rows)
    return Section("procedure", "Procedure", (Para(ONE_BY_ONE), table) if rows else ())


ONE_BY_ONE = (
    "Pages were given one at a time. The first answer to a page stood; going back did not change it. Every "
    "page could be left by “Stop”, and whoever stopped chose whether their answers were kept."
)


def _page(known: Known, position: int, node: Node) -> tuple[str, ...]:
    shown = "always"
    when = node.when
    if when is not None and when.factor:
        shown = f"only where {when.factor} is {', '.join(map(str, when.among))}"
    elif when is not None and when.code:
        shown = f"only after certain answers to “{known.asked(when.code)}”"
    title = (
        "Random assignment"
        if isinstance(node, Randomise)
        else page_label(known.protocol, node, known.language)
    )
    return str(position), title, _holds(known, node), shown


def _feed(node: Feed) -> str:
    asks = len(node.ask)
    between = f"; questions after {counted(asks, 'day', 'days')}" if asks else ""
    score = "" if node.score is None else ", with a score of one’s own"
    less = ", one less where something happens aside" if node.aside and node.posts > 1 else ""
    return f"A feed of at most {node.days} days{score}, {node.posts} posts of others a day{less}{between}"


def _holds(known: Known, node: Node) -> str:
    library = known.document.library
    items = sum(len(step.questions) for step in node.steps(library)) if not isinstance(node, End) else 0
    match node:
        case Consent():
            return f"Information and consent, {counted(len(node.statements), 'statement', 'statements')}"
        case Randomise():
            return "Groups and itineraries are drawn; nothing is shown"
        case Attention():
            return "An attention check"
        case Debriefing():
            return "What was made up and why; whether answers may be kept is asked again"
        case End():
            return "Thanks and the completion code"
        case Feed():
            return _feed(node)
        case Visits():
            return (
                f"{node.count} profiles, each looked at and then rated on a page of its own; "
                f"{items} questions in all"
            )
    return counted(items, "question", "questions") if items else "Text to read"
