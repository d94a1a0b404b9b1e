"""Recruitment: names that can stand in an address, codes that can be typed, ways back that lead somewhere."""

import pytest
from pydantic import ValidationError

from surveys.protocol.recruitment import PROLIFIC, Recruitment, broken, codeless


@pytest.mark.parametrize(
    "given",
    [
        {"ids": ["has space"]},
        {"ids": ["a", "A"]},
        {"ids": ["1st"]},
        {"ids": [f"p{i}" for i in range(11)]},
        {"completion_code": "no"},
        {"completion_code": "x" * 21},
        {"completion_code": "<b>code</b>"},
        {"back": "x" * 501},
    ],
)
def test_what_cannot_be_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Recruitment.model_validate(given)


@pytest.mark.parametrize(
    ("back", "words"),
    [
        ("http://panel.example/", "begin with https://"),
        ("panel.example", "begin with https://"),
        ("https:///x", "begin with https://"),
        ("javascript:alert(1)", "begin with https://"),
        ("https://panel.example/?c={cod}", "{cod} in the return address stands for nothing"),
        ("https://panel.example/?c={", "cannot be read"),
        ("https://[panel", "cannot be read"),
    ],
)
def test_a_way_back_that_leads_nowhere_is_found(back: str, words: str) -> None:
    ((path, message),) = broken(Recruitment(ids=("id",), back=back))
    assert path == "recruitment.back" and words in message


def test_a_good_way_back_is_no_finding() -> None:
    good = Recruitment(ids=("id",), back="https://panel.example/done?c={code}&i={id}")
    assert not list(broken(good)) and not list(broken(Recruitment()))
    assert good.way_back(code="A B", ids={"id": "ü"}) == "https://panel.example/done?c=A%20B&i=%C3%BC"
    assert good.way_back(code="A", ids={}) == "https://panel.example/done?c=A&i="


def test_prolific_without_its_code_is_told_before_publishing() -> None:
    alone = Recruitment(ids=PROLIFIC)
    assert "one completion code" in codeless(alone)
    assert not codeless(Recruitment(ids=PROLIFIC, completion_code="C1A2B3C4"))
    assert not codeless(Recruitment(ids=("pid",)))
