import pytest

from scoring.roots import least, root


def test_a_root_is_found_to_twelve_digits() -> None:
    assert root(lambda x: x**3 - 2, 0, 2) == pytest.approx(2 ** (1 / 3), rel=1e-12)


def test_without_a_change_of_sign_there_is_no_root() -> None:
    with pytest.raises(ValueError, match="sign"):
        root(lambda x: x * x + 1, -1, 1)


@pytest.mark.parametrize("first", range(3, 12))
def test_the_least_number_is_that_which_trying_all_finds(first: int) -> None:
    assert least(lambda n: n >= first, 3, 11) == first


def test_where_it_never_holds_there_is_no_least_number() -> None:
    assert least(lambda n: n > 11, 3, 11) is None
