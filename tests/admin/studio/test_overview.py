"""The study on one page reads as participants read it."""

import pytest
from django.test import Client

from surveys import drafts, library
from surveys.admin.studio.choices import level_words
from surveys.admin.studio.overview import as_read
from surveys.models import Study
from surveys.protocol import Document, read
from tests.admin.conftest import People, SignIn, text, url
from tests.analysis import four

pytestmark = pytest.mark.django_db


def test_what_is_filled_in_for_participants_is_filled_in_here(
    study: Study, people: People, signed_in: SignIn, document: Document
) -> None:
    client: Client = signed_in(people.ada)
    assert "It takes about 9 minutes" in text(client.get(url("design", study))).replace("\n", " ")
    unknown = document.model_dump(mode="json", by_alias=True)
    unknown["about"]["minutes"] = None
    drafts.replace(study, read(unknown), by=people.ada)
    page = text(client.get(url("design", study)))
    assert "about [not yet given] minutes" in page and "{minutes}" not in page


def test_what_is_filled_in_is_not_searched_again(document: Document) -> None:
    about = document.about.model_copy(update={"pay": {"en": "{contact}"}})
    said = as_read(document.model_copy(update={"about": about})).say({"en": "{pay} for {profile}"})
    assert said == "{contact} for [first name]"


def test_the_copy_s_name_stands_where_it_can_be_changed(
    study: Study, people: People, signed_in: SignIn
) -> None:
    page = text(signed_in(people.ada).get(url("design", study)))
    assert f"<dt>Name for researchers</dt><dd>{study.name}</dd>" in page


def test_of_one_s_own_score_it_is_said_where_it_is_set(people: People, signed_in: SignIn) -> None:
    study = drafts.create(read(library.studies("your-score-just-dropped")), by=people.ada)
    client = signed_in(people.ada)
    page = text(client.get(url("design", study)))
    assert "Profiles carry no score." not in page and "Add a score" not in page
    assert "It is set on the page “Ten days online”" in page and "<dd>Influence score</dd>" in page
    where = url("design_node", study, path="pages.week")
    assert where in page and client.get(where).status_code == 200


def test_without_any_score_one_can_be_added(people: People, signed_in: SignIn) -> None:
    document = four.protocol().document
    page = text(signed_in(people.ada).get(url("design", drafts.create(document, by=people.ada))))
    assert "Profiles carry no score." in page and "Add a score" in page


def test_levels_are_called_by_their_names_where_they_have_some(people: People, signed_in: SignIn) -> None:
    study = drafts.create(read(library.studies("your-score-just-dropped")), by=people.ada)
    client = signed_in(people.ada)
    page = text(client.get(url("design", study)))
    assert "<span>whose score stayed at 68</span>" in page and "<span>flat_68</span>" not in page
    told = text(client.get(url("design_node", study, path="pages.debriefing")))
    assert "group: Own score whose score stayed at 68" in told and "Own score flat_68" not in told


def test_a_level_without_a_name_stands_for_itself(document: Document) -> None:
    factor = document.factors[0]
    bare = factor.model_copy(update={"called": {}})
    assert level_words(document, bare, factor.levels[0]) == str(factor.levels[0])
