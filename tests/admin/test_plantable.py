"""What can be planted in the shipped studies, beside what the page of rehearsals shows of it."""

import pytest

from surveys import library
from surveys.admin.plantable import effects, of_groups
from surveys.protocol import read

WAYS = ("celebrity", "always_on", "robot")


@pytest.mark.parametrize(
    ("code", "of", "offered"),
    [
        ("what-the-number-means", "competence", {
            "explanation=explained&visibility=shown&slope":
                "Perceived competence: more with explained, shown, for each 10 points of score",
        }),
        ("three-ways-up", "trustworthiness", {
            place.format(way): f"Perceived trustworthiness: more with {words.format(way)}"
            for place, words in (("way={}", "{}"), ("visibility=shown&way={}", "shown, {}"))
            for way in WAYS
        }),
    ],
)  # fmt: skip
def test_what_the_plan_compares_of_each_can_be_planted(code: str, of: str, offered: dict[str, str]) -> None:
    document = read(library.studies(code))
    labels = {key: label for key, label, _hint in of_groups(document) if key.startswith(f"groups:{of}:")}
    assert labels == {f"groups:{of}:{place}": label for place, label in offered.items()}


@pytest.mark.parametrize("code", library.names("studies"))
def test_each_effect_is_offered_once_and_says_what_its_size_means(code: str) -> None:
    found = list(effects(read(library.studies(code))))
    assert found and len({key for key, _label, _hint in found}) == len(found)
    assert all(label and hint for _key, label, hint in found)


@pytest.mark.parametrize("code", library.names("studies"))
def test_each_comparison_of_groups_can_have_an_effect_planted(code: str) -> None:
    document = read(library.studies(code))
    planted = {key.split(":")[1] for key, _label, _hint in of_groups(document)}
    assert planted == {c.outcome for c in document.plan.confirmatory if c.contrast == "groups"}
