"""Names in a document that must mean something: factors, instruments, scales, earlier answers."""

from collections.abc import Iterator, Mapping

from surveys.cues import AssignedText
from surveys.protocol import feed_checks, score
from surveys.protocol.document import Document
from surveys.protocol.nodes import Attention, Debriefing, Feed, Questionnaire, Randomise, Visits, When
from surveys.protocol.outcomes import Act, AnyOutcome, Happened, InView, Ordinal, Rating, State, Timed
from surveys.protocol.plan_checks import display_of, impossible
from surveys.protocol.scales import Entry, ScaleUse, answer_format, scales
from surveys.questions import Number, Question

Broken = tuple[str, str]
"""(path, what to do)."""


def references(document: Document) -> list[Broken]:
    """Every name that leads nowhere. The document compiles only where there is none."""
    uses = list(_uses(document))
    if uses:
        return [*uses, *_factors(document)]
    return [
        *_factors(document),
        *_conditions(document),
        *_expected(document),
        *_told(document),
        *_screens(document),
        *_understood(document),
        *feed_checks.astray(document),
        *_outcomes(document),
        *_noticing(document),
        *_recalling(document),
        *impossible(document),
    ]


def _entries(document: Document) -> Iterator[tuple[str, Entry]]:
    for i, page in enumerate(document.pages):
        if isinstance(page, Questionnaire | Debriefing):
            yield from ((f"pages.{i}.questions.{j}", entry) for j, entry in enumerate(page.questions))
        if isinstance(page, Feed):
            for k, ask in enumerate(page.ask):
                yield from ((f"pages.{i}.ask.{k}.questions.{j}", e) for j, e in enumerate(ask.questions))
        if isinstance(page, Visits):
            yield from ((f"pages.{i}.rate.{j}", entry) for j, entry in enumerate(page.rate))
            yield from ((f"pages.{i}.after_last.{j}", entry) for j, entry in enumerate(page.after_last))


def _uses(document: Document) -> Iterator[Broken]:
    for path, use in _entries(document):
        if not isinstance(use, ScaleUse):
            continue
        instrument = document.library.get(use.instrument)
        if instrument is None:
            known = ", ".join(document.library) or "none yet"
            yield f"{path}.instrument", f"{use.instrument!r} is not among the study's instruments ({known})."
            continue
        if strange := set(use.subscales) - {sub.code for sub in instrument.subscales}:
            yield f"{path}.subscales", f"{instrument.code} has no subscale {sorted(strange)[0]!r}."
        if strange := set(use.items) - {item.code for item in instrument.items}:
            yield f"{path}.items", f"{instrument.code} has no item {sorted(strange)[0]!r}."
        try:
            answer_format(use, instrument)
        except ValueError as error:
            yield f"{path}.alternative", f"{error}."


def _factors(document: Document) -> Iterator[Broken]:
    cue = document.cue
    used = {name for page in document.pages for name in page.factors()}
    used |= set(cue.factors()) if cue else set()
    for i, factor in enumerate(document.factors):
        if factor.name not in used:
            yield f"factors.{i}", f"Nothing depends on the factor {factor.name!r}: use it or remove it."
    if cue is not None:
        yield from score.cue_broken(document, cue)
    yield from _accounts(document)


def _accounts(document: Document) -> Iterator[Broken]:
    """What profiles say of their accounts, where a factor decides it."""
    for i, page in enumerate(document.pages):
        if not isinstance(page, Visits) or not isinstance(page.account, AssignedText):
            continue
        factor = document.factor(page.account.factor)
        if factor is None:
            yield f"pages.{i}.account", f"No factor is called {page.account.factor!r}: name one that exists."
        elif strange := sorted(set(page.account.texts) - set(map(str, factor.levels))):
            known = ", ".join(map(str, factor.levels))
            yield f"pages.{i}.account", f"{strange[0]!r} is not a level of {factor.name!r} ({known})."


def _conditions(document: Document) -> Iterator[Broken]:
    asked: dict[str, Question] = {}
    lot = False
    for i, page in enumerate(document.pages):
        lot = lot or isinstance(page, Randomise)
        if page.when:
            yield from _condition(document, page.when, f"pages.{i}.when", asked, lot=lot)
        for step in page.steps(document.library):
            asked |= {question.code: question for question in step.questions}


def _condition(
    document: Document, when: When, path: str, asked: Mapping[str, Question], *, lot: bool
) -> Iterator[Broken]:
    if when.factor is not None:
        yield from _by_factor(document, when, path, lot=lot)
    elif (question := asked.get(when.code or "")) is None:
        yield f"{path}.code", f"No earlier page asks {when.code!r}."
    else:
        for value in when.among:
            if not question.can_be(value):
                yield f"{path}.among", f"Nobody can answer {value!r} to {when.code!r}."


def _screens(document: Document) -> Iterator[Broken]:
    """Scales for which people are sent away: asked on that page, and never after the lot."""
    lot = False
    for i, page in enumerate(document.pages):
        lot = lot or isinstance(page, Randomise)
        if not isinstance(page, Questionnaire) or page.screen is None:
            continue
        found = {scale.name: scale for scale in scales(page.questions, document.library)}
        scale = found.get(page.screen.scale)
        if lot:
            told = "Who is sent away after random assignment biases results: move the page before it."
            yield f"pages.{i}.screen", told
        elif scale is None:
            known = ", ".join(found) or "none yet"
            yield f"pages.{i}.screen.scale", f"{page.screen.scale!r} is no scale of this page ({known})."
        elif not scale.range[0] < page.screen.at_least <= scale.range[1]:
            low, high = scale.range
            yield f"pages.{i}.screen.at_least", f"Name a score above {low:g} and up to {high:g}."


def _told(document: Document) -> Iterator[Broken]:
    """Rows of the debriefing that are for some groups only, or for those who got somewhere."""
    earlier: set[str] = set()
    for i, page in enumerate(document.pages):
        for j, row in enumerate(page.table if isinstance(page, Debriefing) else ()):
            if row.since and row.since not in earlier:
                yield f"pages.{i}.table.{j}.since", f"No earlier page is called {row.since!r}."
            if row.when is None:
                continue
            if row.when.code is not None:
                yield f"pages.{i}.table.{j}.when", "A line of this table depends on the group: name a factor."
            else:
                yield from _by_factor(document, row.when, f"pages.{i}.table.{j}.when", lot=True)
        earlier |= {step.key for step in page.steps(document.library) if page.is_page}


def _understood(document: Document) -> Iterator[Broken]:
    for i, page in enumerate(document.pages):
        right = page.understood if isinstance(page, Debriefing) else None
        if right is None:
            continue
        asked = {q.code: q for step in page.steps(document.library) for q in step.questions}
        if right.question not in asked:
            yield f"pages.{i}.understood", f"The debriefing does not ask {right.question!r}."
        elif not asked[right.question].can_be(right.value):
            yield f"pages.{i}.understood", f"Nobody can answer {right.value!r} to {right.question!r}."


def _by_factor(document: Document, when: When, path: str, *, lot: bool) -> Iterator[Broken]:
    factor = next((each for each in document.factors if each.name == when.factor), None)
    if factor is None or factor.varies == "within":
        yield f"{path}.factor", f"No factor {when.factor!r} varies between participants: name one that does."
    elif not lot:
        yield f"{path}.factor", "Groups are assigned later: put the page after random assignment to groups."
    elif strange := [level for level in when.among if level not in factor.levels]:
        known = ", ".join(map(str, factor.levels))
        yield f"{path}.among", f"{strange[0]!r} is not a level of {when.factor!r} ({known})."


def _expected(document: Document) -> Iterator[Broken]:
    for i, page in enumerate(document.pages):
        if isinstance(page, Attention) and not page.question.can_be(page.expected):
            yield f"pages.{i}.expected", f"{page.expected!r} is not a possible answer to the question."


def _noticing(document: Document) -> Iterator[Broken]:
    noticed = document.plan.noticed
    if noticed is None:
        return
    question = _asked_once(document, since=Randomise).get(noticed.question)
    if question is None:
        yield (
            "plan.noticed",
            f"No page after random assignment asks {noticed.question!r}: name the question about noticing.",
        )
    elif not question.can_be(noticed.value):
        yield "plan.noticed", f"Nobody can answer {noticed.value!r} to {noticed.question!r}."


def _recalling(document: Document) -> Iterator[Broken]:
    code = document.plan.recalled
    if code is None:
        return
    question = _asked_once(document, since=Visits).get(code)
    if question is None:
        yield (
            "plan.recalled",
            f"No page after the visits asks {code!r}: name the question about the last score.",
        )
    elif not isinstance(question, Number):
        yield (
            "plan.recalled",
            f"{code!r} is not answered by a number: only a number can be set beside a score.",
        )


def _asked_once(document: Document, *, since: type[Randomise | Visits]) -> dict[str, Question]:
    """The questions of pages after this one, but for those of visits."""
    asked: dict[str, Question] = {}
    past = False
    for page in document.pages:
        past = past or isinstance(page, since)
        if past and not isinstance(page, Visits):
            asked |= {q.code: q for step in page.steps(document.library) for q in step.questions}
    return asked


def _outcomes(document: Document) -> Iterator[Broken]:
    rated, once = set(), set()
    for page in document.pages:
        for step in page.steps(document.library):
            names = {scale.name for scale in scales(step.entries, document.library)}
            rated |= names if step.part == "rate" else set()
            once |= names if step.part != "rate" else set()
    visits = next((page for page in document.pages if isinstance(page, Visits)), None)
    for i, outcome in enumerate(document.outcomes):
        path = f"outcomes.{i}"
        if isinstance(outcome, Rating) and outcome.scale not in rated:
            yield f"{path}.scale", f"{outcome.scale!r} is not rated at profile visits."
        if isinstance(outcome, State):
            for name in (outcome.scale, *outcome.before):
                if name not in once:
                    yield path, f"{name!r} is not a scale of any page."
        yield from _answered(document, outcome, path)
        if isinstance(outcome, Act | Timed) and visits is None:
            yield path, "The study has no profile visits: remove this outcome or add them."
        if isinstance(outcome, InView) and not display_of(document).shows:
            yield path, "No group is shown the score throughout: show it to one, or remove this outcome."
        if isinstance(outcome, Act) and visits is not None:
            options = {option.value for option in visits.look.options}
            if outcome.question != visits.look.code or outcome.value not in options:
                yield path, f"Name the look page's question {visits.look.code!r} and one of its options."


def _answered(document: Document, outcome: AnyOutcome, path: str) -> Iterator[Broken]:
    """Outcomes that are an answer to one question, asked once."""
    if not isinstance(outcome, Happened | Ordinal) or outcome.question is None:
        return
    steps = [step for page in document.pages for step in page.steps(document.library) if not step.visit]
    question = next((q for step in steps for q in step.questions if q.code == outcome.question), None)
    if question is None:
        yield f"{path}.question", f"No page asks {outcome.question!r} once."
    elif (
        isinstance(outcome, Happened) and (value := outcome.value) is not None and not question.can_be(value)
    ):
        yield f"{path}.value", f"Nobody can answer {outcome.value!r} to {outcome.question!r}."
    elif isinstance(outcome, Ordinal) and question.variable().type != "integer":
        yield f"{path}.question", f"The answers to {outcome.question!r} have no order: name another question."
