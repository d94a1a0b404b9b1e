"""The right to use a published scale: confirmed on a page of its own, as a change that can be undone."""

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page

from surveys.models import Study
from surveys.protocol import checks
from tests.admin.conftest import People, SignIn, text, url
from tests.admin.studio.conftest import now

CODE = "source-credibility"


def typed(study: Study, **fields: Any) -> dict[str, Any]:
    return {"revision": Study.objects.get(pk=study.pk).draft.revision, "granted": "on", "note": "", **fields}


def instrument(study: Study) -> Any:
    return now(study).library[CODE]


def findings(study: Study) -> list[str]:
    return [f.path for f in checks(now(study)) if f.path.startswith("instruments")]


def test_the_page_says_where_the_scale_comes_from(study: Study, ada: Client) -> None:
    body = " ".join(text(ada.get(url("design_instrument", study, code=CODE))).split())
    assert "McCroskey, J. C., &amp; Teven, J. J. (1999)" in body and "no licence sentence was found" in body
    assert "We have the right to use it" in body
    free = text(ada.get(url("design_instrument", study, code="gad-2")))
    assert "Free to use" in free and "We have the right" not in free


def test_confirming_is_a_change_of_the_draft_and_ends_the_finding(study: Study, ada: Client) -> None:
    known = instrument(study).license
    address = url("design_instrument", study, code=CODE)
    assert len(findings(study)) == 2
    answer = ada.post(address, typed(study, note="E-mail of\r\nJ. T., 3 May"))
    assert answer.headers["Location"] == f"{url('design', study)}#scales"
    assert instrument(study).permission == "granted"
    assert instrument(study).license == f"{known}\nConfirmed by the researchers: E-mail of J. T., 3 May"
    assert findings(study) == ["instruments.1.permission"]
    told = text(ada.get(url("design_history", study)))
    assert "Changed “Right to use it” of the scale “Source credibility”: to confirm → granted" in told
    body = text(ada.get(address))
    assert "E-mail of J. T., 3 May" in body and "checked" in body
    ada.post(url("design_undo", study), {"revision": 2})
    assert len(findings(study)) == 2 and instrument(study).license == known


def test_it_can_be_taken_back_and_noted_anew(study: Study, ada: Client) -> None:
    known = instrument(study).license
    address = url("design_instrument", study, code=CODE)
    ada.post(address, typed(study))
    assert instrument(study).license == f"{known}\nConfirmed by the researchers"
    ada.post(address, typed(study, note="Licence CC BY"))
    assert instrument(study).license == f"{known}\nConfirmed by the researchers: Licence CC BY"
    ada.post(address, typed(study, granted=""))
    assert (instrument(study).permission, instrument(study).license) == ("to confirm", known)


def test_whoever_comes_too_late_or_may_not_changes_nothing(
    study: Study, ada: Client, people: People, signed_in: SignIn
) -> None:
    address = url("design_instrument", study, code=CODE)
    assert ada.post(address, typed(study, revision=7)).status_code == 400
    ben = signed_in(people.ben)
    assert ben.post(address, typed(study)).status_code == 403
    assert "We have the right to use it" not in text(ben.get(address))
    assert ada.get(url("design_instrument", study, code="nothing-such")).status_code == 404
    assert len(findings(study)) == 2


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_warning_on_the_launch_page_leads_there_and_back(desk: Page, study: Study) -> None:
    desk.goto(url("study", study))
    before = desk.locator("section", has=desk.get_by_role("heading", name="Before you can publish"))
    assert before.inner_text().split("\n")[-1] == "Nothing is missing."
    consider = desk.locator("section", has=desk.get_by_role("heading", name="To consider"))
    for name in ("Source credibility", "Message credibility"):
        consider.get_by_role("link", name=f"Scale “{name}”").click()
        desk.get_by_label("We have the right to use it").check()
        desk.get_by_label("Where that is written").fill("In an e-mail.")
        desk.get_by_role("button", name="Save").click()
        desk.get_by_text("Saved.").wait_for()
        assert desk.url.endswith(url("study", study))
    assert consider.count() == 0
