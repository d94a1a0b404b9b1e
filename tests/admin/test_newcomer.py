"""In a real browser, by the pages' own words alone: from a copy to its rehearsal, every click counted."""

import pytest
from playwright.sync_api import Page

from surveys import drafts
from surveys.models import Simulation, Study
from tests.admin.conftest import url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_study_is_copied_changed_compared_and_rehearsed_in_nine_clicks(desk: Page) -> None:
    clicks = 0

    def click(role: str, name: str) -> None:
        nonlocal clicks
        clicks += 1
        desk.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]
        desk.wait_for_load_state("networkidle")

    desk.goto("/admin/")
    click("button", "Copy it and change one thing")
    click("link", "Change one thing, such as a score that profiles carry")
    desk.fill("[name=levels]", "20\n50\n62\n67\n85")
    click("button", "Save")
    clicks += 1
    desk.locator("section[aria-labelledby=people]").get_by_role("link", name="Edit").click()
    click("link", "Leila Haddad")
    desk.fill("[name=posts__1__text]", "Fifty is a fine number.")
    click("button", "Save")
    click("link", "See both groups side by side")
    assert desk.locator(".ll-sides h2").all_inner_texts() == ["Score shown", "Score hidden"]
    for side, frame in zip(desk.locator(".ll-sides iframe").all(), desk.frames[1:3], strict=True):
        post = frame.get_by_text("Fifty is a fine number.")
        post.wait_for()
        desk.locator(".ll-sides[data-sought='']").wait_for()
        room = side.evaluate("frame => frame.clientHeight")
        box = post.evaluate("post => post.getBoundingClientRect().toJSON()")
        assert box["top"] >= 0 and box["bottom"] <= room, "what was changed is in sight"
    click("link", "Rehearse it with 100 simulated people")
    click("button", "Send them through")
    assert "0 of 100 simulated people have gone through the study." in desk.locator("main").inner_text()
    assert "Usually between half a minute and a minute and a half more." in desk.locator("main").inner_text()
    assert not desk.get_by_role("link", name="See what is missing before launch").count()
    study = Study.objects.get()
    assert desk.url.endswith(url("results", study, kind="simulated")) and clicks == 9
    sent = Simulation.objects.get(study=study)
    # What 100 people find in four of five rehearsals: the plan's smallest takes five times as many.
    assert sent.participants == 100 and 0.08 < sent.effects["level"]["competence"] < 0.1
    assert "50" in str(drafts.document(study).factor("level"))
