"""The study on one page reads as participants read it."""

import pytest
from django.test import Client

from surveys import drafts
from surveys.admin.studio.overview import as_read
from surveys.models import Study
from surveys.protocol import Document, read
from tests.admin.conftest import People, SignIn, text, url

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
