"""The shell around a body, and the pages that stand alone."""

from typing import Any

import pytest
from django.template.loader import render_to_string

from surveys.pages import Progress, page, progress
from surveys.protocol import Compiled
from tests.pages.markup import attributes, buttons, elements, filled

ALONE: dict[str, dict[str, Any]] = {
    "home.html": {"demonstration_url": "/s/x/", "admin_url": "/admin/", "api_url": "/api/"},
    "participant/message.html": {"title": "Closed", "paragraphs": ["<b>"], "link": "/", "link_text": "Go"},
    "participant/stands.html": {},
    "errors/400.html": {},
    "errors/403.html": {},
    "errors/404.html": {},
    "errors/500.html": {"request_id": "4f3a"},
}


def shell(protocol: Compiled, key: str, **changes: Any) -> str:
    step = protocol.step(key)
    given = changes.pop("given", {})
    context = {
        "page": page(protocol, protocol.draws("shown", 0), step, "en", **given),
        "progress": progress(protocol, step, "en"),
        "n": 7,
        "language": "en",
        "direction": "ltr",
        "can_stop": True,
        "study_title": "First impressions online",
    }
    return render_to_string("participant/page.html", {**context, **changes})


def test_the_form_posts_to_its_own_address(flagship: Compiled) -> None:
    (form,) = elements(shell(flagship, "weeks"), "form")
    assert form == {"method": "post", "novalidate": None}


def test_the_number_rides_along(flagship: Compiled) -> None:
    assert filled(shell(flagship, "weeks"))["n"] == ["7"]


def test_enter_continues_because_stop_is_last(flagship: Compiled) -> None:
    assert buttons(shell(flagship, "weeks")) == [("act", "answer"), ("act", "stop")]
    assert buttons(shell(flagship, "welcome", can_stop=False))[-1] == ("act", "decline")


def test_nothing_is_inline(flagship: Compiled) -> None:
    html = shell(flagship, "person.1.rate")
    assert not elements(html, "style")
    assert [list(script) for script in elements(html, "script")] == [["src", "defer"]]
    assert not any(name == "style" or name.startswith("on") for _, name, _ in attributes(html))


def test_problems_are_summed_up_with_links_that_lead_somewhere(flagship: Compiled) -> None:
    html = shell(flagship, "person.1.rate", given={"errors": {"sc01": "Choose.", "sc16": "Choose."}})
    ids = {value for _, name, value in attributes(html) if name == "id"}
    links = [str(link["href"]).removeprefix("#") for link in elements(html, "a")]
    assert links == ["q-sc01", "q-sc16"] and set(links) <= ids
    assert "<h2>You have 2 pairs left</h2>" in html


def test_language_and_direction_are_set(flagship: Compiled) -> None:
    (html,) = elements(shell(flagship, "weeks", language="ar", direction="rtl"), "html")
    assert html == {"lang": "ar", "dir": "rtl"}


def test_progress_may_be_absent(flagship: Compiled) -> None:
    assert "<progress" not in shell(flagship, "weeks", progress=None)
    assert 'value="0.250"' in shell(flagship, "weeks", progress=Progress(0.25, ""))


def test_the_first_page_is_small(flagship: Compiled) -> None:
    assert len(shell(flagship, "welcome").encode()) < 6_000


@pytest.mark.parametrize("name", ALONE)
def test_pages_that_stand_alone(name: str) -> None:
    html = render_to_string(name, ALONE[name])
    assert len(elements(html, "h1")) == 1 and "<title>" in html
    assert not elements(html, "script") and "<b>" not in html


def test_a_labs_own_site_lists_nothing() -> None:
    html = render_to_string("home.html", {**ALONE["home.html"], "lab": "Lab of <Ada>"})
    assert "use the link you were given" in html and "Lab of &lt;Ada&gt;" in html
    assert not elements(html, "a")


def test_home_without_a_demonstration_has_two_doors() -> None:
    html = render_to_string("home.html", {**ALONE["home.html"], "demonstration_url": None})
    assert [link["href"] for link in elements(html, "a")] == ["/admin/", "/api/"]
