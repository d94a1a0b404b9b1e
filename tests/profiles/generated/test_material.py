"""Every line that can be drawn, in every wording: fit to be shown, and saying nothing of standing."""

from collections.abc import Iterator
from itertools import product

import pytest

from scoring.influence.archetypes import ARCHETYPES
from surveys.profiles.generated import MOST
from surveys.profiles.generated.looks import SCENES
from surveys.profiles.generated.lot import ALTERNATIVES, form
from surveys.profiles.generated.material import Life, Line, Naming, lives, namings, strangers, voices
from surveys.profiles.generated.names import LONGEST, plain
from tests.library.test_thirty import BANNED, DATED, LEVELS

LIVES = pytest.mark.parametrize("life", lives(), ids=lambda life: life.life)
NAMINGS = pytest.mark.parametrize("naming", namings(), ids=lambda naming: naming.tradition)
LINES = [line for life in lives() for line in life.lines] + [line for v in voices().values() for line in v]


def wordings(text: str) -> Iterator[str]:
    parts = ALTERNATIVES.split(text)
    choices = [part.split("|") if i % 2 else [part] for i, part in enumerate(parts)]
    return map("".join, product(*choices))


def test_a_text_with_two_choices_has_all_its_wordings() -> None:
    assert list(wordings("[A|B] c [d|e].")) == ["A c d.", "A c e.", "B c d.", "B c e."]
    assert list(wordings("Plain.")) == ["Plain."]


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.text[:30])
def test_posts_have_40_to_200_characters_in_every_wording(line: Line) -> None:
    for text in wordings(line.text):
        assert 40 <= len(text) <= 200, (len(text), text)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.text[:30])
def test_no_line_speaks_of_standing_of_a_level_or_of_one_year(line: Line) -> None:
    for text in wordings(line.text + " " + line.says):
        for banned in (BANNED, LEVELS, DATED):
            assert not banned.search(text), (banned.search(text), text)


@LIVES
def test_biographies_are_one_line_and_concrete(life: Life) -> None:
    assert len(life.bios) == 2
    for text in (wording for bio in life.bios for wording in wordings(bio)):
        assert 60 <= len(text) <= 135, (len(text), text)
        assert text[-1] in ".!?'"
        assert not any(banned.search(text) for banned in (BANNED, LEVELS, DATED))


@LIVES
def test_a_life_has_lines_for_two_people_who_share_none(life: Life) -> None:
    assert [line.kind for line in life.lines] == ["post"] * 4 + ["answer", "quote"]
    quote = life.lines[-1]
    assert quote.name and quote.handle.isascii() and quote.says
    assert len(life.handles) == 3 and all(len(stem) <= 20 and plain(stem) == stem for stem in life.handles)
    assert set(life.scenes) <= set(SCENES)


def test_no_line_biography_or_handle_stands_twice() -> None:
    for every in (
        [line.text for line in LINES],
        [line.says for line in LINES if line.says],
        [bio for life in lives() for bio in life.bios],
        [stem for life in lives() for stem in life.handles],
        [*strangers(), *(line.handle for line in LINES if line.handle)],
        [life.life for life in lives()],
    ):
        assert len(set(every)) == len(every)


def test_no_two_lines_can_be_worded_alike() -> None:
    texts = [wording for line in LINES for wording in wordings(line.text)]
    assert len(set(texts)) == len(texts)


def test_there_are_as_many_biographies_as_people_can_be_drawn() -> None:
    assert sum(len(life.bios) for life in lives()) == MOST
    assert sum(life.known for life in lives()) >= 8


def test_lengths_vary_as_peoples_do() -> None:
    lengths = [len(line.text) for line in LINES]
    assert sum(length < 60 for length in lengths) > 20
    assert sum(length > 150 for length in lengths) > 25


def test_kinds_that_have_a_voice_are_kinds_of_account() -> None:
    assert set(voices()) <= set(ARCHETYPES)
    assert {line.kind for line in voices()["conversationalist"]} == {"answer"}
    assert {line.kind for line in voices()["scheduled_robot"]} == {"post"}


def test_there_are_names_of_eight_traditions_and_more() -> None:
    assert len(namings()) >= 8
    assert len({naming.tradition for naming in namings()}) == len(namings())
    assert 0 < sum(naming.family_first for naming in namings()) < len(namings())


@NAMINGS
def test_a_tradition_has_names_enough_and_each_once(naming: Naming) -> None:
    assert len({*naming.she, *naming.he}) == 16
    assert len(set(naming.family)) == len(naming.family) >= 10
    for given in (*naming.she, *naming.he):
        assert plain(given)[0].isalpha() and len(plain(given)) <= LONGEST


def test_given_names_are_not_shared_between_traditions() -> None:
    every = [given for naming in namings() for given in (*naming.she, *naming.he)]
    assert len(set(map(plain, every))) == len(every) >= 2 * MOST


def test_a_form_matches_every_wording_of_its_text_and_nothing_else() -> None:
    text = "Found [a tooth|a (chess) queen] in it. [Twice.|Once.]"
    assert all(form(text).fullmatch(each) for each in wordings(text))
    assert not form(text).fullmatch("Found a boot in it. Once.")
    assert not form(text).fullmatch("Found a tooth in it. Once. And more.")
