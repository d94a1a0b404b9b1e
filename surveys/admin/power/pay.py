"""What the study takes of people's time, and what it costs to pay them: worked out, never assumed."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveys.analysis.expecting import hours
from surveys.protocol import Compiled
from surveys.texts import say

NUMBER = r"(\d+(?:[.,]\d{1,2})?)(?![\d.,]*\d)"
CURRENCY = r"([€$£¥]|[A-Z]{3}\b|euros?\b|pounds?\b|dollars?\b)"
AFTER, BEFORE = re.compile(rf"(?<![\d.,]){NUMBER}\s?{CURRENCY}"), re.compile(rf"{CURRENCY}\s?{NUMBER}")


@dataclass(frozen=True, slots=True)
class Pay:
    """What each participant receives: 5, "EUR"."""

    amount: float
    currency: str


def told_pay(protocol: Compiled) -> Pay | None:
    """What participants are told that they receive, where it is one amount and nothing else in figures."""
    document = protocol.document
    words = say(document.about.pay, document.language, document.language)
    if len(re.findall(r"\d+(?:[.,]\d+)*", words)) != 1:
        return None
    if found := AFTER.search(words):
        return Pay(_amount(found[1]), found[2])
    if found := BEFORE.search(words):
        return Pay(_amount(found[2]), found[1])
    return None


def _amount(typed: str) -> float:
    return float(typed.replace(",", "."))


def cost(protocol: Compiled, pay: Pay | None) -> str:
    """Hours of the planned number of people, what they receive together, and what that is an hour."""
    planned, minutes = protocol.document.plan.planned, protocol.document.about.minutes
    return f"{_time(protocol, planned, minutes)} {_sum(planned, pay, minutes)}"


def _time(protocol: Compiled, planned: int, minutes: int | None) -> str:
    if not minutes:
        return _("How long it takes is not said yet: with it, the hours to be paid for stand here.")
    people = ngettext("%(n)s person", "%(n)s people", planned) % {"n": f"{planned:,}"}
    long = ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    return _("%(people)s of %(minutes)s: %(hours)s hours to be paid for.") % {
        "people": people, "minutes": long, "hours": f"{hours(protocol):,.0f}"
    }  # fmt: skip


def _sum(planned: int, pay: Pay | None, minutes: int | None) -> str:
    if pay is None:
        return _("Say below what each of them receives, and the sum stands here.")
    figures = {
        "each": money(pay.amount, pay.currency),
        "sum": money(planned * pay.amount, pay.currency),
    }
    if not minutes:
        return _("At %(each)s each that is %(sum)s if all are paid, without fees of a service.") % figures
    figures["hourly"] = money(pay.amount * 60 / minutes, pay.currency)
    return (
        _("At %(each)s each that is %(sum)s if all are paid, without fees of a service; %(hourly)s an hour.")
        % figures
    )


def money(amount: float, currency: str) -> str:
    """'5,100 EUR', '£2.50'."""
    figure = f"{amount:,.2f}".removesuffix(".00")
    return f"{currency}{figure}" if currency in "€$£¥" else f"{figure} {currency}"
