"""What participants must know."""

import pytest

from surveys import drafts
from surveys.models import Study
from surveys.protocol import Document
from tests.admin.conftest import People, SignIn, text, url


@pytest.fixture
def fields(study: Study) -> dict[str, object]:
    return {
        "institution": "Lab",
        "contact": "new@lab.example",
        "approval": "12/3",
        "pay": "",
        "minutes": 12,
        "help": "Line one\r\nLine two",
        "revision": study.draft.revision,
    }


def test_saving_changes_the_draft_and_nothing_else(
    study: Study, people: People, signed_in: SignIn, fields: dict[str, object]
) -> None:
    before = drafts.document(study)
    assert signed_in(people.ada).post(url("about", study), fields).status_code == 302
    study.draft.refresh_from_db()
    after = drafts.document(study)
    assert after.about.contact == {"en": "new@lab.example"}
    assert after.about.pay == {"en": ""}
    assert (after.about.minutes, after.help) == (12, {"en": "Line one\nLine two"})
    assert after.pages == before.pages
    operations = study.draft.changes.get().operation["operations"]
    assert {o["path"] for o in operations} == {"about.contact", "about.pay", "about.minutes", "help"}


def test_translations_stay(
    study: Study, people: People, document: Document, signed_in: SignIn, fields: dict[str, object]
) -> None:
    both = document.about.model_copy(update={"contact": {"de": "hier", "en": "here"}})
    revision = drafts.replace(study, document.model_copy(update={"about": both}), by=people.ada)
    signed_in(people.ada).post(url("about", study), fields | {"revision": revision})
    study.draft.refresh_from_db()
    assert drafts.document(study).about.contact == {"de": "hier", "en": "new@lab.example"}


def test_who_comes_too_late_is_told_and_keeps_what_they_typed(
    study: Study, people: People, signed_in: SignIn, fields: dict[str, object]
) -> None:
    drafts.change(study, [{"op": "set", "path": "about.minutes", "value": 5}], by=people.ada, revision=1)
    response = signed_in(people.ada).post(url("about", study), fields)
    assert response.status_code == 400
    assert "Somebody changed this study meanwhile" in text(response)
    assert "new@lab.example" in text(response)


def test_saving_leads_back_to_where_one_came_from(
    study: Study, people: People, signed_in: SignIn, fields: dict[str, object]
) -> None:
    ada, launch, design = signed_in(people.ada), url("study", study), url("design", study)
    address = f"{url('about', study)}?next={launch}"
    shown = text(ada.get(address))
    assert f'name="next" value="{launch}"' in shown and shown.count(f'href="{launch}"') >= 2
    assert ada.post(address, fields | {"next": launch}).headers["Location"] == launch
    unchanged = {"revision": 2} | {k: v for k, v in fields.items() if k != "revision"}
    assert ada.post(url("about", study), unchanged).headers["Location"] == design


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/admin/", "//evil.example/admin/", "/\\evil.example", "javascript:alert(1)",
     "/s/first-impressions/", "/admin/logout/", "http:///evil.example", ""],
)  # fmt: skip
def test_and_nowhere_else(
    study: Study, people: People, signed_in: SignIn, fields: dict[str, object], elsewhere: str
) -> None:
    ada = signed_in(people.ada)
    answer = ada.post(url("about", study), fields | {"next": elsewhere})
    assert answer.headers["Location"] == url("design", study)
    assert 'name="next"' not in text(ada.get(url("about", study), {"next": elsewhere}))


def test_the_minutes_are_estimated_and_offered_where_they_are_empty(
    people: People, signed_in: SignIn, document: Document, fields: dict[str, object]
) -> None:
    bare = document.model_copy(
        update={"address": "bare", "about": document.about.model_copy(update={"minutes": None})}
    )
    study = drafts.create(bare, by=people.ada)
    ada = signed_in(people.ada)
    body = text(ada.get(url("about", study)))
    assert "An estimate, " in body and "words at 238 a minute" in body and "Rehearse to find out" not in body
    offered = ada.get(url("about", study)).context["form"]["minutes"].value()
    assert 8 <= offered <= 13
    assert drafts.document(study).about.minutes is None, "offered, not taken"
    ada.post(url("about", study), fields | {"minutes": offered, "revision": 1})
    study = Study.objects.get(pk=study.pk)
    assert drafts.document(study).about.minutes == offered
    assert ada.get(url("about", study)).context["form"]["minutes"].value() == offered


def test_what_was_given_is_not_replaced_by_the_estimate(
    study: Study, people: People, signed_in: SignIn
) -> None:
    assert signed_in(people.ada).get(url("about", study)).context["form"]["minutes"].value() == 9


def test_the_last_change_names_every_field(
    study: Study, people: People, signed_in: SignIn, fields: dict[str, object]
) -> None:
    ada = signed_in(people.ada)
    ada.post(url("about", study), fields)
    told = text(ada.get(url("design", study))).split("Last change:")[1].split("</p>")[0]
    for field in ("Contact", "Pay", "Minutes", "Help text"):
        assert f"Changed “{field}”" in told


@pytest.mark.parametrize(("field", "value"), [("minutes", "-1"), ("minutes", "soon"), ("pay", "x" * 501)])
def test_bad_values_are_marked(
    study: Study, people: People, signed_in: SignIn, fields: dict[str, object], field: str, value: str
) -> None:
    response = signed_in(people.ada).post(url("about", study), fields | {field: value})
    assert response.status_code == 400
    assert f'id="id_{field}_error"' in text(response)
    study.draft.refresh_from_db()
    assert study.draft.revision == 1


def test_a_published_study_shows_its_facts_and_takes_no_others(
    live: Study, people: People, signed_in: SignIn, fields: dict[str, object]
) -> None:
    client = signed_in(people.ada)
    assert ">Save<" not in text(client.get(url("about", live)))
    assert client.post(url("about", live), fields).status_code == 400
    live.draft.refresh_from_db()
    assert drafts.document(live).about.minutes == 9
