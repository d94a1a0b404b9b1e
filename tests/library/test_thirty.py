"""What the shipped pool has to be for the score to be the only number of standing in it."""

import re
from collections import Counter
from statistics import fmean

import pytest

from surveys import library
from surveys.profiles.covers import cover_svg
from surveys.profiles.faces import face_svg
from surveys.profiles.types import Pool, Profile

POOL = Pool.model_validate(library.profiles("thirty"))
EVERYBODY = pytest.mark.parametrize("profile", POOL.profiles, ids=lambda profile: profile.code)

# What a participant must not be led to by the posts themselves.
BANNED = re.compile(
    r"influen|\bscore|follow|klout|\bkred\b|viral|trending|lorem|celebrit|famous|president|election|\bvote|coffee!",
    re.IGNORECASE,
)
HOURS = {"h": 1, "d": 24, "w": 168}


def hours(ago: str) -> int:
    number, unit = ago.split()
    return int(number) * HOURS[unit]


def words(profile: Profile) -> str:
    posts = [post.text["en"] + (post.quote.text["en"] if post.quote else "") for post in profile.posts]
    return " ".join([profile.name, profile.handle, profile.bio["en"], *posts])


def test_thirty_different_people() -> None:
    assert POOL.license == "CC0-1.0"
    for what in ("code", "name", "short", "handle"):
        assert len({getattr(profile, what) for profile in POOL.profiles}) == 30
    assert len({profile.bio["en"] for profile in POOL.profiles}) == 30
    assert len({face_svg(profile.face) for profile in POOL.profiles}) == 30
    assert len({cover_svg(profile.cover) for profile in POOL.profiles}) == 30


def test_number_of_posts_varies() -> None:
    counts = Counter(len(profile.posts) for profile in POOL.profiles)
    assert set(counts) == {1, 2, 3}
    assert min(counts.values()) >= 3


def test_length_of_posts_varies() -> None:
    lengths = [len(post.text["en"]) for profile in POOL.profiles for post in profile.posts]
    assert min(lengths) >= 40
    assert max(lengths) <= 200
    assert sum(length < 60 for length in lengths) >= 8
    assert sum(length > 150 for length in lengths) >= 8


def test_some_posts_quote_and_some_reply() -> None:
    posts = [post for profile in POOL.profiles for post in profile.posts]
    assert sum(post.quote is not None for post in posts) >= 5
    assert sum(post.reply_to is not None for post in posts) >= 5


@EVERYBODY
def test_nothing_speaks_of_standing_fame_or_politics(profile: Profile) -> None:
    assert not BANNED.search(words(profile))


@EVERYBODY
def test_likes_are_of_one_magnitude(profile: Profile) -> None:
    assert all(10 <= post.likes <= 35 and post.replies <= 6 for post in profile.posts)
    assert 15 <= fmean(post.likes for post in profile.posts) <= 32


@EVERYBODY
def test_posts_are_newest_first_and_recent(profile: Profile) -> None:
    ages = [hours(post.ago["en"]) for post in profile.posts]
    assert ages == sorted(set(ages))
    assert ages[-1] <= 14 * 24


@EVERYBODY
def test_standing_is_ordinary_and_alike(profile: Profile) -> None:
    assert profile.joined is not None
    assert "2012" <= profile.joined < "2022"
    assert profile.followers is not None and 150 <= profile.followers <= 600
    assert profile.following is not None and 50 <= profile.following <= 450


@EVERYBODY
def test_biography_is_one_line_and_concrete(profile: Profile) -> None:
    assert 60 <= len(profile.bio["en"]) <= 130
    assert profile.short in profile.name


@EVERYBODY
def test_pictures_are_small(profile: Profile) -> None:
    assert len(face_svg(profile.face, title=profile.name).encode()) <= 3200
    assert len(cover_svg(profile.cover).encode()) <= 2560


# The levels of the shipped study: a number met in a post could be recalled as the score.
LEVELS = re.compile(
    r"(?<!\d)(20|42|62|67|85)(?!\d)|twenty\b(?!-)|forty-two|sixty-two|sixty-seven|eighty-five", re.IGNORECASE
)


@EVERYBODY
def test_no_level_of_the_flagship_is_mentioned(profile: Profile) -> None:
    assert not LEVELS.search(words(profile))


# True in one year only: participants come in any.
DATED = re.compile(r"turn(s|ed)? \S+ this year|\b(at|aged) \d\d,|since 20\d\d", re.IGNORECASE)


@EVERYBODY
def test_nothing_holds_in_one_year_only(profile: Profile) -> None:
    assert not DATED.search(words(profile))


def test_nobody_in_the_pool_names_another() -> None:
    handles = {profile.handle for profile in POOL.profiles}
    for profile in POOL.profiles:
        assert not any(post.reply_to in handles for post in profile.posts)
        assert not any(post.quote and post.quote.handle in handles for post in profile.posts)
