"""Scores that are computed from what is known of a profile's account."""

from typing import Any

import pytest

from surveys.cues import display, own, value_of
from surveys.cues.cue import outreach_of
from tests.cues.looks import account, cue

COMPUTED: dict[str, Any] = {"system": "klout_like", "value": {"rule": "account"}}
KNOWN = account(klout_like=([40.2, 44.6], None), kred_like=([600.0, 718.6], 5))


def test_the_score_is_the_accounts_latest_by_this_system() -> None:
    assert value_of(cue(**COMPUTED), {}, KNOWN) == 45
    assert value_of(cue(**{**COMPUTED, "system": "kred_like"}), {}, KNOWN) == 719


def test_the_second_number_is_the_accounts() -> None:
    written = cue(**{**COMPUTED, "system": "kred_like"})
    assert outreach_of(written, {}, KNOWN) == 5
    shown = display(written, {}, KNOWN)
    assert shown is not None and shown.text == "719 over 5"


@pytest.mark.parametrize(("shift", "value"), [(0, 45), (7, 52), (-11, 34), (90, 100), (-90, 1)])
def test_a_shift_moves_it_within_the_range(shift: int, value: int) -> None:
    assert value_of(cue(system="klout_like", value={"rule": "account", "shift": shift}), {}, KNOWN) == value


def test_a_shift_may_be_decided_by_a_factor() -> None:
    shift = {"factor": "course", "values": {"dip": -11, "flat": 0}}
    written = cue(system="klout_like", value={"rule": "account", "shift": shift})
    assert [value_of(written, {"course": name}, KNOWN) for name in ("dip", "flat")] == [34, 45]
    assert written.factors() == ("course",)


def test_a_score_of_the_studys_own_is_made_from_the_klout_like_one() -> None:
    written = cue(low=1, high=5, value={"rule": "account"}, form="stars")
    median, top = account(klout_like=([42.0], None)), account(klout_like=([92.0], None))
    assert (value_of(written, {}, median), value_of(written, {}, top)) == (3, 5)


def test_its_version_is_that_of_what_gave_it() -> None:
    assert cue(**COMPUTED).version_of(KNOWN) == "klout_like 1"
    assert cue(system="klout_like", value=42).version_of(KNOWN) != "klout_like 1"


def test_its_line_is_the_accounts_course() -> None:
    shown = display(cue(**COMPUTED, trend="sparkline"), {}, KNOWN)
    assert shown is not None and shown.course == (40.2, 44.6)


@pytest.mark.parametrize("known", [None, account(), account(kred_like=([600.0], 3))])
def test_without_such_an_account_there_is_nothing_to_compute_from(known: Any) -> None:
    assert own(cue(**COMPUTED), known) is None
    with pytest.raises(ValueError, match="no klout_like score"):
        value_of(cue(**COMPUTED), {}, known)
