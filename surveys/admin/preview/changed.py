"""What the last change put into a profile: the place that both frames are to show."""

from collections.abc import Iterator
from typing import Any

from surveys.models import Study
from surveys.texts import say

NAMES = ("name", "handle")


def words(study: Study, code: str, language: str) -> str:
    """The first text of this profile that was not there before the last change; "" where there is none."""
    last = study.draft.changes.order_by("-revision").first()
    if last is None:
        return ""
    try:
        before = last.before(study.draft.content)
    except LookupError:
        return ""
    held = set(_texts(_profile(before, code), language))
    return next(
        (text for text in _texts(_profile(study.draft.content, code), language) if text not in held), ""
    )


def _profile(content: dict[str, Any], code: str) -> Any:
    profiles = (content.get("pool") or {}).get("profiles", ())
    return next((each for each in profiles if each["code"] == code), {})


def _texts(value: Any, language: str) -> Iterator[str]:
    """Every text in it as participants read it, and names. In a profile a mapping of strings is a text."""
    if isinstance(value, list):
        for each in value:
            yield from _texts(each, language)
    elif isinstance(value, dict) and value and all(isinstance(each, str) for each in value.values()):
        yield " ".join(say(value, language, "en").split())
    elif isinstance(value, dict):
        yield from (each for key, each in value.items() if key in NAMES and isinstance(each, str))
        for each in value.values():
            yield from _texts(each, language)
