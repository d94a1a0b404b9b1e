"""People are drawn for a draft: looked at, taken in one change, taken back by one undo."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from surveys import drafts
from surveys.models import Study
from surveys.profiles.generated import KINDS, MOST, draw_pool
from surveys.protocol import checks
from tests.admin.conftest import People, SignIn, text, url
from tests.admin.studio.conftest import now

GIVEN: dict[str, Any] = {
    "count": 5,
    "seed": "lab-1",
    "kinds": ["lurker", "always_on"],
    "marks": "account",
    "how": "replace",
}
EXPECTED = draw_pool(5, "lab-1", kinds=["lurker", "always_on"], marks="account")


def draw(study: Study) -> str:
    return url("design_draw", study)


def shown(client: Client, study: Study, **given: Any) -> Any:
    return client.get(f"{draw(study)}?{urlencode({**GIVEN, **given}, doseq=True)}")


def take(client: Client, study: Study, **given: Any) -> Any:
    revision = Study.objects.get(pk=study.pk).draft.revision
    return client.post(draw(study), {"revision": revision, **GIVEN, **given})


def test_a_first_visit_shows_thirty_of_all_kinds_under_a_seed_of_its_own(study: Study, ada: Client) -> None:
    pages: list[Any] = [ada.get(draw(study)) for _ in range(2)]
    seeds = {page.context["form"].cleaned_data["seed"] for page in pages}
    assert len(seeds) == 2
    for page in pages:
        assert page.status_code == 200
        assert len(page.context["people"]) == 30
        assert page.context["form"].cleaned_data["kinds"] == list(KINDS)


def test_others_are_shown_by_what_was_chosen_and_another_seed(study: Study, ada: Client) -> None:
    page = shown(ada, study, again="1")
    given = page.context["form"].cleaned_data
    assert given["seed"] != "lab-1"
    assert (given["count"], given["kinds"], given["marks"]) == (5, ["lurker", "always_on"], "account")
    assert [each.profile for each in page.context["people"]] != list(EXPECTED.profiles)


def test_looking_changes_nothing(study: Study, ada: Client) -> None:
    before = now(study)
    body = text(shown(ada, study))
    assert all(profile.name in body and f"@{profile.handle}" in body for profile in EXPECTED.profiles)
    assert body.count('class="face"') == 5
    assert now(study) == before


def test_what_stands_behind_somebody_is_told_in_words(study: Study, ada: Client) -> None:
    page = shown(ada, study)
    for each, profile in zip(page.context["people"], EXPECTED.profiles, strict=True):
        assert profile.account and profile.followers is not None
        klout, kred = profile.account.scores
        assert each.scores == (
            f"Klout-like {klout.values[-1]:.0f}, Kred-like {kred.values[-1]:.0f} over {kred.level}"
        )
        assert each.counts.startswith(f"{profile.followers:,} followers")
    assert {each.kind for each in page.context["people"]} == {"Lurker", "Always on"}


def test_those_that_were_shown_are_those_that_are_taken(study: Study, ada: Client) -> None:
    page = shown(ada, study)
    fields: dict[str, Any] = {"revision": study.draft.revision}
    for name, value in page.context["drawn"]:
        fields.setdefault(name, []).append(value)
    answer = ada.post(draw(study), fields)
    assert answer["Location"] == url("design_profiles", study)
    assert now(study).profiles == EXPECTED.profiles
    assert now(study).pool == EXPECTED


def test_one_undo_takes_all_of_them_back(study: Study, ada: Client, people: People) -> None:
    before = now(study)
    take(ada, study)
    drawn = Study.objects.get(pk=study.pk)
    ada.post(url("design_undo", study), {"revision": drawn.draft.revision})
    assert now(study) == before


def test_the_history_says_so_in_words(study: Study, ada: Client) -> None:
    take(ada, study)
    take(ada, study, seed="other", how="add")
    page: Any = ada.get(url("design_history", study))
    assert [entry.sentences for entry, _number in page.context["entries"]] == [["Changed “Profiles”"]] * 2


def test_they_can_join_those_who_are_there_without_taking_anything_of_theirs(
    study: Study, ada: Client
) -> None:
    before = now(study).profiles
    assert take(ada, study, count=20, how="add").status_code == 302
    after = now(study)
    assert after.profiles[: len(before)] == before
    assert len(after.profiles) == len(before) + 20
    assert after.pool and after.pool.code == "thirty"
    assert take(ada, study, count=20, how="add").status_code == 302, "the same seed, and yet nobody twice"
    posts = [post.text["en"] for profile in now(study).profiles for post in profile.posts]
    assert len(set(posts)) == len(posts)


def test_the_study_can_still_be_published_with_drawn_people(
    study: Study, ada: Client, people: People
) -> None:
    take(ada, study, count=30)
    assert not [f for f in checks(now(study)) if f.severity == "error"]
    drafts.publish(Study.objects.get(pk=study.pk), by=people.ada)


def test_somebody_drawn_is_edited_like_anybody(study: Study, ada: Client, save: Any) -> None:
    take(ada, study)
    code = EXPECTED.profiles[0].code
    path = f"pool.profiles.{code}"
    save(url("design_node", study, path=path), bio="Keeps bees.", account__archetype="newcomer")
    edited = now(study).profile(code)
    assert edited and edited.account and EXPECTED.profiles[0].account
    assert edited.bio == {"en": "Keeps bees."}
    assert edited.account.archetype == "newcomer"
    assert edited.account.scores == EXPECTED.profiles[0].account.scores, "what has no box stays"
    save(url("design_node", study, path=path), account__archetype="")
    forgotten = now(study).profile(code)
    assert forgotten and forgotten.account is None


def test_saving_a_drawn_person_untouched_changes_nothing(study: Study, ada: Client, save: Any) -> None:
    take(ada, study)
    before = Study.objects.get(pk=study.pk).draft.revision
    for profile in EXPECTED.profiles[:2]:
        save(url("design_node", study, path=f"pool.profiles.{profile.code}"))
    assert Study.objects.get(pk=study.pk).draft.revision == before


def test_somebody_without_an_account_gets_none_by_being_saved(study: Study, ada: Client, save: Any) -> None:
    first = now(study).profiles[0]
    save(url("design_node", study, path=f"pool.profiles.{first.code}"), bio="Changed.")
    changed = now(study).profile(first.code)
    assert changed and changed.account is None and changed.bio == {"en": "Changed."}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"count": 0}, "greater than or equal to 1"),
        ({"count": MOST + 1}, f"less than or equal to {MOST}"),
        ({"count": "many"}, "Enter a whole number."),
        ({"seed": ""}, "This field is required."),
        ({"seed": "x" * 61}, "at most 60 characters"),
        ({"kinds": []}, "Tick one kind of account, or more."),
        ({"kinds": ["bot"]}, "Select a valid choice"),
        ({"marks": "loud"}, "Select a valid choice"),
        ({"how": "burn"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_drawn_is_said_at_its_field_and_changes_nothing(
    given: dict[str, Any], message: str, study: Study, ada: Client
) -> None:
    before = now(study)
    for answer in (shown(ada, study, **given), take(ada, study, **given)):
        assert answer.status_code == 400
        field = next(iter(given))
        assert message in str(answer.context["form"].errors[field])
        assert "Take these people" not in text(answer)
    assert now(study) == before


def test_more_than_there_are_words_for_is_said_and_not_repeated(study: Study, ada: Client) -> None:
    take(ada, study, count=MOST, kinds=list(KINDS))
    answer = shown(ada, study, how="add")
    assert answer.status_code == 400
    assert "There are not words enough for so many" in str(answer.context["form"].errors["count"])


def test_who_was_slower_is_told_and_nothing_is_lost(study: Study, ada: Client) -> None:
    old = study.draft.revision
    take(ada, study, seed="first")
    first = now(study)
    answer: Any = ada.post(draw(study), {**GIVEN, "revision": old})
    assert answer.status_code == 400
    assert "Somebody changed this study meanwhile" in text(answer)
    assert now(study) == first


def test_a_study_without_people_gets_them(study: Study, ada: Client, people: People) -> None:
    put = {"op": "set", "path": "pool", "value": None}
    drafts.change(study, [put], by=people.ada, revision=study.draft.revision)
    body = text(shown(ada, Study.objects.get(pk=study.pk)))
    assert 'name="how" value="replace"' in body and "beside the people" not in body
    take(ada, study)
    assert now(study).profiles == EXPECTED.profiles


def test_readers_strangers_and_published_studies_get_nothing(
    study: Study, people: People, signed_in: SignIn
) -> None:
    assert signed_in(people.ben).get(draw(study)).status_code == 403
    assert signed_in(people.cy).get(draw(study)).status_code == 404
    assert take(signed_in(people.ben), study).status_code == 403
    assert "Draw people" not in text(signed_in(people.ben).get(url("design_profiles", study)))
    assert draw(study) in text(signed_in(people.ada).get(url("design_profiles", study)))
    drafts.publish(study, by=people.ada)
    assert signed_in(people.ada).get(draw(study)).status_code == 404
    assert take(signed_in(people.ada), study).status_code == 404
