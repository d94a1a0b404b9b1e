import numpy as np
import pytest

from scoring.influence.archetypes import ARCHETYPES, unplugger
from scoring.influence.klout import KloutLike
from scoring.influence.kred import KredLike
from scoring.influence.year import FIGURE, year


@pytest.mark.parametrize("kind", ARCHETYPES)
def test_a_year_has_365_days_of_every_number(kind: str) -> None:
    found = year(kind, 1)
    for name in ("content", "reactions", "followers", "klout", "influence", "outreach"):
        assert getattr(found, name).shape == (365,), name
        assert np.isfinite(getattr(found, name)).all()
    assert (found.kind, found.name) == (kind, ARCHETYPES[kind].name)
    assert (found.klout_version, found.kred_version) == (KloutLike().version, KredLike().version)


def test_the_figure_shows_four_kinds_that_exist() -> None:
    assert len(set(FIGURE)) == 4
    assert set(FIGURE) <= set(ARCHETYPES)


def test_the_same_seed_gives_the_same_year_and_another_another() -> None:
    first, again, other = year("unplugger", 1), year("unplugger", 1), year("unplugger", 2)
    assert first.klout.tolist() == again.klout.tolist() != other.klout.tolist()


def test_the_days_of_the_break_are_those_of_the_figure() -> None:
    found = year(unplugger(stops=100, returns=150), 3)
    assert (found.stops, found.returns) == (100, 150)
    assert found.content[100:150].sum() == 0
    assert found.content[99] + found.content[98] > 0
    assert found.klout[149] < found.klout[99]


def test_an_unknown_kind_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(ValueError, match=r"one of inactive_celebrity, .*not troll"):
        year("troll", 1)
