"""The effect that a rehearsal is offered, and how likely so many people find it."""

from dataclasses import replace

import pytest
from django.test import Client

from surveys import drafts
from surveys.admin.chances import Chance, chance, planting
from surveys.analysis.assumed import USUAL
from surveys.analysis.expecting import expected
from surveys.models import Study
from surveys.protocol import Compiled, Document
from tests.admin.conftest import People, SignIn, text, url


def among(document: Document, people: int, *, effect: float = 0.046, most: int = 2000) -> Chance:
    protocol = Compiled(document, "")
    planted = planting(protocol)
    assert planted
    found = chance(protocol, planted, effect, people=people, dropout=0.1, most=most)
    assert found
    return found


def power(document: Document, planned: int, effect: float) -> float:
    """Of the first comparison, by the power page's own way."""
    plan = document.plan.model_copy(update={"planned": planned})
    protocol = Compiled(document.model_copy(update={"plan": plan}), "")
    assumed = replace(USUAL, dropout=0.1)
    return expected(protocol, assumed=assumed, effects={"level_competence": effect})[0].power.power


def test_the_plan_s_smallest_effect_is_offered(document: Document) -> None:
    planted = planting(Compiled(document, ""))
    assert planted
    assert (planted.key, planted.smallest, planted.named) == ("level:competence", 0.046, True)


def test_the_chance_is_the_power_page_s(document: Document) -> None:
    for people in (100, 300):
        often = round(100 * power(document, people, 0.046))
        assert f"found by {people} people in about {often} of 100 rehearsals" in among(document, people).told
    assert "found by 100 people in about 22 of 100" in among(document, 100).told


def test_what_is_offered_is_found_as_often_as_it_says(document: Document) -> None:
    more, larger = among(document, 100).offers
    assert (
        more.label == "Send 510 people, who find it in 90 of 100" and more.query == "people=510&effect=0.046"
    )
    assert power(document, 510, 0.046) >= 0.9 > power(document, 480, 0.046)
    assert larger.label == "Plant 0.09, which 100 people find in 80 of 100"
    assert power(document, 100, 0.09) >= 0.8 > power(document, 100, 0.085)


def test_what_is_likely_found_needs_no_offer(document: Document) -> None:
    assert among(document, 1020).offers == ()


def test_more_people_than_can_be_sent_are_not_offered(document: Document) -> None:
    assert [offer.query for offer in among(document, 100, most=500).offers] == ["people=100&effect=0.09"]


def test_without_a_slope_the_difference_between_groups_is_planted(document: Document) -> None:
    plan = document.plan.model_copy(update={"confirmatory": document.plan.confirmatory[-1:]})
    planted = planting(Compiled(document.model_copy(update={"plan": plan}), ""))
    assert planted and planted.key == "visibility:anxiety"


def test_where_the_plan_names_no_smallest_effect_the_power_page_s_stands(document: Document) -> None:
    plan = document.plan.model_copy(update={"confirmatory": ()})
    outcomes = tuple(each.model_copy(update={"smallest": None}) for each in document.outcomes)
    bare = document.model_copy(update={"plan": plan, "outcomes": outcomes})
    assert "The power page works with an effect of 0.0462" in among(bare, 100).told


def test_where_nothing_is_compared_nothing_is_planted(document: Document) -> None:
    plan = document.plan.model_copy(update={"confirmatory": ()})
    assert planting(Compiled(document.model_copy(update={"plan": plan, "outcomes": ()}), "")) is None


@pytest.fixture
def ada(people: People, signed_in: SignIn) -> Client:
    return signed_in(people.ada)


def test_the_page_says_it_and_takes_what_it_offers(study: Study, ada: Client) -> None:
    here = url("rehearse", study)
    body = text(ada.get(here))
    assert 'name="level:competence" value="0.09"' in body and "worth having is 0.046" in body
    assert '<a class="ll-link" href="?people=510&amp;effect=0.046">' in body
    small = text(ada.get(f"{here}?people=100&effect=0.046"))
    assert "in about 22 of 100 rehearsals" in small
    taken = text(ada.get(f"{here}?people=510&effect=0.09"))
    assert 'name="participants" value="510"' in taken and 'name="level:competence" value="0.09"' in taken


@pytest.mark.parametrize("asked", ["people=0", "people=many", "people=99999", "effect=nan", "effect=-1"])
def test_what_an_address_says_wrongly_is_passed_over(study: Study, ada: Client, asked: str) -> None:
    body = text(ada.get(f"{url('rehearse', study)}?{asked}"))
    assert 'name="participants" value="100"' in body and 'name="level:competence" value="0.09"' in body


def test_an_effect_that_is_not_the_first_is_not_folded_away(study: Study, ada: Client) -> None:
    plan = [{"op": "remove", "path": "plan.confirmatory.0"}] * 3
    drafts.change(study, plan, by=None, revision=1)
    shown = ada.get(f"{url('rehearse', study)}?people=2000").context["effects"]
    assert shown[0].name == "visibility:anxiety" and shown[0].value() == 5
