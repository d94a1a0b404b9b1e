"""An estimate that can be recomputed by hand: answers by kind, and words to read."""

from typing import Any

import pytest

from surveys.protocol import Compiled, compiled, read
from surveys.protocol.duration import SECONDS, WORDS_A_MINUTE, duration
from surveys.questions import QUESTION_TYPES
from tests.people import flagship
from tests.protocol.own import own

WORDS = " ".join(["word"] * WORDS_A_MINUTE)


def made(*pages: dict[str, Any], **more: Any) -> Compiled:
    return compiled(read({"schema": 1, "address": "a", "pages": list(pages), **more}))


def questionnaire(*questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"kind": "questionnaire", "id": "q", "questions": list(questions), **more}


def test_every_kind_of_question_has_its_seconds() -> None:
    assert set(SECONDS) == set(QUESTION_TYPES)


def test_words_take_as_long_as_reading_them() -> None:
    found = duration(made({"kind": "information", "id": "i", "text": f"{WORDS} {WORDS}"}))
    assert (found.answers, found.words, found.minutes) == (0, 2 * WORDS_A_MINUTE, 2)


def test_answers_take_their_seconds() -> None:
    asked = [
        {"kind": "differential", "code": f"d{i}", "text": "", "left": "a", "right": "b"} for i in range(45)
    ]
    found = duration(made(questionnaire(*asked)))
    assert (found.answers, found.words, found.minutes) == (45, 0, 3)


def test_the_shortest_takes_a_minute() -> None:
    assert duration(made({"kind": "information", "id": "i", "text": "Hello."})).minutes == 1


@pytest.mark.parametrize("count", [1, 3])
def test_profiles_are_read_and_rated_once_a_visit_and_the_lead_once(count: int) -> None:
    bio, posts = "Five words stand here now", [{"text": "Two words", "ago": "1 h"}]
    people = [{"code": f"p{i}", "name": "P", "handle": "p", "bio": bio, "posts": posts} for i in range(4)]
    pool = {"code": "pool", "name": "P", "license": "x", "profiles": people}
    options = [{"value": "yes", "label": "Follow"}, {"value": "no", "label": "Not now"}]
    visits = {
        "kind": "visits", "id": "v", "count": count, "text": "Have a look", "rate_text": "Rate them all now",
        "look": {"kind": "choice", "code": "follow", "text": "Follow?", "options": options},
        "rate": [{"kind": "slider", "code": "s", "text": "x", "left": "a", "right": "b"}],
    }  # fmt: skip
    found = duration(made({"kind": "randomise", "id": "lot"}, visits, pool=pool))
    assert found.answers == 2 * count
    assert found.words == 7 * count + 3 + 4


def test_of_the_flagship_it_is_near_what_it_says_itself() -> None:
    found = duration(compiled(flagship()))
    # 5 x (15 pairs + Follow) + goodwill's 6 + 2 x 5 lines, and what is asked once.
    assert 5 * 16 + 6 + 10 < found.answers < 120
    assert 8 <= found.minutes <= 13


def test_a_feed_takes_its_posts_its_acts_and_its_questions() -> None:
    study = compiled(own())
    found = duration(study)
    # name and picture; two items a time, four times; two habits; the debriefing's question
    assert found.answers == 2 + 8 + 2 + 1
    shorter = duration(compiled(own(days=4, ask=[])))
    assert shorter.answers == found.answers - 4
    # a day less: three posts of one word each, and the words over the questions after day 2
    assert found.words - shorter.words == 3 + 2
