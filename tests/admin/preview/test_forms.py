"""Every form of a score in preview, another's and one's own; and two groups that differ in nothing else."""

import pytest
from django.test import Client
from playwright.sync_api import Page

from surveys import drafts, library
from surveys.models import Study
from surveys.protocol import read
from tests.admin.conftest import People, SignIn, text, url
from tests.admin.preview.test_browser import settle
from tests.admin.preview.test_frame import counts, frame
from tests.pages import own_forms, scored

OUTLINED = "() => [...document.querySelectorAll('[style*=outline]')].map((one) => one.outerHTML)"
OUTSIDE = """(box) => [...document.querySelectorAll('[style*=outline]')]
  .filter((one) => !one.closest(box)).map((one) => one.outerHTML.slice(0, 90))"""
STRANGE = ("hidden", "request", "later")
OTHERS = [(name, arm) for name, (_cue, arms) in scored.STUDIES.items() for arm in arms if arm not in STRANGE]
LAST = {"klout": "percentile-rising", "kred": "bar", "stars": "stars-cool"}
"""Which group is set beside the first: while one rates, a trend is not shown, a form or colour is."""
OWN = [(name, arm) for name, (_score, arms, _start, _by) in own_forms.STUDIES.items() for arm in arms]


def others(name: str, people: People) -> Study:
    """A draft in which every group sees another's score in another way."""
    return drafts.create(scored.scored(*scored.STUDIES[name]).document, by=people.ada)


def owns(name: str, people: People) -> Study:
    written = {**own_forms.content(name), "pool": library.load("profiles", "thirty")}
    return drafts.create(read(written), by=people.ada)


def form_of(arms: dict[str, dict[str, str]], arm: str) -> str:
    return arms[arm].get("form", "number")


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "arm"), OTHERS)
def test_a_profile_is_previewed_in_every_form(people: People, signed_in: SignIn, name: str, arm: str) -> None:
    study, client = others(name, people), signed_in(people.ada)
    before, form = counts(), form_of(scored.STUDIES[name][1], arm)
    for step in ("person.1.look", "person.1.rate"):
        response = frame(client, study, step=step, arm=arm)
        assert response.status_code == 200 and f'class="figure as-{form}' in text(response), step
    assert counts() == before


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "arm"), OWN)
def test_a_day_is_previewed_in_every_form(people: People, signed_in: SignIn, name: str, arm: str) -> None:
    study, client = owns(name, people), signed_in(people.ada)
    form = form_of(own_forms.STUDIES[name][1], arm)
    for step in ("week.score", "week.1.day", "week.3.day", "week.2.ask"):
        response = frame(client, study, step=step, arm=arm)
        assert response.status_code == 200 and f'class="figure as-{form}' in text(response), step


@pytest.mark.django_db
@pytest.mark.parametrize("arm", ["hidden", "request"])
def test_what_is_not_seen_yet_is_previewed_without_it(people: People, signed_in: SignIn, arm: str) -> None:
    client: Client = signed_in(people.ada)
    shown = text(frame(client, others("klout", people), step="person.1.look", arm=arm))
    assert "figure" not in shown and ("uncover" in shown) is (arm == "request")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", scored.STUDIES)
def test_side_by_side_only_the_cues_box_is_outlined(desk: Page, people: People, name: str) -> None:
    study, first = others(name, people), next(arm for each, arm in OTHERS if each == name)
    for one, other in ((first, "hidden"), (first, LAST[name])):
        for step, box in (("person.1.look", ".aside"), ("person.1.rate", ".figure")):
            desk.goto(f"{url('compare', study)}?step={step}&arm={one}&with={other}")
            settle(desk)
            desk.wait_for_function("() => !document.querySelector('#differences .ll-hint')")
            found = [side.evaluate(OUTLINED) for side in desk.frames[1:3]]
            assert any(found), (step, other)
            assert [side.evaluate(OUTSIDE, box) for side in desk.frames[1:3]] == [[], []], (step, other)
            assert "same place" in desk.locator("#differences").inner_text()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", own_forms.STUDIES)
def test_side_by_side_only_ones_own_score_is_outlined(desk: Page, people: People, name: str) -> None:
    study, arms = owns(name, people), [arm for each, arm in OWN if each == name]
    for one, other in ((arms[0], "none"), (arms[0], arms[-1])):
        for step in ("week.1.day", "week.3.day", "week.2.ask"):
            desk.goto(f"{url('compare', study)}?step={step}&arm={one}&with={other}")
            settle(desk)
            desk.wait_for_function("() => !document.querySelector('#differences .ll-hint')")
            found = [side.evaluate(OUTLINED) for side in desk.frames[1:3]]
            assert any(found), (step, other)
            outside = [side.evaluate(OUTSIDE, ".day > .own, .day > .figure") for side in desk.frames[1:3]]
            assert outside == [[], []], (step, other)
            assert "same place" in desk.locator("#differences").inner_text()
