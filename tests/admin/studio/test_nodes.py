"""Each part of a study on a page of its own: shown, changed, refused."""

import pytest
from django.test import Client

from surveys import drafts
from surveys.admin.studio.places import editor, preview
from surveys.models import Study
from surveys.protocol import Document
from tests.admin.conftest import People, SignIn, text, url
from tests.admin.studio.conftest import Save, node, now
from tests.admin.studio.test_forms import nodes, sent


def test_every_part_of_the_flagship_can_be_opened(study: Study, ada: Client) -> None:
    for path in nodes(drafts.document(study)):
        if path.startswith("pool") and not path.endswith(("marta", "tomasz")):
            continue
        response = ada.get(node(study, path))
        assert response.status_code == 200, path
        assert ">Save<" in text(response), path


def test_a_change_is_saved_and_leads_back_to_where_one_was(study: Study, save: Save) -> None:
    response = save(node(study, "pages.about_you"), title="About yourself")
    assert (response.status_code, response.headers["Location"]) == (
        302,
        f"{url('design', study)}#pages-about_you",
    )
    response = save(node(study, "pages.about_you.questions.age"), text="Your age?", high=99)
    assert response.headers["Location"] == f"{node(study, 'pages.about_you')}#asked"
    response = save(node(study, "pool.profiles.marta"), posts__1__text="Retuned.")
    assert response.headers["Location"] == f"{url('design_profiles', study)}?saved=marta"
    after = now(study)
    page = next(page for page in after.pages if page.id == "about_you")
    assert page.title == {"en": "About yourself"}
    age = page.entries()[0]
    assert (age.text, getattr(age, "high", None)) == ({"en": "Your age?"}, 99)
    assert after.profiles[0].posts[1].text == {"en": "Retuned."}


def test_bad_values_are_marked_at_their_box_and_nothing_is_saved(study: Study, save: Save) -> None:
    response = save(node(study, "pages.about_you.questions.age"), low=200, text="Typed")
    body = text(response)
    assert response.status_code == 400
    assert "must be less than" in body
    assert "Typed" in body
    response = save(node(study, "pages.about_you.questions.gender"), options="one | One")
    assert 'id="id_options_error"' in text(response)
    assert "At least 2 must stand here" in text(response)
    assert now(study) == drafts.document(study)


def test_what_was_typed_is_kept_when_somebody_was_faster(
    study: Study, people: People, ada: Client, document: Document
) -> None:
    """Saved again it is put on top, and what the other wrote elsewhere on the page stays."""
    address = node(study, "pages.welcome")
    shown = ada.get(address)
    data = sent(shown.context["form"])
    data["title"] = "Ada’s title"
    theirs = [
        {"op": "set", "path": "pages.welcome.title", "value": {"en": "Ben’s title"}},
        {"op": "set", "path": "pages.welcome.begin", "value": {"en": "Start"}},
    ]
    drafts.change(study, theirs, by=people.ben, revision=1)
    late = ada.post(address, dict(data.lists()))
    body = text(late)
    assert late.status_code == 400
    assert "Somebody changed this study meanwhile. What you typed is kept below" in body
    assert "ben@lab.example: Changed “Title” of page 1 “First impressions online”" in body
    assert 'value="Ada’s title"' in body
    again = sent(late.context["form"])
    assert ada.post(address, dict(again.lists())).status_code == 302
    welcome = now(study).pages[0]
    assert welcome.title == {"en": "Ada’s title"}
    assert getattr(welcome, "begin", None) == {"en": "Start"}


def test_what_was_removed_meanwhile_is_told(study: Study, people: People, ada: Client) -> None:
    address = node(study, "pages.guess")
    data = sent(ada.get(address).context["form"])
    drafts.change(study, [{"op": "remove", "path": "pages.guess"}], by=people.ben, revision=1)
    response = ada.post(address, dict(data.lists()), follow=True)
    assert "was removed meanwhile" in text(response)


@pytest.mark.parametrize(
    "path", ["pages.nowhere", "about", "title", "pages", "pool", "pages.welcome.title", "x.y"]
)
def test_what_has_no_form_is_not_found(study: Study, ada: Client, path: str) -> None:
    assert ada.get(node(study, path)).status_code == 404


def test_what_would_break_the_study_is_saved_and_told_near_the_place(
    study: Study, save: Save, ada: Client
) -> None:
    assert save(node(study, "factors.level"), levels="20\n50").status_code == 302
    for address in (url("design", study), node(study, "pages.person")):
        assert "Each level is met once: write 2, or change the levels." in text(ada.get(address))
    assert f'href="{node(study, "pages.person")}?next=' in text(ada.get(url("study", study)))


def test_a_published_study_is_shown_and_offers_a_copy(live: Study, ada: Client, save: Save) -> None:
    for address in (
        url("design", live),
        node(live, "pages.welcome"),
        url("design_basics", live),
        url("design_plan", live),
        node(live, "plan.confirmatory.level_competence"),
        url("about", live),
    ):
        body = text(ada.get(address))
        assert "Copy it to change it" in body, address
        assert ">Save<" not in body
        assert "Move up" not in body
    assert ada.get(url("design_add", live, path="pages")).status_code == 404
    data = {"revision": 1, "title": "New"}
    assert ada.post(node(live, "pages.weeks"), data).status_code == 400
    assert now(live).pages == drafts.document(live).pages


def test_a_reader_sees_and_changes_nothing(study: Study, people: People, signed_in: SignIn) -> None:
    ben = signed_in(people.ben)
    for address in (url("design", study), node(study, "cue"), url("design_history", study)):
        body = text(ben.get(address))
        assert "You may read this study, not change it." in body
        assert ">Save<" not in body
    for address in (
        node(study, "cue"),
        url("design_basics", study),
        url("design_plan", study),
        url("design_act", study),
        url("design_undo", study),
        url("design_score", study),
        url("design_add", study, path="pages"),
    ):
        assert ben.post(address, {}).status_code == 403, address


def test_pages_lead_to_their_preview_where_there_is_one(study: Study) -> None:
    pages = {page.id: preview(study, page) for page in drafts.document(study).pages}
    assert (pages["lot"], pages["end"]) == ("", "")
    if pages["welcome"]:
        assert pages["welcome"].endswith("?step=welcome")
        assert pages["person"].endswith("?step=person.1.look")


def test_findings_lead_to_the_form_that_cures_them(study: Study) -> None:
    document = drafts.document(study)
    visits = next(i for i, page in enumerate(document.pages) if page.id == "person")
    forms = {
        "about.contact": url("about", study),
        "help": url("about", study),
        "title": url("design_basics", study),
        "plan.noticed": url("design_plan", study),
        "plan.confirmatory": url("design_plan", study),
        "plan.confirmatory.3.model": node(study, "plan.confirmatory.visibility_anxiety"),
        "plan.covariates.2": url("design_plan", study),
        "pool": url("design_profiles", study),
        "cue.value": node(study, "cue"),
        "factors.1": node(study, "factors.level"),
        "outcomes.0.scale": node(study, "outcomes.competence"),
        "pages.2": node(study, "pages.weeks"),
        "pages.3.questions.1.text": node(study, "pages.about_you.questions.gender"),
        f"pages.{visits}.questions.0.text": node(study, "pages.person.look"),
        f"pages.{visits}.questions.2.text": node(study, "pages.person.rate.1"),
        f"pages.{visits}.after_last.0.items": node(study, "pages.person.after_last.0"),
        "pages.4.questions.0.text": node(study, "pages.reading.question"),
        "pages": f"{url('design', study)}#pages",
        "instruments.0.permission": url("design_instrument", study, code="source-credibility"),
    }
    assert {path: editor(study, document, path) for path in forms} == forms


def test_after_a_profile_is_saved_one_sees_what_changed_and_how_it_looks(
    study: Study, save: Save, ada: Client
) -> None:
    profile = now(study).profiles[3]
    answer = save(node(study, f"pool.profiles.{profile.code}"), posts__0__text="Another post.")
    page = text(ada.get(answer.headers["Location"]))
    assert page.count(f"of the profile “{profile.name}”") >= 2, "in what was saved and as the last change"
    see = f"{url('preview', study)}?profile={profile.code}"
    assert f'href="{see}"' in page and "See it as participants do" in page
    seen = ada.get(see, follow=True)
    assert "look" in seen.redirect_chain[-1][0] and profile.name in text(seen)
    frame = ada.get(seen.context["frame"])
    assert "Another post." in text(frame)
    undone = ada.post(url("design_undo", study), {"revision": 2, "next": url("design_profiles", study)})
    assert undone.headers["Location"] == url("design_profiles", study)
    assert now(study).profiles[3] == profile


def test_a_profile_that_nobody_is_shown_is_no_error(study: Study, ada: Client) -> None:
    assert ada.get(f"{url('preview', study)}?profile=nobody", follow=True).status_code == 200
    assert "See it as" not in text(ada.get(url("design_profiles", study), {"saved": "nobody"}))
