"""X5: at least 20 items are told without typing, nothing is made up, and rates are counts."""

from dataclasses import replace

import pytest

from surveys.analysis.results import Flow
from surveys.protocol import Compiled, compiled
from surveys.report.document.answered import pages as pages_of
from surveys.report.document.cherries import ASKED, Item, checklist
from surveys.report.document.jars import reporting
from surveys.report.document.known import NOT_TOLD
from surveys.report.document.rates import rate, rates_of
from tests.analysis import make
from tests.people import flagship
from tests.report.document.knowing import FLAGSHIP, flow, known


def item(asked: str, items: tuple[Item, ...]) -> Item:
    return next(one for one in items if one.asked == asked)


@pytest.mark.parametrize("protocol", [FLAGSHIP, make.protocol()])
def test_at_least_twenty_items_are_told_without_typing(protocol: Compiled) -> None:
    items = checklist(known(protocol=protocol))
    assert len(items) == len(ASKED) == 30
    assert sum(one.filled for one in items) >= 20


def test_what_only_the_researcher_knows_is_left_to_them() -> None:
    items = (*checklist(known(protocol=FLAGSHIP)), *reporting(known(protocol=FLAGSHIP)))
    empty = [one for one in items if not one.filled]
    assert {one.told for one in empty} == {NOT_TOLD}
    asked = {one.asked for one in empty}
    assert {"Advertising the survey", "Contact mode", "Characteristics of participants"} <= asked
    assert all(one.told for one in items if one.filled)


def test_what_the_protocol_leaves_empty_is_not_filled() -> None:
    about = {"institution": "Lab", "contact": "x", "approval": "", "pay": "", "minutes": 5}
    items = checklist(known(protocol=compiled(flagship(about=about))))
    assert not item("Approval by an ethics committee", items).filled
    assert not item("Incentives", items).filled


def test_rates_are_worked_out_from_counts() -> None:
    items = checklist(known())
    assert item("Participation rate", items).told.startswith("96.0 % (48 of 50) ")
    assert item("Completion rate", items).told.startswith("79.2 % (38 of 48) ")
    assert item("View rate", items).told == "Not known: page views are not counted."


def test_of_nobody_there_is_no_rate() -> None:
    nobody = rates_of(Flow(groups=(), counts=()))
    assert (nobody.participation, nobody.completion) == ("– (0 of 0)", "– (0 of 0)")
    assert rate(1, 3) == "33.3 % (1 of 3)"
    items = checklist(known(flow=flow(**dict.fromkeys(("arrived", "declined", "finished"), 0))))
    assert item("Completion rate", items).told.startswith("– (0 of 0)")


def test_pages_and_questions_are_counted_from_the_protocol() -> None:
    items = checklist(known(protocol=FLAGSHIP))
    pages = [step for step in FLAGSHIP.steps if step.node.is_page]
    asked = [question for step in pages for question in step.questions]
    assert pages_of(known(protocol=FLAGSHIP)) == len(pages)
    assert f"At most {len(pages)} pages, of them 10 for 5 profiles." == item("Number of screens", items).told
    assert item("Number of items a page", items).told.endswith(f", {len(asked)} in all.")
    needed = sum(question.required for question in asked)
    assert f"{needed} of {len(asked)} questions" in item("Completeness check", items).told
    assert item("Adaptive questioning", items).told.startswith("1 page was shown only after")


def test_a_study_without_conditions_says_so() -> None:
    items = checklist(known())
    assert item("Adaptive questioning", items).told == "None: no page depended on an answer."


def test_ids_in_the_address_change_what_is_said_of_entry() -> None:
    ids = {"ids": ["PROLIFIC_PID", "STUDY_ID", "SESSION_ID"]}
    items = checklist(known(protocol=make.protocol(recruitment=ids)))
    assert item("Registration", items).told.startswith("Each PROLIFIC_PID could take part once")
    assert item("Contact mode", items).told == "Through Prolific, on the internet."
    assert "by invitation" in item("Open or closed survey", items).told.lower()
    opened = checklist(known())
    assert item("Registration", opened).told.startswith("No registration")
    assert item("Open or closed survey", opened).told.startswith("Open:")


def test_rehearsals_are_told_only_where_there_were_some() -> None:
    assert not item("Development and testing", checklist(known())).filled
    told = item("Development and testing", checklist(known(told={"rehearsed": 40})))
    assert told.told.startswith("40 simulated participants") and NOT_TOLD.lower() in told.told


def test_jars_points_to_sections_of_the_document() -> None:
    items = reporting(known(protocol=FLAGSHIP))
    assert len({(one.topic, one.asked) for one in items}) == len(items)
    assert item("Sequence and restriction", items).source == "this document: “Random allocation”"
    assert item("Intended and reached sample size", items).told == "1,020 and 38."


def test_jars_tells_nothing_of_effects_that_are_withheld() -> None:
    items = reporting(replace(known(extent="live"), withheld=True))
    for asked in ("Missing data and attrition", "Descriptives", "Each inferential test"):
        assert item(asked, items).told == "Not told yet."


def test_a_study_without_a_lot_has_no_random_assignment() -> None:
    pages = [page for page in make.document()["pages"] if page["kind"] not in ("randomise", "visits")]
    plain = make.protocol(pages=pages, factors=[], cue=None, outcomes=[])
    assert "Random assignment" not in {one.topic for one in reporting(known(protocol=plain))}
    assert checklist(known(protocol=plain))
