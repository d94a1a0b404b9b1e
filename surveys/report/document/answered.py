"""What CHERRIES asks, item by item: what was done and from where that is known.

None where only the researcher can tell.
"""

from surveys.protocol.nodes import Debriefing, Visits
from surveys.protocol.recruitment import PROLIFIC
from surveys.report.document.known import NOT_TOLD, Known, listed
from surveys.report.document.participants import consents
from surveys.report.document.rates import rates_of
from surveys.report.numbers import counted

INCOMPLETE = (
    "What they answered is analysed; a score needs the number of answered items that the scale "
    "names, and what "
    "attrition could have done is bounded."
)
PROTOCOL, COUNTED, PROGRAM = "protocol", "counted", "how the program works"


def unknown(known: Known) -> None:
    return None


def approval(known: Known) -> tuple[str, str]:
    return known.say(known.document.about.approval), PROTOCOL


def consent(known: Known) -> tuple[str, str] | None:
    statements = sum(len(page.statements) for page in consents(known))
    if not statements:
        return None
    minutes = known.document.about.minutes
    long = f" It says that the study takes about {minutes} minutes." if minutes else ""
    again = any(isinstance(page, Debriefing) for page in known.document.pages)
    after = " Consent was asked again after the debriefing." if again else ""
    what = counted(statements, "statement", "statements")
    return f"On the first page: {what} to tick, or decline.{long}{after}", PROTOCOL


def protection(known: Known) -> tuple[str, str]:
    ids = known.document.recruitment.ids
    kept = f" Ids from the address ({listed(ids)}) are kept apart from answers." if ids else ""
    return (
        "No name, no IP address and no browser’s name is stored; pages ask nothing of third parties. Answers "
        f"hang on a random token of which only the hash is stored.{kept} Who withdrew had their "
        "answers deleted.",
        PROGRAM,
    )


def development(known: Known) -> tuple[str, str] | None:
    if not known.facts.rehearsed:
        return None
    who = counted(known.facts.rehearsed, "simulated participant", "simulated participants")
    return f"{who} went through the same pages and analysis. Trials with people: {NOT_TOLD.lower()}", COUNTED


def entry(known: Known) -> tuple[str, str]:
    ids = known.document.recruitment.ids
    if ids:
        return (
            f"By invitation: the address names the person by {ids[0]}; without it the link works too.",
            PROTOCOL,
        )
    return "Open: everybody who had the link could take part.", PROTOCOL


def contact(known: Known) -> tuple[str, str] | None:
    if known.document.recruitment.ids == PROLIFIC:
        return "Through Prolific, on the internet.", PROTOCOL
    return None


def web(known: Known) -> tuple[str, str]:
    return "On the web; every answer was sent to and stored by the program itself, none by hand.", PROGRAM


def voluntary(known: Known) -> tuple[str, str]:
    return "Voluntary: the first page could be declined, and every page be left by “Stop”.", PROGRAM


def pay(known: Known) -> tuple[str, str]:
    return known.say(known.document.about.pay), PROTOCOL


def dates(known: Known) -> tuple[str, str] | None:
    facts = known.facts
    if facts.began is None:
        return None
    closed = f" Closed on {known.clock(facts.closed_at)}." if facts.closed_at else ""
    ended = known.clock(facts.ended) or "nobody yet"
    return (
        f"First begun {known.clock(facts.began)}, last ended {ended} ({known.document.time_zone}).{closed}",
        COUNTED,
    )


def randomisation(known: Known) -> tuple[str, str]:
    if known.protocol.visits is None:
        return "Items stood in the same order for everybody.", PROTOCOL
    return (
        "Items stood in the same order for everybody; profiles, levels and their positions were rotated over "
        "one another by lot.",
        PROTOCOL,
    )


def adaptive(known: Known) -> tuple[str, str]:
    found = [page for page in known.document.pages if page.when]
    if not found:
        return "None: no page depended on an answer.", PROTOCOL
    return (
        f"{counted(len(found), 'page was', 'pages were')} shown only after certain earlier answers.",
        PROTOCOL,
    )


def items(known: Known) -> tuple[str, str]:
    found = [len(step.questions) for step in known.protocol.steps if step.node.is_page and step.questions]
    if not found:
        return "No page asked anything.", PROTOCOL
    return f"{min(found)} to {max(found)} a page, {sum(found)} in all.", PROTOCOL


def pages(known: Known) -> int:
    """Pages of somebody who meets all of them."""
    return sum(step.node.is_page for step in known.protocol.steps)


def screens(known: Known) -> tuple[str, str]:
    visits = next((page for page in known.document.pages if isinstance(page, Visits)), None)
    of = f", of them {2 * visits.count} for {visits.count} profiles" if visits else ""
    return f"At most {counted(pages(known), 'page', 'pages')}{of}.", PROTOCOL


def complete(known: Known) -> tuple[str, str]:
    asked = [question for step in known.protocol.steps for question in step.questions]
    needed = sum(question.required for question in asked)
    declinable = sum(question.declinable for question in asked)
    return (
        f"By the program, when a page is sent: {needed} of {len(asked)} questions needed an answer, "
        "the others "
        f"could be left empty; {declinable} offered “prefer not to say”.",
        PROTOCOL,
    )


def review(known: Known) -> tuple[str, str]:
    return "None: the first answers to a page stand, and going back does not change them.", PROGRAM


def visitor(known: Known) -> tuple[str, str]:
    ids = known.document.recruitment.ids
    by = f"by {ids[0]} in the address, else by the cookie" if ids else "by the cookie"
    return (
        f"Whoever sent the first page is one visitor, known {by}: one person with two browsers would count "
        f"twice{' where the address names nobody' if ids else ''}.",
        PROGRAM,
    )


def view(known: Known) -> tuple[str, str]:
    return "Not known: page views are not counted.", PROGRAM


def participation(known: Known) -> tuple[str, str]:
    rates = rates_of(known.results.flow)
    return f"{rates.participation} of those who sent the first page agreed.", COUNTED


def completion(known: Known) -> tuple[str, str]:
    rates = rates_of(known.results.flow)
    return f"{rates.completion} of those who agreed finished; who withdrew counts as not finished.", COUNTED


def cookies(known: Known) -> tuple[str, str]:
    return (
        "One, set when the first page is sent and kept for 90 days: it leads back to one’s own "
        "participation. "
        "Nothing needs it, and refusing it loses nothing.",
        PROGRAM,
    )


def addresses(known: Known) -> tuple[str, str]:
    return "None: no IP address is stored.", PROGRAM


def logs(known: Known) -> tuple[str, str]:
    return "None: the program’s log holds neither addresses nor who asked.", PROGRAM


def registration(known: Known) -> tuple[str, str]:
    ids = known.document.recruitment.ids
    if not ids:
        return "No registration: the link could be opened again in another browser.", PROTOCOL
    return f"Each {ids[0]} could take part once; a second begin led back to the first.", PROTOCOL


def incomplete(known: Known) -> tuple[str, str]:
    rates = rates_of(known.results.flow)
    return (
        f"{rates.stopped:,} stopped and kept their answers, {rates.unfinished:,} left without a "
        f"word. {INCOMPLETE}",
        COUNTED,
    )


def timestamps(known: Known) -> tuple[str, str]:
    return "No limit was set: nobody is left out for being quick or slow.", PROGRAM


def weights(known: Known) -> tuple[str, str]:
    return "No weights: groups were made by lot, and nothing is weighted to a population.", PROGRAM
