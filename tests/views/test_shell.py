"""Whole pages are kept for all who are at the same place, and never with anything of one person's."""

from surveys.flow import Seat
from surveys.views import shell
from surveys.views.shell import WHOLE, standing
from tests.people import again, begin, published, send, walk


def body(seat: Seat, **more: object) -> str:
    return standing(seat, **more).content.decode()  # type: ignore[arg-type]


def test_a_page_is_made_once_for_all_at_the_same_place(db: None) -> None:
    study = published()
    seats = [walk(*begin(study), "about_you") for _i in range(2)]
    WHOLE.clear()
    assert body(seats[0]) == body(seats[1])
    assert len(WHOLE) == 1


def test_the_same_page_reached_with_another_number_is_another_page(db: None) -> None:
    token, seat = begin(published())
    seat = walk(token, seat, "about_you")
    before = body(seat)
    send(seat, {"act": ["stop"]})
    send(again(token), {"act": ["return"]})
    seat = again(token)
    assert f'name="n" value="{seat.n}"' in body(seat)
    assert body(seat).replace(f'"n" value="{seat.n}"', f'"n" value="{seat.n - 2}"') == before


def test_what_somebody_typed_is_kept_for_nobody(db: None) -> None:
    token, seat = begin(published())
    seat = walk(token, seat, "about_you")
    WHOLE.clear()
    typed = {"age": ["37"]}
    assert 'value="37"' in body(seat, typed=typed)
    assert 'value="37"' in body(seat, typed=typed, errors={"age": "Too precise."})
    assert "Wait a little." in body(seat, notice="Wait a little.")
    assert len(WHOLE) == 0
    assert 'value="37"' not in body(seat) and "Wait" not in body(seat)


def test_pages_that_are_kept_hold_no_token(db: None) -> None:
    token, seat = begin(published())
    walk(token, seat, "person.1.look")
    body(again(token))
    assert all(token not in page.body for page in shell.WHOLE._pages.values())
