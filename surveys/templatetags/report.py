"""What the report's template needs beyond Django: statistics set as the APA sets them."""

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_STATISTIC = re.compile(r"(?<![\w.])(?:[tF](?=\()|[pbzM](?= (?:=|&lt;|&gt;) )|p_Holm)")
_SIGN = re.compile(r" (=|&lt;|&gt;) (?=[−.\d])")
_UNIT = re.compile(r"(?<=\d) (?=%)")
HARD = "\N{NO-BREAK SPACE}"


@register.filter
def apa(text: str) -> SafeString:
    """The text, escaped; its statistics in italics, p_Holm with its index, 'p = .003' and '95 %' unbroken."""
    together = _UNIT.sub(HARD, _SIGN.sub(rf"{HARD}\1{HARD}", _STATISTIC.sub(_set, escape(text))))
    # Only our own tags are added, to text that is escaped already.
    return mark_safe(together)


def _set(found: re.Match[str]) -> str:
    return "<i>p</i><sub>Holm</sub>" if found[0] == "p_Holm" else f"<i>{found[0]}</i>"
