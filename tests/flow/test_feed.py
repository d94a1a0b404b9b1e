"""A participant in the feed: every act is a fact, none is lost or doubled, and replay works."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveys import flow
from surveys.flow import Receipt, Seat, statements
from surveys.models import Participation, Study, Submission
from surveys.protocol import Act, Draws, Ending, Errors, Sent, replay
from tests.people import again, begin, published, send, walk
from tests.protocol.own import own

pytestmark = pytest.mark.django_db

DO = Act.DO.value
NEXT = {"leave": ["next"]}


@pytest.fixture
def study() -> Study:
    return published(own())


def arriving(study: Study, arm: str, at: str = "week.1.day") -> tuple[str, Seat]:
    """Somebody of this group at this page: the list is gone through until it has one."""
    for _person in range(40):
        token, seat = begin(study)
        seat = walk(token, seat, "week.name")
        if seat.draws and seat.draws.arm == arm:
            send(seat, {"nickname": ["quiet otter"], "face": ["face3"]})
            return token, go(token, at)
    raise AssertionError(f"nobody was drawn into {arm}")


def go(token: str, at: str) -> Seat:
    """Straight to a page: days end at once."""
    seat = again(token)
    while seat.place.at != at:
        send(seat, {"leave": ["next"]} if seat.place.at.endswith(".day") else None)
        seat = again(token)
    return seat


def do(token: str, what: str, **fields: list[str]) -> Receipt:
    return send(again(token), {"act": [DO], "deed": [what], **fields})


def sent(seat: Seat) -> list[Submission]:
    return list(Submission.objects.filter(participation=seat.id).order_by("n"))


@pytest.mark.parametrize("seed", range(6))
def test_a_simulated_person_walks_through_and_replay_leads_to_every_place(study: Study, seed: int) -> None:
    token, seat = begin(study)
    while seat.ending is None:
        assert send(seat) is Receipt.SAVED
        seat = again(token)
        if seat.ending is None:
            rows = [Sent(s.n, Act(s.act), s.answers) for s in sent(seat)]
            assert replay(seat.protocol, seat.draws, rows) == seat.place
    assert seat.ending is Ending.FINISHED and seat.code


def test_an_act_leaves_somebody_on_the_day_and_is_a_fact(study: Study) -> None:
    token, seat = arriving(study, "flat_68")
    assert do(token, "like.2") is Receipt.SAVED
    now = again(token)
    assert (now.place.at, now.n) == ("week.1.day", seat.n + 1)
    row = sent(seat)[-1]
    assert (row.act, row.step, row.answers) == (DO, "week.1.day", {"do": "like.2"})
    assert seat.draws and row.exposure and row.exposure["post"] == seat.draws.feed[1]
    assert row.exposure["acts"] == 0 and len(row.exposure["page"]) == 64


def test_the_score_before_and_after_stands_beside_every_act(study: Study) -> None:
    token, seat = arriving(study, "dip_64", "week.2.day")
    do(token, "check")
    go(token, "week.3.day")
    do(token, "post.filler")
    told = {
        (row.step, row.answers.get("do") or row.answers.get("leave")): row.exposure["score"]
        for row in sent(seat)
        if row.exposure and row.step.endswith(("day", "score", "ask"))
    }
    scores = {key: (score["before"], score["after"]) for key, score in told.items()}
    assert scores[("week.2.day", "check")] == (68, 68)
    assert scores[("week.2.day", "next")] == (68, 68)  # the questions come first, of the score seen last
    assert scores[("week.2.ask", None)] == (68, 64)
    assert scores[("week.3.day", "post.filler")] == (64, 64)
    assert all(score["shown"] and not score["placebo"] for score in told.values())
    assert {score["system"] for score in told.values()} == {"klout_like"} and told[("week.2.day", "check")][
        "version"
    ]


def test_a_placebo_is_stored_and_said_to_be_one(study: Study) -> None:
    token, seat = arriving(study, "none", "week.3.day")
    do(token, "like.1")
    score = (sent(seat)[-1].exposure or {})["score"]
    assert (score["before"], score["shown"], score["placebo"]) == (64, False, True)


def test_the_same_act_again_is_saved_once(study: Study) -> None:
    token, seat = arriving(study, "flat_68")
    fields = {"act": [DO], "deed": ["reply.1"], "reply_1": ["Yes"]}
    assert [send(seat, fields) for _click in range(3)] == [Receipt.SAVED] * 3
    assert send(again(token), fields, n=seat.n) is Receipt.SAVED
    assert [row.answers for row in sent(seat)][-1] == {"do": "reply.1", "text": "Yes"}
    assert again(token).n == seat.n + 1 == Submission.objects.filter(participation=seat.id).count()


def test_another_act_on_the_page_before_stands_where_it_was(study: Study) -> None:
    token, seat = arriving(study, "flat_68")
    do(token, "like.1")
    assert send(again(token), {"act": [DO], "deed": ["like.2"]}, n=seat.n) is Receipt.STANDS
    assert sent(seat)[-1].answers == {"do": "like.1"}


@pytest.mark.parametrize("what", ["like.0", "like.4", "post.nothing", "aside.coming", "", "like", "break.1"])
def test_what_the_day_does_not_offer_is_refused(study: Study, what: str) -> None:
    token, seat = arriving(study, "flat_68")
    with pytest.raises(Errors):
        do(token, what)
    assert again(token).n == seat.n


def test_an_empty_reply_is_not_sent_and_costs_nothing(study: Study) -> None:
    token, seat = arriving(study, "flat_68")
    with pytest.raises(Errors) as refused:
        do(token, "reply.1", reply_1=["  "], own=["half a thought"])
    assert "reply_1" in refused.value.messages and again(token).n == seat.n


def test_what_stands_in_another_box_survives_a_like(study: Study) -> None:
    token, _seat = arriving(study, "flat_68")
    do(token, "like.1", own=["half a thought"], reply_2=["and half\r\na reply"])
    assert dict(again(token).place.did["drafts"]) == {"own": "half a thought", "reply_2": "and half\na reply"}
    do(token, "post.own", own=["half a thought, whole"], reply_2=["and half\na reply"])
    assert dict(again(token).place.did["drafts"]) == {"reply_2": "and half\na reply"}


def test_a_break_passes_over_days_and_not_over_questions(study: Study) -> None:
    token, _seat = arriving(study, "flat_68", "week.2.day")
    send(again(token), {"leave": ["break.2"]})
    assert again(token).place.at == "week.2.ask"
    send(again(token))
    assert again(token).place.at == "week.4.ask" or again(token).place.at == "week.5.day"


def test_stop_and_return_lead_back_to_the_day_as_it_was(study: Study) -> None:
    token, _seat = arriving(study, "flat_68")
    do(token, "share.3")
    did = again(token).place.did
    send(again(token), {"act": ["stop"], "own": ["typed"]})
    send(again(token), {"act": ["return"]})
    assert (again(token).place.at, again(token).place.did) == ("week.1.day", did)


def test_deleting_at_once_in_the_middle_of_a_day_leaves_nothing(study: Study) -> None:
    token, seat = arriving(study, "dip_65", "week.3.day")
    do(token, "post.own", own=["words of mine"])
    send(again(token), {"act": ["stop"]})
    assert send(again(token), {"act": ["delete"]}) is Receipt.SAVED
    row = Participation.objects.get(pk=seat.id)
    assert row.ending == Ending.WITHDRAWN and row.code and row.draws is None
    assert "words of mine" not in str(row.place) and not sent(seat)


def test_a_day_costs_one_statement_to_show_and_one_more_to_save(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, _seat = arriving(study, "dip_64")
    counted: list[str] = []
    execute = statements.execute

    def count(statement: str, values: object) -> object:
        counted.append(statement)
        return execute(statement, values)  # type: ignore[arg-type]

    monkeypatch.setattr(statements, "execute", count)
    with CaptureQueriesContext(connection) as by_django:
        for fields in ({"act": [DO], "deed": ["like.1"]}, {"act": [DO], "deed": ["check"]}, NEXT):
            assert send(again(token), fields) is Receipt.SAVED
    assert counted == [statements.LOAD, statements.SUBMIT] * 3
    assert len(by_django) == 0


def test_draws_hold_whose_posts_are_met_in_the_same_rows_of_every_arm(study: Study) -> None:
    protocol = flow.protocol_of(study.protocol_id or 0)
    for row in range(protocol.rows):
        feeds = {protocol.draws(arm, row).feed for arm in protocol.arms}
        assert len(feeds) == 1
    first = {protocol.draws("none", row).feed[0] for row in range(protocol.rows)}
    assert first == {profile.code for profile in protocol.document.profiles}
    drawn = protocol.draws("none", 3)
    assert Draws.from_json(drawn.to_json()) == drawn
