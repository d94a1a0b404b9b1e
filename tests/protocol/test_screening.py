"""Who leaves before the lot for a scale score, and who does not."""

from typing import Any

import pytest

from surveys import library
from surveys.pages import ended_page
from surveys.protocol import Act, Compiled, Ending, Place, Sent, advance, checks, compiled, read
from surveys.protocol.references import references

SCREEN = {"scale": "gad2_total", "at_least": 3}


def content(screen: Any = SCREEN, at: str = "weeks") -> dict[str, Any]:
    study = library.studies("sixty-five")
    page = next(page for page in study["pages"] if page["id"] == at)
    return {**study, "pages": [{**p, "screen": screen} if p is page else p for p in study["pages"]]}


@pytest.fixture(scope="module")
def study() -> Compiled:
    return compiled(read(content()))


def answered(study: Compiled, act: Act = Act.ANSWER, **answers: Any) -> Place | Ending:
    return advance(study, None, Place("weeks"), Sent(1, act, answers))


@pytest.mark.parametrize(("first", "second", "out"), [(3, 3, True), (3, 0, True), (1, 2, True), (1, 1, False),
                                                      (0, 0, False)])  # fmt: skip
def test_a_score_at_the_limit_or_above_ends_the_study(
    study: Compiled, first: int, second: int, out: bool
) -> None:
    found = answered(study, gad1=first, gad2=second, filler_sleep=3)
    assert (found is Ending.SCREENED_OUT) is out


@pytest.mark.parametrize("answers", [{"gad1": 3}, {"gad1": {"missing": "skipped"}, "gad2": 3}, {}])
def test_who_left_too_much_out_has_no_score_and_goes_on(study: Compiled, answers: dict[str, Any]) -> None:
    assert isinstance(answered(study, **answers), Place)


def test_stopping_and_declining_screen_nobody_out(study: Compiled) -> None:
    assert answered(study, Act.STOP, gad1=["3"], gad2=["3"]).at == "stop"  # type: ignore[union-attr]


def test_without_the_option_nobody_leaves_and_the_stored_bytes_are_as_before() -> None:
    for code in ("your-score-just-dropped", "sixty-five", "unplug"):
        plain = compiled(read(library.studies(code)))
        assert isinstance(answered(plain, gad1=3, gad2=3), Place)
        assert '"screen"' not in plain.document.model_dump_json()


def test_who_is_sent_away_is_thanked_in_no_other_pages_words_and_finds_help() -> None:
    written = content()
    check = next(page for page in written["pages"] if page["kind"] == "attention")
    check |= {"on_miss": "end", "ended": "That was the wrong one."}
    told = compiled(read({**written, "help": "Talk to somebody."}))
    body = ended_page(told, "en", Ending.SCREENED_OUT, None, place=Place("weeks")).body
    assert "Thank you for coming." in body and "Talk to somebody." in body and "wrong one" not in body
    missed = ended_page(told, "en", Ending.SCREENED_OUT, None, place=Place("reading")).body
    assert "That was the wrong one." in missed


@pytest.mark.parametrize(
    ("screen", "at", "path", "said"),
    [
        ({**SCREEN, "scale": "calm"}, "weeks", "screen.scale", "no scale of this page (gad2_total)"),
        ({**SCREEN, "at_least": 7}, "weeks", "screen.at_least", "above 0 and up to 6"),
        ({**SCREEN, "at_least": 0}, "weeks", "screen.at_least", "above 0 and up to 6"),
        (SCREEN, "guess", "screen", "biases results"),
    ],
)
def test_a_screen_that_cannot_be_is_refused(screen: Any, at: str, path: str, said: str) -> None:
    written = content(screen, at)
    i = next(i for i, page in enumerate(written["pages"]) if page["id"] == at)
    ((found, message),) = references(read(written))
    assert found == f"pages.{i}.{path}" and said in message
    assert any(f.path == found for f in checks(read(written)))
