"""How long a study takes, estimated from its document: answers to give and words to read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from surveys.profiles.types import Profile
from surveys.protocol.compiled import Compiled
from surveys.protocol.nodes import Feed, Step, Visits
from surveys.texts import Text, say

SECONDS: Mapping[str, float] = {
    "differential": 4,
    "likert": 5,
    "choice": 5,
    "slider": 6,
    "choices": 8,
    "number": 8,
    "text": 15,
    "long_text": 45,
}
"""For reading and answering one question of a kind. Rules of thumb, not measured."""

A_DAY = 15.0
"""Seconds for what one does on a day of a feed, besides reading it. A rule of thumb, not measured."""

WORDS_A_MINUTE = 238
"""Adults reading English silently: Brysbaert (2019), Journal of Memory and Language, 109, 104047."""


@dataclass(frozen=True, slots=True)
class Duration:
    """answers: questions and items over all pages; words: to be read besides; minutes: whole, at least 1."""

    answers: int
    words: int
    minutes: int


def duration(protocol: Compiled) -> Duration:
    """Of somebody who meets every page. The compiled document must be one that can be walked through."""
    steps = [step for step in protocol.steps if step.node.is_page]
    asked = [question for step in steps for question in step.questions]
    words = sum(_words(protocol, step) for step in steps)
    if protocol.end:
        words += _count(protocol, (text for _field, text in protocol.end.texts()))
    seconds = sum(SECONDS.get(question.kind, SECONDS["number"]) for question in asked)
    seconds += A_DAY * sum(step.part == "day" for step in steps)
    return Duration(len(asked), words, max(1, round((seconds + 60 * words / WORDS_A_MINUTE) / 60)))


def _words(protocol: Compiled, step: Step) -> int:
    """The page's own texts, of visits the first time only; at a look an average profile, on a day posts."""
    if isinstance(step.node, Feed):
        posts = _posts(protocol, step.node) if step.part == "day" else 0
        return _count(protocol, _in_feed(step.node, step)) + posts
    texts = [text for field, text in step.node.texts() if _is_read(step, field)]
    profiles = protocol.document.profiles
    shown = step.part == "look" and len(profiles)
    of_profile = sum(_count(protocol, _texts(each)) for each in profiles) // len(profiles) if shown else 0
    return _count(protocol, texts) + of_profile


def _is_read(step: Step, field: str) -> bool:
    if not isinstance(step.node, Visits):
        return True
    where = {"rate_text": "rate", "after_last_text": "last"}.get(field, "look")
    return step.part == where and (step.visit == 1 or where == "last")


def _in_feed(feed: Feed, step: Step) -> Iterable[Text]:
    """What is read on a page of the feed besides posts: prepared ones are read where one writes, by some."""
    if step.part == "ask":
        ask = feed.asked_after(step.day)
        return [ask.title, ask.text] if ask else []
    if step.part == "day":
        aside = [feed.aside.text] if feed.aside and feed.aside.day == step.day else []
        return [*(each.text for each in feed.happenings if each.day == step.day), *aside]
    return [feed.title, feed.text] if step.part == "name" or not feed.nickname else []


def _posts(protocol: Compiled, feed: Feed) -> int:
    counts = [
        _count(protocol, [post.text, *([post.quote.text] if post.quote else [])])
        for profile in protocol.document.profiles
        for post in profile.posts
    ]
    return feed.posts * sum(counts) // len(counts) if counts else 0


def _texts(profile: Profile) -> Iterable[Text]:
    yield profile.bio
    for post in profile.posts:
        yield post.text
        if post.quote:
            yield post.quote.text


def _count(protocol: Compiled, texts: Iterable[Text]) -> int:
    language = protocol.document.language
    return sum(len(say(text, language, language).split()) for text in texts)
