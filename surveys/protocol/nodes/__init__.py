"""Kinds of page in a document. To add one: a type here, a word in PAGE_KINDS, a template in `pages`."""

from typing import Annotated

from pydantic import Field

from surveys.protocol.nodes.base import Act, Answers, Did, Ending, Errors, Node, Step, When
from surveys.protocol.nodes.feed import Feed
from surveys.protocol.nodes.plain import (
    Attention,
    Consent,
    Debriefing,
    End,
    Information,
    Questionnaire,
    Randomise,
    Screen,
    Statement,
)
from surveys.protocol.nodes.visits import Visits

PAGE_KINDS: dict[str, type[Node]] = {
    "information": Information,
    "consent": Consent,
    "questionnaire": Questionnaire,
    "attention": Attention,
    "randomise": Randomise,
    "visits": Visits,
    "feed": Feed,
    "debriefing": Debriefing,
    "end": End,
}

AnyNode = Annotated[
    Information | Consent | Questionnaire | Attention | Randomise | Visits | Feed | Debriefing | End,
    Field(discriminator="kind"),
]

__all__ = [
    "PAGE_KINDS",
    "Act",
    "Answers",
    "AnyNode",
    "Attention",
    "Consent",
    "Debriefing",
    "Did",
    "End",
    "Ending",
    "Errors",
    "Feed",
    "Information",
    "Node",
    "Questionnaire",
    "Randomise",
    "Screen",
    "Statement",
    "Step",
    "Visits",
    "When",
]
