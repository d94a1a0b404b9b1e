"""The launch page: link, QR code, recruitment, and what is still missing with the place to enter it."""

import re
from typing import Any

import pytest
from django.test import Client

from surveys import drafts, qr
from surveys.models import State, Study
from surveys.protocol import Document, read
from surveys.protocol.recruitment import PROLIFIC
from tests.admin.conftest import People, SignIn, text, url

LINK = "http://testserver/s/first-impressions/"


def test_the_link_can_be_copied_and_read_by_a_phone(study: Study, people: People, signed_in: SignIn) -> None:
    client = signed_in(people.ada)
    page = text(client.get(url("study", study)))
    assert f'data-copy="{LINK}"' in page and url("qr", study) in page
    picture = client.get(url("qr", study))
    assert picture["Content-Type"].startswith("image/svg+xml")
    assert text(picture) == qr.svg(LINK)
    assert "first-impressions.svg" in client.get(url("qr", study), {"download": "1"})["Content-Disposition"]


def test_what_is_missing_leads_to_where_it_is_entered(
    study: Study, people: People, signed_in: SignIn, document: Document
) -> None:
    missing = document.model_dump(mode="json", by_alias=True)
    missing["about"] = {**missing["about"], "contact": {}, "approval": {}}
    missing["recruitment"] = {"ids": [], "completion_code": None, "back": "http://panel.example"}
    drafts.replace(study, read(missing), by=people.ada)
    page = text(signed_in(people.ada).get(url("study", study)))
    assert page.count(f'href="{url("about", study)}?next=') >= 3  # contact, approval, and the card's own
    assert "begin with https://" in page and f'href="{url("recruitment", study)}?next=' in page


def test_prolific_is_one_click_and_a_code(study: Study, people: People, signed_in: SignIn) -> None:
    client = signed_in(people.ada)
    page = text(client.post(url("prolific", study), follow=True))
    invitation = "&amp;".join(f"{name}={{{{%{name}%}}}}" for name in PROLIFIC)
    assert f"{LINK}?{invitation}" in page and "enter it under Edit" in page
    study.refresh_from_db()
    kept = drafts.document(study).recruitment
    assert kept.ids == PROLIFIC and kept.back.startswith("https://app.prolific.com/")
    form = {
        "recruitment.completion_code": "C1ABCDE",
        "recruitment.ids": "\n".join(kept.ids),
        "recruitment.back": kept.back,
    }
    names = _names(client, study)
    response = client.post(
        url("recruitment", study), {names[key]: value for key, value in form.items()} | {"revision": 2}
    )
    assert response.status_code == 302 and response["Location"] == url("study", study), text(response)
    study.refresh_from_db()
    assert drafts.document(study).recruitment.completion_code == "C1ABCDE"


def _names(client: Client, study: Study) -> dict[str, str]:
    """The boxes of the form, by the field of the document that they stand for."""
    page = text(client.get(url("recruitment", study)))
    found = re.findall(r'name="([^"]+)"', page)
    return {
        f"recruitment.{field}": next(name for name in found if name.endswith(field))
        for field in ("completion_code", "ids", "back")
    }


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [("completion_code", "no", "code"), ("ids", "two words", "ids"), ("ids", "a\nA", "twice")],
)
def test_what_cannot_be_is_told_at_the_form_and_nothing_is_saved(
    study: Study, people: People, signed_in: SignIn, field: str, value: str, words: str
) -> None:
    client = signed_in(people.ada)
    names = _names(client, study)
    sent = dict.fromkeys(names.values(), "") | {names[f"recruitment.{field}"]: value, "revision": "1"}
    response = client.post(url("recruitment", study), sent)
    assert response.status_code == 400 and words in text(response)
    assert "ll-error" in text(response) or "ll-bad" in text(response)
    study.refresh_from_db()
    assert not drafts.document(study).recruitment.ids


def test_after_publishing_recruitment_is_shown_and_fixed(
    live: Study, people: People, signed_in: SignIn
) -> None:
    client = signed_in(people.ada)
    assert "Recruit with Prolific" not in text(client.get(url("study", live)))
    client.post(url("prolific", live))
    live.refresh_from_db()
    assert drafts.document(live).recruitment.ids == ()


@pytest.mark.parametrize("state", list(State))
def test_the_page_says_where_the_study_stands(
    live: Study, people: People, signed_in: SignIn, state: State
) -> None:
    Study.objects.filter(pk=live.pk).update(state=state)
    page = text(signed_in(people.ada).get(url("study", live)))
    verbs = {"draft": "Publish …", "live": "Pause", "paused": "Resume", "closed": "Copy the study"}
    assert verbs[state] in page


def test_a_reader_recruits_nobody(study: Study, people: People, signed_in: SignIn) -> None:
    client = signed_in(people.ben)
    assert client.post(url("prolific", study)).status_code == 403
    assert client.post(url("recruitment", study)).status_code == 403
    assert client.get(url("recruitment", study)).status_code == 200
    assert signed_in(people.cy).get(url("qr", study)).status_code == 404


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1:8000", True),
        ("localhost", True),
        ("[::1]:8000", True),
        ("192.0.2.7", False),
        ("testserver", False),
    ],
)
def test_an_address_of_this_machine_alone_is_said_to_be_one(
    study: Study, people: People, signed_in: SignIn, settings: Any, host: str, local: bool
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    page = text(signed_in(people.ada).get(url("study", study), HTTP_HOST=host))
    assert ("only this computer can open this address" in page) is local
    assert "0.0.0.0" not in page


def test_who_comes_from_prolific_is_to_be_paid(study: Study, people: People, signed_in: SignIn) -> None:
    client = signed_in(people.ada)

    def warned() -> bool:
        return "participants are paid: say how much" in text(client.get(url("study", study)))

    def pay(words: str, revision: int) -> None:
        told = {"op": "set", "path": "about.pay", "value": {"en": words}}
        drafts.change(study, [told], by=None, revision=revision)

    pay("Nothing", 1)
    assert not warned()
    client.post(url("prolific", study))
    assert warned()
    pay("£1.80", 3)
    assert not warned()
