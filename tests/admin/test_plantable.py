"""What can be planted in the shipped studies, beside what the page of rehearsals shows of it."""

import pytest

from surveys import library
from surveys.admin.chances import planting
from surveys.admin.plantable import effects
from surveys.analysis.results import Results
from surveys.protocol import Compiled, read
from surveys.protocol.sides import sides_of
from surveys.report.simulated import _size_of
from surveys.report.told import told_of
from surveys.simulate.drawn_groups import in_groups
from tests.report.made import results


def study(code: str) -> Compiled:
    return Compiled(read(library.studies(code)), "")


@pytest.mark.parametrize(
    ("code", "label"), [("what-the-number-means", "per 10 points of score"), ("three-ways-up", " less ")]
)
def test_what_the_plan_compares_of_each_can_be_planted(code: str, label: str) -> None:
    protocol = study(code)
    named = next(c for c in protocol.document.plan.confirmatory if c.each is not None)
    found = next(each for each in effects(protocol) if each.key == f"groups:{named.name}")
    assert label in found.label and found.label.startswith("Perceived ")


@pytest.mark.parametrize("code", library.names("studies"))
def test_each_effect_is_offered_once_and_says_what_its_size_means(code: str) -> None:
    found = list(effects(study(code)))
    assert found and len({each.key for each in found}) == len(found)
    assert len({each.label for each in found}) == len(found)
    assert all(each.label and each.hint for each in found)


@pytest.mark.parametrize("code", library.names("studies"))
def test_each_comparison_of_groups_can_have_an_effect_planted(code: str) -> None:
    protocol = study(code)
    named = {c.name for c in protocol.document.plan.confirmatory if c.contrast == "groups"}
    assert {each.comparison for each in effects(protocol) if each.comparison} == named
    assert planting(protocol) is not None


@pytest.mark.parametrize("code", library.names("studies"))
def test_what_is_planted_is_what_the_results_say_was_built_in(code: str) -> None:
    """One comparison at a time, each one's slopes and differences among them."""
    protocol, empty = study(code), results()
    for named in protocol.document.plan.confirmatory:
        if named.contrast == "groups":
            groups = in_groups(protocol, {named.name: 0.2})
            assert built_in(protocol, empty, named.name, groups[named.outcome]) == pytest.approx(
                0.2, abs=1e-6
            )


def built_in(protocol: Compiled, empty: Results, name: str, sizes: dict[str, float]) -> float:
    named = next(c for c in protocol.document.plan.confirmatory if c.name == name)
    outcome = next(o for o in protocol.document.outcomes if o.name == named.outcome)
    return _size_of(told_of(empty, protocol, "en", outcome), sides_of(named), sizes)
