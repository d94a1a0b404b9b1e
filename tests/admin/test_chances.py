"""The effect that a rehearsal is offered, and how likely so many people find it."""

from dataclasses import replace

import pytest
from django.test import Client

from surveys import drafts, library
from surveys.admin.chances import Chance, chance, enough, likely, planting
from surveys.analysis.assumed import USUAL
from surveys.analysis.expecting import expected
from surveys.models import Study
from surveys.protocol import Compiled, Document, read
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


def just_dropped(name: str) -> Compiled:
    """The own-score study, as if it named this comparison alone."""
    document = read(library.studies("your-score-just-dropped"))
    named = tuple(c for c in document.plan.confirmatory if c.name == name)
    return Compiled(
        document.model_copy(update={"plan": document.plan.model_copy(update={"confirmatory": named})}), ""
    )


def test_a_difference_between_groups_is_planted_by_the_plan_s_comparison() -> None:
    planted = planting(just_dropped("dip"))
    assert planted and (planted.key, planted.smallest) == ("groups:dip", 5)
    assert planted.outcome == (
        "Anxiety right after day 4, those whose score fell against those whose score stayed"
    )


def test_each_side_keeps_enough_although_twice_as_many_leave_as_are_told_to() -> None:
    """None had a score in 2 of 8: 20 / (1/4) / 0.8 = 100; below 65 against 65 just the same."""
    assert enough(just_dropped("visibility"), 0.1) == 100
    assert enough(just_dropped("visibility"), 0.3) == 200
    assert enough(just_dropped("dip"), 0.1) == 100


def test_what_is_offered_of_groups_is_found_as_often_as_it_says() -> None:
    protocol = just_dropped("dip")
    planted = planting(protocol)
    assert planted
    larger = likely(protocol, planted, people=200, dropout=0.1)
    found = chance(protocol, planted, larger, people=200, dropout=0.1, most=2000)
    assert found and "in about 8" in found.told and larger > 5
    [more] = found.offers
    assert more.query.endswith("&effect=5") and more.label.startswith("Plant 5 and send ")
    sent = int(more.query.split("&")[0].removeprefix("people="))
    often = chance(protocol, planted, 5, people=sent, dropout=0.1, most=2000)
    assert often and "in about 90 of 100" in often.told


def test_a_share_is_written_in_percentage_points() -> None:
    protocol = Compiled(read(library.studies("unplug")), "")
    planted = planting(protocol)
    assert planted and planted.smallest == 10 and planted.unit.analysed(10) == 0.1
    assert planted.unit.shown(0.1) == 10
