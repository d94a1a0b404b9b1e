"""The participant's address, as a browser meets it (without JavaScript)."""

import re
from urllib.parse import urlencode

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client

from surveys import drafts, flow
from surveys.flow import Seat, tokens
from surveys.models import Participation, Slot, Study, Submission
from surveys.protocol import Ending
from tests.people import again, begin, fields_for, flagship, published, send, walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def study() -> Study:
    return published()


@pytest.fixture
def client() -> Client:
    return Client(enforce_csrf_checks=True)


def post(client: Client, url: str, fields: dict[str, list[str]], n: int) -> HttpResponse:
    body = urlencode({**fields, "n": n}, doseq=True)
    return client.post(url, body, content_type="application/x-www-form-urlencoded")  # type: ignore[return-value]


def code_of(token: str) -> str:
    code = again(token).code
    assert code is not None
    return code


def url_of(study: Study, token: str) -> str:
    return f"/s/{study.address}/{token}/"


def text(response: object) -> str:
    body: bytes = response.content  # type: ignore[attr-defined]
    return body.decode()


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_at_an_invitation_starts_nothing(client: Client, study: Study, method: str) -> None:
    for _i in range(50):
        first = getattr(client, method)(f"/s/{study.address}/")
        assert first.status_code == 303
        assert getattr(client, method)(first["Location"]).status_code == 200
    assert not Participation.objects.exists() and not Slot.objects.exists()


def test_the_whole_study_by_forms_alone(client: Client, study: Study) -> None:
    url = client.get(f"/s/{study.address}/")["Location"]
    token = url.rsplit("/", 2)[1]
    answer = post(client, url, {"adult": ["1"], "agrees": ["1"], "act": ["answer"]}, 0)
    assert (answer.status_code, answer["Location"]) == (303, f"{url}#")
    while (seat := again(token)).ending is None:
        page = client.get(url)
        assert page.status_code == 200
        assert f'name="n" value="{seat.n}"' in text(page)
        assert post(client, url, fields_for(seat), seat.n).status_code == 303
    assert code_of(token) in text(client.get(url))


def test_no_page_holds_the_token_and_none_may_be_kept(client: Client, study: Study) -> None:
    token, _seat = begin(study)
    for place in ("now_before", "person.1.look", "person.1.rate", "debriefing"):
        walk(token, again(token), place)
        page = client.get(url_of(study, token))
        assert token not in text(page)
        assert "no-store" in page["Cache-Control"]
        assert page["Referrer-Policy"] == "same-origin"
        assert "unsafe" not in page["Content-Security-Policy"]
        assert not page.cookies


def test_a_double_click_on_begin_is_one_participant(client: Client, study: Study) -> None:
    url = client.get(f"/s/{study.address}/")["Location"]
    for _i in range(2):
        assert post(Client(), url, {"adult": ["1"], "agrees": ["1"]}, 0).status_code == 303
    assert Participation.objects.count() == 1


def test_the_invitation_leads_back_by_the_cookie(client: Client, study: Study) -> None:
    url = client.get(f"/s/{study.address}/")["Location"]
    post(client, url, {"adult": ["1"], "agrees": ["1"]}, 0)
    assert client.get(f"/s/{study.address}/")["Location"] == url
    cookie = client.cookies["p"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (f"/s/{study.address}/", True, "Lax")
    client.cookies.clear()
    assert client.get(f"/s/{study.address}/")["Location"] != url
    assert client.get(url).status_code == 200


def test_what_is_missing_is_named_and_what_was_typed_stands(client: Client, study: Study) -> None:
    token, seat = begin(study)
    walk(token, seat, "about_you")
    seat = again(token)
    page = post(client, url_of(study, token), {"age": ["12"], "social_days": ["3"]}, seat.n)
    assert page.status_code == 400
    assert "from 18 to 110" in text(page) and 'value="12"' in text(page)
    assert re.search(r'value="3"[^>]*checked|checked[^>]*value="3"', text(page))
    assert again(token).n == seat.n


def test_a_second_different_answer_gets_the_ordinary_page(client: Client, study: Study) -> None:
    token, seat = begin(study)
    seat = walk(token, seat, "reading")
    url = url_of(study, token)
    assert post(client, url, {"attention": ["2"]}, seat.n).status_code == 303
    assert post(client, url, {"attention": ["2"]}, seat.n).status_code == 303
    late = post(client, url, {"attention": ["4"]}, seat.n)
    assert late.status_code == 409
    assert "Your first answers stand" in text(late)


@pytest.mark.parametrize(
    "fields", [{"n": "x"}, {"n": "-1"}, {"n": "99"}, {"n": ""}, {"n": "٣"}, {"n": "1", "act": "dance"}, {}]
)
def test_tampered_fields_get_a_clear_page_and_change_nothing(
    client: Client, study: Study, fields: dict[str, str]
) -> None:
    token, seat = begin(study)
    walk(token, seat, "now_before")
    page = client.post(url_of(study, token), fields)
    assert page.status_code == 400
    assert "safe" in text(page)
    assert again(token).n == 1


@pytest.mark.parametrize(
    "value", ["\x00", "a" * 1_000_000, "\ud800", "1" * 10_000, "NaN", "<script>alert(1)</script>"]
)
def test_hostile_text_is_stored_exactly_or_refused_at_its_field(
    client: Client, study: Study, value: str
) -> None:
    token, seat = begin(study)
    seat = walk(token, seat, "guess")
    body = urlencode({"n": seat.n, "funnel": value.encode("utf-8", "surrogatepass")})
    page = client.post(url_of(study, token), body, content_type="application/x-www-form-urlencoded")
    if page.status_code == 303:
        stored = Submission.objects.get(step="guess").answers["funnel"]
        assert stored == value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    else:
        assert page.status_code == 400
        assert again(token).n == seat.n
    assert b"<script>alert" not in client.get(url_of(study, token)).content


def test_an_unknown_or_broken_link_is_told_so(client: Client, study: Study) -> None:
    good = tokens.new(study.address)
    other = tokens.new("another-study")
    for wrong in (good[:-1], good[:-1] + "x" if good[-1] != "x" else good[:-1] + "y", "abc", other):
        for page in (client.get(url_of(study, wrong)), client.post(url_of(study, wrong), {"n": "0"})):
            assert page.status_code == 404
            assert "<h1>" in text(page)
    assert not Participation.objects.exists()


def test_a_token_of_one_study_opens_no_other(client: Client, study: Study) -> None:
    from_other = published(flagship(address="another"))
    token, _seat = begin(from_other)
    assert client.get(url_of(study, token)).status_code == 404


def test_the_door_of_a_paused_and_of_a_closed_study(client: Client, study: Study) -> None:
    drafts.pause(study, by=None)
    url = client.get(f"/s/{study.address}/")["Location"]
    assert client.get(url).status_code == 503
    drafts.resume(study, by=None)
    drafts.close(study, by=None)
    page = client.get(url)
    assert page.status_code == 410 and "nobody" in text(page)


def test_an_answer_sent_to_a_paused_study_stands_in_the_page(client: Client, study: Study) -> None:
    token, seat = begin(study)
    seat = walk(token, seat, "about_you")
    drafts.pause(study, by=None)
    page = post(client, url_of(study, token), {"age": ["44"]}, seat.n)
    assert page.status_code == 503
    assert 'value="44"' in text(page) and "paused" in text(page)


def test_a_closed_study_asks_those_inside_what_may_be_kept(client: Client, study: Study) -> None:
    token, seat = begin(study)
    seat = walk(token, seat, "person.2.look")
    drafts.close(study, by=None)
    page = client.get(url_of(study, token))
    assert (
        'value="keep"' in text(page) and 'value="delete"' in text(page) and 'value="return"' not in text(page)
    )
    post(client, url_of(study, token), {"act": ["keep"]}, seat.n)
    end = text(client.get(url_of(study, token)))
    assert "invented" in end and "Talk to somebody you trust" in end
    assert code_of(token) in end


@pytest.mark.parametrize("act", ["keep", "delete"])
def test_stop_leads_to_debriefing_help_and_code(client: Client, study: Study, act: str) -> None:
    token, seat = begin(study)
    seat = walk(token, seat, "person.2.look")
    url = url_of(study, token)
    post(client, url, {"act": ["stop"]}, seat.n)
    assert 'value="delete"' in text(client.get(url))
    post(client, url, {"act": [act]}, seat.n + 1)
    end = text(client.get(url))
    assert "invented" in end and "Talk to somebody you trust" in end
    assert code_of(token) in end
    assert (again(token).ending is Ending.WITHDRAWN) == (act == "delete")


def test_nobody_is_enrolled_by_a_first_page_that_cannot_be_taken(client: Client, study: Study) -> None:
    url = client.get(f"/s/{study.address}/")["Location"]
    for fields, n in (({"adult": ["1"]}, 0), ({"adult": ["1"], "agrees": ["1"]}, 4), ({"act": ["x"]}, 0)):
        assert post(client, url, fields, n).status_code == 400
    assert not Participation.objects.exists()
    page = text(post(client, url, {"adult": ["1"]}, 0))
    assert "tick this box" in page and re.search(r'name="adult"[^>]*checked', page)


def test_a_study_that_closed_before_consent_is_simply_closed(client: Client, study: Study) -> None:
    url = client.get(f"/s/{study.address}/")["Location"]
    drafts.close(study, by=None)
    for fields in ({"act": ["keep"]}, {"adult": ["1"], "agrees": ["1"]}):
        assert post(client, url, fields, 0).status_code == 410
    assert not Participation.objects.exists()


def test_an_answer_sent_as_the_study_closed_leads_to_the_choice(client: Client, study: Study) -> None:
    token, seat = begin(study)
    seat = walk(token, seat, "guess")
    drafts.close(study, by=None)
    assert post(client, url_of(study, token), {"funnel": ["a thought"]}, seat.n).status_code == 303
    page = client.get(url_of(study, token))
    assert "closed" in text(page) and 'value="keep"' in text(page)


@pytest.mark.parametrize("kind", ["head", "closed"])
def test_nobody_is_exposed_who_was_shown_nothing(client: Client, study: Study, kind: str) -> None:
    token, seat = begin(study)
    walk(token, seat, "person.1.look")
    if kind == "closed":
        drafts.close(study, by=None)
        client.get(url_of(study, token))
    else:
        client.head(url_of(study, token))
    assert Participation.objects.get().exposed_at is None


def test_far_too_much_is_told_so(client: Client, study: Study) -> None:
    token, seat = begin(study)
    seat = walk(token, seat, "guess")
    page = post(client, url_of(study, token), {"funnel": ["x" * 5_000_000]}, seat.n)
    assert page.status_code == 413 and "still there" in text(page)
    many = post(client, url_of(study, token), {f"f{i}": ["1"] for i in range(10_100)}, seat.n)
    assert many.status_code == 413
    assert again(token).n == seat.n


def test_even_what_could_not_be_taken_is_there_after_stop_and_going_on(client: Client, study: Study) -> None:
    token, seat = begin(study)
    seat = walk(token, seat, "about_you")
    url = url_of(study, token)
    post(client, url, {"age": ["17"], "gender": ["declined"], "act": ["stop"]}, seat.n)
    post(client, url, {"act": ["return"]}, seat.n + 1)
    page = text(client.get(url))
    assert 'value="17"' in page
    assert re.search(r'value="declined"[^>]*checked', page)


def test_what_was_typed_before_stop_is_there_after_going_on(client: Client, study: Study) -> None:
    token, seat = begin(study)
    seat = walk(token, seat, "about_you")
    url = url_of(study, token)
    post(client, url, {"age": ["44"], "act": ["stop"]}, seat.n)
    post(client, url, {"act": ["return"]}, seat.n + 1)
    assert 'value="44"' in text(client.get(url))


def test_exposure_is_noted_once_at_the_first_page_that_can_differ(client: Client, study: Study) -> None:
    token, seat = begin(study)
    walk(token, seat, "person.1.look")
    assert Participation.objects.get().exposed_at is None
    client.get(url_of(study, token))
    first = Participation.objects.get().exposed_at
    assert first is not None
    client.get(url_of(study, token))
    assert Participation.objects.get().exposed_at == first


def test_statements_a_page(client: Client, study: Study, django_assert_num_queries: object) -> None:
    token, seat = begin(study)
    walk(token, seat, "person.2.rate")
    client.get(url_of(study, token))
    seen: list[str] = []
    original = flow.statements.execute

    def counted(statement: str, values: object) -> object:
        seen.append(statement.split()[0])
        return original(statement, values)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("surveys.flow.statements.execute", counted)
        with django_assert_num_queries(0):  # type: ignore[operator]
            client.get(url_of(study, token))
            assert seen == ["SELECT"]
            seen.clear()
            seat = again(token)
            seen.clear()
            post(client, url_of(study, token), fields_for(seat), seat.n)
            assert seen == ["SELECT", "WITH"]


def test_hidden_participants_with_different_placebo_levels_get_identical_bytes(study: Study) -> None:
    """Two walks with the same profiles; only the placebo levels are exchanged."""
    pages: list[list[tuple[bytes, list[tuple[str, str]]]]] = []
    for turn in range(2):
        client, (token, seat) = Client(), begin(study)
        walk(token, seat, "reading")
        seat = _make_hidden(token, turn)
        seen = []
        while again(token).ending is None:
            page = client.get(url_of(study, token))
            headers = sorted((k, v) for k, v in page.items() if k not in ("X-Request-Id", "Date"))
            seen.append((page.content, headers))
            if again(token).place.at == "debriefing":
                break
            seat = again(token)
            post(client, url_of(study, token), fields_for(seat), seat.n)
        pages.append(seen)
    assert len(pages[0]) == len(pages[1]) > 12
    assert pages[0] == pages[1]
    first, second = (row.draws or {} for row in Participation.objects.all())
    assert first["visits"][0]["levels"] != second["visits"][0]["levels"]


def _make_hidden(token: str, turn: int) -> Seat:
    """Through the lot, then the draws set: the hidden group, fixed profiles, levels in or against order."""
    send(again(token), {"attention": ["2"]})
    levels = [20, 42, 62, 67, 85]
    codes = [p.code for p in again(token).protocol.document.profiles[:5]]
    visits = [
        {"profile": code, "levels": {"level": level}}
        for code, level in zip(codes, levels if turn else levels[::-1], strict=True)
    ]
    draws = {"arm": "hidden", "levels": {"visibility": "hidden"}, "visits": visits}
    Participation.objects.filter(pk=again(token).id).update(draws=draws, arm="hidden")
    return again(token)


def test_when_the_database_does_not_answer_the_page_offers_to_send_again(
    client: Client, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, _seat = begin(study)

    def gone(*_args: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr("surveys.flow.find", gone)
    page = post(client, url_of(study, token), {"age": ["44"]}, 3)
    assert (page.status_code, page["Retry-After"]) == (503, "5")
    assert '<input type="hidden" name="age" value="44">' in text(page)
