"""Texts become paragraphs and lists, placeholders words, and nothing becomes markup."""

import pytest

from surveys.pages.words import first_name, prose, words
from surveys.profiles.types import Post, Profile
from surveys.protocol import Document


def person(name: str, short: str = "") -> Profile:
    posts = (Post(text={"en": "x"}, ago={"en": "1 h"}),)
    return Profile(code="p", name=name, short=short, handle="p", bio={"en": "x"}, posts=posts)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("One.", "<p>One.</p>"),
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
        ("One.\r\n \t\r\n\r\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
        ("One\ntwo", "<p>One\ntwo</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("See:\n- a\nEnd", "<p>See:</p>\n<ul><li>a</li></ul>\n<p>End</p>"),
        ("<i>{x}</i>", "<p>&lt;i&gt;{x}&lt;/i&gt;</p>"),
        ("- <b>", "<ul><li>&lt;b&gt;</li></ul>"),
        ("-not a list", "<p>-not a list</p>"),
    ],
)
def test_prose(text: str, html: str) -> None:
    assert prose(text) == html


def test_a_placeholder_is_filled_once_and_never_read_again() -> None:
    document = Document(address="a", about={"pay": {"en": "{contact}"}, "contact": {"en": "{pay}"}})
    assert (
        words(document, "en").say({"en": "{pay} {contact} {unknown} {0} {"})
        == "{contact} {pay} {unknown} {0} {"
    )


def test_another_language_falls_back_to_the_studys() -> None:
    document = Document(address="a", language="de")
    spoken = words(document, "fr")
    assert spoken.say({"de": "ja", "en": "yes"}) == "ja"
    assert spoken.say({"fr": "oui", "de": "ja"}) == "oui"


@pytest.mark.parametrize(
    ("profile", "name"),
    [
        (None, ""),
        (person("Marta Queralt"), "Marta"),
        (person("Nguyen Van An", "An"), "An"),
        (person(" "), ""),
    ],
)
def test_first_name(profile: Profile | None, name: str) -> None:
    assert first_name(profile) == name


def test_a_preview_says_which_facts_are_not_given_yet() -> None:
    said = words(Document(address="a"), "en").say({"en": "It takes about {minutes} minutes, {profile}{pay}."})
    assert said == "It takes about [not yet given] minutes, [not yet given]."
