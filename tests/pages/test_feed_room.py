"""The room kept for the first sight of a score: the most that any group reads, and nothing of its words."""

from typing import Any

from surveys.pages import page
from surveys.pages.feed_room import Room, room
from surveys.protocol import Compiled, compiled
from tests.pages.markup import attributes
from tests.protocol.own import LEVELS, own


def week(**score: Any) -> Compiled:
    return compiled(own(score=score))


def room_of(study: Compiled) -> Room:
    assert study.feed is not None
    return room(study.feed)


def test_lines_are_counted_on_the_narrowest_phone() -> None:
    assert room_of(week(label="Score", legend="x" * 41, explanation="y" * 33)) == Room(1, 2, 1, line=True)
    assert room_of(week(label="L" * 19, legend={}, explanation={}, history=False)) == Room(
        2, 0, 0, line=False
    )


def test_the_longest_of_the_groups_legends_decides() -> None:
    texts = dict.fromkeys(LEVELS, "short") | {"dip_64": "long " * 30}
    assert room_of(week(legend={"factor": "course", "texts": texts})).small == 4
    assert room_of(week(legend="z" * 900)).small == 6


def test_a_feed_without_a_score_keeps_no_room() -> None:
    assert room_of(compiled(own(score=None))) == Room()


def test_who_has_no_score_gets_the_room_and_none_of_the_words() -> None:
    study = week(legend="Only some read this.", label="Influence score")
    step = study.step("week.score")
    bodies = {arm: page(study, study.draws(arm, 0), step, "en").body for arm in ("none", "flat_68")}
    owned = {
        arm: [value for _tag, name, value in attributes(body) if name == "class" and "owned" in (value or "")]
        for arm, body in bodies.items()
    }
    assert owned["none"] == owned["flat_68"] != []
    assert "Only some" in bodies["flat_68"] and "Only some" not in bodies["none"]
    assert (
        "Influence" not in bodies["none"] and "68" not in bodies["none"].split("owned")[1].split("</svg>")[1]
    )
