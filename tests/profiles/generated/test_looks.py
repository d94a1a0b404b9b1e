"""Faces and covers by lot: of the grammar's choices, those that go together."""

from collections import Counter
from itertools import product
from typing import get_args

import pytest

from surveys.profiles.covers import cover_svg
from surveys.profiles.faces import face_svg
from surveys.profiles.generated.looks import CLOTHES, COLOURS, HATS, HE, SCENES, SHE, TONES, covers, face
from surveys.profiles.generated.lot import lot
from surveys.profiles.generated.material import Life, Naming, lives, namings
from surveys.profiles.types import Clothing, Colour, Face, Hair, Scene, Tone

LOT = lot("looks")
ANY = next(life for life in lives() if not life.age)
OLD = next(life for life in lives() if life.age == "old")
YOUNG = next(life for life in lives() if life.age == "young")
NAMINGS = pytest.mark.parametrize("naming", namings(), ids=lambda naming: naming.tradition)


def faces(naming: Naming, *, she: bool, life: Life = ANY, count: int = 60) -> list[Face]:
    return [face(LOT, f"p/{i}", naming, life, she=she) for i in range(count)]


def test_the_lists_hold_all_that_the_grammar_has() -> None:
    for listed, type in ((CLOTHES, Clothing), (COLOURS, Colour), (SCENES, Scene), (TONES, Tone)):
        assert set(listed) == set(get_args(type))
    assert {*SHE, *HE} | {"cornrows", "perm"} == set(get_args(Hair))


@NAMINGS
@pytest.mark.parametrize("she", [True, False])
def test_skin_and_hair_are_of_the_traditions_range_or_grey(naming: Naming, she: bool) -> None:
    for one in faces(naming, she=she):
        assert one.skin in naming.skin
        assert one.hair_colour in {*naming.hair, "grey", "white"}
        assert one.hair in (SHE if she else HE)


@NAMINGS
def test_the_whole_range_of_a_tradition_is_met(naming: Naming) -> None:
    assert {one.skin for one in faces(naming, she=True)} == set(naming.skin)


def test_nobody_disappears_in_front_of_their_background() -> None:
    for naming, she in product(namings(), (True, False)):
        for one in faces(naming, she=she, count=20):
            assert one.clothing_colour != one.background
            assert one.covering_colour != one.background


def test_age_is_the_biographys_where_it_tells_one() -> None:
    old = faces(namings()[0], she=True, life=OLD)
    assert {one.age for one in old} == {"old"}
    assert {one.hair_colour for one in old} <= {"grey", "white"}
    young = faces(namings()[0], she=False, life=YOUNG)
    assert {one.age for one in young} == {"young"}
    assert not {"grey", "white"} & {one.hair_colour for one in young}


def test_ages_mix_where_the_biography_tells_none() -> None:
    found = Counter(one.age for one in faces(namings()[0], she=True, count=200))
    assert set(found) == {"young", "adult", "mature", "old"}
    assert min(found.values()) > 10


def test_beards_lips_and_earrings_are_drawn_as_the_grammar_dresses() -> None:
    for naming in namings():
        assert all(one.facial_hair == "none" for one in faces(naming, she=True))
        assert not any(one.lips or one.earrings for one in faces(naming, she=False))
    assert any(one.facial_hair != "none" for one in faces(namings()[0], she=False))
    assert any(one.earrings for one in faces(namings()[0], she=True))


def test_coverings_of_a_tradition_are_worn_by_some_and_never_by_all() -> None:
    arabic = next(naming for naming in namings() if naming.tradition == "Arabic")
    worn = Counter(one.covering for one in faces(arabic, she=True, count=100))
    assert 20 <= worn["hijab"] <= 60 and worn["none"] > 20
    assert "hijab" not in {one.covering for one in faces(arabic, she=False, count=100)}


def test_a_few_wear_hats_anywhere() -> None:
    worn = Counter(one.covering for one in faces(namings()[0], she=False, count=300))
    assert set(worn) == {"none", *HATS}
    assert worn["none"] > 0.8 * sum(worn.values())


def test_any_face_is_drawn_without_an_error_and_small() -> None:
    for naming, she in product(namings(), (True, False)):
        for one in faces(naming, she=she, count=5):
            assert len(face_svg(one).encode()) <= 4000


def test_the_same_label_draws_the_same_face() -> None:
    assert face(LOT, "a", namings()[0], ANY, she=True) == face(LOT, "a", namings()[0], ANY, she=True)
    assert face(LOT, "a", namings()[0], ANY, she=True) != face(LOT, "b", namings()[0], ANY, she=True)


def test_a_life_has_its_own_scenes_first_and_every_cover_once() -> None:
    order = covers(LOT, "a", ANY)
    assert len(set(order)) == len(order) == len(SCENES) * len(TONES) * 2
    own = len(ANY.scenes) * len(TONES) * 2
    assert {cover.scene for cover in order[:own]} == set(ANY.scenes)
    assert not {cover.scene for cover in order[own:]} & set(ANY.scenes)
    assert len({cover_svg(cover) for cover in order}) == len(order), "also to the eye"
