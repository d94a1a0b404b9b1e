"""What an outcome is about: by its scale, not by when it is taken."""

import pytest

from surveys import library
from surveys.analysis.topics import BEHAVIOUR, CREDIBILITY, FEELINGS, SAID, TOPICS, main_of, on, topic_of
from surveys.protocol import Compiled, read
from surveys.protocol.outcomes import Act, Rating, State


def study(code: str) -> Compiled:
    return Compiled(read(library.studies(code)), "")


def names(protocol: Compiled, topic: str) -> list[str]:
    return [outcome.name for outcome in on(protocol, topic)]


def test_felt_credibility_is_what_people_think_and_anxiety_what_they_feel() -> None:
    protocol = study("sixty-five")
    assert names(protocol, CREDIBILITY) == ["felt"] and names(protocol, FEELINGS) == ["anxiety"]


def test_an_answer_in_order_is_what_people_say() -> None:
    protocol = study("your-score-just-dropped")
    assert names(protocol, SAID) == ["just_to_move"]
    assert names(protocol, BEHAVIOUR) == ["checks", "filler_posts", "extra_days", "phone"]


def test_what_the_plan_names_comes_first_in_its_order() -> None:
    protocol = study("unplug")
    assert names(protocol, FEELINGS) == ["anxiety_day5", "anxiety_after"]
    plan = protocol.document.plan
    after = plan.confirmatory[2].model_copy(update={"outcome": "anxiety_after"})
    other = protocol.document.model_copy(update={"plan": plan.model_copy(update={"confirmatory": (after,)})})
    assert names(Compiled(other, ""), FEELINGS) == ["anxiety_after", "anxiety_day5"]


@pytest.mark.parametrize("code", ["first-impressions", "one-profile", "sixty-five", "unplug"])
def test_every_outcome_has_one_topic(code: str) -> None:
    protocol = study(code)
    by_topic = [name for topic in TOPICS for name in names(protocol, topic)]
    assert sorted(by_topic) == sorted(outcome.name for outcome in protocol.document.outcomes)
    assert all(topic_of(protocol, outcome) in TOPICS for outcome in protocol.document.outcomes)


def test_the_flagship_keeps_its_main_outcomes() -> None:
    protocol = study("first-impressions")
    found = [
        main_of(protocol, CREDIBILITY, Rating),
        main_of(protocol, BEHAVIOUR, Act),
        main_of(protocol, FEELINGS, State),
    ]
    assert [outcome.name for outcome in found if outcome] == ["competence", "follow", "anxiety"]
