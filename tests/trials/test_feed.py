"""Days in a feed while processes are killed: no act is lost or doubled, and replay gives every place."""

import asyncio
from collections.abc import Callable

import psutil
import pytest
from playwright.sync_api import Browser

from tests.real.participant import Participant
from tests.trials import audit
from tests.trials.hand import CODE, answer, number, send, visit
from tests.trials.site import PATIENCE, Site
from tests.trials.test_kills import a_web_worker, load, postgres
from tests.trials.visitors import at_once, walk_to

ARMS = dict.fromkeys(["none", "flat_68", "dip_65", "dip_64"], 1)
SCORED = """
SELECT s.exposure -> 'score' IS NOT NULL FROM surveys_submission s
JOIN surveys_participation p ON p.id = s.participation_id JOIN surveys_study t ON t.id = p.study_id
WHERE t.address = %s AND s.step LIKE '%%.day'
"""
DONE = """
SELECT s.answers ->> 'do' FROM surveys_submission s
JOIN surveys_participation p ON p.id = s.participation_id JOIN surveys_study t ON t.id = p.study_id
WHERE t.address = %s AND s.act = 'do' ORDER BY s.n
"""


def crowd(site: Site, study: str, count: int) -> list[Participant]:
    lived = site.lived
    return [Participant(site.port, study, lived[i % len(lived)], patience=PATIENCE) for i in range(count)]


@pytest.mark.parametrize("victim", [a_web_worker, postgres])
def test_kills_in_the_middle_of_days_lose_and_double_nothing(
    site: Site, long: bool, say: list[str], victim: Callable[[Site], psutil.Process]
) -> None:
    study, kills = site.feeds.pop(), 20 if long else 2
    people = crowd(site, study, 24 if long else 12)
    codes, recoveries = asyncio.run(load(site, people, kills, victim))
    audit.all_finished(site, study, codes, weights=ARMS)
    assert site.python("tests.trials.replayed", study).strip() == "same"
    told = site.rows(SCORED, study)
    assert told and all(row == (True,) for row in told), "an act without its score"
    acts = len(site.rows(DONE, study))
    times = ", ".join(f"{seconds:.1f}" for seconds in sorted(recoveries))
    say.append(f"{victim.__name__} killed {kills}x amid {acts} acts of {len(people)} people: {times} s")


def test_thirty_two_identical_acts_are_one(site: Site, say: list[str]) -> None:
    study = site.feeds.pop()
    [person] = crowd(site, study, 1)

    async def race() -> int:
        day = next(i for i, body in enumerate(person.bodies) if "leave=" in body or "deed=" in body)
        await walk_to(person, day)
        for i, what in enumerate(("like.1", "share.2", "post.filler", "check")):
            same = f"n={day + i}&deed={what}&own=half".encode()
            found = await at_once(site.port, person.path, [same] * 32)
            assert {answer.status for answer in found} == {303}
            await person.see(day + i + 1)
        person.connection.close()
        return day

    asyncio.run(race())
    assert [what for (what,) in site.rows(DONE, study)] == ["like.1", "share.2", "post.filler", "check"]
    assert site.python("tests.trials.replayed", study).strip() == "same"
    say.append("32 identical acts, four times: one row each")


@pytest.mark.browser
def test_two_tabs_reloads_and_the_way_back_leave_one_path_of_acts(site: Site, browser: Browser) -> None:
    study = site.feeds.pop()
    with visit(browser, site) as person:
        page = person.tab(f"/s/{study}/")
        while not page.locator(".ways").count():
            answer(page, 1)
            send(page)
        for what in ("like.1", "share.2"):
            second = person.tab(page.url)
            n = number(page)
            with page.expect_navigation(wait_until="load"):
                page.locator(f"button[value='{what}']").dblclick()
            assert number(page) == n + 1
            page.reload()
            page.go_back()
            assert number(page) in (n, n + 1)
            page.goto(page.url)
            with second.expect_navigation(wait_until="load"):
                second.locator("button[value='like.3']").click()
            assert "Your first answers stand" in second.inner_text("main")
            second.close()
        while not (code := str(page.evaluate(CODE))):
            if page.locator(".ways").count() == 0:
                answer(page, 1)
            send(page)
    assert [what for (what,) in site.rows(DONE, study)] == ["like.1", "share.2"]
    [(_token, _id, _n, ending, shown, _arm)] = site.rows(audit.PEOPLE, study)
    assert (ending, shown) == ("finished", code)
    assert site.python("tests.trials.replayed", study).strip() == "same"
