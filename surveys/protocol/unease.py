"""Whether a study asks how uneasy people are, or may make them so: what they are owed then."""

import re

from surveys.protocol.document import Document
from surveys.protocol.nodes import Feed
from surveys.protocol.scales import Entry, ScaleUse

_UNEASE = re.compile(r"anxi|uneas", re.IGNORECASE)


def gives_score(document: Document) -> bool:
    """Whether participants can get a score of their own."""
    return any(isinstance(page, Feed) and page.score is not None for page in document.pages)


def measures_unease(document: Document) -> bool:
    """Whether anything asked names anxiety, in its own words or in those of its instrument."""
    return any(_UNEASE.search(_words(document, entry)) for page in document.pages for entry in page.entries())


def owes_help(document: Document) -> bool:
    """Whether help stands on every page after consent, and not only where the study ends."""
    has_help = any(words.strip() for words in document.help.values())
    return has_help and (gives_score(document) or measures_unease(document))


def _words(document: Document, entry: Entry) -> str:
    if not isinstance(entry, ScaleUse):
        return " ".join(entry.text.values())
    instrument = document.library.get(entry.instrument)
    named = [instrument.code, instrument.citation, *instrument.name.values()] if instrument else []
    items = [words for item in instrument.items for words in item.text.values()] if instrument else []
    return " ".join([*named, *items])
