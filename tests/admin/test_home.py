"""The first page, and what it leads to."""

from html import unescape

import pytest
from django.urls import reverse

from surveys import drafts, library
from surveys.admin.shipped import cards, question, sentence
from surveys.models import Simulation, State, Study
from surveys.protocol import Document
from tests.admin.conftest import People, SignIn, text, url

HOME = reverse("admin:index")


def test_it_shows_the_shipped_studies_and_ones_own(study: Study, people: People, signed_in: SignIn) -> None:
    body = text(signed_in(people.ben).get(HOME))
    assert f'<a href="{url("design", study)}">{study.name}</a>' in body, "a draft opens where it is made"
    for code in library.names("studies"):
        assert url("copy_shipped", code=code) in body
    assert "Does a displayed influence score change" in body


def test_each_shipped_study_says_what_it_asks() -> None:
    for code in library.names("studies"):
        assert question(code).endswith("?"), code
        assert len(sentence(code).split()) > 5, code


def test_a_card_says_what_is_tested_how_long_with_how_many_and_what_can_be_found(
    people: People, signed_in: SignIn
) -> None:
    body = unescape(text(signed_in(people.ada).get(HOME)))
    for card in cards():
        assert card.question in body and card.sentence in body
        assert f"About {card.minutes} minutes, {card.planned} participants. Power: {card.power}." in body
    places = [body.index(card.question) for card in cards()]
    assert places == sorted(places) and cards()[0].code == "first-impressions"


@pytest.mark.parametrize("to", ["preview", "rehearse"])
def test_from_a_card_one_goes_to_the_preview_or_the_rehearsal_of_a_copy(
    to: str, people: People, signed_in: SignIn
) -> None:
    client = signed_in(people.ada)
    shipped = url("copy_shipped", code="unplug")
    first = client.post(shipped, {"to": to})
    made = Study.objects.get()
    assert first.headers["Location"] == url(to, made)
    assert client.get(first.headers["Location"]).status_code == 200
    assert client.post(shipped, {"to": to}).headers["Location"] == url(to, made)  # no second copy to look at
    assert client.post(shipped).headers["Location"] == url("design", Study.objects.order_by("pk").last())
    assert Study.objects.count() == 2


def test_a_copy_that_was_changed_or_is_another_s_is_not_taken_for_the_shipped_one(
    people: People, signed_in: SignIn
) -> None:
    shipped = url("copy_shipped", code="one-profile")
    signed_in(people.ben).post(shipped, {"to": "preview"})
    signed_in(people.ada).post(shipped, {"to": "preview"})
    mine = Study.objects.order_by("pk").last()
    assert mine and Study.objects.count() == 2
    put = {"op": "set", "path": "title", "value": {"en": "A page"}}
    drafts.change(mine, [put], by=people.ada, revision=mine.draft.revision)
    signed_in(people.ada).post(shipped, {"to": "preview"})
    assert Study.objects.count() == 3
    assert signed_in(people.ada).post(shipped, {"to": "elsewhere"}).status_code == 302
    assert Study.objects.count() == 4


def test_copying_gives_a_draft_of_ones_own(study: Study, people: People, signed_in: SignIn) -> None:
    client = signed_in(people.cy)
    for expected in ("first-impressions-2", "first-impressions-3"):
        client.post(url("copy_shipped", code="first-impressions"))
        made = Study.objects.order_by("pk").last()
        assert made
        assert (made.address, made.state) == (expected, State.DRAFT)
        assert drafts.document(made).address == expected
        assert set(made.memberships.values_list("user", "role")) == {(people.cy.pk, "owner")}


def test_a_reader_may_copy_what_they_read(live: Study, people: People, signed_in: SignIn) -> None:
    response = signed_in(people.ben).post(url("copy_study", live))
    made = Study.objects.exclude(pk=live.pk).get()
    assert response.headers["Location"] == url("design", made)
    assert drafts.document(made).pages == drafts.document(live).pages
    assert signed_in(people.cy).post(url("copy_study", live)).status_code == 404


def test_copies_need_a_post_and_a_known_name(people: People, signed_in: SignIn) -> None:
    client = signed_in(people.ada)
    assert client.get(url("copy_shipped", code="first-impressions")).status_code == 405
    assert not Study.objects.exists()
    assert client.post(url("copy_shipped", code="nonsense")).status_code == 404


def test_the_first_step_is_walked_in_preview_and_taken_in_a_new_tab(
    live: Study, document: Document, people: People, signed_in: SignIn
) -> None:
    client = signed_in(people.ada)
    body = text(client.get(HOME))
    assert f'href="{url("preview", live)}"' in body
    assert f'<a href="{url("take", live)}" target="_blank"' in body
    shown = drafts.create(document.model_copy(update={"address": "d"}), by=people.ada, demonstration=True)
    drafts.publish(shown, by=people.ada)
    assert f'<a href="{url("take", shown)}" target="_blank"' in text(client.get(HOME))


def test_a_copy_is_made_at_once_and_no_two_are_called_alike(
    live: Study, people: People, signed_in: SignIn
) -> None:
    client = signed_in(people.ben)
    for expected in ("Copy", "Copy 2", "Copy 3"):
        shown = text(client.post(url("copy_shipped", code="first-impressions"), follow=True))
        made = Study.objects.order_by("pk").last()
        assert made and made.name == f"{expected} of {live.name}"
        assert made.name == drafts.document(made).name and f"“{made.name}” is yours" in shown


def test_a_long_name_is_copied_too(
    live: Study, document: Document, people: People, signed_in: SignIn
) -> None:
    named = document.model_copy(update={"name": "x" * 200, "address": "long"})
    study = drafts.create(named, by=people.ada)
    client = signed_in(people.ada)
    for _again in range(2):
        assert client.post(url("copy_study", study)).status_code == 302
    names = {each.name for each in Study.objects.filter(name__endswith="xxx").exclude(pk=study.pk)}
    assert len(names) == 2 and all(len(name) <= 200 for name in names)


def test_lists_say_how_the_demonstrations_differ(
    document: Document, people: People, signed_in: SignIn
) -> None:
    for address in ("one", "two"):
        shown = document.model_copy(update={"address": address})
        drafts.create(shown, by=people.ada, demonstration=True)
    Simulation.objects.create(study=Study.objects.get(address="two"), participants=5)
    for address in (HOME, reverse("admin:surveys_study_changelist")):
        body = text(signed_in(people.ada).get(address))
        assert body.count("Filled with simulated people") == body.count("Empty: take it yourself") == 1


def test_the_demonstrations_results_are_those_of_the_study_with_simulated_people(
    document: Document, people: People, signed_in: SignIn
) -> None:
    empty, filled = (
        drafts.create(document.model_copy(update={"address": a}), by=people.ada, demonstration=True)
        for a in ("one", "two")
    )
    Simulation.objects.create(study=filled, participants=5)
    body = text(signed_in(people.ada).get(HOME))
    assert url("results", filled, kind="simulated") in body
    assert url("results", empty, kind="simulated") not in body


def test_a_demonstration_is_not_called_live(document: Document, people: People, signed_in: SignIn) -> None:
    shown = drafts.create(document, by=people.ada, demonstration=True)
    drafts.publish(shown, by=people.ada)
    client = signed_in(people.ada)

    def words() -> list[str]:
        return [str(badge.text) for badge in client.get(HOME).context["own"][0].badges]

    assert words() == ["Demonstration"]
    for address in (url("study", shown), reverse("admin:surveys_study_changelist")):
        page = text(client.get(address)).split("<main")[-1]
        assert "Demonstration" in page and "Effects stay hidden" not in page
    drafts.pause(shown, by=people.ada)
    assert words() == ["Demonstration", "Paused"]


def test_a_study_that_runs_opens_where_it_is_run(live: Study, people: People, signed_in: SignIn) -> None:
    assert [own.href for own in signed_in(people.ada).get(HOME).context["own"]] == [url("study", live)]


def test_the_steps_say_which_study_and_which_question(
    document: Document, people: People, signed_in: SignIn
) -> None:
    client = signed_in(people.ada)
    assert client.get(HOME).context["steps"][1].hint == ""
    drafts.create(document, by=people.ada, demonstration=True)
    _take, results, copy, _rehearse = client.get(HOME).context["steps"]
    assert results.hint.startswith(question("first-impressions"))
    assert results.hint.endswith("? Simulated people have answered.")
    assert f"It copies “{document.name}”" in copy.hint


def test_cards_tell_a_study_s_name_from_its_title(people: People, signed_in: SignIn) -> None:
    body = text(signed_in(people.ada).get(HOME))
    assert "<h3>First impressions (score shown or hidden × height of the score)</h3>" in body
    assert "Participants see the title “First impressions online”" in body


def test_a_demonstration_with_results_opens_at_them(
    document: Document, people: People, signed_in: SignIn
) -> None:
    shown = drafts.create(document, by=people.ada, demonstration=True)
    drafts.publish(shown, by=people.ada)
    client = signed_in(people.ada)

    def opens() -> list[str]:
        return [own.href for own in client.get(HOME).context["own"]]

    assert opens() == [url("study", shown)]
    Simulation.objects.create(study=shown, participants=5)
    assert opens() == [url("results", shown, kind="simulated")]
