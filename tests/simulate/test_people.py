"""How simulated people answer: like the scale, moved by planted effects, and varying as they should."""

from typing import Any

import numpy as np
import pytest

from surveys.protocol import Act, Compiled, Document, compiled, read
from surveys.protocol.nodes import Consent, Debriefing
from surveys.simulate.people import IMAGINES, NOTICES, STATE_MEAN, Effects, Person, fixed
from tests.people import flagship
from tests.protocol.small import SMALL

PEOPLE = 150


@pytest.fixture(scope="module")
def protocol() -> Compiled:
    return compiled(flagship())


def person(protocol: Compiled, i: int, effects: Effects | None = None) -> Person:
    return Person(protocol, effects or Effects(), 1, f"test {i}", np.random.default_rng([1, i]))


def answers(protocol: Compiled, step: str, arm: str, effects: Effects | None = None) -> dict[str, Any]:
    """Each question's answers over many people of one group, with the level at which each was given."""
    found: dict[str, list[float]] = {}
    visit = protocol.step(step).visit
    for i in range(PEOPLE):
        draws = protocol.draws(arm, i % protocol.rows)
        fields = person(protocol, i, effects).answer(protocol.step(step), draws)
        for question in protocol.step(step).questions:
            answer = question.parse(fields)
            found.setdefault(question.code, []).append(answer if isinstance(answer, int) else answer == "yes")
        found.setdefault("level", []).append(float(draws.visits[visit - 1].levels["level"]) if visit else 0)
    return {code: np.array(values, float) for code, values in found.items()}


def mean(found: dict[str, Any], protocol: Compiled, scale: str) -> Any:
    """Each person's score on a scale, reverse items turned round."""
    key = next(m.scale for m in protocol.measures if m.scale.name == scale)
    items = [
        key.low + key.high - found[code] if reverse else found[code]
        for code, reverse in zip(key.items, key.reverse, strict=True)
    ]
    return np.mean(items, axis=0)


LEVELS = ["shown", "hidden", "request"]
ASKING = [
    {"name": "visibility", "levels": LEVELS, "varies": "between"},
    {"name": "level", "levels": [20, 42, 62, 67, 85], "varies": "within"},
]


@pytest.fixture(scope="module")
def asking() -> Compiled:
    return compiled(flagship(factors=ASKING))


def test_some_ask_for_a_score_that_waits_and_some_do_not(asking: Compiled) -> None:
    step, asked = asking.step("person.1.look"), []
    for i in range(PEOPLE):
        fields = person(asking, i).answer(step, asking.draws("request", i % asking.rows))
        asked.append(fields == {"act": ["do"], "do": ["reveal"]})
        assert asked[-1] or "follow" in fields
    assert 0.45 < np.mean(asked) < 0.75


def test_whoever_has_asked_goes_on(asking: Compiled) -> None:
    step = asking.step("person.2.look")
    for i in range(20):
        assert "follow" in person(asking, i).answer(step, asking.draws("request", i), {"reveal": 2})


@pytest.mark.parametrize("arm", ["shown", "hidden"])
def test_nobody_asks_where_nothing_waits(asking: Compiled, arm: str) -> None:
    for i in range(20):
        draws = asking.draws(arm, i)
        assert "do" not in person(asking, i).answer(asking.step("person.1.look"), draws)


def test_only_those_who_asked_are_moved_by_the_score(asking: Compiled) -> None:
    planted, step = Effects(visibility={"follow": 10.0}), asking.step("person.1.look")
    for i in range(40):
        draws = asking.draws("request", i % asking.rows)
        someone = person(asking, i, planted)
        asks = "do" in someone.answer(step, draws)
        assert (someone._planted("follow", 1, draws) == 10.0) is asks


@pytest.mark.parametrize("document", [flagship(), read(SMALL)], ids=["flagship", "small"])
def test_every_page_takes_what_a_simulated_person_sends(document: Document) -> None:
    protocol = compiled(document)
    for i in range(5):
        someone, draws = person(protocol, i), protocol.draws("shown", i)
        for step in protocol.steps:
            if step.node.is_page and not isinstance(step.node, Debriefing):
                taken = step.node.read(step, Act.ANSWER, someone.answer(step, draws))
                assert taken or isinstance(step.node, Consent) or not step.questions


def test_the_same_person_answers_the_same(protocol: Compiled) -> None:
    draws, step = protocol.draws("shown", 0), protocol.step("person.1.rate")
    assert person(protocol, 3).answer(step, draws) == person(protocol, 3).answer(step, draws)
    assert person(protocol, 3).answer(step, draws) != person(protocol, 4).answer(step, draws)


def test_without_planted_effects_groups_do_not_differ(protocol: Compiled) -> None:
    """The same people in both groups: nothing but the group differs, and so nothing does."""
    for step in ("person.2.rate", "person.1.look", "now_after"):
        shown, hidden = (answers(protocol, step, arm) for arm in ("shown", "hidden"))
        assert all(np.array_equal(shown[code], hidden[code]) for code in shown)


def test_a_planted_visibility_effect_moves_the_scale_by_its_size_and_no_other(protocol: Compiled) -> None:
    effects = Effects(visibility={"anxiety": 20.0, "competence": 1.0})
    for step, scale, size in (
        ("now_after", "anxiety_after", 20.0),
        ("person.1.rate", "competence", 1.0),
        ("person.1.rate", "trustworthiness", 0.0),
        ("now_before", "anxiety_before", 0.0),
    ):
        shown, hidden = (
            mean(answers(protocol, step, arm, effects), protocol, scale).mean() for arm in ("shown", "hidden")
        )
        assert shown - hidden == pytest.approx(size, rel=0.15, abs=0.05)


def test_a_planted_level_effect_is_a_slope_where_shown_and_none_where_hidden(protocol: Compiled) -> None:
    effects = Effects(level={"competence": 0.4})
    for arm, expected in (("shown", 0.4), ("hidden", 0.0)):
        found, plain = (answers(protocol, "person.3.rate", arm, e) for e in (effects, Effects()))
        moved = mean(found, protocol, "competence") - mean(plain, protocol, "competence")
        slope = np.polyfit(found["level"], moved, 1)[0] * 10
        assert slope == pytest.approx(expected, rel=0.15, abs=1e-9)


def test_a_planted_effect_on_the_act_moves_its_share(protocol: Compiled) -> None:
    effects = Effects(visibility={"follow": 0.5})
    shown, hidden = (
        answers(protocol, "person.1.look", arm, effects)["follow"].mean() for arm in ("shown", "hidden")
    )
    assert shown - hidden == pytest.approx(0.5, abs=0.12)


def test_people_items_and_profiles_vary(protocol: Compiled) -> None:
    found = answers(protocol, "person.1.rate", "hidden")
    scores = mean(found, protocol, "competence")
    assert 0.6 < scores.std() < 1.3
    assert 3.5 < scores.mean() < 5.5
    assert np.std([values.mean() for code, values in found.items() if code != "level"]) > 0.1


def test_states_before_and_after_are_of_the_same_person(protocol: Compiled) -> None:
    before: list[float] = []
    after: list[float] = []
    for i in range(PEOPLE):
        someone, draws = person(protocol, i), protocol.draws("hidden", 0)
        for step, scores in (("now_before", before), ("now_after", after)):
            fields = someone.answer(protocol.step(step), draws)
            scores.append(float(fields[f"anxiety_{step.removeprefix('now_')}_tense"][0]))
    assert 0.3 < np.corrcoef(before, after)[0, 1] < 0.8
    assert np.mean(before) == pytest.approx(100 * STATE_MEAN, abs=8)


def test_what_is_fixed_is_a_normal_number_of_its_names_and_seed() -> None:
    assert fixed(1, "item", "a") == fixed(1, "item", "a")
    values = [fixed(seed, "item", str(i)) for seed in (1, 2) for i in range(300)]
    assert len(set(values)) == 600
    assert abs(np.mean(values)) < 0.15 and 0.9 < np.std(values) < 1.1


def test_nobody_is_moved_before_the_lot(protocol: Compiled) -> None:
    effects = Effects(visibility={"anxiety": 50.0})
    step, draws = protocol.step("now_before"), None
    assert person(protocol, 1, effects).answer(step, draws) == person(protocol, 1).answer(step, draws)


def test_effects_are_the_same_after_their_json() -> None:
    effects = Effects({"competence": 0.1}, {"anxiety": 4.0})
    assert Effects(**effects.to_json()) == effects


def test_a_sum_of_items_moves_by_what_was_planted() -> None:
    """GAD-2 is a sum of two items: each of them moves by half of the effect."""
    protocol = compiled(flagship())
    step = next(s for s in protocol.steps if s.key == "weeks")
    measure = next(m for m in protocol.measures if m.scale.name == "gad2_total")
    draws = protocol.draws("shown", 0)
    one = Person(protocol, Effects(), 1, "one", np.random.default_rng(1))
    plain = one._share(measure, "gad1", step, None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Person, "_effect", lambda *_args: 0.6)
        other = Person(protocol, Effects(), 1, "one", np.random.default_rng(1))
        moved = other._share(measure, "gad1", step, draws)
    assert 2 * 3 * (moved - plain) == pytest.approx(0.6)


def test_most_who_saw_a_score_say_so_and_few_of_the_others(protocol: Compiled) -> None:
    shown, hidden = (answers(protocol, "noticing", arm)["noticed"].mean() for arm in ("shown", "hidden"))
    assert abs(shown - NOTICES) < 0.15 and abs(hidden - IMAGINES) < 0.15


def test_who_saw_the_last_score_recalls_about_it_and_the_others_guess(protocol: Compiled) -> None:
    off = {}
    for arm in ("shown", "hidden"):
        draws = [protocol.draws(arm, i % 30) for i in range(60)]
        told = [person(protocol, i).answer(protocol.step("recall"), d) for i, d in enumerate(draws)]
        last = [int(d.levels_at(5)["level"]) for d in draws]
        off[arm] = [abs(int(t["recalled"][0]) - level) for t, level in zip(told, last, strict=True)]
        assert all(1 <= int(t["recalled"][0]) <= 100 for t in told)
    assert np.mean(off["shown"]) < 10 < 20 < np.mean(off["hidden"])
