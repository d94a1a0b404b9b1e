"""Effects planted in groups are found again through the whole flow, and no effect is not found."""

from typing import Any

import numpy as np
import pytest

from surveys import drafts, library, simulate
from surveys.analysis.runs import latest
from surveys.analysis.storing import results_of
from surveys.models import Kind, Study
from surveys.protocol import Compiled, compiled, read
from surveys.report import results_context
from surveys.simulate import Refused
from surveys.simulate.people import Effects, Person
from tests.analysis import four, make
from tests.report.made import perform

pytestmark = pytest.mark.django_db(transaction=True)
DIP = {"day4": {"course=dip_65": 30.0, "course=dip_64": 30.0}}
"""So much that the lot, which is drawn anew in every test, cannot hide it."""


def live(**plan: Any) -> Study:
    about = {"institution": "Lab", "contact": "a@b.example", "approval": "1", "pay": "None", "minutes": 5}
    changes = four.changes(planned=200, confirmatory=list(four.NAMED[:2]), **plan)
    study = drafts.create(read(make.document(**changes, about=about, help="Talk.")), by=None)
    drafts.publish(study, by=None)
    return study


def simulated(study: Study, people: int, effects: Effects) -> dict[str, Any]:
    wanted = simulate.want(study, participants=people, effects=effects)
    assert simulate.begin(wanted)
    simulate.perform(wanted)
    perform(study, Kind.SIMULATED)
    run = latest(study, Kind.SIMULATED)
    assert run is not None
    return {row.comparison: row for row in results_of(run).rows if row.comparison}


def test_a_planted_dip_is_found_again_and_no_effect_of_visibility_is_claimed() -> None:
    study = live()
    rows = simulated(study, 160, Effects(groups=DIP))
    dip, visible = rows["dip"], rows["visible"].estimate
    assert dip.p_adjusted < 0.01 and abs(dip.estimate.estimate - 30) < 4 * dip.estimate.se
    assert abs(visible.estimate) < 4 * visible.se
    page = results_context(study, Kind.SIMULATED)
    said = next(answer for answer in page.answers if answer.topic == "anxiety")
    told = " ".join((said.text, *said.also))
    assert "We built in no difference in anxiety after day 3." in told
    assert "We built in +30 points of anxiety right after day 4 among those whose score fell against" in told
    assert page.found.startswith("Found 1 of 1 effect built in")


def test_effects_of_groups_are_written_as_words() -> None:
    study = live()
    assert simulate.effects_from(study, ["groups:day4:course=dip_64=8.5"]) == Effects(
        groups={"day4": {"course=dip_64": 8.5}}
    )
    assert Effects(groups=DIP).to_json() == {"level": {}, "visibility": {}, "groups": DIP}
    assert Effects().to_json() == {"level": {}, "visibility": {}}


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("groups:day4:course=dip_64", "is not an effect"),
        ("groups:day4", "is not an effect"),
        ("groups:mood:course=dip_64=3", "cannot be planted|No effect can be planted on 'mood'"),
        ("groups:day4:course=up=3", "'course=up' is no level that participants have"),
        ("groups:day4:course=dip_64=inf", "is not an effect"),
    ],
)
def test_what_cannot_be_planted_is_told(word: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        simulate.effects_from(live(), [word])


def person(effects: Effects, name: str) -> Person:
    return Person(four.protocol(), effects, 1, name, np.random.default_rng([1, int(name)]))


def answers(effects: Effects, arm: str, n: int = 800) -> list[dict[str, list[str]]]:
    protocol = four.protocol()
    draws, step = protocol.draws(arm, 0), protocol.step("last")
    return [person(effects, str(i)).answer(step, draws) for i in range(n)]


def test_what_happens_shifts_by_its_share_and_ordered_answers_by_their_odds() -> None:
    """800 people: a share's standard error is .018; odds of a higher answer than the second are 1 without."""
    effects = Effects(groups={"leave": {"course=dip_64": 0.3}, "moved": {"course=dip_64": float(np.log(3))}})
    found, plain = answers(effects, "dip_64"), answers(effects, "flat")
    shares = [np.mean([one["leave"] == ["yes"] for one in each]) for each in (found, plain)]
    assert abs(shares[0] - 0.6) < 0.06 and abs(shares[1] - 0.3) < 0.06
    high = [np.mean([int(one["moved"][0]) > 2 for one in each]) for each in (found, plain)]
    assert abs(high[0] - 0.75) < 0.06 and abs(high[1] - 0.5) < 0.06


def test_an_effect_on_two_levels_at_once_needs_both() -> None:
    effects = Effects(groups={"y": {"a=1": 2.0, "a=1&b=2": 5.0, "b=2": -1.0}})
    assert effects.of_group("y", {"a": 1, "b": 2}) == 6.0
    assert effects.of_group("y", {"a": 1, "b": 3}) == 2.0
    assert effects.of_group("y", {"a": 2, "b": 2}) == -1.0
    assert effects.of_group("z", {"a": 1, "b": 2}) == 0.0


def test_a_slope_is_planted_for_each_ten_points_from_the_middle_of_ones_scores() -> None:
    effects = Effects(groups={"y": {"a=1&slope": 0.2, "a=1": 1.0}})
    assert effects.of_group("y", {"a": 1}, 3.0) == pytest.approx(1.6)
    assert effects.of_group("y", {"a": 1}) == 1.0
    assert effects.of_group("y", {"a": 2}, 3.0) == 0.0


@pytest.mark.parametrize(
    ("arm", "signs"),
    [("explained-shown", [1, 1, -1, -1, -1]), ("unexplained-shown", [0] * 5), ("explained-hidden", [0] * 5)],
)
def test_a_slope_of_their_own_moves_who_has_it_about_the_middle(arm: str, signs: list[int]) -> None:
    """By levels 20, 42, 62, 67 and 85, whose middle is 55.2: one person's answers with it and without."""
    protocol = compiled(read(library.studies("what-the-number-means")))
    slope = Effects(groups={"competence": {"explanation=explained&visibility=shown&slope": -1.0}})
    draws, moved = protocol.draws(arm, 0), {}
    for i, visit in enumerate(draws.visits, 1):
        sums = [
            sum(int(answer[code][0]) * (-1 if reverse else 1) for code, reverse in of_competence(protocol))
            for effects in (slope, Effects())
            for answer in [
                Person(protocol, effects, 1, "a", np.random.default_rng(1)).answer(
                    protocol.step(f"person.{i}.rate"), draws
                )
            ]
        ]
        moved[visit.levels["level"]] = int(np.sign(sums[0] - sums[1]))
    assert [moved[level] for level in sorted(moved)] == signs


def of_competence(protocol: Compiled) -> list[tuple[str, bool]]:
    scale = next(m.scale for m in protocol.measures if m.scale.name == "competence")
    return list(zip(scale.items, scale.reverse, strict=True))


def test_both_levels_must_exist() -> None:
    study = live()
    known = simulate.effects_from(study, ["groups:day4:course=dip_64&course=dip_65=3"])
    assert known.groups == {"day4": {"course=dip_64&course=dip_65": 3.0}}
    with pytest.raises(Refused, match="'course=up' is no level"):
        simulate.effects_from(study, ["groups:day4:course=dip_64&course=up=3"])
