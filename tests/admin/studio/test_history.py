"""Who changed what, in plain words; undo and going back."""

from typing import Any

import pytest
from django.test import Client

from surveys import drafts
from surveys.admin.studio.places import plain
from surveys.admin.studio.telling import told
from surveys.models import DraftChange, Study
from surveys.protocol import Document
from tests.admin.conftest import People, text, url
from tests.admin.studio.conftest import Save, node, now


def change(path: str, value: Any) -> dict[str, Any]:
    return {"op": "set", "path": path, "value": value}


@pytest.mark.parametrize(
    ("operation", "sentence"),
    [
        (
            change("pages.weeks.title", {"en": "Lately"}),
            "Changed “Title” of page 3 “The last two weeks”: The last two weeks → Lately",
        ),
        (
            change("factors.level.levels", [20, 50]),
            "Changed “Levels” of “Displayed score”: 20, 42, 62, 67, 85 → 20, 50",
        ),
        (
            change("pages.about_you.questions.age.required", True),
            "Changed “Must be answered” of the question “How old are you?” "
            "on page 4 “Questions about you”: no → yes",
        ),
        (
            change("pool.profiles.marta.posts", []),
            "Changed “Post” of the profile “Marta Queralt”",
        ),
        (change("about.minutes", 12), "Changed “Minutes”: 9 → 12"),
        (change("plan.planned", 60), "Changed “Participants planned”: 1020 → 60"),
        (change("title", {"en": "X"}), "Changed “Title for participants”: First impressions online → X"),
        (change("title.de", "X"), "Changed “Title for participants”"),
        (change("title.en", "X"), "Changed “Title for participants”"),
        (change("cue", None), "Changed “Score display”"),
        ({"op": "move", "path": "pages.weeks", "to": 3}, "Moved page 3 “The last two weeks” to place 4"),
        ({"op": "remove", "path": "pages.guess"}, "Removed page 9 “What was it about?”"),
        (
            {"op": "remove", "path": "pages.person.rate.1"},
            "Removed the scale “Message credibility” on page 7 “Profile visits”",
        ),
        (
            {
                "op": "insert",
                "path": "pages",
                "value": {"kind": "information", "id": "new", "title": {"en": "Hello"}},
            },
            "Added “Hello”",
        ),
        ({"op": "insert", "path": "pages", "value": {"kind": "information", "id": "new"}}, "Added “Text”"),
        (
            {
                "op": "insert",
                "path": "pages.guess.questions",
                "value": {"kind": "text", "code": "x", "text": {"en": "Why?"}},
            },
            "Added “Why?” to page 9 “What was it about?”",
        ),
        ({"op": "remove", "path": "pages.nowhere"}, "Changed the study"),
    ],
)
def test_operations_are_told_in_plain_words(
    document: Document, operation: dict[str, Any], sentence: str
) -> None:
    assert told(plain(document), [operation]) == [sentence]


def test_each_of_several_operations_is_told_once(document: Document) -> None:
    page = {"kind": "information", "id": "new", "title": {"en": "Hello"}}
    operations: list[dict[str, Any]] = [
        {"op": "insert", "path": "pages", "value": page, "at": 1},
        change("pages.new.text", {"en": "You"}),
        change("about.minutes", 12),
        change("about.minutes", 12),
        {"op": "remove", "path": "pages.guess"},
    ]
    assert told(plain(document), operations) == [
        "Added “Hello”",
        "Changed “Text” of page 2 “Hello”: – → You",
        "Changed “Minutes”: 9 → 12",
        "Removed page 10 “What was it about?”",
    ]


def test_the_history_names_who_did_what_newest_first(
    study: Study, save: Save, ada: Client, people: People
) -> None:
    save(node(study, "pages.weeks"), title="Lately")
    revision = Study.objects.get(pk=study.pk).draft.revision
    drafts.change(study, [change("plan.planned", 60)], by=people.ben, revision=revision)
    body = text(ada.get(url("design_history", study))).split("ll-history")[1]
    first, second = body.index("Participants planned"), body.index("The last two weeks → Lately")
    assert first < second
    assert "ben@lab.example" in body
    assert "Change 2" in body
    assert "Last change:" in text(ada.get(url("design", study)))


def test_undo_and_going_back_by_the_buttons(study: Study, save: Save, ada: Client) -> None:
    before = now(study)
    save(node(study, "pages.weeks"), title="Lately")
    save(node(study, "pages.weeks"), title="Recently")
    ada.post(url("design_undo", study), {"revision": 3})
    assert now(study).pages[2].title == {"en": "Lately"}
    body = text(ada.get(url("design_history", study)))
    assert "Took change 2 back" in body
    assert "Undo change 1" in body
    response = ada.post(url("design_undo", study), {"revision": 4, "to": 3}, follow=True)
    assert now(study).pages[2].title == {"en": "Recently"}
    assert "Went back to change 2" in text(response)
    ada.post(url("design_undo", study), {"revision": 5, "to": 1})
    assert now(study) == before
    assert "Went back to the beginning" in text(ada.get(url("design_history", study)))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"revision": 1}, "nothing left to undo"),
        ({"revision": 7}, "Somebody changed this study meanwhile"),
        ({}, "Somebody changed this study meanwhile"),
        ({"revision": 1, "to": 9}, "no such step"),
        ({"revision": 1, "to": "x"}, "no such step"),
    ],
)
def test_what_cannot_be_undone_is_told(study: Study, ada: Client, data: dict[str, Any], told: str) -> None:
    assert told in text(ada.post(url("design_undo", study), data, follow=True))
    assert now(study) == drafts.document(study)


def test_an_uploaded_file_and_what_was_kept_without_a_way_back_are_told(
    study: Study, people: People, document: Document, ada: Client
) -> None:
    drafts.change(study, [change("plan.planned", 60)], by=people.ada, revision=1)
    drafts.replace(study, document, by=None)
    assert "Put an uploaded file in the draft’s place" in text(ada.get(url("design_history", study)))
    DraftChange.objects.filter(revision=2).update(operation={"op": "change", "operations": []})
    body = text(ada.get(url("design_history", study)))
    assert "Changed the study" in body
    assert "somebody" in body
    ada.post(url("design_undo", study), {"revision": 3, "to": 1})
    assert Study.objects.get(pk=study.pk).draft.revision == 3
