"""While a study is live no export tells who is in which group, not even by who noticed the score."""

import pytest

from surveys import drafts
from surveys.exports import answers
from surveys.exports.base import Request
from surveys.exports.blinding import telling
from surveys.models import Kind, Study, User
from surveys.protocol import compiled, read
from tests.analysis import make
from tests.people import flagship, published
from tests.protocol.own import written


def test_noticing_and_what_is_asked_of_noticers_alone_are_telling() -> None:
    assert telling(compiled(flagship())) == {"noticed", "recalled"}
    assert telling(make.protocol()) == frozenset()


def test_what_some_groups_alone_are_asked_is_telling() -> None:
    content = written()
    content["pages"][4]["when"] = {"factor": "course", "among": ["dip_64"]}
    assert telling(compiled(read(content))) == {"mood_after_glad", "mood_after_sad"}
    assert telling(compiled(read(written()))) == frozenset()


def test_a_recalled_score_is_telling_also_where_everybody_is_asked() -> None:
    asked_of_all = {
        "kind": "number",
        "code": "about",
        "low": 0,
        "high": 100,
        "text": "Which score had the last one?",
    }
    pages = make.document()["pages"]
    pages[4] = {"kind": "questionnaire", "id": "recall", "questions": [asked_of_all]}
    outcomes = [o for o in make.document()["outcomes"] if o["kind"] != "state"]
    plan = {"planned": 100, "recalled": "about"}
    assert telling(make.protocol(pages=pages, outcomes=outcomes, plan=plan)) == {"about"}


def asked(study: Study, kind: str) -> str:
    return " ".join(part.as_string(None) for part in answers._book(Request(study, kind, "csv")))


@pytest.mark.django_db
def test_they_are_left_out_until_the_study_is_closed(django_user_model: type[User]) -> None:
    ada = django_user_model.objects.create_user("ada@lab.example", "pw")
    study = published(by=ada)
    assert "noticed" not in asked(study, Kind.REAL) and "recalled" not in asked(study, Kind.REAL)
    assert "follow" in asked(study, Kind.REAL)
    assert "noticed" in asked(study, Kind.SIMULATED)
    drafts.close(study, by=ada)
    assert "noticed" in asked(study, Kind.REAL) and "recalled" in asked(study, Kind.REAL)
