from typing import Any

import pytest
from pydantic import ValidationError

from surveys import library
from surveys.profiles.types import Account, Cover, Face, Pool, Profile

PERSON: dict[str, Any] = {
    "code": "ana",
    "name": "Ana",
    "handle": "ana_draws",
    "bio": "Draws.",
    "posts": [{"text": "Hello", "ago": "2 h"}],
}


def test_plain_strings_are_in_the_language_of_the_document() -> None:
    profile = Profile.model_validate(PERSON, context={"language": "de"})
    assert profile.bio == {"de": "Draws."}
    assert profile.posts[0].text == {"de": "Hello"}
    assert profile.posts[0].ago == {"de": "2 h"}


def test_profile_survives_being_written_and_read_in_another_language() -> None:
    profile = Profile.model_validate(PERSON, context={"language": "de"})
    assert Profile.model_validate_json(profile.model_dump_json(), context={"language": "fr"}) == profile


def test_unfinished_words_are_allowed_here() -> None:
    profile = Profile.model_validate(PERSON | {"name": "", "handle": "", "bio": ""})
    assert profile.bio == {"en": ""}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"code": "Ana"}, "pattern"),
        ({"code": "1ana"}, "pattern"),
        ({"code": "a" * 32}, "pattern"),
        ({"handle": "@ana"}, "pattern"),
        ({"name": "A\x00na"}, "NUL"),
        ({"bio": "\udc00"}, "lone surrogate"),
        ({"posts": []}, "at least 1"),
        ({"posts": PERSON["posts"] * 4}, "at most 3"),
        ({"posts": [{"text": "Hi", "ago": "2 h", "likes": -1}]}, "greater than or equal to 0"),
        ({"joined": "March 2019"}, "pattern"),
        ({"joined": "2019-13"}, "pattern"),
        ({"followers": -1}, "greater than or equal to 0"),
        ({"face": {"hair": "mohawk"}}, "Input should be"),
        ({"face": {"turn": 3}}, "less than or equal to 2"),
        ({"cover": {"scene": "beach"}}, "Input should be"),
        ({"colour": "red"}, "Extra inputs"),
    ],
)
def test_bad_profiles_are_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Profile.model_validate(PERSON | change)


def test_profiles_faces_and_covers_do_not_change() -> None:
    for frozen, field in ((Profile.model_validate(PERSON), "name"), (Face(), "hair"), (Cover(), "tone")):
        with pytest.raises(ValidationError, match="frozen"):
            setattr(frozen, field, "other")


def test_a_pool_has_everybody_once() -> None:
    with pytest.raises(ValidationError, match="the same code"):
        Pool.model_validate({"code": "two", "name": "Two", "license": "own", "profiles": [PERSON, PERSON]})


def test_a_profile_without_an_account_is_written_as_before_there_were_accounts() -> None:
    """What was published keeps its bytes, and a study published today without any has the same ones."""
    profile = Pool.model_validate(library.profiles("thirty")).profiles[0]
    assert profile.account is None
    assert "account" not in profile.model_dump(mode="json")
    assert "account" in profile.model_copy(update={"account": Account(archetype="lurker")}).model_dump()
