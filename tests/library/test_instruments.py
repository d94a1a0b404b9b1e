"""The shipped scales: McCroskey and Teven 1999, Appelman and Sundar 2016, GAD-2, and our own."""

from typing import Any

import pytest
from pydantic import ValidationError

from surveys import library
from surveys.instruments import Choice, Differential, Instrument, Likert, Slider


def shipped(code: str) -> Instrument:
    return Instrument.model_validate(library.instruments(code))


@pytest.mark.parametrize("code", library.names("instruments"))
def test_every_shipped_instrument_is_valid_and_says_what_may_be_done_with_it(code: str) -> None:
    instrument = shipped(code)
    assert instrument.citation and instrument.license and instrument.notes
    assert not instrument.summed
    assert all(item.text or (item.left and item.right) for item in instrument.items)


@pytest.mark.parametrize("code", library.names("instruments"))
def test_instrument_survives_being_written_and_read(code: str) -> None:
    instrument = shipped(code)
    assert Instrument.model_validate_json(instrument.model_dump_json()) == instrument


def test_no_item_code_is_used_by_two_instruments() -> None:
    codes = [item.code for name in library.names("instruments") for item in shipped(name).items]
    assert len(codes) == len(set(codes))


PAIRS = """Intelligent–Unintelligent* · Untrained–Trained · Cares about me–Doesn't care about me* ·
Honest–Dishonest* · Has my interests at heart–Doesn't have my interests at heart* ·
Untrustworthy–Trustworthy · Inexpert–Expert · Self-centered–Not self-centered ·
Concerned with me–Not concerned with me* · Honorable–Dishonorable* · Informed–Uninformed* ·
Moral–Immoral* · Incompetent–Competent · Unethical–Ethical · Insensitive–Sensitive · Bright–Stupid* ·
Phony–Genuine · Not understanding–Understanding"""


def test_source_credibility_keeps_published_order_wording_and_reverse_keys() -> None:
    found = [
        f"{item.left['en']}–{item.right['en']}{'*' if item.reverse else ''}"
        for item in shipped("source-credibility").items
    ]
    assert found == " ".join(PAIRS.split()).split(" · ")


def test_source_credibility_is_three_sixes_used_apart() -> None:
    instrument = shipped("source-credibility")
    numbers = {part.code: [int(code[2:]) for code in part.items] for part in instrument.subscales}
    assert numbers == {
        "competence": [1, 2, 7, 11, 13, 16],
        "goodwill": [3, 5, 8, 9, 15, 18],
        "trustworthiness": [4, 6, 10, 12, 14, 17],
    }
    assert {(part.score, part.minimum, part.factor) for part in instrument.subscales} == {("mean", 4, 1)}
    assert instrument.answer == Differential(points=7)
    assert instrument.permission == "to confirm"
    assert instrument.wording == "corroborated"
    assert "not be summed" in instrument.notes


def test_reverse_keys_make_more_mean_more() -> None:
    """In each pair the favourable pole is at the right after reversing, whatever was printed."""
    favourable = {"Intelligent", "Trained", "Cares about me", "Honest", "Has my interests at heart"}
    favourable |= {"Trustworthy", "Expert", "Not self-centered", "Concerned with me", "Honorable"}
    favourable |= {
        "Informed",
        "Moral",
        "Competent",
        "Ethical",
        "Sensitive",
        "Bright",
        "Genuine",
        "Understanding",
    }
    items = shipped("source-credibility").items
    assert {(item.left if item.reverse else item.right)["en"] for item in items} == favourable


def test_message_credibility_is_three_adjectives_whose_anchors_are_to_be_checked() -> None:
    instrument = shipped("message-credibility")
    assert [item.text["en"] for item in instrument.items] == ["Accurate", "Authentic", "Believable"]
    assert isinstance(instrument.answer, Likert)
    assert [label["en"] for label in instrument.answer.labels] == ["Very poorly", *[""] * 5, "Very well"]
    assert "from memory" in instrument.notes


def test_sliders_reverse_only_at_ease() -> None:
    instrument = shipped("state-anxiety-sliders")
    assert [item.code for item in instrument.items if item.reverse] == ["at_ease"]
    assert isinstance(instrument.answer, Slider)
    assert (instrument.answer.low, instrument.answer.high) == (0, 100)
    assert (instrument.subscales[0].score, instrument.subscales[0].minimum) == ("mean", 2)
    assert (instrument.permission, instrument.wording) == ("own", "own")


def test_single_item_can_be_answered_in_words() -> None:
    instrument = shipped("state-anxiety-single")
    assert isinstance(instrument.alternative, Likert)
    assert (instrument.alternative.low, instrument.alternative.high) == (1, 5)


def test_gad_2_is_the_first_two_items_summed_to_six() -> None:
    instrument = shipped("gad-2")
    assert [item.text["en"] for item in instrument.items] == [
        "Feeling nervous, anxious or on edge",
        "Not being able to stop or control worrying",
    ]
    assert isinstance(instrument.answer, Choice)
    assert (instrument.answer.low, instrument.answer.high) == (0, 3)
    assert (instrument.subscales[0].score, instrument.subscales[0].minimum) == ("sum", 2)
    assert instrument.permission == "public"


def made(**changes: Any) -> dict[str, Any]:
    return library.instruments("gad-2") | changes


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"items": [{"code": "a"}, {"code": "a"}]}, "item appears twice: a"),
        ({"items": [{"code": "gad1"}]}, "unknown items: gad2"),
        ({"items": [{"code": "1a"}]}, "pattern"),
        ({"answer": {"kind": "slider", "low": 5, "high": 5, "left": "", "right": ""}}, "must be below"),
        ({"answer": {"kind": "grid"}}, "does not match any of the expected tags"),
        ({"permission": "surely"}, "permission"),
        ({"colour": "red"}, "Extra inputs"),
        (
            {"answer": {"kind": "choice", "options": [{"value": 1, "label": ""}] * 2}},
            "value appears twice: 1",
        ),
    ],
)
def test_a_scale_that_does_not_hang_together_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Instrument.model_validate(made(**changes))


def test_a_subscale_cannot_ask_for_more_items_than_it_has() -> None:
    subscale = {"code": "s", "name": "S", "items": ["gad1"], "score": "sum", "minimum": 2}
    with pytest.raises(ValidationError, match="more items than it has"):
        Instrument.model_validate(made(subscales=[subscale]))


@pytest.mark.parametrize(
    "code", ["felt-credibility", "own-score-experience", "state-anxiety-single", "state-anxiety-sliders"]
)
def test_what_we_wrote_ourselves_says_so(code: str) -> None:
    instrument = shipped(code)
    assert (instrument.permission, instrument.wording) == ("own", "own")
    assert "unvalidated" in instrument.citation and "ot validated" in instrument.notes


def test_felt_credibility_is_one_line_in_the_words_agreed() -> None:
    instrument = shipped("felt-credibility")
    assert [item.text["en"] for item in instrument.items] == [
        "Right now, how credible do you think others on this site find you?"
    ]
    assert instrument.answer == Slider(left={"en": "Not at all"}, right={"en": "Completely"})


def test_statements_about_ones_own_score_each_stand_for_themselves() -> None:
    instrument = shipped("own-score-experience")
    assert [part.items for part in instrument.subscales] == [(item.code,) for item in instrument.items]
    assert not any(item.reverse for item in instrument.items)
    assert isinstance(instrument.answer, Likert) and len(instrument.answer.labels) == 7
