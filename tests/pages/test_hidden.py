"""A score that is hidden is nowhere in what a browser receives."""

from dataclasses import replace
from itertools import permutations

import pytest

from surveys.cues import Look
from surveys.pages import exposure, page
from surveys.pages.cache import BODIES
from surveys.pages.scene import scene
from surveys.protocol import Compiled, Draws, Visit
from tests.pages.markup import attributes


def with_levels(draws: Draws, levels: tuple[int, ...]) -> Draws:
    visits = (Visit(v.profile, {"level": n}) for v, n in zip(draws.visits, levels, strict=True))
    return replace(draws, visits=tuple(visits))


def everything(protocol: Compiled, draws: Draws) -> list[str]:
    return [page(protocol, draws, step, "en").body for step in protocol.steps if step.node.is_page]


@pytest.fixture
def levels() -> list[tuple[int, ...]]:
    return list(permutations((20, 42, 62, 67, 85)))[::29]


def test_hidden_pages_are_the_same_whatever_the_placebo(
    flagship: Compiled, levels: list[tuple[int, ...]]
) -> None:
    hidden = flagship.draws("hidden", 4)
    assert len({tuple(everything(flagship, with_levels(hidden, each))) for each in levels}) == 1


def test_hidden_pages_are_the_same_when_nothing_is_kept(flagship: Compiled) -> None:
    hidden, bodies = flagship.draws("hidden", 4), []
    for each in ((20, 42, 62, 67, 85), (85, 67, 62, 42, 20)):
        BODIES.clear()
        bodies.append(everything(flagship, with_levels(hidden, each)))
    assert bodies[0] == bodies[1]


def test_pages_with_errors_keep_the_secret_too(flagship: Compiled) -> None:
    hidden, step = flagship.draws("hidden", 4), flagship.step("person.2.rate")
    bodies = {
        page(flagship, with_levels(hidden, each), step, "en", errors={"sc01": "Choose."}).body
        for each in ((20, 42, 62, 67, 85), (85, 67, 62, 42, 20))
    }
    assert len(bodies) == 1


def test_shown_pages_differ(flagship: Compiled) -> None:
    shown = flagship.draws("shown", 4)
    first, second = ((20, 42, 62, 67, 85), (85, 67, 62, 42, 20))
    assert everything(flagship, with_levels(shown, first)) != everything(flagship, with_levels(shown, second))


def test_nothing_on_a_hidden_page_hints_at_a_score(flagship: Compiled) -> None:
    draws = flagship.draws("hidden", 4)
    for step in flagship.steps:
        if step.visit:
            body = page(flagship, draws, step, "en").body
            named = ((value or "").split() for _, name, value in attributes(body) if name in ("class", "id"))
            names = {each for values in named for each in values}
            assert not names & {"aside", "figure", "words", "uncover", "more", "later"}, step.key
            for hint in ("score", "influence", "average account"):
                assert hint not in body.lower(), (step.key, hint)


def test_the_score_is_shown_on_every_page_of_a_visit(flagship: Compiled) -> None:
    draws = flagship.draws("shown", 4)
    for step in flagship.steps:
        if step.visit:
            value = draws.levels_at(step.visit)["level"]
            assert f">{value}</span>" in page(flagship, draws, step, "en").body, step.key


def test_only_the_display_reaches_a_page(flagship: Compiled) -> None:
    hidden = scene(flagship, flagship.draws("hidden", 4), flagship.step("person.1.look"))
    assert hidden.shown is None and hidden.key == (hidden.profile.code if hidden.profile else "", None, "")


def test_exposure_keeps_what_was_drawn_and_what_was_seen(flagship: Compiled) -> None:
    for arm in ("shown", "hidden"):
        draws, step = flagship.draws(arm, 4), flagship.step("person.3.rate")
        seen = page(flagship, draws, step, "en")
        assert exposure(flagship, draws, step, seen) == {
            "profile": draws.visits[2].profile,
            "position": 3,
            "levels": {"visibility": arm, **draws.visits[2].levels},
            "shown": arm == "shown",
            "page": seen.hash,
            "system": "custom",
            "version": Look().by.version,
            "form": "number",
            "value": draws.levels_at(3)["level"],
            "visibility": arm,
        }


def test_other_pages_expose_nobody(flagship: Compiled) -> None:
    step = flagship.step("welcome")
    assert exposure(flagship, None, step, page(flagship, None, step, "en")) is None
