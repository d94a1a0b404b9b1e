"""The manipulation check as it is read: by interval, as recalled, and as seen."""

from dataclasses import replace

from surveys import library
from surveys.analysis.findings import Noticing, Recalled, Sight
from surveys.analysis.results import Noticed
from surveys.protocol import Compiled, read
from surveys.report.doubts import doubts
from surveys.report.noticing import Displaying, displaying, noticing, recalled, sight
from tests.analysis import four, make
from tests.report.made import results

PROTOCOL = make.protocol()
ASKED = (Noticed(group="shown", n=50, noticed=40), Noticed(group="hidden", n=45, noticed=6))
APART = Noticing(
    shown=40, of_shown=50, hidden=6, of_hidden=45, difference=0.667, low=0.48, high=0.78, p=1e-9
)  # fmt: skip


def test_the_difference_is_told_with_newcombes_interval_and_fishers_p() -> None:
    found = noticing(results(noticed=ASKED, noticing=APART), PROTOCOL, "en")
    assert found.said == (
        "80 % of those who saw scores noticed them, 13 % of those who saw none say so: 67 percentage points "
        "apart (95 % interval 48 to 78; p < .001)."
    )
    assert "Newcombe" in found.lines[0]
    plain = noticing(results(noticed=ASKED), PROTOCOL, "en")
    assert plain.said == "80 % of those who saw scores noticed them." and plain.lines == ()


DROPPED = Compiled(read(library.studies("your-score-just-dropped")), "")


def test_a_score_of_ones_own_is_noticed_by_those_to_whom_it_was_shown() -> None:
    display = displaying(DROPPED)
    assert display.own and display.hidden and set(display.shown) | set(display.hidden) == set(DROPPED.arms)
    asked = (
        *(Noticed(group=group, n=20, noticed=17) for group in display.shown),
        *(Noticed(group=group, n=20, noticed=3) for group in display.hidden),
    )
    found = noticing(results(noticed=asked), DROPPED, "en")
    assert (found.state, found.said) == (
        "good",
        "85 % of those who were shown a score of their own noticed it, 15 % of those who were shown none "
        "say so.",
    )
    assert (
        "Of those who were shown a score of their own, 85 % noticed it; of those who were shown none, 15 % "
        "say that they saw one."
    ) in doubts(results(noticed=asked), DROPPED, "en")


def test_groups_without_a_score_of_their_own_are_those_whose_course_has_none() -> None:
    hidden = displaying(DROPPED).hidden
    assert hidden and all("none" in DROPPED.arms[group].levels.values() for group in hidden)
    assert displaying(PROTOCOL) == Displaying(("shown",), ("hidden",))


def test_where_nobody_is_told_apart_by_a_score_the_share_is_of_all_who_were_asked() -> None:
    asked = tuple(Noticed(group=group, n=10, noticed=4) for group in four.COURSES)
    protocol = make.protocol(**four.changes())
    found = noticing(results(noticed=asked), protocol, "en")
    assert (found.state, found.said) == ("note", "40 % of those who were asked noticed a score.")
    most = noticing(results(noticed=tuple(replace(one, noticed=6) for one in asked)), protocol, "en")
    assert most.state == "good"


def test_recalled_scores_are_a_table_by_group() -> None:
    one = Recalled(
        group="shown", n=30, bias=-2, off=6.25, exact=9, correlation=0.81, low=0.7, high=0.9
    )  # fmt: skip
    none = Recalled(group="hidden", n=0)
    table = recalled(results(recalled=(one, none)), PROTOCOL, "en")
    assert table and table.rows == (("Score shown", "30", "9", "−2", "6.2", ".81 (.70 to .90)"),)
    few = replace(one, low=float("nan"), high=float("nan"))
    flat = recalled(results(recalled=(replace(few, correlation=float("nan")),)), PROTOCOL, "en")
    assert flat and flat.rows[0][-1] == "–"
    assert recalled(results(recalled=(none,)), PROTOCOL, "en") is None
    assert noticing(results(recalled=(one,)), PROTOCOL, "en").tables  # though nobody asked who noticed


def test_how_many_times_are_missing_is_said() -> None:
    viewed = make.protocol(outcomes=[{"kind": "in_view", "name": "viewed"}])
    one = Sight(outcome="viewed", group="shown", looks=200, timed=181, unseen=4, partly=5, untold=10)
    found = sight(results(sight=(one,)), viewed, "en")
    assert found.said == (
        "Known of 185 of 200 looks at a profile with a score; at 4 it never came into view."
    )
    assert found.state == "good" and "JavaScript" in found.lines[0]
    assert found.tables[0].rows == (
        ("Time the score was in view", "Score shown", "200", "181", "4", "5", "10"),
    )
    many = sight(results(sight=(replace(one, timed=120, untold=71),)), viewed, "en")
    assert many.state == "note"
    assert sight(results(), PROTOCOL, "en").state == "none"
