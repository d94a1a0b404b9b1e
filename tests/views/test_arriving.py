"""Who is sent by a recruiting service: once a person, on every device, and apart from what they answer."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from surveys import flow
from surveys.exports import TABLES, Request
from surveys.flow import tokens
from surveys.models import Arrival, Kind, Participation, Study, Submission
from surveys.protocol.recruitment import PROLIFIC, PROLIFIC_BACK
from tests.people import again, flagship, published, walk

pytestmark = pytest.mark.django_db

PERSON = "5f1c2e7a9b0d3e4f5a6b7c8d"
SENT = {"PROLIFIC_PID": PERSON, "STUDY_ID": "s1", "SESSION_ID": "x9"}
WELCOME = {"n": "0", "adult": "1", "agrees": "1"}


@pytest.fixture
def study() -> Study:
    return published(
        flagship(recruitment={"ids": list(PROLIFIC), "completion_code": "C1ABCDE", "back": PROLIFIC_BACK})
    )


def invited(study: Study, query: dict[str, str] = SENT, client: Client | None = None) -> str:
    """The participant's own address, as the invitation leads to it."""
    answer = (client or Client()).get(f"/s/{study.address}/", query)
    assert answer.status_code == 303
    return str(answer["Location"])


def token_of(path: str) -> str:
    return path.split("?")[0].rstrip("/").split("/")[-1]


def entered(study: Study, query: dict[str, str] = SENT) -> str:
    """The address of somebody who has sent their first page."""
    path = invited(study, query)
    assert Client().post(path, WELCOME).status_code == 303
    return path.split("?")[0]


def test_ids_are_kept_with_the_first_page_apart_from_answers(study: Study) -> None:
    entered(study)
    row = Arrival.objects.get()
    assert (row.person, row.ids, row.study_id) == (PERSON, SENT, study.pk)
    assert PERSON not in json.dumps([s.answers for s in Submission.objects.all()])


def test_looking_at_an_invitation_keeps_nothing(study: Study) -> None:
    for _look in range(3):
        Client().get(invited(study))
    assert not Participation.objects.exists() and not Arrival.objects.exists()


def test_the_same_person_is_led_to_the_same_place_from_any_device(study: Study) -> None:
    first, second = invited(study), invited(study)
    assert first == second
    assert invited(study, SENT | {"PROLIFIC_PID": "somebody else"}) != first
    entered(study)
    page = Client().get(invited(study))
    assert b'name="n" value="1"' in page.content


def test_the_address_names_the_person_even_where_a_cookie_knows_another(study: Study) -> None:
    client = Client()
    client.post(invited(study, {}, client), WELCOME)
    assert invited(study, SENT, client).split("?")[0] == invited(study).split("?")[0]


def test_another_study_gives_another_token(study: Study) -> None:
    assert tokens.of_person("one", PERSON) != tokens.of_person("two", PERSON)
    assert tokens.is_ours("one", tokens.of_person("one", PERSON))


@pytest.mark.django_db(transaction=True)
def test_a_person_who_begins_many_times_at_once_is_one_participation() -> None:
    study = published(flagship(recruitment={"ids": ["id"]}))
    path = invited(study, {"id": "7"})

    def begin(_i: int) -> int:
        try:
            return Client().post(path, WELCOME).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(begin, range(16))) == {303}
    assert Participation.objects.count() == Arrival.objects.count() == Submission.objects.count() == 1


@pytest.mark.parametrize("value", ["{{%PROLIFIC_PID%}}", "", "  ", "{PROLIFIC_PID}"])
def test_what_the_sender_never_filled_in_is_no_person(study: Study, value: str) -> None:
    entered(study, {"PROLIFIC_PID": value})
    assert Participation.objects.count() == 1 and not Arrival.objects.exists()


def test_parameters_that_the_study_does_not_name_are_not_kept(study: Study) -> None:
    entered(study, SENT | {"utm_source": "mail", "email": "ada@example.org"})
    assert Arrival.objects.get().ids == SENT


@pytest.mark.parametrize("value", ["x" * 201, "a\x00b", "a\nb", "a\u202eb"])
def test_an_id_that_nobody_can_have_is_refused_with_the_cure(study: Study, value: str) -> None:
    answer = Client().get(f"/s/{study.address}/", {"PROLIFIC_PID": value})
    assert answer.status_code == 400 and "PROLIFIC_PID" in answer.content.decode()
    path = f"/s/{study.address}/{tokens.new(study.address)}/"
    assert Client().post(path, WELCOME, QUERY_STRING=f"PROLIFIC_PID={'x' * 300}").status_code == 400
    assert not Participation.objects.exists()


def test_a_token_that_is_not_the_persons_is_refused(study: Study) -> None:
    path = f"/s/{study.address}/{tokens.new(study.address)}/?PROLIFIC_PID={PERSON}"
    assert Client().post(path, WELCOME).status_code == 400
    assert not Participation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_person_who_takes_part_by_another_token_is_told_so(study: Study) -> None:
    """As after a change of the data key, which must not happen and may."""
    token = tokens.new(study.address)
    flow.enrol(study, token, ids=SENT)
    answer = Client().post(invited(study), WELCOME)
    assert answer.status_code == 409 and "begun already" in answer.content.decode()
    assert Participation.objects.count() == 1


def test_of_whoever_declines_no_ids_are_kept_and_they_stay_declined(study: Study) -> None:
    path = invited(study)
    Client().post(path, {"n": "0", "act": "decline"})
    assert not Arrival.objects.exists()
    assert "Thank you for reading" in Client().get(invited(study)).content.decode()


def test_a_withdrawal_deletes_the_ids_and_keeps_the_code(study: Study) -> None:
    path = entered(study)
    Client().post(path, {"n": "1", "act": "delete"})
    row = Participation.objects.get()
    assert (row.ending, row.code) == ("withdrawn", "C1ABCDE") and not Arrival.objects.exists()
    page = Client().get(path).content.decode()
    assert "C1ABCDE" in page and "cc=C1ABCDE" in page


def test_the_fixed_code_and_the_way_back_stand_only_after_the_end(study: Study) -> None:
    path = entered(study)
    token = token_of(path)
    seat = again(token)
    while seat.ending is None:
        page = Client().get(path).content.decode()
        assert "C1ABCDE" not in page and "app.prolific.com" not in page
        seat = walk(token, seat, to="debriefing") if seat.place.at != "debriefing" else walk(token, seat)
    page = Client().get(path).content.decode()
    assert "C1ABCDE" in page
    assert 'href="https://app.prolific.com/submissions/complete?cc=C1ABCDE"' in page
    assert Participation.objects.get().code == "C1ABCDE"


def test_the_way_back_carries_ids_quoted() -> None:
    back = "https://panel.example/done?id={id}&ok={code}"
    study = published(flagship(recruitment={"ids": ["id"], "back": back, "completion_code": "abc"}))
    path = entered(study, {"id": "7&x=<b>"})
    walk(token_of(path), again(token_of(path)))
    assert "https://panel.example/done?id=7%26x%3D%3Cb%3E&amp;ok=abc" in Client().get(path).content.decode()


def test_without_a_fixed_code_each_has_one_of_their_own() -> None:
    study = published(flagship(recruitment={"ids": ["id"]}))
    for person in ("1", "2"):
        path = entered(study, {"id": person})
        walk(token_of(path), again(token_of(path)))
    codes = list(Participation.objects.values_list("code", flat=True))
    assert len(set(codes)) == 2 and None not in codes


def test_ids_are_in_no_table_but_their_own(study: Study) -> None:
    path = entered(study)
    walk(token_of(path), again(token_of(path)))
    for name, table in TABLES.items():
        with connection.cursor() as cursor:
            cursor.execute(table.as_text(Request(study, Kind.REAL, table=name)))
            found = str(cursor.fetchall())
        assert (PERSON in found) is (name == "ids"), name


def test_the_ids_table_has_a_column_for_each_parameter(study: Study) -> None:
    path = entered(study)
    with connection.cursor() as cursor:
        cursor.execute(TABLES["ids"].as_text(Request(study, Kind.REAL, table="ids")))
        columns = [column.name for column in cursor.description]
        (row,) = cursor.fetchall()
    assert columns == ["participation", "ending", "code", *(f"id_{name}" for name in PROLIFIC)]
    assert row[3:] == tuple(SENT.values()) and path


def test_a_query_on_a_study_that_keeps_no_ids_changes_nothing() -> None:
    study: Any = published()
    path = entered(study, {"id": "7"})
    assert path and not Arrival.objects.exists()
