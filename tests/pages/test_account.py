"""The line about an account: decided by a factor, the same in both arms, on the look page alone."""

from typing import Any

import pytest

from surveys import library
from surveys.pages import page
from surveys.protocol import Compiled, checks, compiled, read

LINES = {
    "celebrity": "Known to millions from a television programme. Posts about once a week.",
    "always_on": "On five networks from morning to night. Posts about forty times a day.",
    "robot": "Posts are picked and sent by a program. About ten a day, on the hour.",
    "conversationalist": "Mostly answers what other people write. Posts about four times a day.",
}


def study(**visits: Any) -> dict[str, Any]:
    document = library.studies("three-ways-up")
    next(each for each in document["pages"] if each["kind"] == "visits").update(visits)
    return document


PROTOCOL = compiled(read(study()))


def body(protocol: Compiled, arm: str, row: int, visit: int, part: str = "look") -> str:
    draws = protocol.draws(arm, row)
    return page(protocol, draws, protocol.step(f"person.{visit}.{part}"), "en").body


@pytest.mark.parametrize("row", range(5))
def test_each_profile_says_what_was_drawn_for_it_and_nothing_else_of_the_kind(row: int) -> None:
    for visit in range(1, 5):
        way = str(PROTOCOL.draws("shown", row).levels_at(visit)["way"])
        shown = body(PROTOCOL, "shown", row, visit)
        assert LINES[way] in shown
        assert not [other for other, line in LINES.items() if other != way and line in shown]
        assert way not in shown.replace(LINES[way], "")


def test_everybody_reads_every_line_once_and_every_profile_has_every_line() -> None:
    met: dict[str, set[str]] = {}
    for row in range(PROTOCOL.rows):
        visits = PROTOCOL.draws("hidden", row).visits
        assert sorted(str(visit.levels["way"]) for visit in visits) == sorted(LINES)
        for visit in visits:
            met.setdefault(visit.profile, set()).add(str(visit.levels["way"]))
    assert len(met) == 30 and all(ways == set(LINES) for ways in met.values())


def test_the_line_is_the_same_where_the_score_is_hidden() -> None:
    way = str(PROTOCOL.draws("hidden", 0).levels_at(1)["way"])
    shown, hidden = (body(PROTOCOL, arm, 0, 1) for arm in ("shown", "hidden"))
    assert LINES[way] in shown and LINES[way] in hidden
    assert ">67<" in shown and ">67<" not in hidden and "Influence" not in hidden


def test_while_a_profile_is_rated_the_line_is_gone() -> None:
    assert not any(line in body(PROTOCOL, "shown", 0, 1, "rate") for line in LINES.values())


def test_one_line_for_all_needs_no_factor_and_none_leaves_no_trace() -> None:
    document = study(account="Posts now and then.")
    document["factors"] = document["factors"][:1]
    document["plan"]["confirmatory"] = []
    protocol = compiled(read(document))
    assert "Posts now and then." in body(protocol, "shown", 0, 1)
    del next(each for each in document["pages"] if each["kind"] == "visits")["account"]
    assert 'class="account"' not in body(compiled(read(document)), "shown", 0, 1)


@pytest.mark.parametrize(
    ("account", "why"),
    [
        ({"factor": "manner", "texts": {"robot": "A"}}, "No factor is called 'manner'"),
        ({"factor": "way", "texts": {"robots": "A"}}, "'robots' is not a level of 'way'"),
    ],
)
def test_a_line_that_leads_nowhere_is_told(account: dict[str, Any], why: str) -> None:
    found = checks(read(study(account=account)))
    assert any(why in f.message and f.path.endswith(".account") for f in found)
