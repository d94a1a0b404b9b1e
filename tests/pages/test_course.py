"""The bar moves forward; people are counted in words."""

from surveys.pages import progress
from surveys.protocol import Compiled


def test_the_bar_starts_empty_and_only_grows(flagship: Compiled) -> None:
    shares = [progress(flagship, step, "en").share for step in flagship.steps]
    assert shares[0] == 0 and shares[-1] < 1
    assert shares == sorted(set(shares))


def test_people_are_counted(flagship: Compiled) -> None:
    assert progress(flagship, flagship.step("person.2.rate"), "en").words == "Person 2 of 5"
    assert progress(flagship, flagship.step("person.5.last"), "en").words == "Person 5 of 5"
    assert progress(flagship, flagship.step("weeks"), "en").words == ""
