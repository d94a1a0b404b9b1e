"""The power that the catalogue claims for the shipped studies, worked out again; README says the same."""

from pathlib import Path
from typing import Any

import pytest

from surveys import library
from surveys.admin.shipped import cards
from surveys.analysis.expecting import Expected, expected
from surveys.protocol import compiled, read

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
CATALOGUE = {entry["study"]: entry["finds"] for entry in library.catalogue()}
EACH = pytest.mark.parametrize("code", list(CATALOGUE))


def found(code: str, **plan: Any) -> dict[str, Expected]:
    document = library.studies(code)
    document["plan"] |= plan
    return {one.comparison.name: one for one in expected(compiled(read(document)))}


@EACH
def test_each_comparison_that_a_plan_names_has_the_power_that_is_claimed(code: str) -> None:
    computed = found(code)
    claimed = {name: each["power"] for each in CATALOGUE[code] for name in each["of"]}
    assert list(computed) == sorted(claimed, key=list(computed).index)
    for name, one in computed.items():
        assert one.power.power * 100 == pytest.approx(claimed[name], abs=0.75), name
        assert one.power.power > 0.795, name


@EACH
def test_with_half_as_many_the_claim_would_not_hold(code: str) -> None:
    planned = library.studies(code)["plan"]["planned"]
    fewer = found(code, planned=planned // 2)
    claimed = {name: each["power"] for each in CATALOGUE[code] for name in each["of"]}
    assert any(one.power.power * 100 < claimed[name] - 5 for name, one in fewer.items())


def test_readme_leads_from_the_sentence_to_the_study() -> None:
    for card in cards():
        name, file = card.name.partition(" (")[0], f"surveys/library/studies/{card.code}.yaml"
        asked = f"[{name}]({file}): {card.question}"
        takes = f"{card.minutes} min, {card.planned:,} people; {card.power}"
        assert f"| “{card.sentence}” | {asked} | {takes} |" in README, card.code
