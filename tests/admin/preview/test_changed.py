"""What the last change put into a profile, so that both frames can show it."""

from typing import Any

from surveys import drafts
from surveys.admin.preview.changed import words
from surveys.models import Study

LEILA = "pool.profiles.leila"


def change(study: Study, *operations: dict[str, Any]) -> None:
    study.draft.refresh_from_db()
    drafts.change(study, operations, by=None, revision=study.draft.revision)
    study.refresh_from_db()


def put(path: str, value: Any) -> dict[str, Any]:
    return {"op": "set", "path": path, "value": value}


def test_a_draft_that_was_never_changed_has_no_words(study: Study) -> None:
    assert words(study, "leila", "en") == ""


def test_a_changed_post_is_found_by_its_words(study: Study) -> None:
    change(study, put(f"{LEILA}.posts.0.text.en", "Fifty  is a\nfine number."))
    assert words(study, "leila", "en") == "Fifty is a fine number."
    assert words(study, "agnes", "en") == "" and words(study, "nobody", "en") == ""


def test_posts_that_only_moved_are_not_new(study: Study) -> None:
    posts = next(p for p in study.draft.content["pool"]["profiles"] if p["code"] == "leila")["posts"]
    assert len(posts) > 1
    change(study, put(f"{LEILA}.posts", posts[::-1]))
    assert words(study, "leila", "en") == ""


def test_a_name_counts_and_a_picture_does_not(study: Study) -> None:
    change(study, put(f"{LEILA}.name", "Leila Example"))
    assert words(study, "leila", "en") == "Leila Example"
    change(study, put(f"{LEILA}.cover.scene", "harbour"), put(f"{LEILA}.followers", 7))
    assert words(study, "leila", "en") == ""


def test_of_what_was_undone_the_old_words_are_sought(study: Study) -> None:
    before = words_now(study)
    change(study, put(f"{LEILA}.bio.en", "Somebody else."))
    study.draft.refresh_from_db()
    drafts.undo(study, by=None, revision=study.draft.revision)
    study.draft.refresh_from_db()
    assert words(study, "leila", "en") == before


def words_now(study: Study) -> str:
    bio: str = next(p for p in study.draft.content["pool"]["profiles"] if p["code"] == "leila")["bio"]["en"]
    return bio
