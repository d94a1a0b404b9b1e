"""Bodies are shared by all who are shown the same, and by nobody else."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from django.utils.safestring import SafeString

from surveys.pages import Page, page
from surveys.pages.cache import BODIES, Cache
from surveys.protocol import Compiled


def sheet(body: str) -> Page:
    return Page("T", SafeString(body), "information")


def test_the_same_page_is_rendered_once(flagship: Compiled) -> None:
    step = flagship.step("welcome")
    assert page(flagship, None, step, "en") is page(flagship, None, step, "en")


def test_hidden_placebos_share_an_entry(flagship: Compiled) -> None:
    draws, step = flagship.draws("hidden", 0), flagship.step("person.1.look")
    other = replace(draws.visits[0], levels={"level": 999})
    assert page(flagship, draws, step, "en") is page(
        flagship, replace(draws, visits=(other, *draws.visits[1:])), step, "en"
    )
    assert len(BODIES) == 1


def test_a_person_met_later_is_the_same_page(flagship: Compiled) -> None:
    draws = flagship.draws("shown", 0)
    turned = replace(draws, visits=draws.visits[::-1])
    first = page(flagship, draws, flagship.step("person.1.look"), "en")
    assert page(flagship, turned, flagship.step("person.5.look"), "en") is first


def test_pages_differ_by_score_language_part_and_protocol(flagship: Compiled) -> None:
    draws, hidden = flagship.draws("shown", 0), flagship.draws("hidden", 0)
    look, rate = flagship.step("person.1.look"), flagship.step("person.1.rate")
    other = Compiled(flagship.document, "another")
    for protocol, drawn, step, language in (
        (flagship, draws, look, "en"),
        (flagship, draws, look, "de"),
        (flagship, draws, rate, "en"),
        (flagship, hidden, look, "en"),
        (other, draws, look, "en"),
    ):
        page(protocol, drawn, step, language)
    assert len(BODIES) == 5


def test_pages_that_name_nobody_do_not_vary_with_the_last_visit(flagship: Compiled) -> None:
    one, two = flagship.draws("shown", 0), flagship.draws("shown", 7)
    assert one.visits[-1].profile != two.visits[-1].profile
    for key, entries in (("debriefing", 1), ("recall", 2)):
        BODIES.clear()
        for draws in (one, two):
            page(flagship, draws, flagship.step(key), "en")
        assert len(BODIES) == entries, key


def test_what_was_typed_is_never_kept(flagship: Compiled) -> None:
    step = flagship.step("guess")
    page(flagship, None, step, "en", typed={"funnel": ["mine"]})
    page(flagship, None, step, "en", errors={"funnel": "Too long."})
    assert len(BODIES) == 0
    assert "mine" not in page(flagship, None, step, "en").body


def test_a_draft_without_a_hash_is_never_kept(flagship: Compiled) -> None:
    page(Compiled(flagship.document, ""), None, flagship.step("welcome"), "en")
    assert len(BODIES) == 0


def test_the_least_recently_used_goes_first() -> None:
    cache = Cache(entries=2, characters=100)
    for key in ("a", "b"):
        cache.get(key, lambda: sheet("x"))
    kept = cache.get("a", lambda: sheet("never"))
    cache.get("c", lambda: sheet("x"))
    assert kept.body == "x" and cache.get("a", lambda: sheet("never")) is kept
    assert cache.get("b", lambda: sheet("again")).body == "again"
    assert len(cache) == 2


def test_the_cache_is_bounded_in_characters() -> None:
    cache = Cache(entries=100, characters=10)
    for key in range(20):
        cache.get(key, lambda: sheet("1234"))
    assert len(cache) == 2 and cache.size == 8


def test_a_page_larger_than_the_cache_is_still_a_page() -> None:
    cache = Cache(entries=2, characters=3)
    assert cache.get("a", lambda: sheet("12345")).body == "12345"
    assert len(cache) == 0 and cache.size == 0


def test_threads_get_one_page_each_key() -> None:
    cache = Cache(entries=10, characters=1000)
    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(lambda i: cache.get(i % 3, lambda: sheet("x")), range(300)))
    assert len({id(each) for each in found}) == 3 and cache.size == 3


def test_the_hash_is_the_bodys() -> None:
    assert sheet("a").hash == "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
