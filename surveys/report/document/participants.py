"""Who took part: whom the study lets in, how they came, how many were planned."""

from collections.abc import Iterator

from surveys.protocol.nodes import Attention, Consent, Questionnaire
from surveys.protocol.plan_names import excluded
from surveys.protocol.recruitment import PROLIFIC
from surveys.report.document.known import Known, listed
from surveys.report.document.parts import Block, Listing, Para, Section
from surveys.report.document.strategy import power


def participants(known: Known) -> Section:
    parts = (
        Section("inclusion", "Inclusion and exclusion", tuple(inclusion(known))),
        Section("recruitment", "Recruitment", tuple(map(Para, recruitment(known)))),
        Section("size", "Sample size", tuple(sample_size(known))),
    )
    return Section("participants", "Participants", parts=parts)


def inclusion(known: Known) -> Iterator[Block]:
    stated = [known.say(s.text) for page in consents(known) for s in page.statements]
    if stated:
        yield Para("Whoever opened the study could take part if they agreed to each of these statements:")
        yield Listing(tuple(f"“{statement}”" for statement in stated))
    for page in known.document.pages:
        if isinstance(page, Attention):
            ends = page.on_miss == "end"
            done = "the study ended there for whoever missed it" if ends else "a miss was noted"
            asked = known.say(page.question.text)
            yield Para(f"Attention check before random assignment: “{asked}”; {done}.")
        if isinstance(page, Questionnaire) and page.screen:
            limit = f"scored {page.screen.at_least:g} or more on {page.screen.scale}"
            yield Para(f"Screening before random assignment: the study ended there for whoever {limit}.")
    rules = [f"{excluded(known.protocol, rule)}." for rule in known.plan.exclusions]
    if rules:
        yield Para("The plan leaves out, by what was known before random assignment:")
        yield Listing(tuple(rules))
    else:
        yield Para("The plan leaves nobody out of the analysis.")


def consents(known: Known) -> list[Consent]:
    return [page for page in known.document.pages if isinstance(page, Consent)]


def recruitment(known: Known) -> Iterator[str]:
    document, facts = known.document, known.facts
    if facts.simulated:
        yield (
            "Nobody was recruited: these are simulated participants, sent through the same pages, lot and "
            "analysis as real ones."
        )
        return
    plan = document.recruitment
    if plan.ids == PROLIFIC:
        yield "Participants came through Prolific, whose ids in the address named the person."
    elif plan.ids:
        names = listed(plan.ids)
        yield f"Participants came by an address that carried {names}; {plan.ids[0]} named the person."
    else:
        yield "Participants came by one open link; nobody had to register."
    if pay := known.say(document.about.pay):
        yield f"What they received: {pay}."
    if document.about.minutes:
        yield f"They were told that it takes about {document.about.minutes} minutes."
    if facts.began:
        yield f"The first began on {known.clock(facts.began)} and the last ended on {_ended(known)}."


def _ended(known: Known) -> str:
    return known.clock(known.facts.ended) or "a day still to come"


def sample_size(known: Known) -> Iterator[Block]:
    plan, finished = known.plan, known.results.flow.total("finished")
    yield Para(
        f"{plan.planned:,} participants were planned; {finished:,} finished. {STOPPING[plan.stopping.kind]}"
    )
    drawn = tuple(power(known))
    yield from drawn
    if not drawn:
        yield Para("How the planned number was arrived at (power, precision) is for the researcher to say.")


STOPPING = {
    "fixed": "The number was fixed beforehand.",
    "group_sequential": "The plan lets the study end earlier, at a look whose boundary is crossed.",
    "anytime_valid": "The plan lets effects be looked at, and the study end, at any time.",
}
