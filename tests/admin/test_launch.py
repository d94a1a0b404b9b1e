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
    response = client.post(url("prolific", study))
    assert response["Location"] == f"{url('study', study)}?prolific=1#invitation"
    page = text(client.get(response["Location"]))
    invitation = "&amp;".join(f"{name}={{{{%{name}%}}}}" for name in PROLIFIC)
    assert f"{LINK}?{invitation}" in page and "enter the one that Prolific gave you" in page
    assert "Prolific’s number" not in page and "Saved. This is the study's address" in page
    outside = re.sub(r"\?(PROLIFIC_PID|STUDY_ID|SESSION_ID).*?(?=[\"<])", "", page)
    assert "PROLIFIC_PID" not in outside and "{code}" not in outside, "only inside the address itself"
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


def test_prolific_is_undone_where_it_was_chosen(study: Study, people: People, signed_in: SignIn) -> None:
    client = signed_in(people.ada)
    page = text(client.get(client.post(url("prolific", study))["Location"]))
    assert f'<form method="post" action="{url("design_undo", study)}">' in page
    back = f"{url('study', study)}#recruit"
    assert f'name="next" value="{back}"' in page
    assert "Undo</button>" not in text(client.get(url("study", study))), "said once"
    assert client.post(url("design_undo", study), {"revision": 2, "next": back})["Location"] == back
    study.refresh_from_db()
    assert drafts.document(study).recruitment.ids == ()


def test_history_calls_prolific_s_names_by_what_they_are(
    study: Study, people: People, signed_in: SignIn
) -> None:
    client = signed_in(people.ada)
    client.post(url("prolific", study))
    page = text(client.get(url("design_history", study)))
    assert "Prolific’s number of each participant" in page and "PROLIFIC_PID" not in page


def test_prolific_s_code_is_missing_and_pay_is_said_once(
    study: Study, people: People, signed_in: SignIn, document: Document
) -> None:
    client = signed_in(people.ada)
    about = document.about.model_copy(update={"pay": {}})
    drafts.replace(study, document.model_copy(update={"about": about}), by=None)
    client.post(url("prolific", study))
    response = client.get(url("study", study))
    places = [
        (each.place, each.is_error) for key in ("missing", "considered") for each in response.context[key]
    ]
    assert ("Recruitment", True) in places
    assert [place for place in places if "Pay" in place[0]] == [("What participants must know: Pay", True)]
    assert text(response).count("participants are paid: say how much") == 1
    assert client.post(url("run", study, verb="publish")).status_code == 409


def test_a_scale_is_called_by_its_name_with_what_to_do(
    study: Study, people: People, signed_in: SignIn
) -> None:
    page = text(signed_in(people.ada).get(url("study", study)))
    assert "The right to use the scale “Source credibility” was not found in writing. Ask" in page
    assert "source-credibility was" not in page


def test_counts_are_written_in_one_way(study: Study, people: People, signed_in: SignIn) -> None:
    page = text(signed_in(people.ada).get(url("study", study)))
    assert "0 of 1,020 planned" in page and "1,020 participants" in page and "1020 " not in page


@pytest.mark.parametrize(
    ("back", "told"),
    [
        ("https://app.prolific.com/submissions/complete?cc={code}", "Prolific, with the completion code"),
        ("https://panel.example/{code}", "(what stands in braces is put in for each participant)"),
    ],
)
def test_where_people_return_to_is_told_in_words(
    study: Study, people: People, signed_in: SignIn, back: str, told: str
) -> None:
    drafts.change(study, [{"op": "set", "path": "recruitment.back", "value": back}], by=None, revision=1)
    assert told in text(signed_in(people.ada).get(url("study", study)))


def test_no_file_is_named_that_a_researcher_never_sees(
    study: Study, people: People, signed_in: SignIn
) -> None:
    assert "README" not in text(signed_in(people.ada).get(url("study", study), HTTP_HOST="localhost"))
