from itertools import product
from typing import get_args
from xml.etree import ElementTree

import pytest

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
