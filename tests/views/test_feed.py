"""A day in a feed as a browser without JavaScript meets it, over HTTP."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from surveys import drafts, flow
from surveys.flow import statements
from surveys.models import Kind, Participation, Study, Submission, User
from surveys.protocol import Ending
from tests.pages.markup import buttons, filled
from tests.people import again, begin, published, send, walk
from tests.protocol.own import own

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> User:
    return User.objects.create_user("ada@example.org", "pw")


@pytest.fixture
def study(ada: User) -> Study:
    return published(own(score={"course": "dip_64"}), by=ada)


@pytest.fixture
def client() -> Client:
    return Client(enforce_csrf_checks=True)


def on_day(study: Study, day: int = 1) -> str:
    token, seat = begin(study, Kind.REAL)
    walk(token, seat, "week.name")
    send(again(token), {"nickname": ["quiet_otter"], "face": ["face1"]})
    while again(token).place.at != f"week.{day}.day":
        send(again(token), {"leave": ["next"]} if again(token).place.at.endswith(".day") else None)
    return token


def url_of(study: Study, token: str) -> str:
    return f"/s/{study.address}/{token}/"


def post(
    client: Client, study: Study, token: str, fields: dict[str, str], n: int | None = None
) -> HttpResponse:
    n = again(token).n if n is None else n
    body = urlencode({**fields, "n": n})
    return client.post(  # type: ignore[return-value]
        url_of(study, token), body, content_type="application/x-www-form-urlencoded"
    )


def shown(client: Client, study: Study, token: str) -> str:
    response = client.get(url_of(study, token))
    assert response.status_code == 200
    return response.content.decode()


def test_an_act_leads_back_to_its_place_on_the_same_page(client: Client, study: Study) -> None:
    token = on_day(study)
    response = post(client, study, token, {"deed": "like.2"})
    assert response.status_code == 303 and response.headers["Location"].endswith("#post-2")
    assert post(client, study, token, {"deed": "post.bread"}).headers["Location"].endswith("#mine")
    body = shown(client, study, token)
    assert "Day 1 of 5" in body and ("deed", "like.2") not in buttons(body)
    assert filled(body)["n"] == [str(again(token).n)]


def test_every_button_of_a_day_is_one_that_is_taken(client: Client, study: Study) -> None:
    token = on_day(study, 4)
    offered = [value for name, value in buttons(shown(client, study, token)) if name == "deed"]
    assert len(offered) == 6 + 3 + 1 + 1 + 1  # two posts; two prepared and the filler; own; check; aside
    for what in offered:
        words = {"own": "Mine.", **{f"reply_{i}": "Well." for i in (1, 2)}}
        assert post(client, study, token, {"deed": str(what), **words}).status_code == 303, what
    left = [value for name, value in buttons(shown(client, study, token)) if name == "deed"]
    assert left == ["check", "reply.1", "reply.2", "post.own"]


def test_what_is_not_offered_is_answered_with_the_page_itself(client: Client, study: Study) -> None:
    token = on_day(study)
    n = again(token).n
    for fields in (
        {"deed": "like.9"},
        {"deed": "post.nothing"},
        {"leave": "finish"},
        {"leave": "break.1"},
        {},
    ):
        response = post(client, study, token, fields)
        assert response.status_code == 400, fields
        assert "Nothing was sent yet" in response.content.decode()
    assert again(token).n == n


def test_words_that_cannot_be_taken_stay_in_their_box(client: Client, study: Study) -> None:
    token = on_day(study)
    response = post(client, study, token, {"deed": "reply.1", "reply_1": "a" * 300, "own": "half a thought"})
    body = response.content.decode()
    assert response.status_code == 400 and "Please shorten this by 20 characters" in body
    assert filled(body)["reply_1"] == ["a" * 300] and filled(body)["own"] == ["half a thought"]


def test_an_act_in_a_study_that_rests_is_kept_in_the_page(client: Client, study: Study, ada: User) -> None:
    token = on_day(study)
    drafts.pause(study, by=ada)
    response = post(client, study, token, {"deed": "like.1", "own": "half"})
    assert response.status_code == 503 and filled(response.content.decode())["own"] == ["half"]
    assert again(token).place.at == "week.1.day"


def test_in_a_study_that_closed_meanwhile_an_act_asks_what_becomes_of_the_answers(
    client: Client, study: Study, ada: User
) -> None:
    token = on_day(study)
    drafts.close(study, by=ada)
    assert post(client, study, token, {"deed": "like.1"}).status_code == 303
    assert ("act", "delete") in buttons(shown(client, study, token))
    assert Submission.objects.latest("n").act == "stop"


def test_stopping_in_the_feed_leads_to_what_was_true_for_ones_group_and_to_the_code(
    client: Client, study: Study
) -> None:
    token = on_day(study, 3)
    drawn = again(token).draws
    assert drawn is not None
    post(client, study, token, {"act": "stop"})
    asked = shown(client, study, token)
    assert "has your code" in asked and "Pay: Nothing" in asked
    post(client, study, token, {"act": "keep"})
    ended = shown(client, study, token)
    code = again(token).code
    assert code is not None and code in ended and "Talk to somebody." in ended
    told = "It fell whatever you did." in ended
    assert told is (drawn.levels["course"] in ("dip_65", "dip_64"))
    assert "They were invented." in ended and "stay with one for a while" in ended


def test_deleting_at_once_deletes_and_still_tells_what_was_true(client: Client, study: Study) -> None:
    token = on_day(study, 3)
    post(client, study, token, {"deed": "post.own", "own": "words of mine"})
    post(client, study, token, {"act": "delete"})
    ended = shown(client, study, token)
    assert again(token).ending is Ending.WITHDRAWN
    assert "It fell whatever you did." in ended and "other groups or days than yours" in ended
    assert not Submission.objects.exists()
    assert "words of mine" not in str(Participation.objects.get().place)


def ended(client: Client, study: Study, token: str, act: str) -> str:
    if act == "keep":
        post(client, study, token, {"act": "stop"})
    post(client, study, token, {"act": act})
    return shown(client, study, token)


@pytest.mark.parametrize("act", ["keep", "delete"])
@pytest.mark.parametrize("day", [1, 2])
def test_who_leaves_before_the_fall_is_not_told_that_their_score_fell(
    client: Client, study: Study, day: int, act: str
) -> None:
    for _person in range(8):  # of every group
        told = ended(client, study, on_day(study, day), act)
        assert "They were invented." in told and "fell" not in told


@pytest.mark.parametrize("act", ["keep", "delete"])
def test_who_leaves_before_the_lot_is_told_that_nothing_was_made_up_for_them(
    client: Client, study: Study, act: str
) -> None:
    token, seat = begin(study, Kind.REAL)
    walk(token, seat, "before")
    told = ended(client, study, token, act)
    assert "The score was made up." in told and "None of this had been shown to you yet" in told
    for words in ("They were invented.", "fell", "other groups", "stay with one for a while"):
        assert words not in told


def test_the_debriefing_asks_before_answers_are_kept_and_never_before_they_are_deleted(
    client: Client, study: Study
) -> None:
    token = on_day(study, 5)
    post(client, study, token, {"leave": "next"})
    walk(token, again(token), "debriefing")
    assert "Where did your score come from?" in shown(client, study, token)
    held = post(client, study, token, {"act": "keep"})
    assert held.status_code == 400 and "Please choose one." in held.content.decode()
    assert post(client, study, token, {"act": "keep", "understood": "mine"}).status_code == 303
    assert again(token).ending is Ending.FINISHED
    assert Submission.objects.get(step="debriefing").answers == {"understood": "mine"}
    other = on_day(study, 5)
    post(client, study, other, {"leave": "next"})
    walk(other, again(other), "debriefing")
    assert post(client, study, other, {"act": "delete"}).status_code == 303
    assert again(other).ending is Ending.WITHDRAWN


def test_two_without_a_score_get_the_same_bytes_whatever_their_placebo(client: Client, ada: User) -> None:
    """Through the whole stack: the placebo decides nothing but what is stored."""
    levels = ["high", "low"]
    courses = [
        {"code": "high", "exists": False, "start": 72, "changes": [{"day": 2, "by": -4}]},
        {"code": "low", "exists": False, "start": 58},
    ]
    content = own(courses=courses)
    factor = content.factors[0].model_copy(update={"levels": tuple(levels)})
    pages = [
        p if p.kind != "debriefing" else p.model_copy(update={"table": p.table[:1]}) for p in content.pages
    ]
    study = published(content.model_copy(update={"factors": (factor,), "pages": tuple(pages)}), by=ada)
    seen: dict[str, list[str]] = {}
    rows: dict[str, int] = {}
    for _person in range(60):
        token, seat = begin(study)
        drawn = walk(token, seat, "week.name").draws
        assert drawn is not None
        key = str(drawn.levels["course"])
        if key in seen or (rows and rows.get("first") != _row(study, drawn.feed)):
            continue
        rows["first"] = _row(study, drawn.feed)
        seen[key] = _walked(client, study, token)
        if len(seen) == 2:
            break
    assert len(seen) == 2 and seen["high"] == seen["low"]
    stored = {
        s.exposure["score"]["before"] for s in Submission.objects.filter(step="week.3.day") if s.exposure
    }
    assert stored == {68, 58}


def _row(study: Study, feed: tuple[str, ...]) -> int:
    protocol = flow.protocol_of(study.protocol_id or 0)
    return next(r for r in range(protocol.rows) if protocol.draws("high", r).feed == feed)


def _walked(client: Client, study: Study, token: str) -> list[str]:
    """Every page from the name to the debriefing, with some acts; but for the address, which is their own."""
    bodies = [shown(client, study, token)]
    post(client, study, token, {"nickname": "otter", "face": "face2"})
    while again(token).place.at != "debriefing":
        at = again(token).place.at
        bodies.append(shown(client, study, token))
        if at.endswith(".day"):
            for what in ("like.1", "check", "post.filler"):
                post(client, study, token, {"deed": what})
                bodies.append(shown(client, study, token))
            post(client, study, token, {"leave": "next"})
        elif at == "week.score":
            post(client, study, token, {})
        else:
            step = again(token).step
            assert step is not None
            post(client, study, token, {question.code: "1" for question in step.questions})
    bodies.append(shown(client, study, token))
    return [body.replace(token, "") for body in bodies]


def test_a_day_over_http_is_one_statement_to_show_and_two_to_act(
    client: Client, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = on_day(study)
    shown(client, study, token)
    counted: list[str] = []
    execute = statements.execute

    def count(statement: str, values: object) -> object:
        counted.append(statement)
        return execute(statement, values)  # type: ignore[arg-type]

    n = again(token).n
    monkeypatch.setattr(statements, "execute", count)
    with CaptureQueriesContext(connection) as by_django:
        post(client, study, token, {"deed": "like.1"}, n=n)
        shown(client, study, token)
    assert counted == [statements.LOAD, statements.SUBMIT, statements.LOAD]
    assert len(by_django) == 0
