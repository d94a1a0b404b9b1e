"""What groups get so that the plan's comparisons come out as planted."""

import pytest

from surveys import library
from surveys.protocol import Compiled, read
from surveys.protocol.sides import Chosen, arms_in, sides_of
from surveys.simulate.drawn_groups import in_groups
from surveys.simulate.people import got
from tests.analysis import week


def made(code: str, **effects: float) -> tuple[Compiled, dict[str, dict[str, float]]]:
    protocol = Compiled(read(library.studies(code)), "")
    return protocol, in_groups(protocol, effects)


def mean(protocol: Compiled, sizes: dict[str, float], side: Chosen) -> float:
    """What whoever stands there gets, arm by arm."""
    arms = [list(protocol.arms.values())[i] for i in arms_in(protocol.document, side)]
    return sum(arm.weight * got(sizes, arm.levels) for arm in arms) / sum(arm.weight for arm in arms)


@pytest.mark.parametrize(
    ("code", "effects"),
    [
        ("your-score-just-dropped", {"visibility": 4.0, "dip": 5.0}),
        ("sixty-five", {"felt_stated": 6.0}),
        ("unplug", {"break_price": 0.1, "break_course": -0.05, "anxiety_course": 5.0}),
        ("one-profile", {"competence_42": 0.3, "competence_20": 0.5}),
    ],
)
def test_what_is_planted_by_comparison_is_what_these_groups_differ_by(
    code: str, effects: dict[str, float]
) -> None:
    """And a comparison with nothing planted, on an outcome with something, comes out as nothing."""
    protocol, groups = made(code, **effects)
    for named in protocol.document.plan.confirmatory:
        sides, sizes = sides_of(named), groups.get(named.outcome, {})
        difference = mean(protocol, sizes, sides.of) - mean(protocol, sizes, sides.against)
        assert difference == pytest.approx(effects.get(named.name, 0.0), abs=1e-6)


def test_where_nothing_is_planted_nobody_gets_anything() -> None:
    assert made("unplug")[1] == {} == made("unplug", break_price=0.0)[1]


def test_days_stayed_longer_are_planted_as_leaving_less_often() -> None:
    document = week.document(confirmatory=[week.compares("stayed")])
    sizes = in_groups(Compiled(document, ""), {"stayed": 0.4})["stayed"]
    assert sizes["course=dip_64"] < 0 < sizes["course=flat_68"]
