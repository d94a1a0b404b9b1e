"""The lists: whose rows, what they never tell, and how many queries they take."""

import hashlib
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from surveys import drafts
from surveys.admin.lists.base import NewestFirst
from surveys.admin.study import took_part
from surveys.models import Kind, Participation, Run, Study
from surveys.protocol import Document
from tests.admin.conftest import People, SignIn, published, text

STUDIES, PEOPLE, RUNS = (
    reverse(f"admin:surveys_{name}_changelist") for name in ("study", "participation", "run")
)
SECRET = {
    "arm": "visibility=hidden",
    "draws": {"seed": "drawn-by-lot"},
    "code": "K7Q2-M9XD",
    "ending": "finished",
}
LEAKS = "arm arm__startswith draws draws__seed code slot__arm token_hash place pk__in"


def come(study: Study, n: int, /, **facts: Any) -> None:
    start = Participation.objects.count()
    Participation.objects.bulk_create(
        Participation(
            study=study,
            protocol=published(study),
            token_hash=hashlib.sha256(str(start + i).encode()).digest(),
            language="en",
            place={"at": "secret-place"},
            **{"n": 1, **facts},
        )
        for i in range(n)
    )


@pytest.fixture
def ada(people: People, signed_in: SignIn) -> Client:
    return signed_in(people.ada)


def rows(response: Any) -> list[Any]:
    return list(response.context["cl"].result_list)


@pytest.mark.parametrize(("where", "title"), [(STUDIES, "Studies"), (PEOPLE, "Participations")])
def test_a_list_is_called_by_what_it_lists(ada: Client, live: Study, where: str, title: str) -> None:
    body = text(ada.get(where))
    assert title in body and "Select " not in body.split("<main")[-1].split("<form")[0]


def test_an_address_that_a_researcher_cannot_open_leads_back_to_the_start(ada: Client) -> None:
    response = ada.get(f"{reverse('admin:index')}studies/999999/")
    assert response.status_code == 404
    body = text(response)
    assert f'href="{reverse("admin:index")}"' in body and "write to the people who sent it" not in body


def test_lists_hold_the_rows_of_ones_own_studies(
    live: Study, people: People, document: Document, signed_in: SignIn
) -> None:
    other = drafts.create(document.model_copy(update={"address": "other", "name": "Other"}), by=people.cy)
    drafts.publish(other, by=people.cy)
    for study in (live, other):
        come(study, 2)
        Run.objects.create(study=study, protocol=published(study))
    for user, studies in ((people.ada, {live}), (people.ben, {live}), (people.cy, {other})):
        client = signed_in(user)
        assert set(rows(client.get(STUDIES))) == studies
        assert {row.study for row in rows(client.get(PEOPLE))} == studies
        assert {row.study for row in rows(client.get(RUNS))} == studies
        assert rows(client.get(PEOPLE, {"of": str((other if live in studies else live).pk)})) == []
    assert len(rows(signed_in(people.root).get(PEOPLE))) == 4


def test_nothing_tells_who_is_in_which_group(live: Study, ada: Client) -> None:
    come(live, 3, **SECRET)
    body = text(ada.get(PEOPLE))
    for word in ("visibility=hidden", "drawn-by-lot", "K7Q2", "secret-place"):
        assert word not in body.split('id="changelist"')[1]
    assert hashlib.sha256(b"0").hexdigest() not in body


@pytest.mark.parametrize("key", LEAKS.split())
def test_no_filter_of_ones_own_making(live: Study, ada: Client, key: str) -> None:
    come(live, 1, **SECRET)
    assert ada.get(PEOPLE, {key: "visibility=hidden"}).status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        {"of": "x"},
        {"of": "9" * 40},
        {"of": "-1"},
        {"of": "²"},
        {"kind": "' OR 1=1"},
        {"ending": "none"},
        {"p": "0"},
        {"p": "abc"},
        {"p": "99999999999"},
        {"o": "1.2.-9.x"},
        {"o": "-1"},
        {"all": ""},
        {"q": "K7Q2\x00"},
        {"_facets": "True"},
        {"_to_field": "arm"},
        {"e": "1"},
    ],
)
def test_strange_addresses_are_answered(live: Study, ada: Client, query: dict[str, str]) -> None:
    come(live, 1, **SECRET)
    for page in (STUDIES, PEOPLE, RUNS):
        response = ada.get(page, query, follow=True)
        assert response.status_code in (200, 400)
    assert "visibility=hidden" not in text(ada.get(PEOPLE, query, follow=True))


def test_filters_narrow_the_list(live: Study, ada: Client) -> None:
    come(live, 3, kind=Kind.REAL, ending="finished")
    come(live, 2, kind=Kind.SIMULATED)
    assert len(rows(ada.get(PEOPLE, {"kind": "simulated"}))) == 2
    assert len(rows(ada.get(PEOPLE, {"ending": "finished"}))) == 3
    assert len(rows(ada.get(PEOPLE, {"ending": "none"}))) == 2
    assert len(rows(ada.get(PEOPLE, {"of": str(live.pk), "kind": "real"}))) == 3


def test_the_studies_list_says_how_many_took_part(live: Study, ada: Client) -> None:
    come(live, 3, ending="finished")
    come(live, 2, ending="stopped")
    come(live, 4, kind=Kind.SIMULATED, ending="finished")
    planned = drafts.document(live).plan.planned
    assert f"3 of {planned:,} planned" in text(ada.get(STUDIES))


@pytest.mark.parametrize("page", [STUDIES, PEOPLE, RUNS])
def test_the_number_of_queries_does_not_grow(
    live: Study, people: People, document: Document, ada: Client, page: str
) -> None:
    def queries() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            assert ada.get(page).status_code == 200
        return [query["sql"] for query in captured]

    before = len(queries())
    for i in range(5):
        study = drafts.create(document.model_copy(update={"address": f"more-{i}"}), by=people.ada)
        drafts.publish(study, by=people.ada)
        come(study, 10)
        Run.objects.create(study=study, protocol=published(study))
    after = queries()
    assert len(after) <= before <= 10
    assert not any('"draft"."content",' in sql or '"draws"' in sql for sql in after)
    # No count over a whole table: each is over a bounded part.
    counts = [sql for sql in after if sql.startswith("SELECT COUNT(*)")]
    assert all("LIMIT 10000" in sql for sql in counts)


def test_counting_stops_where_paging_does(live: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    come(live, 5)
    monkeypatch.setattr("surveys.admin.lists.base.NEWEST", 3)
    assert NewestFirst(Participation.objects.order_by("-pk"), 2).count == 3


@pytest.mark.parametrize("name", ["study", "participation", "run"])
def test_lists_have_no_forms(live: Study, people: People, signed_in: SignIn, name: str) -> None:
    come(live, 1)
    root = signed_in(people.root)
    for page in ("add/", "1/", "1/change/", "1/delete/", "1/history/"):
        response = root.get(reverse(f"admin:surveys_{name}_changelist") + page, follow=True)
        assert response.status_code == 404 or response.request["PATH_INFO"] == reverse("admin:index")


def test_who_has_sent_nothing_has_not_come(live: Study, ada: Client) -> None:
    come(live, 2)
    come(live, 3, n=0)
    come(live, 1, n=0, kind=Kind.SIMULATED)
    assert len(rows(ada.get(PEOPLE))) == 2
    assert took_part(live) == {"arrived": 2, "finished": 0, "simulated": 0}
