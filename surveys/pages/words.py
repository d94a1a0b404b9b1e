"""Words on a page: one language, placeholders filled, paragraphs and lists; always escaped."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from surveys.profiles.types import Profile
from surveys.protocol.checks import PLACEHOLDERS
from surveys.protocol.document import Document
from surveys.texts import Text, say

# One pass: what is filled in is never itself searched for braces.
_PLACEHOLDER = re.compile(r"\{(" + "|".join(PLACEHOLDERS) + r")\}")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_BULLET = "- "


@dataclass(frozen=True, slots=True)
class Words:
    """Says a document's texts in one language, with the placeholders that hold on one page."""

    language: str
    fallback: str
    fills: Mapping[str, str]

    def say(self, text: Text) -> str:
        return _PLACEHOLDER.sub(self._fill, say(text, self.language, self.fallback))

    def _fill(self, found: re.Match[str]) -> str:
        return self.fills.get(found[1], "")


def words(document: Document, language: str, profile: Profile | None = None) -> Words:
    about = document.about
    fills = {"profile": first_name(profile), "minutes": str(about.minutes or "")}
    for name in ("institution", "contact", "approval", "pay"):
        fills[name] = say(getattr(about, name), language, document.language)
    # Only a draft's preview can lack one: without them no study is published.
    missing = {name: _("[not yet given]") for name, text in fills.items() if not text and name != "profile"}
    return Words(language, document.language, fills | missing)


def first_name(profile: Profile | None) -> str:
    """What sentences call the person."""
    if profile is None:
        return ""
    return profile.short or next(iter(profile.name.split()), "")


def prose(text: str) -> SafeString:
    """HTML of a plain text: a blank line ends a paragraph, lines that begin with '- ' are a list."""
    blocks = _BLANK_LINES.split(text.replace("\r\n", "\n").strip())
    return format_html_join("\n", "{}", ((html,) for block in blocks for html in _block(block)))


def _block(block: str) -> Iterator[SafeString]:
    lines = [line.strip() for line in block.split("\n") if line.strip()]
    for is_list, run in groupby(lines, key=lambda line: line.startswith(_BULLET)):
        if is_list:
            items = format_html_join("", "<li>{}</li>", ((line.removeprefix(_BULLET),) for line in run))
            yield format_html("<ul>{}</ul>", items)
        else:
            yield format_html("<p>{}</p>", "\n".join(run))
