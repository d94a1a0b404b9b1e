"""Each shipped study taken once on a phone, to its code; nothing sideways, every act of a day is there."""

import pytest
from playwright.sync_api import Page

from surveys import library
from surveys.models import Participation, Study, Submission
from surveys.protocol import Act, read
from surveys.protocol.nodes import Feed
from tests.e2e.conftest import Visitor
from tests.e2e.hand import fill, forward
from tests.people import TOLD, published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
CODES = [entry["study"] for entry in library.catalogue()][1:]  # the flagship is taken elsewhere, in many ways


@pytest.fixture
def study(transactional_db: None, request: pytest.FixtureRequest) -> Study:
    return published(read(library.studies(request.param) | TOLD))


def taken(page: Page, study: Study) -> tuple[str, list[str]]:
    """The code, and the titles of the pages met, in order; on days the first thing is liked."""
    page.goto(f"/s/{study.address}/")
    titles: list[str] = []
    for _page in range(60):
        assert page.evaluate(OVERFLOW) <= 0, page.title()
        titles.append(page.locator("h1").first.inner_text())
        if page.locator("#code").count():
            return page.locator("#code").inner_text().strip(), titles
        if page.locator("button[value='like.1']").count():
            page.locator("button[value='like.1']").click()
            page.wait_for_load_state("load")
        fill(page, 1, "Strangers")
        page.wait_for_timeout(20)
        forward(page)
        page.wait_for_load_state("load")
    raise AssertionError(f"the study does not end: {titles}")


@pytest.mark.parametrize("study", CODES, indirect=True)
def test_it_is_taken_on_a_phone_to_its_code(visitor: Visitor, study: Study) -> None:
    code, titles = taken(visitor(), study)
    one = Participation.objects.get()
    assert (one.code, one.ending) == (code, "finished")
    assert titles[0] == study.protocol.compiled.document.title["en"] if study.protocol else False
    assert "What this study was about" in titles
    feed = study.protocol.compiled.feed if study.protocol else None
    days = feed.days if isinstance(feed, Feed) else 0
    liked = Submission.objects.filter(act=Act.DO, answers__do="like.1")
    assert liked.count() == days
    assert [(row.exposure or {})["day"] for row in liked.order_by("n")] == list(range(1, days + 1))
