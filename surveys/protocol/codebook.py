"""What every column of the data means, worked out from the protocol alone."""

from dataclasses import dataclass, field

from surveys.protocol.compiled import Compiled
from surveys.protocol.nodes import Consent, Step
from surveys.questions import Question, Variable
from surveys.texts import Text

MISSING = {
    "declined": "Asked; the participant preferred not to say.",
    "skipped": "Asked; left empty where that was allowed.",
    "not shown": "The page's condition was not met, or the score's group does not see it.",
    "not reached": "The participation ended before this page.",
}
"""Why a cell can be empty. The first two are stored; the others are absences."""


@dataclass(frozen=True, slots=True)
class Column:
    """One question at one page: `name` is unique in the wide table, `code` within its page."""

    name: str
    code: str
    step: str
    page: str
    visit: int
    kind: str
    text: Text
    variable: Variable
    scales: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that can be done in a feed, as the table of acts calls it; `text`: of a post or button."""

    act: str
    which: str
    meaning: str
    text: Text = field(default_factory=dict)


def deeds(protocol: Compiled) -> tuple[Deed, ...]:
    """All that the study's feed offers on any day."""
    feed = protocol.feed
    if feed is None:
        return ()
    found = [
        Deed("like", "", "Liked the post of that number on the page"),
        Deed("share", "", "Shared the post of that number on the page"),
        *([Deed("reply", "", "Replied to the post of that number, in own words")] if feed.own_text else []),
        *(Deed("post", post.code, "Published a prepared post", post.text) for post in feed.prepared),
        *(
            [Deed("post", "filler", "Published the post without content", feed.filler)]
            if feed.has_filler
            else []
        ),
        *([Deed("post", "own", "Published own words")] if feed.own_text else []),
    ]
    if feed.score and feed.score.details:
        found.append(Deed("check", "", "Opened more about their score"))
    if feed.score:
        found.append(Deed("reveal", "", "Uncovered their score, where it is shown on request"))
    for option in feed.aside.options if feed.aside else ():
        found.append(Deed("aside", str(option.value), "Noticed what happened aside", option.label))
    found.append(Deed("next", "", "Ended the day"))
    for length in feed.breaks.days if feed.breaks else ():
        found.append(Deed("break", str(length), "Took so many days off"))
    if feed.free_after is not None:
        found.append(Deed("finish", "", "Finished before the last day"))
    return tuple(found)


def columns(protocol: Compiled) -> tuple[Column, ...]:
    """Every answer column in the order asked; a visit's columns end in its number."""
    member = {code: [] for measure in protocol.measures for code in measure.scale.items}  # type: dict[str, list[str]]
    for measure in protocol.measures:
        for code in measure.scale.items:
            member[code].append(measure.scale.name)
    return tuple(
        _column(step, question, tuple(member.get(question.code, ())))
        for step in protocol.steps
        for question in step.questions
    ) + tuple(_consents(protocol))


def _column(step: Step, question: Question, scales: tuple[str, ...]) -> Column:
    repeated = step.part in ("look", "rate")
    return Column(
        name=f"{question.code}_{step.visit}" if repeated else question.code,
        code=question.code,
        step=step.key,
        page=step.node.id,
        visit=step.visit,
        kind=question.kind,
        text=question.text,
        variable=question.variable(),
        scales=scales,
    )


def _consents(protocol: Compiled) -> list[Column]:
    return [
        Column(s.code, s.code, step.key, step.node.id, 0, "statement", s.text, Variable(type="boolean"))
        for step in protocol.steps
        if isinstance(step.node, Consent)
        for s in step.node.statements
    ]
