"""The feed of acts, and what the codebook says of them."""

import pytest

from surveys import drafts
from surveys.models import Membership, Role, Study, User
from tests.api.conftest import Get
from tests.exports.test_acts import lived
from tests.people import published
from tests.protocol.own import own

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def week(ada: User) -> Study:
    study = published(own(score={"course": "dip_64"}), by=ada)
    Membership.objects.get_or_create(study=study, user=ada, defaults={"role": Role.OWNER})
    lived(study)
    return study


def test_acts_come_page_by_page_and_are_told_when_the_study_is_closed(
    week: Study, ada: User, get: Get
) -> None:
    address = f"studies/{week.address}/acts/"
    blinded = get(address).json()
    assert blinded["complete"] and {row["act"] for row in blinded["results"]} == {None}
    drafts.close(week, by=ada)
    first = get(address, limit=2).json()
    assert [row["act"] for row in first["results"]] == ["next", "like"] and not first["complete"]
    second = get(first["next"]).json()
    rest = second["results"] + get(second["next"]).json()["results"]
    assert [row["act"] for row in rest] == ["reply", "post", "check", "break"]
    assert rest[0]["text"] is True and rest[0]["post"] and rest[0]["before"] == 68
    assert "text/csv" in get(address, format="csv").headers["Content-Type"]


def test_a_study_without_a_feed_has_none(study: Study, get: Get) -> None:
    assert get("studies/kiosk/acts/").json()["results"] == []
    assert get("studies/kiosk/codebook/").json()["acts"] == []


def test_the_codebook_names_all_that_can_be_done(week: Study, get: Get) -> None:
    told = get(f"studies/{week.address}/codebook/").json()
    known = {(deed["act"], deed["which"]) for deed in told["acts"]}
    assert known == {
        ("like", ""), ("share", ""), ("reply", ""), ("post", "bread"), ("post", "bus"), ("post", "filler"),
        ("post", "own"), ("check", ""), ("reveal", ""), ("aside", "coming"), ("next", ""), ("break", "1"),
        ("break", "2"), ("finish", ""),
    }  # fmt: skip
    assert set(told["act_fields"]) >= {"act", "which", "before", "after", "seconds"}
    names = {column["name"] for column in told["columns"]}
    assert {"nickname", "face", "mood_day2_glad", "mood_day4_glad", "understood"} <= names


def test_answers_between_days_and_of_the_debriefing_are_answers(week: Study, ada: User, get: Get) -> None:
    drafts.close(week, by=ada)
    rows = get(f"studies/{week.address}/answers/", limit=500).json()["results"]
    asked = {(row["step"], row["question"]) for row in rows}
    assert ("week.2.ask", "mood_day2_glad") in asked and ("week.name", "face") in asked
    assert not [step for step, _question in asked if step.endswith(".day")]
