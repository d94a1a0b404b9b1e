"""Hypothesis strategies: whole studies, with all kinds of page and question, conditions, factors, visits."""

import copy
from typing import Any

from hypothesis import strategies as st

from surveys.protocol import Document, read
from tests.protocol.small import SMALL

LANGUAGES = ["en", "de", "id", "pt-BR", "ar"]
BETWEEN: list[tuple[str, list[Any]]] = [
    ("visibility", ["shown", "hidden"]),
    ("visibility", ["hidden", "request"]),
    ("value", [10, 90]),
    ("value", [5, 50, 95]),
]

words = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0{}"), min_size=1, max_size=12
).filter(lambda text: bool(text.strip()))


@st.composite
def texts(draw: st.DrawFn, language: str) -> Any:
    """A plain string, or texts by language; the study's own language is not always among them."""
    if draw(st.booleans()):
        return draw(words)
    languages = draw(st.lists(st.sampled_from(LANGUAGES), min_size=1, max_size=2, unique=True))
    return {code: draw(words) for code in languages}


@st.composite
def questions(draw: st.DrawFn, code: str, language: str) -> dict[str, Any]:
    text = texts(language)
    shape: dict[str, Any] = draw(
        st.sampled_from(
            [
                {"kind": "likert", "labels": ["a", "b", "c"], "first": 0},
                {"kind": "differential", "left": "x", "right": "y", "points": 5},
                {"kind": "slider", "left": "x", "right": "y", "low": -10, "high": 10},
                {
                    "kind": "choice",
                    "options": [{"value": "yes", "label": "1"}, {"value": "no", "label": "2"}],
                },
                {"kind": "choices", "options": [{"value": "one", "label": "1"}]},
                {"kind": "number", "low": 0, "high": 9},
                {"kind": "number", "low": 0, "high": 9, "decimals": True},
                {"kind": "text"},
                {"kind": "long_text", "longest": 100},
            ]
        )
    )
    written = {**shape, "code": code, "text": draw(text)}
    for name in ("required", "declinable"):
        if draw(st.booleans()):
            written[name] = draw(st.booleans())
    return written


def _values(question: dict[str, Any]) -> list[Any]:
    """Answers that a condition may name."""
    values: dict[str, list[Any]] = {
        "likert": [0, 1, 2],
        "differential": [1, 5],
        "slider": [-10, 0, 10],
        "choice": ["yes", "no"],
        "number": [0, 9],
    }
    return values.get(question["kind"], [])


@st.composite
def contents(draw: st.DrawFn) -> dict[str, Any]:
    """A complete study in plain data, as it could be written in YAML."""
    language = draw(st.sampled_from(LANGUAGES))
    text = texts(language)
    asked: list[dict[str, Any]] = []

    def when() -> dict[str, Any]:
        usable = [q for q in asked if _values(q)]
        if not usable or draw(st.integers(0, 2)):
            return {}
        named = draw(st.sampled_from(usable))
        among = draw(st.lists(st.sampled_from(_values(named)), min_size=1, max_size=2, unique=True))
        return {"when": {"code": named["code"], "among": among}}

    def plain(prefix: str, *, before_lot: bool) -> list[dict[str, Any]]:
        pages: list[dict[str, Any]] = []
        for i in range(draw(st.integers(0, 3))):
            id = f"{prefix}{i}"
            kinds = ["information", "questionnaire"] + (["attention"] if before_lot else [])
            kind = draw(st.sampled_from(kinds))
            page: dict[str, Any] = {"kind": kind, "id": id, **when()}
            if kind == "information":
                page["text"] = draw(text)
            elif kind == "questionnaire":
                page["questions"] = [
                    draw(questions(f"{id}_{j}", language)) for j in range(draw(st.integers(1, 3)))
                ]
                asked.extend(page["questions"])
            else:
                labels = ["a", "b", "c"]
                page["question"] = {"kind": "likert", "code": f"{id}_c", "text": "?", "labels": labels}
                page |= {"expected": 2, "on_miss": draw(st.sampled_from(["note", "end"]))}
            pages.append(page)
        return pages

    between = draw(st.lists(st.sampled_from(BETWEEN), max_size=2, unique_by=lambda factor: factor[0]))
    visits = draw(st.integers(0, 3))
    within = visits > 0 and "value" not in dict(between) and draw(st.booleans())
    factors: list[dict[str, Any]] = [
        {"name": name, "levels": levels, "varies": "between"}
        | ({"weights": draw(st.lists(st.integers(1, 3), min_size=len(levels), max_size=len(levels)))})
        for name, levels in between
    ]
    if within:
        factors.append({"name": "level", "levels": [20, 50, 80][:visits], "varies": "within"})
    cue: dict[str, Any] = {"value": 40}
    if within or "value" in dict(between):
        cue["value"] = {"factor": "level" if within else "value"}
    if "visibility" in dict(between):
        cue["visibility"] = {"factor": "visibility"}
        cue["label"] = draw(text)

    pages: list[dict[str, Any]] = [
        {
            "kind": "consent",
            "id": "c",
            "statements": [{"code": "ok", "text": draw(text)}, {"code": "adult", "text": "18 or older"}],
        },
        *plain("b", before_lot=True),
    ]
    if factors or visits or draw(st.booleans()):
        pages.append({"kind": "randomise", "id": "lot"})
    if visits:
        pages.append(_visits(visits, last=draw(st.booleans()), when=when()))
    if pages[-1]["kind"] in ("randomise", "visits") and draw(st.booleans()):
        feed = draw(feeds(language, dict(between)))
        pages.append({**feed, **when()})
        asked.extend(question for ask in feed["ask"] for question in ask["questions"])
    pages += plain("a", before_lot=False)
    debriefing: dict[str, Any] = {"kind": "debriefing", "id": "d", "text": draw(text)}
    if draw(st.booleans()) or pages[-1]["kind"] == "feed" or any(p["kind"] == "feed" for p in pages):
        debriefing |= {"table": [{"seen": draw(text), "truth": draw(text)}], "lingers": draw(text)}
    if draw(st.booleans()):
        debriefing |= {"questions": [draw(questions("understood", language))]}
    pages += [debriefing, {"kind": "end", "id": "e"}]
    return {
        "name": draw(words),
        "title": draw(text),
        "address": draw(st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,2}", fullmatch=True)),
        "language": language,
        "about": {key: draw(text) for key in ("institution", "contact", "approval", "pay")} | {"minutes": 9},
        "help": draw(text),
        "factors": factors,
        "cue": cue,
        "pool": copy.deepcopy(SMALL["pool"]),
        "instruments": copy.deepcopy(SMALL["instruments"]),
        "pages": pages,
    }


@st.composite
def feeds(draw: st.DrawFn, language: str, between: dict[str, list[Any]]) -> dict[str, Any]:
    """A feed task: with and without a score, courses, breaks, questions between days, boxes to type in."""
    text, days = texts(language), draw(st.integers(1, 5))
    day = st.integers(1, days)

    def maybe(value: Any, otherwise: Any = None) -> Any:
        return value if draw(st.booleans()) else otherwise

    def decided(name: str, constant: Any) -> Any:
        return {"factor": name} if name in between and draw(st.booleans()) else constant

    start = decided("value", draw(st.integers(12, 90)))
    dynamics = draw(st.sampled_from([0, 0, 0, 7])) if isinstance(start, int) else 0
    score: dict[str, Any] = {
        "label": draw(text),
        "start": start,
        "visibility": decided("visibility", draw(st.sampled_from(["shown", "request", "hidden"]))),
        "details": draw(st.booleans()),
        "dynamics": dynamics,
        "system": "klout_like" if dynamics else "custom",
    }
    courses: list[dict[str, Any]] = []
    for i in range(draw(st.integers(0, 2))):
        changes = draw(st.lists(st.tuples(day, st.integers(-5, 9)), max_size=2, unique_by=lambda c: c[0]))
        courses.append({"code": f"c{i}", "exists": draw(st.booleans()), "changes": [
            {"day": on, "by": by} for on, by in changes
        ]})  # fmt: skip
        score["course"] = f"c{i}"
    afters = draw(st.lists(day, max_size=2, unique=True))
    asks = [{"after": d, "questions": [draw(questions(f"day{d}", language))]} for d in afters]
    return {
        "kind": "feed",
        "id": "week",
        "days": days,
        "free_after": maybe(draw(day)),
        "nickname": draw(st.booleans()),
        "score": maybe(score),
        "courses": courses,
        "posts": draw(st.integers(1, 3)),
        "prepared": [{"code": f"p{i}", "text": draw(text)} for i in range(draw(st.integers(0, 3)))],
        "filler": maybe(draw(text), {}),
        "own_text": draw(st.booleans()),
        "breaks": maybe({"days": [1, 2], "from_day": draw(day), "cost": draw(st.integers(0, 1))}),
        "happenings": [{"day": 1, "text": draw(text)}],
        "aside": maybe({"day": draw(day), "text": draw(text), "options": [{"value": "go", "label": "Go"}]}),
        "ask": asks,
    }


def _visits(count: int, *, last: bool, when: dict[str, Any]) -> dict[str, Any]:
    page = copy.deepcopy(next(page for page in SMALL["pages"] if page["kind"] == "visits"))
    if not last:
        del page["after_last"]
    return {**page, "count": count, **when}


def documents() -> st.SearchStrategy[Document]:
    return contents().map(read)
