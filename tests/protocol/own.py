"""A small study of one's own score, to test with: four groups, a dip, breaks, an aside, questions."""

import copy
from typing import Any

from surveys.protocol import Document, read
from tests.protocol.small import SMALL

LEVELS = ["none", "flat_68", "dip_65", "dip_64"]


def _option(value: str, label: str) -> dict[str, str]:
    return {"value": value, "label": label}


FEED: dict[str, Any] = {
    "kind": "feed",
    "id": "week",
    "title": "Your feed",
    "text": "A few days in a small feed.",
    "days": 5,
    "free_after": 3,
    "score": {
        "system": "klout_like",
        "label": "Influence score",
        "legend": "1-100; average 40; 65 and above: Influencer",
        "explanation": "It counts how others react to what you post.",
        "start": 68,
        "course": {"factor": "course"},
    },
    "courses": [
        {"code": "none", "exists": False, "start": 68, "changes": [{"day": 3, "by": -4}]},
        {"code": "flat_68"},
        {"code": "dip_65", "start": 69, "changes": [{"day": 3, "by": -4}]},
        {"code": "dip_64", "changes": [{"day": 3, "by": -4}]},
    ],
    "prepared": [
        {"code": "bread", "text": "Baked bread. It rose, I rose, we are all up now."},
        {"code": "bus", "text": "The bus driver waited for me. I have decided to trust people again."},
    ],
    "filler": "Posting so that there is something here today.",
    "breaks": {"days": [1, 2], "from_day": 2, "cost": 0, "told": "Nothing happens while you are away."},
    "happenings": [{"day": 3, "text": "It rained all morning."}],
    "aside": {
        "day": 4,
        "text": "From the kitchen: dinner is on the table.",
        "options": [{"value": "coming", "label": "Coming"}],
    },
    "ask": [
        {
            "after": 2,
            "title": "Right now",
            "questions": [{"kind": "scale", "instrument": "mood", "name": "mood_day2"}],
        },
        {"after": 4, "questions": [{"kind": "scale", "instrument": "mood", "name": "mood_day4"}]},
    ],
}

OWN: dict[str, Any] = {
    **{
        key: copy.deepcopy(SMALL[key])
        for key in ("about", "help", "pool", "instruments", "language", "time_zone")
    },
    "schema": 1,
    "name": "One's own score, small",
    "title": "A week online",
    "address": "own-score-small",
    "factors": [{"name": "course", "levels": LEVELS, "varies": "between"}],
    "pages": [
        {
            "kind": "consent",
            "id": "welcome",
            "text": "You will be given a score. We explain at the end how it was made.",
            "statements": [{"code": "adult", "text": "I am 18 or older."}],
        },
        {
            "kind": "questionnaire",
            "id": "before",
            "questions": [
                {"kind": "scale", "instrument": "mood", "name": "mood_before"},
                {
                    "kind": "likert",
                    "code": "often",
                    "text": "How often do you post?",
                    "labels": list("abcde"),
                },
                {
                    "kind": "likert",
                    "code": "answer",
                    "text": "How often do you answer?",
                    "labels": list("abcde"),
                },
            ],
        },
        {"kind": "randomise", "id": "lot"},
        FEED,
        {
            "kind": "questionnaire",
            "id": "after",
            "questions": [{"kind": "scale", "instrument": "mood", "name": "mood_after"}],
        },
        {
            "kind": "debriefing",
            "id": "debriefing",
            "text": "The score was made up.",
            "table": [
                {"seen": "People who post", "truth": "They were invented.", "decided": "We did."},
                {
                    "seen": "Your score fell by 4 on day 3.",
                    "truth": "It fell whatever you did.",
                    "decided": "A lot.",
                    "when": {"factor": "course", "among": ["dip_65", "dip_64"]},
                    "since": "week.3.day",
                },
            ],
            "lingers": "Such a number can stay with one for a while even so.",
            "questions": [
                {
                    "kind": "choice",
                    "code": "understood",
                    "text": "Where did your score come from?",
                    "options": [_option("invented", "It was invented"), _option("mine", "From my posts")],
                }
            ],
            "understood": {"question": "understood", "value": "invented"},
        },
        {"kind": "end", "id": "end"},
    ],
    "outcomes": [{"kind": "state", "name": "mood", "scale": "mood_after", "before": "mood_before"}],
    "plan": {"planned": 40},
}


def own(**feed: Any) -> Document:
    """The study with these fields of its feed; `score` is laid over the one that is there."""
    return read(written(**feed))


def written(**feed: Any) -> dict[str, Any]:
    content = copy.deepcopy(OWN)
    page = next(page for page in content["pages"] if page["kind"] == "feed")
    score = feed.pop("score", {})
    page.update(feed)
    page["score"] = None if score is None else {**page["score"], **score}
    return content
