import pytest

from surveys import library


def test_instruments_are_listed_by_their_codes() -> None:
    assert library.names("instruments") == [
        "felt-credibility",
        "gad-2",
        "message-credibility",
        "own-score-experience",
        "source-credibility",
        "state-anxiety-single",
        "state-anxiety-sliders",
    ]


def test_a_file_is_named_as_its_code() -> None:
    for name in library.names("instruments"):
        assert library.instruments(name)["code"] == name


def test_an_unknown_code_lists_what_there_is() -> None:
    with pytest.raises(LookupError, match="'stai-6' among the instruments: felt-credibility, gad-2"):
        library.instruments("stai-6")


@pytest.mark.parametrize("code", ["../instruments/gad-2", "/etc/passwd", "", ".", "gad-2.yaml"])
def test_a_code_is_never_a_path(code: str) -> None:
    with pytest.raises(LookupError):
        library.profiles(code)


def test_every_load_is_a_fresh_copy() -> None:
    library.instruments("gad-2")["items"].clear()
    assert len(library.instruments("gad-2")["items"]) == 2
