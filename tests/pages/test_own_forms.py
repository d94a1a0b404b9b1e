"""One's own score in every form: the same drawing as another's, and no number where the form has none."""

import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser

from surveys.protocol import Compiled, compiled
from tests.pages.own_forms import STUDIES, body, week
from tests.pages.tabs import PHONE, Shown
from tests.pages.test_feed_browser import BOXES
from tests.pages.test_scored import AXE
from tests.protocol.own import own

SIZES = [(320, 640), (360, 740), (1280, 800)]
INSIDE = """() => {
  const strip = document.querySelector('.day').getBoundingClientRect();
  const parts = [...document.querySelectorAll('.day h1, .day .moved, .day .figure')];
  const boxes = parts.map((one) => one.getBoundingClientRect());
  const out = parts.filter((one, i) => boxes[i].top < strip.top || boxes[i].bottom > strip.bottom
    || boxes[i].left < strip.left || boxes[i].right > strip.right || one.scrollWidth > one.clientWidth + 1);
  const name = document.querySelector('.day h1').getBoundingClientRect();
  const crossed = parts.filter((one, i) => i && boxes[i].left < name.left + name.width - 1);
  return [...out, ...crossed].map((one) => one.outerHTML.slice(0, 90));
}"""
ARMS = [(name, arm) for name, (_score, arms, _start, _by) in STUDIES.items() for arm in arms]


@pytest.fixture(scope="module")
def weeks() -> dict[str, Compiled]:
    return {name: week(name) for name in STUDIES}


def html(study: Compiled, key: str, arm: str, **known: Any) -> str:
    return render_to_string("participant/page.html", body(study, key, arm, **known))


def undrawn(text: str) -> str:
    return re.sub(r"<svg.*?</svg>", "", text, flags=re.S)


@pytest.mark.parametrize(
    ("name", "arm", "said", "changed"),
    [
        ("klout", "number", "Influence score: 64", "down 4 since yesterday"),
        ("klout", "bar", "Influence score: 64", "down 4 since yesterday"),
        ("klout", "badge", "Influence score: 64", "down 4 since yesterday"),
        ("klout", "percentile", "Influence score: above 98 % of accounts", "down since yesterday"),
        ("stars", "stars", "Influence score: 2.5 of 5 stars", "down since yesterday"),
    ],
)
def test_every_form_says_what_it_shows(
    weeks: dict[str, Compiled], name: str, arm: str, said: str, changed: str
) -> None:
    shown = html(weeks[name], "week.3.day", arm)
    assert f'class="figure as-{arm}" role="img" aria-label="{said}"' in shown
    assert f'<p class="moved">{changed}</p>' in shown


@pytest.mark.parametrize(("name", "arm"), [("klout", "percentile"), ("stars", "stars-line")])
def test_a_form_without_the_number_has_it_nowhere(weeks: dict[str, Compiled], name: str, arm: str) -> None:
    _score, _arms, start, by = STUDIES[name]
    for key, known in (("week.score", {}), ("week.3.day", {"done": ("check",), "open": True})):
        text = undrawn(html(weeks[name], key, arm, **known)).split("<main")[1].split("<article")[0]
        words = re.sub(r"<[^>]*>", " ", text).replace("of 5 stars", "")
        assert not {str(start), str(start + by)} & set(re.findall(r"[\d.]+", words)), words


def test_the_first_page_and_the_details_have_the_same_form(weeks: dict[str, Compiled]) -> None:
    first = html(weeks["stars"], "week.score", "stars")
    assert '<p class="great"><span class="figure as-stars">' in first and "3.5 of 5 stars" in first
    opened = html(weeks["stars"], "week.3.day", "stars", done=("check",), open=True)
    assert "Influence score: <b>2.5 of 5 stars</b>" in opened and "The last 17 days<" in opened


def test_the_line_beside_it_is_that_of_its_last_days(weeks: dict[str, Compiled]) -> None:
    before, after = (html(weeks["klout"], f"week.{day}.day", "number-line") for day in (2, 3))
    lines = [re.findall(r'course-line.*?points="([^"]*)"', text)[0].split() for text in (before, after)]
    assert [len(line) for line in lines] == [12, 12]
    ends = [[float(point.split(",")[1]) for point in line[-2:]] for line in lines]
    assert abs(ends[0][1] - ends[0][0]) < 1 and ends[1][1] - ends[1][0] > 2, "it falls on the third day"


def test_words_and_form_may_be_decided_by_the_group() -> None:
    texts = {"flat_68": {"en": "Reach"}, "dip_64": {"en": "Kudos"}}
    values = {"flat_68": "bar", "dip_64": "badge"}
    score = {
        "label": {"factor": "course", "texts": texts},
        "form": {"factor": "course", "values": {"none": "number", "dip_65": "number", **values}},
    }
    study = compiled(own(score=score))
    for arm, form in values.items():
        shown = html(study, "week.1.day", arm)
        assert f'class="figure as-{form}" role="img" aria-label="{texts[arm]["en"]}: 68"' in shown


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("name", STUDIES)
def test_only_the_scores_own_strip_differs_and_holds_it(
    weeks: dict[str, Compiled], browser: Browser, name: str, size: tuple[int, int]
) -> None:
    shown = Shown(browser, viewport={"width": size[0], "height": size[1]})
    for key in ("week.1.day", "week.3.day", "week.2.ask"):
        without = shown.show(html(weeks[name], key, "none")).evaluate(BOXES)
        for arm in STUDIES[name][1]:
            tab = shown.show(html(weeks[name], key, arm))
            assert tab.evaluate(BOXES) == without and len(without) > 12, (key, arm)
            assert tab.evaluate(INSIDE) == [], (key, arm)
    shown.context.close()


@pytest.mark.browser
@pytest.mark.parametrize(("name", "arm"), ARMS)
def test_a_day_stays_one_screen_of_a_phone(
    weeks: dict[str, Compiled], phone: Shown, name: str, arm: str
) -> None:
    tab = phone.show(html(weeks[name], "week.2.day", arm))
    assert tab.evaluate("document.documentElement.scrollHeight") < 1.25 * PHONE["height"]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", STUDIES)
def test_every_form_is_accessible_and_fits_the_smallest_phone(
    weeks: dict[str, Compiled], browser: Browser, name: str, scheme: str
) -> None:
    shown = Shown(browser, viewport={"width": 320, "height": 640}, color_scheme=scheme)
    for arm in STUDIES[name][1]:
        for key in ("week.score", "week.3.day"):
            tab = shown.show(html(weeks[name], key, arm))
            tab.evaluate(AXE)
            found = tab.evaluate("() => axe.run(document, {resultTypes: ['violations']})")["violations"]
            assert [(one["id"], one["nodes"][0]["html"][:90]) for one in found] == [], (key, arm)
            assert tab.evaluate("document.documentElement.scrollWidth") == 320, (key, arm)
            box = tab.locator(".figure").bounding_box()
            assert box and box["x"] >= 0 and box["x"] + box["width"] <= 320, (key, arm)
    shown.context.close()
