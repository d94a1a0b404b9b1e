"""What the display of a score may be: each fault has one sentence that says what to do."""

from typing import Any

import pytest

from surveys.protocol import Document, read
from surveys.protocol.score import cue_broken, doubts
from tests.people import flagship

ARMS = {"name": "arm", "levels": ["a", "b", "c"], "varies": "between"}
GOOD: list[dict[str, Any]] = [
    {"value": 42},
    {"value": 42, "form": "percentile", "system": "klout_like"},
    {"value": 719, "outreach": 5, "system": "kred_like"},
    {"value": 4, "low": 1, "high": 5, "form": "stars"},
    {"value": 9, "low": 0, "high": 10, "form": "stars"},
    {"value": 42, "label": "Score", "visibility": "request"},
    {"value": 42, "visibility": "delay", "delay": 60},
    {"value": 42, "delay": 900},
    {"value": 42, "explanation": "x" * 120},
    {
        "value": 42,
        "label": {"factor": "arm", "texts": {"a": "A", "b": "B", "c": "C"}},
        "visibility": {"factor": "arm", "values": {"a": "shown", "b": "hidden", "c": "request"}},
    },
]
WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"value": {"factor": "height"}}, "cue.value", "'height', which does not exist"),
    ({"value": 42, "label": {"factor": "height", "texts": {}}}, "cue.label", "'height', which does not"),
    ({"value": 42, "form": {"factor": "arm", "values": {"z": "bar"}}}, "cue.form", "'z' is not a level"),
    ({"value": 42, "form": {"factor": "arm"}}, "cue.form", "'a' is none of number, bar, badge"),
    ({"value": 42, "trend": {"factor": "arm"}}, "cue.trend", "'a' is none of none, rising, falling"),
    ({"value": 42, "colour": {"factor": "arm"}}, "cue.colour", "'a' is none of warm, cool"),
    ({"value": 42, "visibility": {"factor": "arm"}}, "cue.visibility", "'a' is none of shown, hidden"),
    ({"value": 101}, "cue.value", "whole numbers from 1 to 100"),
    ({"value": 101, "high": 1000, "system": "klout_like"}, "cue.value", "whole numbers from 1 to 100"),
    ({"value": 0, "system": "kred_like"}, "cue.value", "whole numbers from 1 to 1000"),
    ({"value": {"factor": "arm"}}, "cue.value", "whole numbers from 1 to 100"),
    ({"value": 4, "low": 9, "high": 2}, "cue.low", "lies below the highest"),
    ({"value": 42, "form": "stars"}, "cue.form", "from 1 to 5, or to 10"),
    ({"value": 42, "form": "stars", "system": "klout_like"}, "cue.form", "from 1 to 5, or to 10"),
    ({"value": 42, "form": "percentile"}, "cue.form", "is not known of a score of your own"),
    ({"value": 42, "visibility": "request"}, "cue.label", "needs words: its button"),
    (
        {"value": 42, "visibility": "request", "label": {"factor": "arm", "texts": {"a": "A", "b": "B"}}},
        "cue.label",
        "needs words: its button",
    ),
    ({"value": 42, "visibility": "delay", "delay": 0}, "cue.delay", "1 to 60 seconds"),
    ({"value": 42, "visibility": "delay", "delay": 61}, "cue.delay", "1 to 60 seconds"),
    ({"value": 42, "outreach": 5}, "cue.outreach", "Only a Kred-like score"),
    ({"value": 719, "outreach": 25, "system": "kred_like"}, "cue.outreach", "a level from 0 to 24"),
    ({"value": 42, "explanation": "x" * 121}, "cue.explanation", "room for 120 letters"),
    (
        {"value": 42, "explanation": {"factor": "arm", "texts": {"a": {"de": "x" * 121}}}},
        "cue.explanation",
        "room for 120 letters",
    ),
    ({"value": {"rule": "account"}, "system": "klout_like"}, "cue.value", "No account of this system"),
    (
        {"value": {"rule": "account", "shift": {"factor": "arm"}}, "system": "klout_like"},
        "cue.value",
        "say how many at each level",
    ),
]


def study(cue: dict[str, Any], **changes: Any) -> Document:
    whole = flagship().model_dump(mode="json", by_alias=True)
    return read({**whole, "factors": [ARMS], "cue": cue, **changes})


def found(document: Document) -> list[tuple[str, str]]:
    assert document.cue is not None
    return list(cue_broken(document, document.cue))


@pytest.mark.parametrize("cue", GOOD)
def test_what_can_be_displayed_is_found_no_fault_with(cue: dict[str, Any]) -> None:
    assert found(study(cue)) == []


@pytest.mark.parametrize(("cue", "path", "words"), WRONG)
def test_what_cannot_says_where_and_what_to_do(cue: dict[str, Any], path: str, words: str) -> None:
    assert [(at, words in message) for at, message in found(study(cue)) if words in message] == [(path, True)]


def with_accounts(system: str, **changes: Any) -> Document:
    whole = flagship().model_dump(mode="json", by_alias=True)
    score = {"system": system, "version": "1", "values": [42.0]}
    for profile in whole["pool"]["profiles"]:
        profile["account"] = {"archetype": "newcomer", "scores": [score]}
    return study({"value": {"rule": "account"}, "system": "klout_like", **changes}, pool=whole["pool"])


def test_a_score_is_computed_where_every_profile_has_an_account_of_the_system() -> None:
    assert found(with_accounts("klout_like")) == []
    assert [path for path, _ in found(with_accounts("kred_like"))] == ["cue.value"]


def test_whoever_lacks_an_account_is_named() -> None:
    names = [profile.name for profile in flagship().profiles]
    _path, message = found(study({"value": {"rule": "account"}}))[0]
    assert names[0] in message and f"and {len(names) - 3} more" in message


def test_what_computed_scores_can_tell_is_said_beforehand() -> None:
    told = dict(doubts(with_accounts("klout_like")))
    assert "how much showing the score changes that" in told["cue.value"]
    assert "cue.trend" not in told


def test_an_arrow_on_a_computed_score_is_doubted() -> None:
    assert "cue.trend" in dict(doubts(with_accounts("klout_like", trend="falling")))


def test_a_given_score_is_not_doubted() -> None:
    assert list(doubts(study({"value": 42, "trend": "falling"}))) == []
