"""From a draft to people inside it, in a browser: rehearse, remove, launch, watch."""

import pytest
from playwright.sync_api import Page

from surveys import simulate
from surveys.analysis import runs
from surveys.charts import draw
from surveys.models import Participation, Simulation, State, Study
from tests.admin.conftest import url
from tests.people import begin, walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def work() -> None:
    """What the worker does when it looks at its list."""
    while claimed := simulate.claim():
        simulate.perform(claimed)
    while run := runs.claim():
        runs.perform(run, draw=draw)


def counts_up(desk: Page, done: int) -> None:
    if done == 20:
        desk.get_by_text("20 of 100 simulated people have gone through the study.").wait_for(timeout=10_000)
        runs.want(Simulation.objects.get().study, "simulated")  # as the schedule does
        run = runs.claim()
        assert run
        runs.perform(run, draw=draw)
        desk.get_by_text("computed").wait_for(timeout=10_000)
        assert "20 of 100" in desk.locator("#results").inner_text()


def test_a_draft_is_rehearsed_and_its_simulated_people_removed(desk: Page, study: Study) -> None:
    desk.goto(url("rehearse", study))
    desk.get_by_role("button", name="Send them through").click()
    desk.get_by_text("0 of 100 simulated people have gone through the study.").wait_for()
    assert "Nobody" not in desk.locator("#results").inner_text()
    claimed = simulate.claim()
    assert claimed
    simulate.perform(claimed, progress=lambda done: counts_up(desk, done))
    work()
    # By itself: nobody reloads the page or asks for anything.
    desk.get_by_text("100 simulated people went through: ").wait_for(timeout=15_000)
    assert "(the rehearsal lets some leave)" in desk.locator("#results").inner_text()
    said = desk.locator(".ll-answer p").first.inner_text()
    assert "We built in +0.09 points of perceived competence" in said and "the analysis found" in said
    desk.wait_for_function("() => document.querySelector('.ll-answer img').naturalWidth > 0")
    desk.get_by_role("link", name="Rehearse", exact=True).click()
    desk.get_by_role("button", name="Remove the 100 simulated people").click()
    desk.get_by_text("100 simulated people removed.").wait_for()
    assert not Participation.objects.exists()
    study.refresh_from_db()
    assert study.state == State.DRAFT


def test_a_study_is_launched_and_watched(desk: Page, study: Study) -> None:
    desk.goto(url("study", study))
    link = f"/s/{study.address}/"
    copy = desk.locator("[data-copy]").first
    copy.click()
    assert str(desk.evaluate("() => navigator.clipboard.readText()")).endswith(link)
    assert desk.locator(".ll-qr img").evaluate("img => img.naturalWidth") > 0
    desk.get_by_role("button", name="Recruit with Prolific").click()
    desk.wait_for_url("**#invitation")
    assert desk.evaluate("document.activeElement.id") == "invitation"
    assert desk.locator("#invitation").evaluate("e => e.getBoundingClientRect().top < innerHeight")
    prolific = desk.locator(".ll-address")
    assert "PROLIFIC_PID={{%PROLIFIC_PID%}}" in prolific.inner_text()
    assert prolific.inner_text().endswith("SESSION_ID={{%SESSION_ID%}}")
    assert prolific.evaluate("e => e.scrollWidth <= e.clientWidth"), "nothing is cut off"
    desk.locator("[data-copy]").nth(1).click()
    assert desk.evaluate("() => navigator.clipboard.readText()") == prolific.inner_text()
    assert "only this computer can open this address" in desk.locator("main").inner_text()
    desk.get_by_role("link", name="enter the one that Prolific gave you").click()
    desk.get_by_label("One completion code for everybody").fill("C1ABCDE")
    desk.get_by_role("button", name="Save").click()
    desk.get_by_role("link", name="Publish …").click()
    desk.get_by_role("button", name="Publish").click()
    desk.get_by_text("The study is live. Send its link to participants.").wait_for()
    desk.get_by_role("link", name="Live", exact=True).click()
    desk.get_by_text("Nobody has taken part yet. Share this link").wait_for()
    study.refresh_from_db()
    token, seat = begin(study)
    walk(token, seat, to="about_you")
    desk.get_by_text("0 of 1,020 planned have finished.").wait_for(timeout=15_000)  # by itself
    assert desk.locator("tr", has_text="Questions about you").first.inner_text().split()[-2:] == [
        "just",
        "now",
    ]
