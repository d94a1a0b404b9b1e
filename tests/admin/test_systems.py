"""The page of the score systems: each says on whose word it does what, and what it does not claim."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from scoring.influence.systems import SCORE_SYSTEMS
from surveys.admin.systems import STATUSES, system
from surveys.charts.shipped import SYSTEM_CHARTS, shipped
from surveys.models import Study
from tests.admin.conftest import People, SignIn, text, url

PAGE = reverse("admin:limelight_systems")


@pytest.fixture
def body(people: People, signed_in: SignIn) -> str:
    return unescape(text(signed_in(people.cy).get(PAGE)))


@pytest.mark.parametrize("kind", SCORE_SYSTEMS)
def test_each_system_has_its_card(kind: str, body: str) -> None:
    found = SCORE_SYSTEMS[kind]
    assert f'<h2 id="{kind}">{found.card.name}</h2>' in body
    assert found.version in body
    assert f"{found.card.low:g}–{found.card.high:,g}" in body
    for principle in found.card.principles:
        assert principle.text in body
        assert all(f'href="{source}"' in body for source in principle.sources)
    assert all(claim in body for claim in found.card.claims_not)


def test_every_principle_says_whether_it_was_published(body: str) -> None:
    shown = re.findall(r'<span class="ll-kind">([^<]+)</span>', body)
    expected = [str(status) for kind in SCORE_SYSTEMS for status, *_rest in system(kind).principles]
    assert shown == expected
    assert set(shown) == {str(words) for words in STATUSES.values()}


def test_what_was_published_has_a_source_and_what_was_not_has_none_of_ours() -> None:
    for kind in SCORE_SYSTEMS:
        for status, _text, sources in system(kind).principles:
            assert bool(sources) == (status == STATUSES["published"])


def test_what_is_made_of_another_system_refers_to_it_and_does_not_repeat_it(body: str) -> None:
    custom = system("custom")
    assert custom.like == "Klout-like" and len(custom.principles) == 1
    assert "Everything said of Klout-like holds too" in body
    assert not system("klout_like").like and not system("kred_like").like
    for card in (SCORE_SYSTEMS["klout_like"].card, SCORE_SYSTEMS["kred_like"].card):
        assert all(body.count(f"<span>{principle.text}") == 1 for principle in card.principles)
        assert all(body.count(f"<li>{claim}</li>") == 1 for claim in card.claims_not)


def test_links_out_tell_nobody_where_one_came_from(body: str) -> None:
    for link in re.findall(r'<a href="https?://[^>]+>', body):
        assert "noreferrer" in link or "unfold" in link, link


@pytest.mark.parametrize("key", SYSTEM_CHARTS)
def test_each_picture_stands_with_words_numbers_and_files(key: str, body: str, people: People) -> None:
    one = shipped(key)
    assert f'alt="{one.alternative}"' in body
    assert f"/admin/scores/{key}.svg?v=" in body
    assert all(f"/admin/scores/{key}.{suffix}" in body for suffix in ("png", "pdf", "csv"))
    assert f"<caption>{one.title}</caption>" in body


def test_a_picture_is_sent_as_it_is_shipped_under_a_policy_that_allows_nothing(
    people: People, signed_in: SignIn
) -> None:
    client: Client = signed_in(people.cy)
    answer = client.get(reverse("admin:limelight_systems_chart", args=["year", "svg"]))
    assert text(answer) == shipped("year").svg
    assert answer["Content-Type"].startswith("image/svg+xml")
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert "max-age" in answer["Cache-Control"] and "private" in answer["Cache-Control"]


def test_numbers_and_prints_come_as_files(people: People, signed_in: SignIn) -> None:
    client = signed_in(people.cy)
    answer = client.get(reverse("admin:limelight_systems_chart", args=["calibration", "csv"]))
    assert answer["Content-Disposition"] == 'attachment; filename="limelight-calibration.csv"'
    assert "Klout-like score,percentile 50,41.8" in text(answer)
    answer = client.get(reverse("admin:limelight_systems_chart", args=["year", "png"]))
    assert answer.content.startswith(b"\x89PNG")


@pytest.mark.parametrize(("key", "suffix"), [("nothing", "svg"), ("year", "exe"), ("year", "json")])
def test_there_is_nothing_else(key: str, suffix: str, people: People, signed_in: SignIn) -> None:
    address = reverse("admin:limelight_systems_chart", args=[key, suffix])
    assert signed_in(people.cy).get(address).status_code == 404


def test_nobody_reads_it_without_signing_in(client: Client, db: None) -> None:
    for address in (PAGE, reverse("admin:limelight_systems_chart", args=["year", "svg"])):
        assert client.get(address).status_code == 302


def test_it_is_reached_from_the_first_page_and_from_a_studys_people(
    study: Study, people: People, signed_in: SignIn
) -> None:
    client = signed_in(people.ada)
    assert f'href="{PAGE}"' in text(client.get(reverse("admin:index")))
    assert f'href="{PAGE}"' in text(client.get(url("design_profiles", study)))
