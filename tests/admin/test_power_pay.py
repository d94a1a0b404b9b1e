"""What a study takes of people's time and costs: from figures that somebody gave, never from others."""

from typing import Any

import pytest

from surveys.admin.power.pay import Pay, cost, money, told_pay
from surveys.protocol import Compiled
from tests.analysis import make


def about(**known: Any) -> Compiled:
    return make.protocol(about=known, plan={"planned": 1020})


@pytest.mark.parametrize(
    ("words", "pay"),
    [
        ("5 EUR", Pay(5, "EUR")),
        ("You receive 2,50 EUR.", Pay(2.5, "EUR")),
        ("£4.20 through the platform", Pay(4.2, "£")),
        ("EUR 3", Pay(3, "EUR")),
        ("3 euros in cash", Pay(3, "euros")),
        ("Nothing.", None),
        ("", None),
        ("One course credit", None),
        ("1 course credit", None),
        ("5 EUR, or 1 credit", None),
        ("5 EUR to 8 EUR", None),
        ("1,000 EUR to one who is drawn", None),
        ("10 minutes", None),
    ],
)
def test_pay_is_read_where_it_is_one_amount_of_money_and_nothing_else(words: str, pay: Pay | None) -> None:
    assert told_pay(about(pay=words)) == pay


def test_the_sum_and_the_hour_follow_from_amount_minutes_and_people() -> None:
    assert cost(about(minutes=9), Pay(5, "EUR")) == (
        "1,020 people of 9 minutes: 153 hours to be paid for. "
        "At 5 EUR each that is 5,100 EUR if all are paid, without fees of a service; 33.33 EUR an hour."
    )
    assert "At £1.50 each that is £1,530 if all" in cost(about(minutes=9), Pay(1.5, "£"))


def test_without_an_amount_no_money_is_named() -> None:
    said = cost(about(minutes=9, pay="Nothing."), None)
    assert said == (
        "1,020 people of 9 minutes: 153 hours to be paid for. "
        "Say below what each of them receives, and the sum stands here."
    )


def test_without_minutes_there_are_neither_hours_nor_a_rate() -> None:
    said = cost(about(pay="5 EUR"), Pay(5, "EUR"))
    assert "How long it takes is not said yet" in said and "5,100 EUR" in said and "an hour" not in said


def test_nothing_is_nothing() -> None:
    assert "At 0 EUR each that is 0 EUR" in cost(about(minutes=9), Pay(0, "EUR"))


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [(5100, "EUR", "5,100 EUR"), (2.5, "€", "€2.50"), (1 / 3, "dollars", "0.33 dollars"), (7, "", "7")],
)
def test_money_has_cents_where_there_are_any(amount: float, currency: str, words: str) -> None:
    assert money(amount, currency) == words
