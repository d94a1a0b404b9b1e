"""Tables and sentences of estimates, estimands, descriptives and references."""

from dataclasses import replace
from math import nan

from scoring.estimators.estimate import Estimate, t_row
from surveys.analysis.evidence import Bound, Component, Crossing, Difference, Failed, Fit, Look
from surveys.analysis.results import (
    AT,
    AVERAGED,
    FIRST,
    NOTICERS,
    PARTICIPANTS,
    PLACEBO,
    STATE,
    Alpha,
    Cell,
    Equivalence,
    Noticed,
)
from surveys.report.document.described import descriptives, reliability
from surveys.report.document.estimands import estimands
from surveys.report.document.estimated import estimates
from surveys.report.document.flow import attrition, balance, flow, noticed
from surveys.report.document.known import Known
from surveys.report.document.references import cited, references
from surveys.report.document.works import METHODS, WORKS
from tests.analysis import make
from tests.report.document.knowing import FLAGSHIP, NAN, known, row, words
from tests.report.made import planned

MIXED = replace(
    t_row(0.05, 0.0152, 28.3), method="Linear mixed model, REML, Satterthwaite df", n_participants=40
)
NAMED = row(found=MIXED, comparison="slope", p_adjusted=0.01, simultaneous_low=0.01, simultaneous_high=0.09)


def test_the_plans_comparisons_are_sentences_in_apa_form() -> None:
    four = planned("first", "second", "third", "fourth")
    text = words(estimates(known(NAMED, protocol=four)))
    assert (
        "Message credibility, each 10 points of displayed score: b = 0.05 points on the 1–7 scale, "
        "95 % CI [0.02, 0.08] by itself and [0.01, 0.09] for all 4 together, t(28.3) = 3.29, p = .003, "
        "p_Holm = .010."
    ) in text
    assert "0.05 [0.02, 0.08]|[0.01, 0.09]|t(28.3)" in text
    assert "Intervals at 95 %, each by itself, and all together." in text


def test_confirmatory_and_exploratory_are_told_apart() -> None:
    parts = {part.key: words(part) for part in estimates(known(NAMED, row(contrast=PLACEBO))).parts}
    assert "control" not in parts["confirmatory"] and "nobody saw (control)" in parts["exploratory"]
    assert "Of 1 intervals" in parts["exploratory"]


def test_other_ways_of_computing_stand_apart() -> None:
    parts = {part.key: words(part) for part in estimates(known(row(), row(variant=FIRST))).parts}
    assert "first rating only" in parts["robustness"] and "first rating only" not in parts["exploratory"]


def test_each_method_has_a_letter_under_all_tables() -> None:
    other = row(contrast=AT, at=(85.0,), found=replace(MIXED, method="Welch's t-test"))
    text = words(estimates(known(row(found=MIXED), other)))
    assert "a: Linear mixed model, REML, Satterthwaite df.\nb: Welch's t-test." in text
    assert [line.rsplit("|", 1)[1] for line in text.splitlines() if line.count("|") == 5] == ["a", "b"]


def test_a_warning_is_told_once_and_marked_where_it_holds() -> None:
    warned = replace(MIXED, warnings=("Two are missing.",))
    rows = [row(found=warned, contrast=AT, at=(level,)) for level in (20.0, 42.0, 62.0)]
    text = words(estimates(known(row(found=MIXED), *rows, row(found=warned, variant=FIRST))))
    assert text.count("Two are missing.") == 1 and "1: Two are missing." in text
    marks = [line.rsplit("|", 1)[1] for line in text.splitlines() if line.count("|") == 5]
    assert marks == ["a", "a, 1", "a, 1", "a, 1", "a, 1"]


def test_what_was_not_estimated_says_why() -> None:
    text = words(estimates(known(row(found=NAN, comparison="slope"))))
    assert "each 10 points of displayed score: not estimated. Too few." in text


def test_an_outcome_that_failed_is_told() -> None:
    of = known(failed=(Failed(outcome="trust", reason="ValueError: no."),))
    assert "Message credibility could not be computed: the calculation stopped with an error." in words(
        estimates(of)
    )


def test_too_little_data_and_withheld_effects_say_so() -> None:
    protocol = make.protocol(plan={"planned": 9, "confirmatory": [{"name": "a", "outcome": "trust"}]})
    few = words(estimates(known(protocol=protocol, extent="few")))
    assert "The plan’s comparisons are not computed: there is too little data." in few
    hidden = words(estimates(replace(known(protocol=protocol, extent="live"), withheld=True)))
    assert "The plan’s comparisons are not told yet." in hidden


def test_equivalence_is_told_in_the_units_of_the_estimates() -> None:
    ends = {"low": -0.05, "high": 0.05, "interval_low": -0.01, "interval_high": 0.03}
    tested = Equivalence(**ends, p=0.012, p_adjusted=0.024, verdict="equivalent")
    text = words(estimates(known(row("follow", AT, at=(85.0,), equivalence=tested))))
    assert "−5 to 5|90 % [−1.0, 3.0]|p = .012, p_Holm = .024|smaller than the smallest" in text


def test_looks_stand_under_their_comparison() -> None:
    look = Look(
        comparison="slope",
        n=50,
        fraction=0.5,
        estimate=0.04,
        low=-0.01,
        high=0.09,
        level=0.95,
        p=0.21,
    )
    text = words(estimates(known(NAMED, looks=(look,))))
    assert "displayed score|50|50 %|0.04 [−0.01, 0.09]|.210|no" in text


def test_variance_components_fallbacks_and_break_even_scores() -> None:
    part = Component(group="participant", name="mean", variance=0.25, share=0.4)
    fitted = Fit(outcome="trust", components=(part,), dropped=("x | y",))
    fits = (fitted, Fit(outcome="follow", fallback=True))
    crossings = (
        Crossing(outcome="trust", score=57.0, low=50.0, high=61.5),
        Crossing(outcome="follow", score=10.0, outside=(20.0, 30.0)),
        Crossing(outcome="time"),
    )
    text = words(estimates(known(row(), fits=fits, crossings=crossings)))
    assert "Message credibility|mean | participant|0.2500|40.0 %" in text
    assert "estimated at 0 and dropped: x | y." in text and "did not converge" in text
    assert "|57.0|50.0 to 61.5|" in text and "|not between 20.0 and 30.0|" in text and "|–|unbounded|" in text


def test_estimands_join_outcomes_and_name_what_they_speak_of() -> None:
    rows = (
        NAMED, row("follow"), row("trust"), row("time"), row(contrast=AVERAGED, variant=PARTICIPANTS),
        row("unease", STATE), row(contrast=NOTICERS),
    )  # fmt: skip
    text = words(estimands(known(*rows)))
    assert "|slope|Message credibility (mean)|exposed|profile visit|as if they had stayed|" in text
    assert "|profiles like these|confirmatory" in text
    assert "|slope|Follow (share); Message credibility (mean); Time on the profile (mean of log" in text
    assert "|participant|as if they had stayed|these profiles|exploratory" in text
    assert "Score shown against hidden|difference, adjusted for before|Anxiety (mean)" in text
    assert "exposed who notice a score that is shown" in text


def test_means_in_the_units_they_are_printed_in() -> None:
    cells = (
        Cell(outcome="trust", group="shown", level=85, n=20, mean=4.5, m2=19),
        Cell(outcome="follow", group="hidden", level=20, n=20, mean=0.25, m2=19 * 0.16),
        Cell(outcome="time", group="shown", level=20, n=9, mean=0, m2=0),
        Cell(outcome="unease", group="shown", n=20, mean=40, m2=19, when="before"),
    )
    text = words(descriptives(known(cells=cells)))
    assert "Message credibility (1–7 scale)|Score shown|85|20|4.50|1.00" in text
    assert "|Score hidden|20|20|25.0|40.0" in text
    assert "|9|1.0|× 1.00" in text and "geometric" in text
    assert "State anxiety, before (0–100 scale)|Score shown||20|40.0|1.0" in text


def test_reliability_with_interval_and_the_weakest_item() -> None:
    alpha = Alpha(scale="message_credibility", group="", items=3, n=40, alpha=0.91, low=0.85, high=0.95,
                  omega=0.92, item_rest=(0.8, 0.7, nan))  # fmt: skip
    assert "|All|3|40|.91 [.85, .95]|.92|.70" in words(reliability(known(alphas=(alpha,))))
    assert not reliability(known()).said


def test_attrition_bounds_and_tipping_points() -> None:
    lee = Bound(outcome="follow", kind="lee", low=-0.02, high=0.1, trimmed=0.031)
    bounds = (
        replace(lee, outer_low=-0.05, outer_high=0.12),
        Bound(outcome="trust", kind="tipping", low=-0.5, high=nan, warnings=("Nobody is missing.",)),
    )
    text = words(attrition(known(bounds=bounds)))
    assert "|−2.0 to 10.0|−5.0 to 12.0|3.1 %" in text
    assert "Message credibility|−0.50|–|Nobody is missing." in text
    assert "4 of the 42 who saw the study (10 %) did not finish it" in text
    assert "5 more had left before they saw it." in text
    negative = Bound(outcome="trust", kind="tipping", low=-0.5, high=1.0, warnings=("It would be -3.20.",))
    assert "It would be −3.20." in words(attrition(known(bounds=(negative,))))


def test_balance_is_described_and_not_tested() -> None:
    one = Difference(covariate="gender", level="woman", first="shown", second="hidden", smd=0.12, missing=3)
    text = words(balance(known(protocol=FLAGSHIP, balance=(one,))))
    assert "What is your gender?|woman|Score shown less Score hidden|0.12|3" in text and "No test" in text
    assert "names nothing measured before random assignment" in words(balance(known()))


def test_who_noticed_by_group() -> None:
    told = (Noticed(group="shown", n=20, noticed=16), Noticed(group="hidden", n=0, noticed=0))
    text = words(noticed(known(protocol=FLAGSHIP, noticed=told)))
    assert "Score shown|20|16|80 %" in text and "80 % of those who saw scores noticed them." in text
    assert "names no question" in words(noticed(known()))


def test_the_flow_is_a_table_by_group() -> None:
    text = words(flow(known()))
    assert "Put into a group by lot|44|22|22" in text and "Arrived|50||" in text
    assert "96.0 % (48 of 50) agreed" in text
    nobody = replace(known().results.flow, counts=())
    assert words(flow(known(flow=nobody))).endswith("Nobody has taken part.")


def keys(of: Known) -> set[str]:
    return cited(of)


def test_only_works_whose_methods_were_used_are_listed() -> None:
    assert {"bates", "holm", "statcheck"} <= keys(known(NAMED))
    nothing = keys(known())
    assert nothing == {"cherries", "jars", "consort", "williams"}
    assert not {"welch", "lee", "lan", "waudby"} & keys(known(NAMED))


def test_each_part_of_the_evidence_brings_its_works() -> None:
    bounds = tuple(Bound(outcome="trust", kind=kind) for kind in ("lee", "ends", "tipping"))
    of = known(
        row(contrast=NOTICERS), row(variant=FIRST), bounds=bounds, crossings=(Crossing(outcome="trust"),),
        alphas=(Alpha(scale="x", group="", items=3, n=9, alpha=0.9),),
    )  # fmt: skip
    assert {"angrist", "bloom", "charness", "lee", "imbens", "horowitz", "white", "fieller"} <= keys(of)
    assert "feldt" in keys(of)
    assert "mcdonald" not in keys(of)


def test_the_plans_way_of_looking_brings_its_works() -> None:
    plan = {"planned": 100, "stopping": {"kind": "anytime_valid"}}
    assert "waudby" in keys(known(protocol=make.protocol(plan=plan)))


def test_references_are_sorted_once_each_and_hold_the_scales() -> None:
    found = references(known(NAMED, protocol=FLAGSHIP))
    assert list(found) == sorted(set(found), key=str.casefold)
    assert any(work.startswith("McCroskey") for work in found)
    assert not any("Own wording" in work for work in found)


def test_every_work_that_a_method_names_is_there() -> None:
    assert {key for keys in METHODS.values() for key in keys} <= set(WORKS)
    assert all(work.endswith(".") and "(" in work for work in WORKS.values())


def test_an_exact_row_without_interval_is_printed_with_its_p() -> None:
    found = Estimate(estimate=0.2, p=0.04, method="Randomisation")
    exact = row(found=found, variant="randomisation inference")
    assert "|0.20|p = .040|" in words(estimates(known(exact)))
