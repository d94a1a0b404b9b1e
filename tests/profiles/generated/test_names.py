"""Names take turns; handles and codes are plain and free."""

import re

import pytest

from surveys.profiles.generated.lot import lot
from surveys.profiles.generated.material import lives, namings
from surveys.profiles.generated.names import code, free, handle, named, plain

LOT = lot("names")


@pytest.mark.parametrize(
    ("name", "bare"),
    [("Sólveig", "solveig"), ("Yalçınkaya", "yalcinkaya"), ("Mei-Fen", "mei_fen"), ("Özbilen", "ozbilen")],
)
def test_names_are_written_plain(name: str, bare: str) -> None:
    assert plain(name) == bare


def test_twelve_in_turn_have_twelve_traditions() -> None:
    people = [named(LOT, f"p/{i}", i, taken=()) for i in range(12)]
    assert {who.naming.tradition for who in people} == {n.tradition for n in namings()}


def test_the_family_comes_first_where_it_does() -> None:
    people = [named(LOT, f"p/{i}", i, taken=()) for i in range(48)]
    for who in people:
        given_at = 1 if who.naming.family_first else 0
        assert who.name.split(" ")[given_at] == who.short
        assert who.short in (who.naming.she if who.she else who.naming.he)


def test_a_taken_name_is_not_given_again_also_where_one_half_is_used_up() -> None:
    first = named(LOT, "p/0", 0, taken=())
    half = first.naming.she if first.she else first.naming.he
    other = named(LOT, "p/0", 0, taken=half)
    assert other.she != first.she and other.short not in half


def test_names_that_are_used_up_are_an_error_that_names_the_tradition() -> None:
    every = [given for n in namings() for given in (*n.she, *n.he)]
    with pytest.raises(ValueError, match=r"taken holds every given name of the .* tradition"):
        named(LOT, "p/0", 0, taken=every)


def test_handles_are_what_a_profile_allows_and_free() -> None:
    taken: set[str] = set()
    for i in range(20):
        made = handle(LOT, f"p/{i}", lives()[0], "Mei-Fen", taken=taken)
        assert re.fullmatch(r"[A-Za-z0-9_]{1,30}", made) and made not in taken
        taken.add(made)


def test_what_is_taken_gets_a_number() -> None:
    assert free("a", ()) == "a"
    assert free("a", {"a", "a_2"}) == "a_3"
    assert code("Kofi", taken={"kofi"}) == "kofi_2"
