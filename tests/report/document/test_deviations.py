"""What went otherwise than planned follows from the facts."""

from dataclasses import replace
from datetime import timedelta
from math import nan

from scoring.estimators.estimate import t_row
from surveys.analysis.evidence import Allocation, Excluded, Failed, Fit
from surveys.report.document.deviations import AS_PLANNED, NOT_YET, OTHERWISE, Deviation, deviations, every
from surveys.report.document.facts import Entry
from surveys.report.document.known import Known
from surveys.report.seen import VERB
from tests.analysis import make
from tests.report.document.knowing import CLOSED, LAUNCH, NAN, flow, known, row, words
from tests.report.made import ANYTIME, SEQUENTIAL

LOT = Allocation(method="blocks", closed=9, faulty=0, allocated=(22, 22))
PLAN = {
    "planned": 38,
    "confirmatory": [{"name": "slope", "outcome": "trust", "contrast": "level", "model": "mixed"}],
}


def matters(of: Known) -> dict[str, Deviation]:
    return {one.matter: one for one in every(of)}


def test_a_study_that_went_as_planned_says_so() -> None:
    found = known(row(comparison="slope"), protocol=make.protocol(plan=PLAN), allocation=LOT)
    assert {one.verdict for one in every(found)} == {AS_PLANNED}
    assert words(deviations(found)).splitlines()[1].startswith("Nothing that the program can see")


def test_too_few_in_a_closed_study_is_told_with_the_day() -> None:
    one = matters(known())["Number of participants"]
    assert (one.planned, one.verdict) == ("100", OTHERWISE)
    assert one.happened == (
        "38 finished; closed on 10 November 2026, 08:00, before the planned number was reached"
    )


def test_too_few_in_an_open_study_is_no_deviation_yet() -> None:
    one = matters(known(told={"state": "live", "moves": ()}))["Number of participants"]
    assert (one.happened, one.verdict) == ("38 finished", NOT_YET)


def test_exactly_as_many_as_planned_is_enough() -> None:
    assert matters(known(flow=flow(finished=100)))["Number of participants"].verdict == AS_PLANNED
    assert matters(known(flow=flow(finished=99)))["Number of participants"].verdict == OTHERWISE


def test_several_protocols_and_interruptions_are_deviations() -> None:
    moves = (Entry(LAUNCH, "Ada", "publish"), Entry(LAUNCH + timedelta(days=1), "Ada", "pause"))
    found = matters(known(told={"published": 2, "moves": moves}))
    assert found["Protocol"].verdict == OTHERWISE and found["Protocol"].happened.startswith("2 protocols")
    assert found["Interruptions"].happened == "paused on 2 November 2026, 08:00"
    assert "Interruptions" not in matters(known())


def test_a_block_that_is_not_as_made_is_a_deviation() -> None:
    bad = Allocation(method="blocks", closed=9, faulty=1, allocated=(22, 21), warnings=("Block 3.",))
    one = matters(known(allocation=bad))["Random allocation"]
    assert (one.happened, one.verdict) == ("9 closed blocks, 1 not as made. Block 3.", OTHERWISE)
    assert matters(known())["Random allocation"].verdict == NOT_YET


def test_exclusions_are_told_by_rule_and_group() -> None:
    plan = {"planned": 100, "exclusions": [{"name": "missed", "label": "Inattentive", "missed": 1}]}
    out = (Excluded(rule="missed", by_group=(2, 1)),)
    one = matters(known(protocol=make.protocol(plan=plan), excluded=out))["Left out: Inattentive"]
    assert one.happened == "3 of the exposed (Score shown 2, Score hidden 1)" and one.verdict == AS_PLANNED


def test_an_exclusion_that_no_plan_names_is_a_deviation() -> None:
    found = matters(known(excluded=(Excluded(rule="later", by_group=(1, 0)),)))
    assert found["Left out: later"].verdict == OTHERWISE


def test_what_could_not_be_computed_is_a_deviation() -> None:
    failed = (Failed(outcome="trust", reason="ValueError: no."),)
    empty = row(found=NAN, comparison="slope")
    one = matters(known(empty, protocol=make.protocol(plan=PLAN), failed=failed))["Comparisons"]
    assert one.verdict == OTHERWISE
    assert one.happened == "could not be computed: Message credibility; without a p: slope"


def test_fallbacks_are_deviations_and_dropped_components_are_not() -> None:
    fits = (Fit(outcome="trust", fallback=True), Fit(outcome="follow", dropped=("level | profile",)))
    found = matters(known(fits=fits))
    assert (
        found["Mixed models"].verdict == OTHERWISE and "Message credibility" in found["Mixed models"].happened
    )
    assert found["Variance components"].happened == "dropped: Follow: level | profile"
    assert found["Variance components"].verdict == AS_PLANNED


def test_who_took_data_out_and_whether_that_was_early() -> None:
    looked = (
        Entry(LAUNCH + timedelta(days=1), "Ben", "export", "real", "wide"),
        Entry(LAUNCH + timedelta(days=2), "Ben", "export", "simulated", "wide"),
        Entry(CLOSED + timedelta(days=1), "", "report", "real"),
    )
    of = known(told={"looked": looked})
    assert matters(of)["Answers taken out"].happened == "1 time before the end"
    text = words(deviations(of))
    assert "2 November 2026, 08:00|Ben|answers taken out: wide|participants|before the end" in text
    assert "|this document|participants|after the end" in text
    assert "somebody no longer known here" in text


def test_a_comparison_that_may_be_looked_at_early_is_answered_by_its_interval() -> None:
    looked_at = replace(t_row(0.05, 0.0152, 200), p=nan, statistic=nan, df=nan)
    for stopping in (SEQUENTIAL, ANYTIME):
        protocol = make.protocol(plan={**PLAN, "stopping": stopping})
        one = matters(known(row(found=looked_at, comparison="slope"), protocol=protocol))["Comparisons"]
        assert (one.happened, one.verdict) == ("all computed", AS_PLANNED)
        one = matters(known(row(found=NAN, comparison="slope"), protocol=protocol))["Comparisons"]
        assert (one.happened, one.verdict) == ("without an interval: slope", OTHERWISE)


def test_looks_that_the_plan_allows_are_told_and_are_no_deviation() -> None:
    allowed = Entry(LAUNCH + timedelta(days=1), "Ben", VERB, "real", "early")
    other = Entry(LAUNCH + timedelta(days=2), "Ben", VERB, "real", "full")
    after = Entry(CLOSED + timedelta(days=1), "Ben", VERB, "real", "full")
    of = known(told={"looked": (allowed, after)})
    assert matters(of)["Answers taken out"].happened == "never before the end"
    one = matters(of)["Effects looked at"]
    assert (one.happened, one.verdict) == ("1 time before the end, as the plan allows", AS_PLANNED)
    assert "|effects, as the plan allows|participants|before the end" in words(deviations(of))
    one = matters(known(told={"looked": (allowed, other)}))["Effects looked at"]
    assert one.verdict == OTHERWISE and one.happened.endswith("allows; 1 time before the end")


def test_a_rehearsal_that_is_smaller_than_the_plan_is_none() -> None:
    found = matters(known(told={"kind": "simulated"}))
    assert found["Number of participants"].verdict == "simulated"
    assert "closed" not in found["Number of participants"].happened


def test_estimates_are_judged_only_where_some_were_made() -> None:
    assert "Mixed models" not in matters(known(extent="few"))
    assert "Mixed models" in matters(known(row(found=t_row(1, 1, 9))))
