"""Whatever a form can carry is refused at its question, or stored exactly; nothing ends in a fault."""

import json
from typing import Any

import pytest
from django.test import Client

from surveys import flow
from surveys.flow import tokens
from surveys.models import Participation, Study, Submission
from surveys.protocol import read
from tests.people import again, fields_for, published
from tests.protocol.small import SMALL

pytestmark = pytest.mark.django_db

FIELDS = ["mood_before_glad", "line", "pair", "age", "town", "pets", "online"]
STRANGE = {
    "a megabyte": "x" * 1_000_000,
    "NaN": "NaN",
    "infinity": "-Infinity",
    "a huge exponent": "1e400",
    "a 10,000-digit integer": "9" * 10_000,
    "NUL": "a\x00b",
    "a lone surrogate": "%ED%A0%80",
    "right-to-left": "\u202eשלום\u200f",
    "emoji": "👩‍🔬🏳️‍🌈",
    "a line of controls": "\x01\x02\x7f",
    "markup": "<script>alert(1)</script>",
    "a template": "{{7*7}}{% now 'Y' %}{x.__class__}",
    "a negative": "-1",
    "a fraction": "2.5",
    "Arabic digits": "٣",
    "a superscript": "²",
    "spaces": "   ",
}
EXACT = {"town"}
"""Where words are asked for, strange words are words."""


@pytest.fixture
def study() -> Study:
    return published(read(SMALL))


def arrived(study: Study) -> tuple[str, str]:
    """Somebody on the page that asks with every kind but the long text: their address and token."""
    token = tokens.new(study.address)
    path = f"/s/{study.address}/{token}/"
    assert Client().post(path, {"n": "0", "adult": "1"}).status_code == 303
    return path, token


def sent(path: str, token: str, field: str, value: str) -> Any:
    fields: dict[str, Any] = {**fields_for(again(token)), "n": "1", field: value}
    if value == STRANGE["a lone surrogate"]:
        body = "&".join(f"{name}={v}" for name, values in fields.items() for v in _listed(values))
        return Client().post(path, body, content_type="application/x-www-form-urlencoded")
    return Client().post(path, fields)


def _listed(values: Any) -> list[str]:
    return values if isinstance(values, list) else [values]


@pytest.mark.parametrize("field", FIELDS)
def test_every_kind_refuses_what_it_cannot_take_and_keeps_the_rest(study: Study, field: str) -> None:
    for name, value in STRANGE.items():
        path, token = arrived(study)
        response = sent(path, token, field, value)
        assert response.status_code in (303, 400, 413), (name, response.status_code)
        row = Participation.objects.latest("pk")
        if response.status_code != 303:
            assert row.n == 1, name
            continue
        stored = Submission.objects.get(participation=row, n=1).answers[field]
        if field in EXACT and value.strip() and name != "a lone surrogate":
            assert stored == value, name
        else:
            assert len(json.dumps(stored)) < 100, (name, stored)


def test_refusals_name_the_question_and_show_what_was_typed(study: Study) -> None:
    path, token = arrived(study)
    response = sent(path, token, "age", "9" * 10_000)
    assert response.status_code == 400 and 'href="#q-age"' in response.content.decode()


def test_fifteen_hundred_fields_and_a_megabyte_of_text(study: Study) -> None:
    path, token = arrived(study)
    many = {**fields_for(again(token)), "n": "1", **{f"extra{i}": "1" for i in range(1500)}}
    assert Client().post(path, many).status_code == 303
    assert not any(name.startswith("extra") for name in Submission.objects.latest("pk").answers)
    path, token = arrived(study)
    assert Client().post(path, {"n": "1", "town": "x" * 5_000_000}).status_code == 413
    assert again(token).n == 1


@pytest.mark.parametrize("n", ["", "x", "-1", "1e3", "9" * 50, "²", "\x00"])
def test_a_page_number_that_is_none_moves_nobody(study: Study, n: str) -> None:
    path, token = arrived(study)
    assert Client().post(path, {**fields_for(again(token)), "n": n}).status_code == 400
    assert again(token).n == 1


def test_a_fault_is_told_with_the_number_that_the_log_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(token: str) -> None:
        raise RuntimeError("on purpose")

    monkeypatch.setattr(flow, "find", fault)
    study = published()
    address = f"/s/{study.address}/{tokens.new(study.address)}/"
    response = Client(raise_request_exception=False).get(address)
    assert response.status_code == 500
    assert f"<code>{response['X-Request-Id']}</code>" in response.content.decode()
