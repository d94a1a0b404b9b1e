"""Chance under a word: the project's own draws, each standing alone."""

from collections import Counter

from scoring.allocation.draws import u
from surveys.profiles.generated.lot import lot

LOT = lot("lab-1")


def test_a_seed_is_any_word_and_becomes_32_bytes() -> None:
    assert len(LOT.seed) == len(lot("").seed) == len(lot("ß" * 500).seed) == 32
    assert lot("lab-1") == LOT != lot("lab-2")


def test_draws_are_the_projects_own() -> None:
    assert LOT.u("x", 3) == u(LOT.seed, "x", 3)


def test_a_draw_does_not_depend_on_others() -> None:
    first = LOT.u("face")
    LOT.shuffled("something", range(50))
    assert LOT.u("face") == first


def test_whole_numbers_reach_both_ends() -> None:
    found = Counter(LOT.whole("w", 2, 4, i) for i in range(600))
    assert set(found) == {2, 3, 4}
    assert min(found.values()) > 150


def test_a_share_is_met_about_as_often_as_it_says() -> None:
    assert 250 < sum(LOT.chance("c", 0.3, i) for i in range(1000)) < 350
    assert not any(LOT.chance("c", 0.0, i) for i in range(100))


def test_an_order_by_lot_holds_everything_once() -> None:
    assert sorted(LOT.shuffled("s", range(30))) == list(range(30))
    assert LOT.shuffled("s", range(30)) != list(range(30))
    assert LOT.shuffled("s", []) == []


def test_words_are_drawn_apart_in_each_pair_of_brackets() -> None:
    texts = {LOT.worded(f"p/{i}", "[a|b] and [a|b]") for i in range(60)}
    assert texts == {"a and a", "a and b", "b and a", "b and b"}
    assert LOT.worded("p", "Nothing to choose.") == "Nothing to choose."
