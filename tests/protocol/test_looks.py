"""How a score looks, written and read again; bytes of what is as it always was stay the same."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from surveys.cues import Cue, Look
from surveys.protocol import canonical, read
from surveys.protocol.nodes.feed_parts import OwnScore
from surveys.protocol.notation import from_yaml, to_yaml
from tests.pages.own_forms import content
from tests.pages.scored import STUDIES, scored
from tests.protocol.own import own, written

NEW = ("form", "colour", "trend")
LOOK: dict[str, Any] = {
    "form": "bar",
    "colour": "cool",
    "trend": "sparkline",
    "label": {"factor": "course", "texts": {"flat_68": {"en": "Reach", "de": "Reichweite"}}},
    "legend": {"factor": "course", "texts": {"dip_64": {"en": "Of 100"}}},
    "explanation": {"en": "It counts."},
}


def own_score(content: str) -> dict[str, Any]:
    pages = json.loads(content)["pages"]
    found: dict[str, Any] = next(page for page in pages if page["kind"] == "feed")["score"]
    return found


def test_another_score_and_ones_own_have_one_look() -> None:
    assert issubclass(Cue, Look) and issubclass(OwnScore, Look)
    assert set(Look.model_fields) <= set(OwnScore.model_fields) & set(Cue.model_fields)


def test_an_own_score_as_it_always_was_has_the_bytes_it_always_had() -> None:
    assert set(own_score(canonical(own()))) == {
        "system", "low", "high", "label", "legend", "explanation", "visibility", "start", "habits", "course",
        "history", "details", "dynamics",
    }  # fmt: skip


@pytest.mark.parametrize("field", NEW)
def test_what_is_chosen_stands_in_the_bytes(field: str) -> None:
    assert own_score(canonical(own(score={field: LOOK[field]})))[field] == LOOK[field]


def test_every_part_of_an_own_scores_look_survives_its_yaml() -> None:
    document = own(score=LOOK)
    again = from_yaml(to_yaml(document))
    assert again == document and canonical(again) == canonical(document)
    for field in LOOK:
        assert getattr(again.pages[3], "score").model_dump()[field] == LOOK[field]  # noqa: B009


@pytest.mark.parametrize("name", ["klout", "stars"])
def test_every_form_by_a_factor_survives_its_yaml(name: str) -> None:
    document = read(content(name))
    assert from_yaml(to_yaml(document)) == document


@pytest.mark.parametrize("name", STUDIES)
def test_every_form_of_anothers_score_survives_its_yaml(name: str) -> None:
    document = scored(*STUDIES[name]).document
    assert from_yaml(to_yaml(document)) == document


@pytest.mark.parametrize("trend", ["rising", "falling"])
def test_an_arrow_that_is_always_the_same_is_not_for_ones_own_score(trend: str) -> None:
    with pytest.raises(ValidationError, match="trend"):
        OwnScore.model_validate({"trend": trend})


def test_an_explanation_of_ones_own_score_may_be_long() -> None:
    assert read(written(score={"explanation": "x" * 400}))
