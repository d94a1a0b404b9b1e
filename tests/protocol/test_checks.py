"""Each finding, provoked by one small change of a study that has none."""

from typing import Any

import pytest

from surveys import library
from surveys.protocol import Document, Severity, checks, read
from surveys.protocol.operations import apply

ERROR, WARNING = Severity.ERROR, Severity.WARNING
TOLD = ["institution", "contact", "approval", "pay", "minutes"]


def put(path: str, value: Any) -> dict[str, Any]:
    return {"op": "set", "path": path, "value": value}


def insert(path: str, value: Any, at: int | None = None) -> dict[str, Any]:
    return {"op": "insert", "path": path, "value": value, "at": at}


def remove(path: str) -> dict[str, Any]:
    return {"op": "remove", "path": path}


def move(path: str, to: int) -> dict[str, Any]:
    return {"op": "move", "path": path, "to": to}


def scale(**use: Any) -> dict[str, Any]:
    return {"kind": "scale", **use}


GAD = scale(instrument="gad-2", required=False)
INFORMATION = {"kind": "information", "id": "extra", "text": "Read."}
CONSENT = {"kind": "consent", "id": "again", "statements": [{"code": "again", "text": "Yes"}]}
CHOICE = {"kind": "choice", "options": [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]}
BETWEEN = {"name": "extra", "levels": ["a", "b"], "varies": "between"}


def asks(*entries: dict[str, Any], id: str = "extra") -> dict[str, Any]:
    return {"kind": "questionnaire", "id": id, "questions": list(entries)}


def text(code: str, text: str = "What?") -> dict[str, Any]:
    return {"kind": "text", "code": code, "text": text}


# Pages of the flagship: 0 welcome, 1 now_before, 2 weeks, 3 about_you, 4 reading, 5 lot, 6 person,
# 7 now_after, 8 guess, 9 noticing, 10 recall, 11 debriefing, 12 end.
VIEWED = {"kind": "in_view", "name": "viewed"}
NEVER_SHOWN = [put("cue.visibility", "hidden"), remove("factors.visibility"), put("plan.confirmatory", [])]


PROVOKED: list[tuple[list[dict[str, Any]], str, str]] = [
    # what participants must be told
    ([put("title", {})], "title", "public title"),
    ([put("title", {"en": "  "})], "title", "public title"),
    *[([put(f"about.{name}", None if name == "minutes" else {})], f"about.{name}", "") for name in TOLD],
    ([put("about.pay", {"en": " "})], "about.pay", "what participants receive"),
    ([put("help", {})], "help", "where participants find help"),
    # order
    ([put("pages", [])], "pages", "no pages yet"),
    ([move("pages.welcome", 1)], "pages.0", "first page must be a consent"),
    ([put("pages.welcome.when", {"code": "age", "among": [18]})], "pages.0", "without a condition"),
    ([remove("pages.end")], "pages.11", "last element must be an end"),
    ([remove("pages.debriefing")], "pages", "A debriefing without a condition"),
    ([put("pages.debriefing.when", {"code": "noticed", "among": ["yes"]})], "pages", "A debriefing without"),
    ([insert("pages", INFORMATION, 12)], "pages", "right before the end"),
    ([insert("pages", CONSENT, 1)], "pages.1", "only one consent"),
    ([insert("pages", {"kind": "randomise", "id": "lot2"}, 6)], "pages.6", "only one random assignment"),
    ([put("pages.guess.id", "weeks")], "pages", "'weeks' is taken"),
    ([put("pages.guess.id", "stop")], "pages", "'stop' is taken"),
    # the lot and the pool
    ([remove("pages.lot")], "pages", "add random assignment"),
    ([put("pages.lot.when", {"code": "age", "among": [18]})], "pages.5.when", "cannot depend on an answer"),
    ([move("pages.lot", 6)], "pages.5", "after random assignment"),
    ([move("pages.reading", 7)], "pages.7", "attention check after random assignment"),
    ([put("factors.visibility.varies", "within")], "factors", "Only one factor can vary within"),
    ([put("pages.person.count", 4)], "pages.6.count", "write 5"),
    ([put("pool.profiles", library.profiles("thirty")["profiles"][:4])], "pool", "the pool has 4"),
    ([put("pool", None)], "pool", "the pool has 0"),
    # empty parts
    ([insert("pages", {"kind": "information", "id": "extra"}, 1)], "pages.1.text", "page is empty"),
    ([put("pages.guess.questions", [])], "pages.8.questions", "asks nothing"),
    ([put("pages.debriefing.text", {})], "pages.11.text", "what was made up"),
    ([put("pages.guess.questions.funnel.text", {})], "pages.8.questions.0.text", "no text"),
    ([put("pages.reading.question.text", {})], "pages.4.questions.0.text", "no text"),
    # words in braces
    (
        [put("pages.welcome.text", "Takes {time}.")],
        "pages.0.text",
        "{time} stands for nothing: use {profile}",
    ),
    ([put("pages.person.rate_text", "{Profile}")], "pages.6.rate_text", "{Profile} stands for nothing"),
    ([put("pages.welcome.statements.adult.text", "{age}")], "pages.0.statements", "{age} stands"),
    ([put("pages.guess.questions.funnel.text", "{x}")], "pages.8.questions", "{x} stands for nothing"),
    # names that lead nowhere
    (
        [put("pages.weeks.questions.1.instrument", "gad-7")],
        "pages.2.questions.1.instrument",
        "'gad-7' is not",
    ),
    ([put("pages.weeks.questions.1.items", ["nerves"])], "pages.2.questions.1.items", "no item 'nerves'"),
    ([put("pages.person.rate.0.subscales", ["charm"])], "pages.6.rate.0.subscales", "no subscale 'charm'"),
    ([put("pages.weeks.questions.1.alternative", True)], "pages.2.questions.1.alternative", "one way of"),
    ([put("cue.value", {"factor": "height"})], "cue.value", "names the factor 'height'"),
    ([put("cue", None)], "factors.0", "Nothing depends on the factor 'visibility'"),
    ([put("factors.visibility.levels", ["on", "off"])], "cue.visibility", "none of shown, hidden"),
    ([put("factors.level.levels", [0, 42, 62, 67, 85])], "cue.value", "whole numbers from 1 to 100"),
    ([put("factors.level.levels", [20, 42, 62, 67, 101])], "cue.value", "whole numbers from 1 to 100"),
    ([put("factors.level.levels", [20, 42, 62, 67, "high"])], "cue.value", "whole numbers"),
    ([put("cue.value", 500)], "cue.value", "whole numbers"),
    (
        [put("pages.recall.when", {"code": "nobody", "among": ["yes"]})],
        "pages.10.when.code",
        "No earlier page",
    ),
    ([put("pages.recall.when.code", "recalled")], "pages.10.when.code", "No earlier page asks 'recalled'"),
    ([move("pages.recall", 8)], "pages.8.when.code", "No earlier page asks 'noticed'"),
    ([put("pages.recall.when.among", ["yes", "Yes"])], "pages.10.when.among", "Nobody can answer 'Yes'"),
    (
        [put("pages.recall.when", {"code": "age", "among": [17]})],
        "pages.10.when.among",
        "Nobody can answer 17",
    ),
    ([put("pages.reading.expected", 6)], "pages.4.expected", "6 is not a possible answer"),
    ([put("pages.reading.expected", "Rarely")], "pages.4.expected", "'Rarely' is not a possible answer"),
    ([put("outcomes.competence.scale", "anxiety_after")], "outcomes.0.scale", "not rated at profile visits"),
    ([put("outcomes.anxiety.scale", "competence")], "outcomes.5", "'competence' is not a scale of any page"),
    ([put("outcomes.anxiety.before", "calm")], "outcomes.5", "'calm' is not a scale"),
    ([put("outcomes.follow.value", "maybe")], "outcomes.3", "one of its options"),
    ([put("plan.noticed.question", "age")], "plan.noticed", "No page after random assignment asks 'age'"),
    (
        [put("plan.noticed.question", "follow")],
        "plan.noticed",
        "No page after random assignment asks 'follow'",
    ),
    ([put("plan.noticed.value", "maybe")], "plan.noticed", "Nobody can answer 'maybe'"),
    ([put("plan.recalled", "age")], "plan.recalled", "No page after the visits asks 'age'"),
    ([put("plan.recalled", "noticed")], "plan.recalled", "'noticed' is not answered by a number"),
    ([put("outcomes", [VIEWED]), *NEVER_SHOWN], "outcomes.0", "No group is shown the score"),
    ([remove("pages.person"), put("outcomes", [VIEWED])], "outcomes.0", "no profile visits"),
    ([put("outcomes.follow.question", "noticed")], "outcomes.3", "question 'follow'"),
    ([remove("pages.person"), put("outcomes", [{"kind": "dwell", "name": "t"}])], "outcomes.0", "no profile"),
    # names that are taken twice
    ([put("pages.guess.questions.funnel.code", "age")], "pages.8", "'age' is also asked elsewhere"),
    ([put("pages.guess.questions.funnel.code", "Age")], "pages.8", "'Age' is also asked elsewhere"),
    ([put("pages.guess.questions.funnel.code", "adult")], "pages.8", "'adult' is also asked elsewhere"),
    ([put("pages.guess.questions.funnel.code", "follow_1")], "pages.8", "would share a column"),
    ([put("pages.guess.questions.funnel.code", "act")], "pages.8", "every page uses itself"),
    ([put("pages.guess.questions.funnel.code", "n")], "pages.8", "every page uses itself"),
    ([insert("pages.guess.questions", text("funnel"))], "pages.8", "'funnel' is asked twice on this page"),
    ([insert("pages.guess.questions", GAD)], "pages.8", "also asked elsewhere"),
    (
        [insert("pages", asks(scale(instrument="gad-2", name="anxiety_after")), 9)],
        "pages.9",
        "scale 'anxiety",
    ),
    ([put("factors.level.name", "visibility"), put("cue.value.factor", "visibility")], "factors", "twice"),
    ([insert("instruments", library.instruments("gad-2"))], "instruments", "'gad-2' stands here twice"),
    ([put("outcomes.follow.name", "competence")], "outcomes", "'competence' stands here twice"),
    ([insert("factors", {**BETWEEN, "levels": ["a" * 150, "b" * 200]})], "factors", "shorten them"),
    (
        [insert("factors", {**BETWEEN, "name": f"f{i}", "levels": list(range(20))}) for i in range(9)],
        "factors",
        "at most 100",
    ),
    (
        [
            insert("factors", {**BETWEEN, "name": "f", "levels": ["a", "a-b"]}),
            insert("factors", {**BETWEEN, "name": "g", "levels": ["b-c", "c"]}),
        ],
        "factors",
        "Two groups would both be called 'shown-a-b-c'",
    ),
]


def found(document: Document, severity: Severity = ERROR) -> list[tuple[str, str]]:
    return [(f.path, f.message) for f in checks(document) if f.severity is severity]


def changed(document: Document, operations: list[dict[str, Any]]) -> Document:
    return read(apply(document.model_dump(mode="json", by_alias=True), operations))


def test_the_complete_flagship_has_no_error(flagship: Document) -> None:
    assert not found(flagship)


def test_the_flagship_as_shipped_lacks_only_what_the_laboratory_must_say() -> None:
    shipped = read(library.studies("first-impressions"))
    assert [path for path, _ in found(shipped)] == [*(f"about.{name}" for name in TOLD), "help"]


def test_the_flagship_warns_of_wording_whose_licence_was_not_found(flagship: Document) -> None:
    paths = [path for path, _ in found(flagship, WARNING)]
    assert paths == ["instruments.0.permission", "instruments.1.permission"]


@pytest.mark.parametrize(
    ("operations", "path", "words"),
    PROVOKED,
    ids=[f"{i}-{path}-{words}" for i, (_, path, words) in enumerate(PROVOKED)],
)
def test_one_change_brings_one_finding_about(
    flagship: Document, operations: list[dict[str, Any]], path: str, words: str
) -> None:
    findings = found(changed(flagship, operations))
    assert any(at == path and words in message for at, message in findings), findings


def test_a_small_pool_is_a_warning_only(flagship: Document) -> None:
    smaller = changed(flagship, [put("pool.profiles", library.profiles("thirty")["profiles"][:15])])
    assert not found(smaller)
    assert ("pool", "With fewer than 16 profiles, results hardly reach beyond these profiles.") in found(
        smaller, WARNING
    )


def test_a_cue_without_factors_and_a_study_without_lot_are_complete(flagship: Document) -> None:
    simple = changed(
        flagship,
        [
            put("factors", []),
            put("cue", None),
            put("outcomes", []),
            put("plan", {"planned": 100}),
            *(remove(f"pages.{id}") for id in ("lot", "person")),
        ],
    )
    assert not found(simple)


def test_a_condition_on_a_group_that_is_possible_is_no_finding(flagship: Document) -> None:
    assert not found(changed(flagship, [put("pages.recall.when", {"code": "age", "among": [18, 110]})]))


BY_FACTOR = "pages.recall.when"


@pytest.mark.parametrize(
    ("when", "path", "message"),
    [
        ({"factor": "height", "among": [1]}, "pages.10.when.factor", "No factor 'height' varies between"),
        ({"factor": "level", "among": [20]}, "pages.10.when.factor", "No factor 'level' varies between"),
        ({"factor": "visibility", "among": ["seen"]}, "pages.10.when.among", "'seen' is not a level"),
    ],
)
def test_a_condition_on_a_group_names_a_level_that_there_is(
    flagship: Document, when: dict[str, Any], path: str, message: str
) -> None:
    findings = found(changed(flagship, [put(BY_FACTOR, when)]))
    assert any(at == path and said.startswith(message) for at, said in findings)


def test_a_condition_on_a_group_stands_after_the_lot(flagship: Document) -> None:
    by_group = {"factor": "visibility", "among": ["shown"]}
    assert not found(changed(flagship, [put(BY_FACTOR, by_group)]))
    early = found(changed(flagship, [put("pages.weeks.when", by_group)]))
    assert (
        "pages.2.when.factor",
        "Groups are assigned later: put the page after random assignment to groups.",
    ) in early


@pytest.mark.parametrize("when", [{"among": [1]}, {"code": "age", "factor": "level", "among": [1]}])
def test_a_condition_names_an_answer_or_a_factor(flagship: Document, when: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="an earlier answer"):
        changed(flagship, [put(BY_FACTOR, when)])


def test_a_condition_on_several_choices_can_never_hold(flagship: Document) -> None:
    page = asks({**CHOICE, "kind": "choices", "code": "pets", "text": "Pets?"})
    when = {"code": "pets", "among": ["a"]}
    document = changed(flagship, [insert("pages", page, 9), put("pages.recall.when", when)])
    assert ("pages.11.when.among", "Nobody can answer 'a' to 'pets'.") in found(document)


def test_findings_come_with_a_place_and_a_sentence() -> None:
    for finding in checks(read({"address": "a"})):
        assert finding.path and finding.message.endswith(".")
