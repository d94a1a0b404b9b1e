"""What a feed task can get wrong is found before anybody takes part."""

from typing import Any

import pytest

from surveys.protocol import Severity, checks, read
from tests.protocol.own import LEVELS, own, written

PLAN = {"name": "dip", "outcome": "mood", "contrast": "visibility", "model": "adjusted"}


def errors(content: dict[str, Any]) -> list[tuple[str, str]]:
    return [(f.path, f.message) for f in checks(read(content)) if f.severity is Severity.ERROR]


def test_the_small_study_has_no_error() -> None:
    assert errors(written()) == []


@pytest.mark.parametrize(
    ("changes", "path", "said"),
    [
        ({"score": {"course": {"factor": "height"}}}, "pages.3.score.course", "No factor 'height'"),
        ({"score": {"course": "steep"}}, "pages.3.score.course", "'steep' is not among the courses"),
        ({"score": {"visibility": {"factor": "course"}}}, "pages.3.score.visibility", "'dip_64' is no way"),
        ({"score": {"start": 140}}, "pages.3.score.start", "from 1 to 100"),
        ({"score": {"start": {"factor": "course"}}}, "pages.3.score.start", "whole number"),
        ({"score": {"system": "custom", "low": 100}}, "pages.3.score.low", "below the highest"),
        ({"score": {"form": "stars"}}, "pages.3.score.form", "from 1 to 5, or to 10"),
        ({"score": {"form": "percentile", "system": "custom"}}, "pages.3.score.form", "of your own"),
        ({"score": {"form": {"factor": "course"}}}, "pages.3.score.form", "none of number, bar"),
        (
            {"score": {"form": {"factor": "course", "values": {"steep": "bar"}}}},
            "pages.3.score.form",
            "'steep' is not a level",
        ),
        (
            {"score": {"trend": {"factor": "course", "values": dict.fromkeys(LEVELS, "rising")}}},
            "pages.3.score.trend",
            "'rising' is none of none, sparkline",
        ),
        (
            {"score": {"label": {"factor": "height", "texts": {}}}},
            "pages.3.score.label",
            "No factor 'height'",
        ),
        ({"score": {"dynamics": 7, "start": 5}}, "pages.3.score.start", "from 10 to 100"),
        ({"score": {"habits": {"codes": []}}}, "pages.3.score.habits.codes", "Name the earlier"),
        (
            {"score": {"habits": {"codes": ["later"]}}},
            "pages.3.score.habits.codes",
            "No earlier page asks 'later'",
        ),
        ({"breaks": {"cost": {"factor": "course"}}}, "pages.3.breaks.cost", "whole number of points"),
        ({"breaks": {"told": {"factor": "x", "texts": {}}}}, "pages.3.breaks.told", "No factor 'x'"),
        ({"free_after": 9}, "pages.3.free_after", "There is no day 9"),
        ({"happenings": [{"day": 6, "text": "Rain."}]}, "pages.3.happenings.0.day", "There is no day 6"),
        ({"posts": 6, "days": 5}, "", ""),
        ({"prepared": [{"code": "own", "text": "a"}]}, "pages.3.prepared", "uses itself"),
        ({"happenings": [{"day": 1, "text": "a"}, {"day": 1, "text": "b"}]}, "pages.3.happenings", "twice"),
        ({"score": {"label": {}}}, "pages.3.score.label", "what the number is called"),
        ({"ask": [{"after": 1}]}, "pages.3.ask.0.questions", "asks nothing"),
    ],
)
def test_what_cannot_be_is_found_where_it_stands(changes: dict[str, Any], path: str, said: str) -> None:
    found = errors(written(**changes))
    if not path:
        assert found == []
        return
    assert [at for at, message in found if at == path and said in message] == [path], found


UNCOVERED = "Nobody’s score waits to be uncovered"
OPENED = "Nobody can look at the details"
ON_REQUEST = {"factor": "course", "values": {**dict.fromkeys(LEVELS, "shown"), "dip_64": "request"}}


@pytest.mark.parametrize("kind", ["count", "happened"])
@pytest.mark.parametrize(
    ("acts", "score", "said"),
    [
        (["reveal"], {}, UNCOVERED),
        (["post", "reveal"], {"visibility": "hidden"}, UNCOVERED),
        (["reveal"], {"visibility": "request"}, ""),
        (["reveal"], {"visibility": ON_REQUEST}, ""),
        (["reveal"], {"visibility": "request", "course": "none"}, UNCOVERED),
        (["check"], {}, ""),
        (["check"], {"visibility": "request"}, ""),
        (["check"], {"visibility": "hidden"}, OPENED),
        (["check"], {"details": False}, OPENED),
        (["reveal"], {"visibility": {"factor": "height"}}, ""),
    ],
)
def test_what_nobody_can_do_is_not_counted(kind: str, acts: list[str], score: Any, said: str) -> None:
    content = written(score=score)
    content["outcomes"] = [{"kind": kind, "name": "looks", "acts": acts}]
    found = [message for path, message in errors(content) if path == "outcomes.0.acts"]
    assert len(found) == bool(said) and all(said in message for message in found)


def course(by: int, *, more: int = 0) -> list[dict[str, Any]]:
    changes = [{"day": 2, "by": by}, {"day": 4, "by": more}]
    return [{"code": code, "changes": changes} for code in LEVELS]


@pytest.mark.parametrize(
    ("by", "more", "cost", "wrong"),
    [
        (-11, 0, 0, False),
        (-12, 0, 0, True),
        (-6, -5, 0, False),
        (-6, -6, 0, True),
        (-20, 20, 0, True),
        (5, -11, 0, False),
        (-7, 0, 4, False),
        (-7, 0, 5, True),
    ],
)
def test_no_design_may_take_more_than_eleven_points(by: int, more: int, cost: int, wrong: bool) -> None:
    found = errors(written(courses=course(by, more=more), breaks={"cost": cost}))
    assert any("at most 11 may be lost" in message for _path, message in found) is wrong


def test_a_score_that_follows_acts_confirms_nothing() -> None:
    content = written(score={"dynamics": 7})
    assert errors(content) == []
    content["plan"]["confirmatory"] = [PLAN]
    assert any(path == "pages.3.score.dynamics" for path, _message in errors(content))


def test_a_table_of_what_was_shown_is_owed_to_everybody() -> None:
    content = written()
    content["pages"][5]["table"] = []
    assert [path for path, _message in errors(content)] == ["pages.5.table"]


def test_that_participants_are_adults_is_said_in_a_box() -> None:
    content = written()
    content["pages"][0]["statements"] = [{"code": "ok", "text": "I take part."}]
    assert [path for path, _message in errors(content)] == ["pages.0.statements"]


def test_a_feed_without_a_score_owes_neither() -> None:
    content = written(score=None, courses=[])
    content["factors"] = []
    content["pages"][5]["table"] = []
    content["pages"][0]["statements"] = [{"code": "ok", "text": "I take part."}]
    assert errors(content) == []


def test_help_is_owed_as_in_every_study() -> None:
    assert [path for path, _message in errors({**written(), "help": {}})] == ["help"]


def test_the_feed_stands_behind_the_lot_once_and_shows_people_of_the_pool() -> None:
    content = written()
    content["pages"].insert(2, content["pages"].pop(3))
    assert ("pages.2", "The feed depends on the group: put it after random assignment to groups.") in errors(
        content
    )
    content = written()
    content["pages"].insert(4, {**content["pages"][3], "id": "again", "ask": [], "nickname": False})
    assert any("only one feed" in message for _path, message in errors(content))
    content = written()
    content["pool"]["profiles"] = content["pool"]["profiles"][:2]
    assert any(path == "pool" for path, _message in errors(content))


def test_a_factor_that_decides_something_in_the_feed_is_used() -> None:
    content = written(breaks={"cost": {"factor": "price", "values": {"dear": 4, "free": 0}}})
    content["factors"].append({"name": "price", "levels": ["dear", "free"], "varies": "between"})
    assert errors(content) == []
    content["factors"][1]["varies"] = "within"
    assert any("'price' varies between" in message for _path, message in errors(content))


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ({"factor": "course", "among": ["steep"]}, "'steep' is not a level"),
        ({"factor": "height", "among": ["a"]}, "No factor 'height'"),
        ({"code": "often", "among": [1]}, "depends on the group"),
    ],
)
def test_a_line_of_the_debriefing_is_for_groups_that_there_are(when: dict[str, Any], said: str) -> None:
    content = written()
    content["pages"][5]["table"][1]["when"] = when
    assert any(said in message for _path, message in errors(content))


@pytest.mark.parametrize("code", ["do", "leave", "text", "drafts", "nickname", "face"])
def test_names_of_the_feed_itself_are_no_questions(code: str) -> None:
    content = written()
    content["pages"][4]["questions"].append({"kind": "text", "code": code, "text": "?"})
    assert any(repr(code) in message for _path, message in errors(content))


def test_a_scale_asked_on_two_days_needs_two_names() -> None:
    again = [
        {"after": day, "questions": [{"kind": "scale", "instrument": "mood", "name": "mood_between"}]}
        for day in (1, 3)
    ]
    assert any("mood_between" in message for _path, message in errors(written(ask=again)))


@pytest.mark.parametrize("days", [[{"day": 2, "by": 1}, {"day": 2, "by": 3}]])
def test_a_course_changes_once_a_day(days: list[dict[str, int]]) -> None:
    with pytest.raises(ValueError, match="at most once a day"):
        own(courses=[{"code": "none", "changes": days}])


def warnings(content: dict[str, Any]) -> dict[str, str]:
    return {f.path: f.message for f in checks(read(content)) if f.severity is Severity.WARNING}


def anxious() -> dict[str, Any]:
    content = written()
    content["instruments"] = [*content["instruments"], "state-anxiety-sliders"]
    use = {"kind": "scale", "instrument": "state-anxiety-sliders", "name": "tense"}
    content["pages"][1]["questions"].append(use)
    return content


def test_a_score_and_a_measure_of_anxiety_without_a_safety_rule_are_warned_of() -> None:
    assert "plan.safety" not in warnings(written())
    content = anxious()
    assert "score of their own and measures anxiety" in warnings(content)["plan.safety"]
    ruled = {**content, "plan": {**content["plan"], "safety": {"outcome": "mood"}}}
    assert "plan.safety" not in warnings(ruled)
    feed = next(page for page in content["pages"] if page["kind"] == "feed")
    feed["score"] = None
    assert "plan.safety" not in warnings(content)


@pytest.mark.parametrize(("system", "sound"), [("klout_like", True), ("kred_like", False), ("custom", False)])
def test_only_the_system_whose_engine_computes_it_lets_a_score_follow_acts(system: str, sound: bool) -> None:
    """Else the number is stored under the version of a system that did not make it."""
    found = errors(written(score={"system": system, "dynamics": 7}))
    assert [path for path, _message in found] == ([] if sound else ["pages.3.score.dynamics"])
    assert sound or ("klout_like" in found[0][1] and repr(system) in found[0][1])
    assert errors(written(score={"system": system})) == []
