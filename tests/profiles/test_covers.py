import re
from itertools import product
from typing import get_args
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser

from surveys.profiles.covers import TONES, cover_svg
from surveys.profiles.places import PLACES
from surveys.profiles.types import Cover, Scene, Tone
from tests.profiles.test_faces import faults


@pytest.mark.parametrize(("scene", "flip"), list(product(get_args(Scene), (False, True))))
def test_every_scene_is_small_and_safe_inline(scene: Scene, flip: bool) -> None:
    svg = cover_svg(Cover(scene=scene, flip=flip))
    assert not faults(svg)
    assert len(svg.encode()) <= 2560


def test_every_name_in_the_types_has_a_drawing() -> None:
    assert set(PLACES) == set(get_args(Scene))
    assert set(TONES) == set(get_args(Tone))
    assert all(set(colours) == set("abcdef") for colours in TONES.values())


def test_no_two_covers_look_the_same() -> None:
    drawn = [
        cover_svg(Cover(scene=scene, tone=tone, flip=flip))
        for scene, tone, flip in product(get_args(Scene), get_args(Tone), (False, True))
    ]
    assert len(set(drawn)) == 160


def test_a_narrow_page_cuts_the_ends_and_never_squeezes() -> None:
    root = ElementTree.fromstring(cover_svg(Cover()))
    assert root.get("preserveAspectRatio") == "xMidYMid slice"
    assert (root.get("width"), root.get("height")) == ("100%", "96")


def test_a_cover_is_decoration() -> None:
    assert ElementTree.fromstring(cover_svg(Cover())).get("aria-hidden") == "true"


def edges(d: str) -> list[tuple[float, ...]]:
    """The straight edges of a path of absolute lines, as x, y, x, y."""
    found: list[tuple[float, ...]] = []
    x = y = 0.0
    for word, numbers in re.findall(r"([MLHV])([-\d. ]+)", d):
        values = [float(number) for number in numbers.split()]
        if word in "HV":
            values = [values[0], y] if word == "H" else [x, values[0]]
        for at, ahead in enumerate(zip(values[::2], values[1::2], strict=True)):
            if word != "M" or at:
                found.append((x, y, *ahead))
            x, y = ahead
    return found


def test_chimneys_stand_on_roofs() -> None:
    paths = [path.get("d", "") for path in ElementTree.fromstring(cover_svg(Cover(scene="roofs"))).iter()]
    roofs = [edge for d in paths for edge in edges(d)]
    chimneys = [
        [float(n) for n in found] for d in paths for found in re.findall(r"M(\S+) (\S+)V\S+h(\d+)V(\S+)Z", d)
    ]
    assert len(chimneys) == 2
    for left, foot, width, other in chimneys:
        feet = ((left, foot), (left + width, other))
        assert any(all(is_on(edge, *each) for each in feet) for edge in roofs), feet


def is_on(edge: tuple[float, ...], x: float, y: float) -> bool:
    x0, y0, x1, y1 = edge
    if x0 == x1 or not min(x0, x1) <= x <= max(x0, x1):
        return False
    return abs(y0 + (y1 - y0) * (x - x0) / (x1 - x0) - y) < 0.1


@pytest.mark.browser
def test_what_hangs_under_the_shelf_is_not_cut_off(browser: Browser) -> None:
    tab = browser.new_page(viewport={"width": 600, "height": 96})
    tab.set_content(f'<body style="margin: 0">{cover_svg(Cover(scene="shelf"))}')
    ends = tab.locator("g path").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().bottom)")
    assert len(ends) > 5 and max(ends) < 92
    tab.close()
