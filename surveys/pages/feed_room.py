"""How much room the first sight of a score takes: the same for every group, whatever each of them reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext as _

from surveys.cues import AssignedText
from surveys.protocol.nodes import Feed
from surveys.texts import Text

HEAD, SMALL, PLAIN = 18, 40, 33
"""Characters that fit on a line of a phone 320 px wide, in the sizes of heading, small print and text."""
MOST = {"head": 3, "small": 6, "plain": 6}
"""Lines for which the style sheet has room; whoever writes more makes groups differ in height."""


@dataclass(frozen=True, slots=True)
class Room:
    """Lines of the heading, of the legend and of the explanation; line: whether the days before are drawn."""

    head: int = 1
    small: int = 0
    plain: int = 0
    line: bool = False

    @property
    def owned(self) -> str:
        """The classes of the score's own box."""
        words = ["owned", f"small-{self.small}", f"plain-{self.plain}"]
        return " ".join(words if self.line else [*words, "without-line"])


def room(feed: Feed) -> Room:
    """The most lines that any group, in any language, reads at the first sight of its score."""
    score = feed.score
    if score is None:
        return Room()
    ready = {"": _("Your feed is ready")}
    return Room(
        head=_lines([*_all(score.label), ready], HEAD, MOST["head"]),
        small=_lines(_all(score.legend), SMALL, MOST["small"]),
        plain=_lines(_all(score.explanation), PLAIN, MOST["plain"]),
        line=score.history,
    )


def _lines(texts: Iterable[Text], width: int, most: int) -> int:
    said = (words for text in texts for words in text.values())
    return min(
        most, max((sum(ceil(len(line) / width) for line in each.split("\n")) for each in said), default=0)
    )


def _all(text: Text | AssignedText) -> Iterable[Text]:
    return text.texts.values() if isinstance(text, AssignedText) else (text,)
