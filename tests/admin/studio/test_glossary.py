"""Terms that the plan in words cannot do without are explained beside it, and no others."""

import pytest

from surveys.admin.studio.glossary import TERMS, explained
from surveys.admin.studio.plan import in_words
from surveys.models import Study
from surveys.protocol import Document
from surveys.protocol.planned import Paragraph
from tests.admin.conftest import People, SignIn, text, url

pytestmark = pytest.mark.django_db


def test_only_terms_that_stand_there_are_explained() -> None:
    told = (Paragraph("How", ("It is fitted by REML.", "Corrected by Holm’s method.")),)
    assert [term for term, _meaning in explained(told)] == ["Holm", "REML"]
    assert explained(()) == []


def test_the_flagship_s_plan_needs_every_one_of_them(document: Document) -> None:
    assert [term for term, _meaning in explained(in_words(document))] == list(TERMS)


def test_the_plan_s_page_explains_them(study: Study, people: People, signed_in: SignIn) -> None:
    page = text(signed_in(people.ada).get(url("design_plan", study)))
    assert "What these words mean" in page and "<dt>Satterthwaite</dt>" in page
