"""What could be wrong, in whole sentences and the right number."""

from dataclasses import replace

import pytest

from surveys import library
from surveys.protocol import Compiled, read
from surveys.report.doubts import doubts
from tests.analysis import make
from tests.report.made import results

PROTOCOL = make.protocol()


@pytest.mark.parametrize(
    ("code", "words"),
    [("one-profile", "Only this one profile;"), ("first-impressions", "Only these 30 profiles;")],
)
def test_so_many_profiles_are_said_in_the_right_number(code: str, words: str) -> None:
    said = doubts(results(), Compiled(read(library.studies(code)), ""), "en")
    assert any(each.startswith(words) for each in said)


def test_small_groups_beside_compared_sides_are_said() -> None:
    said = doubts(replace(results(), exposed=(30, 17, 19, 40)), PROTOCOL, "en")
    assert any(each.startswith("2 of 4 groups have fewer than 20 people (the smallest 17)") for each in said)
    assert not any("groups have fewer" in each for each in doubts(results(), PROTOCOL, "en"))
