"""Names in a document that must mean something: factors, instruments, scales, earlier answers."""

from collections.abc import Iterator

from surveys.protocol.document import Document
from surveys.protocol.nodes import Attention, Questionnaire, Randomise, Visits
from surveys.protocol.outcomes import Act, Dwell, Rating, State
from surveys.protocol.plan_checks import impossible
from surveys.protocol.scales import Entry, ScaleUse, answer_format, scales
from surveys.questions import Question

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
        *_outcomes(document),
        *_noticing(document),
        *impossible(document),
    ]


def _entries(document: Document) -> Iterator[tuple[str, Entry]]:
    for i, page in enumerate(document.pages):
        if isinstance(page, Questionnaire):
            yield from ((f"pages.{i}.questions.{j}", entry) for j, entry in enumerate(page.questions))
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
    used = set(cue.factors()) if cue else set()
    for name in sorted(used - {factor.name for factor in document.factors}):
        yield "cue", f"The score names the factor {name!r}, which does not exist: add it under 'factors'."
    for i, factor in enumerate(document.factors):
        if factor.name not in used:
            yield f"factors.{i}", f"Nothing depends on the factor {factor.name!r}: use it or remove it."
    if cue is None:
        return
    if set(document.levels(cue.visibility)) - {"shown", "hidden"}:
        yield "cue.visibility", "The levels of the factor that decides visibility must be shown and hidden."
    values = document.levels(cue.value)
    if any(not isinstance(v, int) or not cue.low <= v <= cue.high for v in values):
        yield "cue.value", f"Scores must be whole numbers from {cue.low} to {cue.high}."


def _conditions(document: Document) -> Iterator[Broken]:
    asked: dict[str, Question] = {}
    for i, page in enumerate(document.pages):
        if page.when and page.when.code not in asked:
            yield f"pages.{i}.when.code", f"No earlier page asks {page.when.code!r}."
        elif page.when:
            for value in page.when.among:
                if not asked[page.when.code].can_be(value):
                    yield f"pages.{i}.when.among", f"Nobody can answer {value!r} to {page.when.code!r}."
        for step in page.steps(document.library):
            asked |= {question.code: question for question in step.questions}


def _expected(document: Document) -> Iterator[Broken]:
    for i, page in enumerate(document.pages):
        if isinstance(page, Attention) and not page.question.can_be(page.expected):
            yield f"pages.{i}.expected", f"{page.expected!r} is not a possible answer to the question."


def _noticing(document: Document) -> Iterator[Broken]:
    noticed, lot = document.plan.noticed, False
    asked: dict[str, Question] = {}
    if noticed is None:
        return
    for page in document.pages:
        lot = lot or isinstance(page, Randomise)
        if lot and not isinstance(page, Visits):
            asked |= {q.code: q for step in page.steps(document.library) for q in step.questions}
    question = asked.get(noticed.question)
    if question is None:
        yield (
            "plan.noticed",
            f"No page after the lot asks {noticed.question!r}: name the question about noticing.",
        )
    elif not question.can_be(noticed.value):
        yield "plan.noticed", f"Nobody can answer {noticed.value!r} to {noticed.question!r}."


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
            for name in (outcome.scale, outcome.before):
                if name is not None and name not in once:
                    yield path, f"{name!r} is not a scale of any page."
        if isinstance(outcome, Act | Dwell) and visits is None:
            yield path, "The study has no profile visits: remove this outcome or add them."
        if isinstance(outcome, Act) and visits is not None:
            options = {option.value for option in visits.look.options}
            if outcome.question != visits.look.code or outcome.value not in options:
                yield path, f"Name the look page's question {visits.look.code!r} and one of its options."
