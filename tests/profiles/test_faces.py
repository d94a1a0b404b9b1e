import re
from itertools import product
from typing import get_args
from xml.etree import ElementTree

import pytest

from surveys.profiles.clothes import CLOTHES, OVER
from surveys.profiles.faces import BACKDROPS, face_svg
from surveys.profiles.hair import FRONT
from surveys.profiles.palette import COLOURS, HAIR, SKINS, darker, lighter, mix
from surveys.profiles.types import (
    Age,
    Backdrop,
    Clothing,
    Colour,
    Covering,
    Expression,
    Face,
    FacialHair,
    Glasses,
    Hair,
    HairColour,
    Shape,
    Skin,
)

CHOICES = {
    "skin": Skin,
    "shape": Shape,
    "age": Age,
    "hair": Hair,
    "hair_colour": HairColour,
    "facial_hair": FacialHair,
    "glasses": Glasses,
    "covering": Covering,
    "covering_colour": Colour,
    "clothing": Clothing,
    "clothing_colour": Colour,
    "expression": Expression,
    "background": Colour,
    "backdrop": Backdrop,
}
EVERY = [(field, value) for field, kind in CHOICES.items() for value in get_args(kind)]

# The richest of everything that can be drawn together.
FULL = {"age": "old", "lips": True, "earrings": True, "freckles": True, "turn": -2, "tilt": 8}

# What a strict content security policy, or a second drawing on the page, would break.
FORBIDDEN = re.compile(r"\sstyle=|\sid=|url\(|href|<script|<style|\son\w+=|\{|\}|nan|None")


def faults(svg: str) -> list[str]:
    ElementTree.fromstring(svg)
    return FORBIDDEN.findall(svg)


@pytest.mark.parametrize(("field", "value"), EVERY)
def test_every_choice_draws(field: str, value: str) -> None:
    svg = face_svg(Face.model_validate({field: value}))
    assert not faults(svg)
    assert len(svg.encode()) <= 3072


@pytest.mark.parametrize(("field", "value"), EVERY)
def test_every_choice_draws_with_everything_else_on(field: str, value: str) -> None:
    svg = face_svg(Face.model_validate(FULL | {field: value}))
    assert not faults(svg)
    assert len(svg.encode()) <= 4096


@pytest.mark.parametrize("field", CHOICES)
def test_no_two_choices_look_the_same(field: str) -> None:
    base = {"covering": "cap"} if field == "covering_colour" else {}
    drawn = [face_svg(Face.model_validate(base | {field: value})) for value in get_args(CHOICES[field])]
    alike = {"age": 2}.get(field, 0)  # young and adult share smooth skin, mature and old do not
    assert len(set(drawn)) >= len(drawn) - alike


def test_turn_and_tilt_move_the_head() -> None:
    poses = [face_svg(Face(turn=turn, tilt=tilt)) for turn, tilt in product(range(-2, 3), (-5, 0, 5))]
    assert len(set(poses)) == 15


def test_every_name_in_the_types_has_a_drawing() -> None:
    assert set(FRONT) == set(get_args(Hair))
    assert set(CLOTHES) == set(get_args(Clothing))
    assert {*OVER, "none"} == set(get_args(Covering))
    assert set(BACKDROPS) == set(get_args(Backdrop))
    assert (set(SKINS), set(HAIR)) == (set(get_args(Skin)), set(get_args(HairColour)))
    assert set(COLOURS) == set(get_args(Colour))


def test_without_a_title_it_is_decoration() -> None:
    root = ElementTree.fromstring(face_svg(Face()))
    assert root.get("aria-hidden") == "true"
    assert root.get("role") is None


def test_with_a_title_it_is_a_named_image_whatever_the_name() -> None:
    root = ElementTree.fromstring(face_svg(Face(), title='Ana "<b>" & Co'))
    assert root.get("role") == "img"
    assert root.get("aria-label") == 'Ana "<b>" & Co'
    assert root.get("aria-hidden") is None


def test_size_is_the_side_in_pixels() -> None:
    root = ElementTree.fromstring(face_svg(Face(), 40))
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("40", "40", "0 0 100 100")


def test_the_same_face_is_always_the_same_bytes() -> None:
    assert face_svg(Face(hair="curls")) == face_svg(Face(hair="curls"))


def test_colours_mix_channel_by_channel() -> None:
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
    assert mix("#102030", "#102030", 0.3) == "#102030"
    assert lighter("#000000", 1) == "#ffffff"
    assert darker("#ffffff", 0) == "#ffffff"
