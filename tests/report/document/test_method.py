"""The methods text: all of it from the protocol, and right where the protocol is another."""

from dataclasses import replace
from hashlib import sha256

import pytest

from surveys.analysis.results import Alpha
from surveys.protocol import compiled
from surveys.report.document.design import design
from surveys.report.document.facts import Power
from surveys.report.document.materials import materials, measures, procedure
from surveys.report.document.participants import participants
from surveys.report.document.strategy import strategy
from tests.analysis import make
from tests.protocol.own import LEVELS, own
from tests.report.document.knowing import FLAGSHIP, SEED, known, words

FLAG = known(protocol=FLAGSHIP)
CHECKED = {
    "kind": "attention", "id": "reading", "on_miss": "end", "expected": 1,
    "question": {"kind": "likert", "code": "ac", "text": "Choose yes.", "labels": ["No", "Yes"], "first": 0},
}  # fmt: skip


def test_whom_the_study_lets_in() -> None:
    text = words(participants(FLAG))
    assert "“I am 18 or older.”" in text
    assert "please choose “Rarely”.”; a miss was noted." in text
    assert "leaves nobody out" in text
    assert "one open link" in text and "about 12 minutes" in text


def test_rules_of_the_plan_are_told_in_words() -> None:
    pages = make.document()["pages"]
    plan = {"planned": 80, "exclusions": [{"name": "missed", "label": "Inattentive", "missed": 1}]}
    protocol = make.protocol(pages=[pages[0], CHECKED, *pages[1:]], plan=plan)
    text = words(participants(known(protocol=protocol)))
    assert "Inattentive: participants who missed the attention check are left out." in text
    assert "the study ended there for whoever missed it" in text


def test_the_sample_size_is_told_and_its_reason_is_not_made_up() -> None:
    text = words(participants(FLAG))
    assert "1,020 participants were planned; 38 finished." in text
    assert "is for the researcher to say" in text


def test_a_power_check_of_this_protocol_is_the_reason() -> None:
    power = (Power("level_competence", 0.046, 200, 170, 9), Power("strange", 1, 200, 0, 0))
    text = words(participants(known(protocol=FLAGSHIP, told={"power": power})))
    assert "found in 85 % of 200 with an effect of 0.046, in 4.5 % with none." in text
    assert "for the researcher to say" not in text


def test_simulated_people_were_not_recruited() -> None:
    text = words(participants(known(told={"kind": "simulated"})))
    assert "Nobody was recruited" in text and "open link" not in text


def test_the_lot_in_words() -> None:
    text = words(design(FLAG))
    assert "This makes 2 groups: Score shown and Score hidden." in text
    assert "Permuted blocks of 4 and 6 places" in text
    assert "HMAC-SHA256" in text and "5 of 30 profiles" in text


def test_weights_are_told_and_make_blocks_larger() -> None:
    factors = make.document()["factors"]
    factors[0] = {**factors[0], "weights": [2, 1]}
    text = words(design(known(protocol=make.protocol(factors=factors))))
    assert "2:1" in text and "blocks of 6 and 9 places" in text


def test_the_seed_is_told_when_nobody_can_be_allocated_any_more() -> None:
    assert f"The seed: {SEED.hex()}, which has that hash." in words(design(known()))
    still_open = words(design(known(told={"seed": ""})))
    assert SEED.hex() not in still_open and sha256(SEED).hexdigest() in still_open
    assert "told when the study is closed" in still_open


def test_a_seed_that_was_not_committed_to_is_noticed() -> None:
    assert "which does NOT have that hash" in words(design(known(told={"seed": "00" * 32})))


def test_masking_says_who_knew() -> None:
    text = words(design(FLAG))
    assert "never sent to the browser" in text and "manipulation check" in text
    assert "names no question" in words(design(known()))


@pytest.mark.parametrize(
    ("stopping", "said"),
    [
        ({"kind": "fixed"}, "saw no effects before the study was closed"),
        ({"kind": "group_sequential", "looks": [0.5, 1]}, "only as the plan lets them"),
    ],
)
def test_who_could_see_effects_early_follows_the_plan(stopping: dict[str, object], said: str) -> None:
    plan = {"planned": 100, "stopping": stopping}
    assert said in words(design(known(protocol=make.protocol(plan=plan))))


def test_what_was_shown() -> None:
    text = words(materials(FLAG))
    assert "30 invented people; each participant looked at 5" in text
    assert "“Influence score”, from 1 to 100; of the study’s own, version " in text
    assert "“1-100; the average account has 40”, wherever the score was shown." in text
    assert "20, 42, 62, 67, 85, assigned by chance" in text
    assert "shown in: Score shown. hidden in: Score hidden" in text


def test_a_score_of_ones_own_is_told_with_its_form_and_who_had_it() -> None:
    score = {
        "visibility": {"factor": "course", "values": {**dict.fromkeys(LEVELS, "shown"), "dip_65": "request"}},
        "form": {"factor": "course", "values": {**dict.fromkeys(LEVELS, "bar"), "dip_64": "percentile"}},
        "trend": "sparkline",
    }
    text = words(materials(known(protocol=compiled(own(score=score)))))
    assert "Score of one’s own: “Influence score”, from 1 to 100; Klout-like" in text
    assert "Influencer”, where it was first seen and could be opened." in text
    assert "“It counts how others react to what you post.”." in text
    assert "dip_65: a bar with the number; dip_64: the share of real accounts below it; colour: warm." in text
    assert "Trend beside it: a small line of how it went." in text
    assert "shown in: Flat_68; Dip_64. hidden in: None. shown on request, on each day anew" in text
    assert "each noted in: Dip_65" in text and "no score were shown" not in text


def test_a_study_without_profiles_or_score_says_so() -> None:
    pages = [page for page in make.document()["pages"] if page["kind"] not in ("randomise", "visits")]
    plain = known(protocol=make.protocol(pages=pages, factors=[], cue=None, pool=None, outcomes=[]))
    assert "No profiles and no score were shown." in words(materials(plain))
    text = words(design(plain))
    assert "Nothing was varied" in text and "There is no lot" in text


def test_scales_with_items_scoring_source_and_what_was_observed() -> None:
    alphas = (
        Alpha(scale="competence", group="", items=6, n=40, alpha=0.914, omega=0.92),
        Alpha(scale="competence", group="shown", items=6, n=20, alpha=0.5, omega=0.5),
    )
    text = words(measures(known(protocol=FLAGSHIP, alphas=alphas)))
    assert "Competence|6|1 to 7|mean of at least 4 answered; 3 reversed|at each visit|.91|.92" in text
    assert "McCroskey, J. C., & Teven, J. J. (1999)." in text
    assert "The right to use the wording is still to be confirmed." in text
    assert "Time on the profile|seconds between" in text
    assert "adjusted for the same scale before random assignment" in text


def test_the_procedure_has_every_page_in_order() -> None:
    table = procedure(FLAG).blocks[1]
    rows = table.rows  # type: ignore[union-attr]
    assert [cells[0] for cells in rows] == [str(i) for i in range(1, len(FLAGSHIP.document.pages) + 1)]
    assert rows[0][2] == "Information and consent, 2 statements"
    assert [cells[1] for cells in rows][5:7] == ["Random assignment", "Profile"]
    assert "only after certain answers to “" in words(procedure(FLAG))


def test_the_strategy_is_the_plan_in_words() -> None:
    text = words(strategy(FLAG))
    assert "4 comparisons are confirmatory" in text and "Holm" in text
    assert "y ~ V + D + H" in text and "mixed model" in text


def test_without_a_plan_everything_is_called_exploratory() -> None:
    text = words(strategy(known()))
    assert "every result is exploratory" in text
    assert "there are no p-values" not in text and "confirmatory" not in text


def test_many_languages_fall_back_rather_than_leave_a_hole() -> None:
    german = make.protocol(title={"de": "Studie"}, about={"pay": {"de": "5 Euro"}})
    assert "5 Euro" in words(participants(replace(known(), protocol=german)))
