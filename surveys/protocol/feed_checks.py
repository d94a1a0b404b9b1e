"""What a feed task can get wrong: names that lead nowhere, impossible scores, what participants are owed."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from surveys.protocol.document import Document
from surveys.protocol.nodes import Consent, Debriefing, Feed, Randomise
from surveys.protocol.nodes.feed_parts import DEEPEST, Course, Habits, OwnScore
from surveys.protocol.score import broken
from surveys.protocol.unease import gives_score, measures_unease
from surveys.questions import Differential, Likert, Number, Question, Slider

Broken = tuple[str, str]
"""(path, what to do)."""

NUMERIC = (Likert, Number, Slider, Differential)
SEEN = {"shown", "hidden", "request"}
ADULT = range(18, 22)
FOLLOWED = (10, 100)
"""Where the Klout-like engine's curve runs."""


def astray(document: Document) -> Iterator[Broken]:
    """Names that lead nowhere, and days and values that there are not: nobody could walk through these."""
    for i, page in enumerate(document.pages):
        if not isinstance(page, Feed):
            continue
        path = f"pages.{i}"
        wrong = list(_factors(document, page, path))
        yield from wrong
        if page.score is not None and not wrong:
            yield from _score(document, page, page.score, f"{path}.score")
            if page.score.habits:
                yield from _habits(document, i, page.score.habits, f"{path}.score.habits.codes")
        yield from _days(page, path)
        if page.breaks and not wrong:
            costs = document.levels(page.breaks.cost)
            if any(not isinstance(c, int) or not 0 <= c <= DEEPEST for c in costs):
                yield f"{path}.breaks.cost", f"A break costs a whole number of points from 0 to {DEEPEST}."


def misplaced(document: Document) -> Iterator[Broken]:
    """A feed stands behind the lot, and its posts are of the pool."""
    lot = next((i for i, page in enumerate(document.pages) if isinstance(page, Randomise)), None)
    for i, page in enumerate(document.pages):
        if isinstance(page, Feed):
            if lot is None or i < lot:
                yield f"pages.{i}", "The feed depends on the group: put it after random assignment to groups."
            if len(document.profiles) < page.posts:
                have = len(document.profiles)
                yield "pool", f"A day shows posts of {page.posts} profiles, the pool has {have}."


def unsound(document: Document) -> Iterator[Broken]:
    """What could be walked through and must not be published."""
    for i, page in enumerate(document.pages):
        if isinstance(page, Feed):
            yield from _doubles(page, f"pages.{i}")
            if page.score is not None:
                yield from _owed(document)
                yield from _falls(document, page, f"pages.{i}")
                yield from _follows(document, page.score, f"pages.{i}.score.dynamics")


def doubts(document: Document) -> Iterator[Broken]:
    """What is allowed and should be thought over."""
    if gives_score(document) and measures_unease(document) and document.plan.safety is None:
        yield (
            "plan.safety",
            "The study gives people a score of their own and measures anxiety: name the state whose mean "
            "rise pauses it, such as by more than 15 among the first 50.",
        )


def _factors(document: Document, feed: Feed, path: str) -> Iterator[Broken]:
    for part in ("score", "breaks"):
        held = getattr(feed, part)
        for field, by in held.assigned() if held else ():
            factor = document.factor(by.factor)
            if factor is None or factor.varies == "within":
                message = f"No factor {by.factor!r} varies between participants: name one that does."
                yield f"{path}.{part}.{field}", message


def _score(document: Document, feed: Feed, score: OwnScore, path: str) -> Iterator[Broken]:
    known = ", ".join(course.code for course in feed.courses) or "none yet"
    for code in document.levels(score.course):
        if code != "" and feed.course_called(str(code)) is None:
            yield f"{path}.course", f"{str(code)!r} is not among the courses ({known}): add it, or name one."
    if strange := set(document.levels(score.visibility)) - SEEN:
        word = sorted(map(str, strange))[0]
        yield f"{path}.visibility", f"{word!r} is no way of showing a score: shown, hidden or request."
    low, high = score.ends
    if low >= high:
        yield f"{path}.low", "The lowest score must lie below the highest."
        return
    yield from broken(document, score, path)
    starts = [*document.levels(score.start), *(c.start for c in feed.courses if c.start is not None)]
    starts += [score.habits.low, score.habits.high] if score.habits else []
    if any(not isinstance(start, int) or not low <= start <= high for start in starts):
        yield f"{path}.start", f"A start must be a whole number from {low} to {high}."
    elif score.dynamics and not all(FOLLOWED[0] <= int(start) <= FOLLOWED[1] for start in starts):
        yield f"{path}.start", "A score that follows acts starts from {} to {}.".format(*FOLLOWED)


def _habits(document: Document, position: int, habits: Habits, path: str) -> Iterator[Broken]:
    asked: dict[str, Question] = {}
    for page in document.pages[:position]:
        for step in page.steps(document.library):
            asked |= {question.code: question for question in step.questions}
    if not habits.codes:
        yield path, "Name the earlier questions that the start is worked out from."
    for code in habits.codes:
        if not isinstance(asked.get(code), NUMERIC):
            yield path, f"No earlier page asks {code!r} with numbers for answers."


def _days(feed: Feed, path: str) -> Iterator[Broken]:
    named: list[tuple[str, int]] = [
        *((f"courses.{i}.changes", c.day) for i, course in enumerate(feed.courses) for c in course.changes),
        *((f"happenings.{i}.day", each.day) for i, each in enumerate(feed.happenings)),
        *((f"ask.{i}.after", each.after) for i, each in enumerate(feed.ask)),
        *((("aside.day", feed.aside.day),) if feed.aside else ()),
        *((("breaks.from_day", feed.breaks.from_day),) if feed.breaks else ()),
        *((("free_after", feed.free_after),) if feed.free_after is not None else ()),
    ]
    for field, day in named:
        if day > feed.days:
            yield f"{path}.{field}", f"There is no day {day}: the feed has {feed.days}."


def _doubles(feed: Feed, path: str) -> Iterator[Broken]:
    named: dict[str, Iterable[object]] = {
        "courses": (course.code for course in feed.courses),
        "prepared": (post.code for post in feed.prepared),
        "happenings": (each.day for each in feed.happenings),
        "ask": (each.after for each in feed.ask),
    }
    for field, values in named.items():
        for value, times in Counter(values).items():
            if times > 1:
                yield f"{path}.{field}", f"{value!r} stands here twice: change or remove one."
    for post in feed.prepared:
        if post.code.lower() in ("own", "filler"):
            yield f"{path}.prepared", f"{post.code!r} is a name that the feed uses itself: choose another."


def _falls(document: Document, feed: Feed, path: str) -> Iterator[Broken]:
    """Over all groups: the deepest that the course, with one break, can bring a score below its start."""
    assert feed.score is not None
    costs = document.levels(feed.breaks.cost) if feed.breaks else ()
    cost = max((each for each in costs if isinstance(each, int)), default=0)
    for course in feed.courses:
        lows = _depth(course)
        if lows < -DEEPEST:
            yield (
                f"{path}.courses",
                f"{course.code!r} falls by {-lows} points: at most {DEEPEST} may be lost.",
            )
        elif lows - cost < -DEEPEST:
            told = f"{course.code!r} and a break together cost {cost - lows} points"
            yield f"{path}.breaks.cost", f"{told}: at most {DEEPEST} may be lost."


def _depth(course: Course) -> int:
    total, lowest = 0, 0
    for change in sorted(course.changes, key=lambda change: change.day):
        total += change.by
        lowest = min(lowest, total)
    return lowest


def _owed(document: Document) -> Iterator[Broken]:
    """False feedback on oneself can distress, and lingers: what nobody may leave without."""
    debriefing = next((page for page in document.pages if isinstance(page, Debriefing)), None)
    at = next((i for i, page in enumerate(document.pages) if isinstance(page, Debriefing)), 0)
    if debriefing is not None and not debriefing.table:
        yield f"pages.{at}.table", "Say line by line what was shown, what was true and who decided that."
    consent = next((page for page in document.pages if isinstance(page, Consent)), None)
    if consent is not None and not any(_says_adult(s.text) for s in consent.statements):
        yield (
            "pages.0.statements",
            "A score of one’s own is for adults: add a box such as “I am 18 or older.”",
        )


def _says_adult(text: dict[str, str]) -> bool:
    numbers = [int(found) for words in text.values() for found in re.findall(r"\d{1,3}", words)]
    return any(number in ADULT for number in numbers)


def _follows(document: Document, score: OwnScore, path: str) -> Iterator[Broken]:
    if score.dynamics and score.system != "klout_like":
        message = (
            "Only the Klout-like system says how a score follows what people do, and the number would be "
            f"stored as one of {score.system!r}: choose klout_like, or 0 and a course."
        )
        yield path, message
    if score.dynamics and document.plan.confirmatory:
        message = (
            "Where the score follows what people do, its dose depends on who they are: leave that to studies "
            "that confirm nothing, or let the score follow a course."
        )
        yield path, message
