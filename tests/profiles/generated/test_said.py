"""What somebody posts: lines of a life and of a kind of account, with marks and ages that belong to them."""

from collections import Counter

import pytest

from surveys.profiles.generated.accounts import lived
from surveys.profiles.generated.lot import lot
from surveys.profiles.generated.material import lives, voices
from surveys.profiles.generated.pool import KINDS
from surveys.profiles.generated.said import Marks, ago, chosen, posts
from surveys.profiles.types import Post

LOT = lot("said")
LIFE = lives()[0]


def people(kind: str, marks: Marks = "alike", count: int = 40) -> list[tuple[Post, ...]]:
    """Posts of so many people of a kind who do not take each other's lines."""
    made = []
    for i, life in zip(range(count), lives(), strict=False):
        made.append(posts(LOT, f"p/{i}", life, kind, lived(kind, LOT, f"p/{i}"), marks, set()))
    return made


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0.001, "1 min"),
        (0.25, "15 min"),
        (0.99, "59 min"),
        (1, "1 h"),
        (23, "23 h"),
        (24, "1 d"),
        (100, "4 d"),
        (335, "14 d"),
        (336, "2 w"),
        (24 * 50, "7 w"),
    ],
)
def test_ages_are_written_as_networks_write_them(hours: float, words: str) -> None:
    assert ago(hours) == words


@pytest.mark.parametrize("kind", KINDS)
def test_everybody_says_something_and_at_most_three_things(kind: str) -> None:
    counts = Counter(map(len, people(kind)))
    quiet = kind in ("inactive_celebrity", "lurker")
    assert set(counts) == ({1, 2} if quiet else {1, 2, 3})


def test_lines_that_are_used_are_not_said_again() -> None:
    used: set[str] = set()
    account = lived("ordinary", LOT, "a")
    first = posts(LOT, "a", LIFE, "ordinary", account, "alike", used)
    assert len(used) == len(first)
    second = posts(LOT, "b", LIFE, "ordinary", account, "alike", used)
    assert len(used) == len(first) + len(second)
    assert not {post.text["en"] for post in first} & {post.text["en"] for post in second}


def test_a_kind_with_a_voice_of_its_own_is_heard_by_it() -> None:
    for kind, lines in voices().items():
        own = {line.text for line in lines}
        for i, life in zip(range(20), lives(), strict=False):
            said = [line.text for line in chosen(LOT, f"p/{i}", life, kind, set())]
            assert own & set(said), kind


def test_a_newcomers_first_words_are_the_oldest_and_a_returners_the_newest() -> None:
    for i, life in zip(range(30), lives(), strict=False):
        first = chosen(LOT, f"p/{i}", life, "newcomer", set())
        assert first[-1] in voices()["newcomer"]
        back = chosen(LOT, f"p/{i}", life, "unplugger", set())
        assert back[0] in voices()["unplugger"]


def test_an_answer_names_whom_it_answers_and_nothing_else_does() -> None:
    answers = {line.text for life in lives() for line in life.lines if line.kind == "answer"}
    for i, life in zip(range(40), lives(), strict=False):
        lines = chosen(LOT, f"p/{i}", life, "ordinary", set())
        made = posts(LOT, f"p/{i}", life, "ordinary", lived("ordinary", LOT, "a"), "alike", set())
        assert [line.text in answers for line in lines] == [post.reply_to is not None for post in made]
        assert [line.kind == "quote" for line in lines] == [post.quote is not None for post in made]


def test_a_quotation_carries_who_said_what() -> None:
    quoted = [post.quote for made in people("ordinary") for post in made if post.quote]
    assert len(quoted) >= 5
    assert all(quote.name and quote.handle and quote.text["en"] for quote in quoted)


@pytest.mark.parametrize("kind", KINDS)
def test_marks_that_are_alike_are_so_for_every_kind(kind: str) -> None:
    made = [post for some in people(kind) for post in some]
    assert min(post.likes for post in made) >= 11 and max(post.likes for post in made) <= 31
    mean = sum(post.likes for post in made) / len(made)
    assert mean == pytest.approx(21, abs=3)


def test_marks_of_the_account_rise_with_those_who_listen() -> None:
    def mean(kind: str) -> float:
        made = [post.likes for some in people(kind, "account") for post in some]
        return sum(made) / len(made)

    assert mean("lurker") < 3
    assert mean("scheduled_robot") < 1
    assert mean("inactive_celebrity") > 20


def test_ages_rise_within_a_profile_whatever_the_account() -> None:
    units = {"min": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60}
    for kind in KINDS:
        for made in people(kind, "account", count=15):
            told = [post.ago["en"].split() for post in made]
            minutes = [int(number) * units[unit] for number, unit in told]
            assert minutes == sorted(minutes), (kind, told)
