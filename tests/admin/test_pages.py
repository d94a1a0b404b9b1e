"""Who meets which page, and that each can be shown."""

import pytest
from django.test import Client
from django.urls import reverse

from surveys.models import State, Study
from tests.admin.conftest import People, SignIn, text, url

STUDY_PAGES = [
    "study",
    "about",
    "file",
    "sharing",
    "rehearse",
    "preview",
    "frame",
    "compare",
    "live",
    "recruitment",
]
DESIGN_PAGES = ["design", "design_basics", "design_plan", "design_profiles", "design_history"]
PARTS = ["pages.person", "pages.about_you.questions.gender", "factors.level", "cue", "pool.profiles.marta"]
PARTS += ["plan.confirmatory.level_competence"]
LISTS = ["study", "participation", "run"]


def pages(study: Study) -> list[str]:
    own = [url(name, study) for name in [*STUDY_PAGES, *DESIGN_PAGES]]
    own += [url("design_node", study, path=path) for path in PARTS]
    results = [url("results", study, kind=kind) for kind in ("participants", "simulated")]
    return [*own, *results, url("download", study, which="draft")]


def lists() -> list[str]:
    return [reverse(f"admin:surveys_{name}_changelist") for name in LISTS]


@pytest.mark.parametrize("state", list(State))
def test_every_page_is_shown_to_owner_and_reader_in_every_state(
    live: Study, people: People, signed_in: SignIn, state: State
) -> None:
    Study.objects.filter(pk=live.pk).update(state=state)
    for user in (people.ada, people.ben, people.root):
        client = signed_in(user)
        for page in [reverse("admin:index"), url("new_from_file"), *lists(), *pages(live)]:
            assert client.get(page).status_code == 200, (user, page)


def test_who_is_no_member_finds_no_study(live: Study, people: People, signed_in: SignIn) -> None:
    client = signed_in(people.cy)
    live.name = "Ada’s own"  # a copy is called as what is shipped, which everybody sees
    live.save(update_fields=["name"])
    assert {client.get(page).status_code for page in pages(live)} == {404}
    for page in [reverse("admin:index"), *lists()]:
        response = client.get(page)
        assert response.status_code == 200
        assert live.name not in text(response).split("ll-cards")[0]


def test_anonymous_visitors_are_led_to_the_sign_in(live: Study) -> None:
    for page in [reverse("admin:index"), *lists(), *pages(live)]:
        response = Client().get(page)
        assert response.status_code == 302
        assert reverse("admin:login") in response.headers["Location"]
    assert Client().get(reverse("admin:login")).status_code == 200


def test_who_may_not_sign_in_here_sees_nothing(live: Study, people: People, signed_in: SignIn) -> None:
    people.ada.is_staff = False
    people.ada.save()
    assert signed_in(people.ada).get(url("study", live)).status_code == 302


def test_a_reader_changes_nothing(study: Study, people: People, signed_in: SignIn) -> None:
    client = signed_in(people.ben)
    posts = [url(name, study) for name in ("about", "file", "sharing", "rehearse")]
    posts += [url(f"design_{name}", study) for name in ("basics", "act", "undo", "score")]
    posts += [url("design_node", study, path=path) for path in PARTS]
    posts += [url("design_add", study, path=path) for path in ("pages", "factors", "pages.guess.questions")]
    posts += [url("run", study, verb=verb) for verb in ("publish", "pause", "resume", "close")]
    assert {client.post(page, {}).status_code for page in posts} == {403}
    study.refresh_from_db()
    assert study.state == State.DRAFT
    assert "Publish" not in text(client.get(url("study", study)))


def test_only_those_who_run_the_site_see_accounts(people: People, signed_in: SignIn) -> None:
    accounts = reverse("admin:surveys_user_changelist")
    assert signed_in(people.ada).get(accounts).status_code == 403
    assert signed_in(people.root).get(accounts).status_code == 200
    added = signed_in(people.root).post(
        reverse("admin:surveys_user_add"),
        {
            "email": "dee@lab.example",
            "usable_password": "true",
            "password1": "Kx93!pqLm",
            "password2": "Kx93!pqLm",
        },
    )
    assert added.status_code == 302, text(added)


def test_the_side_menu_is_short_and_in_plain_words(study: Study, people: People, signed_in: SignIn) -> None:
    page = text(signed_in(people.root).get(reverse("admin:index")))
    menu = page.split('id="nav-sidebar-apps"')[1].split("</ol>")[0]
    assert 1 <= menu.count("<li>") <= 8


def test_no_hash_and_no_document_in_code_on_the_pages(live: Study, people: People, signed_in: SignIn) -> None:
    assert live.protocol
    client = signed_in(people.ada)
    for page in [
        reverse("admin:index"),
        *lists(),
        url("study", live),
        url("results", live, kind="participants"),
    ]:
        body = text(client.get(page))
        assert live.protocol.hash not in body
        assert '{"' not in body


def test_unknown_kinds_and_verbs_are_not_found(live: Study, people: People, signed_in: SignIn) -> None:
    client = signed_in(people.ada)
    assert client.get(url("results", live, kind="pilot")).status_code == 404
    assert client.get(url("run", live, verb="delete")).status_code == 404
    assert client.get(url("download", live, which="secret")).status_code == 404
    assert client.get(url("chart", live, kind="participants", key="none")).status_code == 404
