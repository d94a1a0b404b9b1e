"""A small study that has one of everything and takes nothing from the library."""

from typing import Any

FACE = {"skin": "fair", "shape": "oval"}
NEVER_OFTEN = ["Never", "Sometimes", "Often"]

SMALL: dict[str, Any] = {
    "schema": 1,
    "name": "One of everything",
    "title": {"en": "Small", "de": "Klein"},
    "address": "small",
    "language": "en",
    "time_zone": "Europe/Berlin",
    "about": {
        "institution": "An institute",
        "contact": "somebody@institute.example",
        "approval": "1/2",
        "pay": "Nothing",
        "minutes": 5,
    },
    "help": {"en": "Talk to somebody.", "de": "Sprechen Sie mit jemandem."},
    "factors": [
        {"name": "visibility", "levels": ["shown", "hidden"], "varies": "between", "weights": [2, 1]},
        {"name": "level", "levels": [20, 50, 80], "varies": "within"},
    ],
    "cue": {
        "label": "Score",
        "legend": "1-100",
        "value": {"factor": "level"},
        "visibility": {"factor": "visibility"},
    },
    "pool": {
        "code": "seven",
        "name": "Seven people",
        "license": "CC0",
        "profiles": [
            {
                "code": f"p{i}",
                "name": f"Person {i}",
                "handle": f"person_{i}",
                "bio": f"Number {i}.",
                "face": FACE,
                "posts": [{"text": {"en": "Hello.", "de": "Hallo."}, "ago": "2 h", "likes": i}],
            }
            for i in range(1, 8)
        ],
    },
    "instruments": [
        {
            "code": "mood",
            "name": "Mood",
            "citation": "Made for tests.",
            "license": "CC0",
            "permission": "own",
            "wording": "own",
            "instruction": "Choose.",
            "answer": {"kind": "likert", "labels": NEVER_OFTEN},
            "alternative": {"kind": "slider", "left": "Never", "right": "Often"},
            "items": [{"code": "glad", "text": "Glad"}, {"code": "sad", "text": "Sad", "reverse": True}],
            "subscales": [
                {"code": "mood", "name": "Mood", "items": ["glad", "sad"], "score": "mean", "minimum": 1}
            ],
        },
        {
            "code": "warmth",
            "name": "Warmth",
            "citation": "Made for tests.",
            "license": "CC0",
            "permission": "own",
            "wording": "own",
            "instruction": "Choose.",
            "answer": {"kind": "differential", "points": 5},
            "items": [
                {"code": "warm", "left": "Cold", "right": "Warm"},
                {"code": "near", "left": "Near", "right": "Far", "reverse": True},
                {"code": "wise", "left": "Foolish", "right": "Wise"},
            ],
            "subscales": [
                {"code": "warmth", "name": "W", "items": ["warm", "near"], "score": "sum", "minimum": 2},
                {"code": "wisdom", "name": "Z", "items": ["wise"], "score": "mean", "minimum": 1},
            ],
        },
    ],
    "pages": [
        {
            "kind": "consent",
            "id": "welcome",
            "text": "About {minutes} minutes.",
            "statements": [{"code": "adult", "text": "I am 18 or older."}],
        },
        {
            "kind": "questionnaire",
            "id": "before",
            "title": "Before",
            "questions": [
                {"kind": "scale", "instrument": "mood", "name": "mood_before", "required": False},
                {"kind": "slider", "code": "line", "text": "Where?", "left": "Here", "right": "There"},
                {"kind": "differential", "code": "pair", "left": "Hot", "right": "Cold", "points": 5},
                {"kind": "number", "code": "age", "text": "Age?", "low": 18, "high": 110, "required": False},
                {"kind": "text", "code": "town", "text": "Town?", "required": False, "declinable": True},
                {
                    "kind": "choices",
                    "code": "pets",
                    "text": "Pets?",
                    "required": False,
                    "options": [{"value": "cat", "label": "Cat"}, {"value": "dog", "label": "Dog"}],
                },
                {
                    "kind": "choice",
                    "code": "online",
                    "text": "Online?",
                    "declinable": True,
                    "options": [{"value": "yes", "label": "Yes"}, {"value": "no", "label": "No"}],
                },
            ],
        },
        {
            "kind": "information",
            "id": "told",
            "text": "Only for some.",
            "when": {"code": "online", "among": ["yes"]},
        },
        {
            "kind": "attention",
            "id": "awake",
            "question": {"kind": "likert", "code": "check", "text": "Choose Often.", "labels": NEVER_OFTEN},
            "expected": 3,
            "on_miss": "end",
            "ended": "Thank you all the same.",
        },
        {"kind": "randomise", "id": "lot"},
        {
            "kind": "visits",
            "id": "person",
            "count": 3,
            "look": {
                "kind": "choice",
                "code": "follow",
                "text": "Follow?",
                "options": [{"value": "yes", "label": "Follow"}, {"value": "no", "label": "Not now"}],
            },
            "rate": [{"kind": "scale", "instrument": "warmth", "subscales": ["warmth"]}],
            "rate_text": "What of {profile}?",
            "after_last": [{"kind": "scale", "instrument": "warmth", "subscales": ["wisdom"]}],
        },
        {
            "kind": "questionnaire",
            "id": "after",
            "questions": [
                {"kind": "scale", "instrument": "mood", "name": "mood_after"},
                {"kind": "long_text", "code": "guess", "text": "What was it about?", "required": False},
            ],
        },
        {"kind": "debriefing", "id": "debriefing", "text": {"en": "All made up.", "de": "Alles erfunden."}},
        {"kind": "end", "id": "end"},
    ],
    "outcomes": [
        {"kind": "rating", "name": "warmth", "scale": "warmth", "smallest": 0.5},
        {"kind": "state", "name": "mood", "scale": "mood_after", "before": "mood_before"},
        {"kind": "act", "name": "follow", "question": "follow", "value": "yes"},
        {"kind": "dwell", "name": "time"},
    ],
    "plan": {"planned": 60, "blocks": [2, 3]},
}
