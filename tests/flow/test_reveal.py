"""A score that waits to be asked for: each reveal is a submission; before it the page does not hold it."""

from typing import Any

import pytest

from surveys import flow
from surveys.flow import Receipt, Seat
from surveys.models import Participation, Study, Submission
from surveys.pages import page
from surveys.protocol import Act, Errors
from tests.people import again, begin, flagship, published, send, walk

pytestmark = pytest.mark.django_db

REVEAL = {"act": ["do"], "do": ["reveal"]}
LEVELS = ["shown", "hidden", "request"]
FACTORS: list[dict[str, Any]] = [
    {"name": "visibility", "label": "Score", "levels": LEVELS, "varies": "between"},
    {"name": "level", "label": "Displayed score", "levels": [20, 42, 62, 67, 85], "varies": "within"},
]


@pytest.fixture
def study() -> Study:
    return published(flagship(factors=FACTORS))


def looking(study: Study, group: str) -> tuple[str, Seat]:
    """Somebody of this group before their first profile."""
    for _person in range(20):
        token, seat = begin(study)
        seat = walk(token, seat, to="person.1.look")
        if seat.draws is not None and seat.draws.levels["visibility"] == group:
            return token, seat
    raise AssertionError(f"twenty people in a row were not in {group}")


def body(seat: Seat) -> str:
    assert seat.step is not None
    return page(seat.protocol, seat.draws, seat.step, seat.language, did=seat.place.did).body


def score(seat: Seat, visit: int = 1) -> str:
    assert seat.draws is not None
    return f">{seat.draws.levels_at(visit)['level']}</span>"


def follow(seat: Seat) -> Receipt:
    return send(seat, {"follow": ["yes"]})


def test_before_the_reveal_the_score_is_not_in_the_page_and_after_it_is(study: Study) -> None:
    token, seat = looking(study, "request")
    assert "figure" not in body(seat) and score(seat) not in body(seat)
    assert "average account" not in body(seat) and "Show" in body(seat)
    assert send(seat, REVEAL) is Receipt.SAVED
    after = again(token)
    assert (after.n, after.place.at) == (seat.n + 1, seat.place.at)
    assert score(after) in body(after) and "uncover" not in body(after)


def test_covered_pages_are_the_same_whatever_waits_there(study: Study) -> None:
    _token, seat = looking(study, "request")
    assert seat.step is not None and seat.draws is not None
    bodies = {
        page(seat.protocol, seat.protocol.draws("request", row), seat.step, "en").body
        for row in range(seat.protocol.rows)
        if seat.protocol.draws("request", row).visits[0].profile == seat.draws.visits[0].profile
    }
    assert len(bodies) == 1


def test_it_stays_uncovered_while_this_profile_is_rated_and_not_for_the_next(study: Study) -> None:
    token, seat = looking(study, "request")
    send(seat, REVEAL)
    follow(again(token))
    rating = again(token)
    assert rating.place.at == "person.1.rate" and score(rating) in body(rating)
    send(rating)
    then = again(token)
    assert then.place.at == "person.2.look" and then.place.did == {}
    assert "figure" not in body(then) and "uncover" in body(then)


def test_who_does_not_ask_rates_without_it(study: Study) -> None:
    token, seat = looking(study, "request")
    follow(seat)
    rating = again(token)
    assert "figure" not in body(rating) and "uncover" not in body(rating)


def test_the_last_profiles_score_stays_for_what_is_asked_of_it(study: Study) -> None:
    token, seat = looking(study, "request")
    while seat.place.at != "person.5.look":
        seat = again(token) if send(seat) is Receipt.SAVED else seat
    if not seat.place.did:
        send(seat, REVEAL)
    seat = walk(token, again(token), to="person.5.last")
    assert seat.place.did == {"reveal": 5} and score(seat, 5) in body(seat)


def test_what_was_seen_is_kept_with_each_submission(study: Study) -> None:
    token, seat = looking(study, "request")
    covered = page(seat.protocol, seat.draws, seat.step, "en").hash  # type: ignore[arg-type]
    send(seat, REVEAL)
    follow(again(token))
    row = Participation.objects.get(pk=seat.id)
    done, left = Submission.objects.filter(participation=row, step="person.1.look").order_by("n")
    assert (done.act, done.answers) == ("do", {"do": "reveal"})
    assert done.exposure is not None and left.exposure is not None
    assert (done.exposure["shown"], left.exposure["shown"]) == (False, True)
    assert done.exposure["page"] == left.exposure["before"] == covered != left.exposure["page"]
    assert "before" not in done.exposure
    assert seat.draws is not None
    for kept in (done.exposure, left.exposure):
        assert kept["visibility"] == "request" and kept["system"] == "custom" and kept["form"] == "number"
        assert kept["value"] == seat.draws.levels_at(1)["level"] and kept["version"]


@pytest.mark.parametrize("group", ["shown", "hidden"])
def test_where_nothing_waits_nothing_is_uncovered(study: Study, group: str) -> None:
    token, seat = looking(study, group)
    assert send(seat, REVEAL) is Receipt.REFUSED
    assert again(token).n == seat.n


def test_what_is_uncovered_is_not_uncovered_again(study: Study) -> None:
    token, seat = looking(study, "request")
    send(seat, REVEAL)
    assert send(again(token), REVEAL) is Receipt.REFUSED
    assert again(token).n == seat.n + 1


def test_a_double_click_is_one_reveal(study: Study) -> None:
    token, seat = looking(study, "request")
    assert send(seat, REVEAL) is Receipt.SAVED
    assert send(seat, REVEAL) is Receipt.SAVED
    assert send(again(token), REVEAL, n=seat.n) is Receipt.SAVED
    assert Submission.objects.filter(participation=seat.id, act="do").count() == 1
    assert again(token).n == seat.n + 1


def test_on_the_rating_page_there_is_nothing_to_uncover(study: Study) -> None:
    token, seat = looking(study, "request")
    follow(seat)
    assert send(again(token), REVEAL) is Receipt.REFUSED


@pytest.mark.parametrize("what", [["peek"], [], ["reveal", "reveal"]])
def test_nothing_else_can_be_done_there(study: Study, what: list[str]) -> None:
    _token, seat = looking(study, "request")
    with pytest.raises(Errors):
        send(seat, {"act": ["do"], "do": what})


def test_stopping_and_going_on_covers_nothing_again(study: Study) -> None:
    token, seat = looking(study, "request")
    send(seat, REVEAL)
    send(again(token), {"act": ["stop"]})
    send(again(token), {"act": ["return"]})
    assert score(seat) in body(again(token))


def test_an_answer_may_bring_the_hidden_field_along(study: Study) -> None:
    """The covered page's form has it whichever button is pressed."""
    token, seat = looking(study, "request")
    assert flow.submit(seat, n=seat.n, act=Act.ANSWER, fields={"follow": ["no"], "do": ["reveal"]}) is (
        Receipt.SAVED
    )
    assert Submission.objects.get(participation=seat.id, step="person.1.look").answers == {"follow": "no"}
    assert again(token).place.did == {}
