"""What was done on each day: by hand, and from rows against reading every submission."""

import numpy as np
import pytest

from surveys.analysis.data import Data, load
from surveys.analysis.days import ACTS, LEAVES, Days, gathered, values
from surveys.analysis.results import GROUPS, LOG_RANK
from surveys.analysis.runs import latest
from surveys.analysis.scope import scope_of
from surveys.analysis.scores import write_scores
from surveys.analysis.storing import results_of
from surveys.models import Kind, Study
from surveys.protocol.outcomes import Count, Happened, Stayed
from tests.analysis import week
from tests.report.made import perform

CODES = {name: i for i, name in enumerate((*ACTS, *LEAVES))}
Done = tuple[int, int, str, int]
"""Whose, on which day, what, and how long a break."""

DONE: list[Done] = [
    (0, 1, "like", 0), (0, 1, "like", 0), (0, 1, "next", 0), (0, 2, "filler", 0), (0, 2, "break", 2),
    (0, 5, "check", 0), (0, 5, "next", 0),  # to the end, two days passed over
    (1, 1, "next", 0), (1, 2, "next", 0), (1, 3, "post", 0), (1, 3, "finish", 0),  # finished early
    (2, 1, "next", 0), (2, 2, "reply", 0),  # left without a word on day 2
]  # fmt: skip


def days(begun: tuple[int, ...] = (1, 1, 1, 1, 0), last: int = 5) -> Days:
    row, day, what, length = (np.array(column) for column in zip(*DONE, strict=True))
    act = np.array([CODES[name] for name in what])
    return gathered(row, day, act, length, begun=np.array(begun), last=last)


def test_days_are_behind_somebody_who_left_them_or_was_away() -> None:
    found = days()
    assert found.done.tolist() == [5, 3, 1, 0, 0]
    assert found.reached.tolist() == [5, 3, 2, 1, 0]


def test_counts_are_totals_and_missing_of_who_never_came_so_far() -> None:
    found = days()
    likes = Count(name="x", acts=("like", "check"))
    np.testing.assert_array_equal(values(found, likes), [3, 0, 0, 0, np.nan])
    later = Count(name="x", acts=("check", "filler", "reply"), days=(2, 4))
    np.testing.assert_array_equal(values(found, later), [1, 0, 1, np.nan, np.nan])
    last = Count(name="x", acts=("check",), days=(4, 5))
    np.testing.assert_array_equal(values(found, last), [1, np.nan, np.nan, np.nan, np.nan])


def test_what_happened_happened_at_least_once() -> None:
    found = days()
    rest = Happened(name="x", acts=("break",))
    np.testing.assert_array_equal(values(found, rest), [1, 0, 0, 0, np.nan])
    posted = Happened(name="x", acts=("post", "filler"), days=(3, 5))
    np.testing.assert_array_equal(values(found, posted), [0, 1, np.nan, np.nan, np.nan])


def test_days_stayed_are_of_those_who_ended_that_day_and_open_where_the_last_day_came() -> None:
    found = days()
    more, left = found.stayed(1)
    np.testing.assert_array_equal(more, [4, 2, 0, np.nan, np.nan])
    np.testing.assert_array_equal(left, [0, 1, 1, np.nan, np.nan])
    np.testing.assert_array_equal(values(found, Stayed(name="x", after=3)), [2, 0, np.nan, np.nan, np.nan])


def test_each_day_by_itself_is_missing_where_it_was_not_reached() -> None:
    daily = days().daily(("like", "filler"))
    np.testing.assert_array_equal(daily[0], [2, 1, 0, 0, 0])
    np.testing.assert_array_equal(daily[1], [0, 0, 0, np.nan, np.nan])
    assert np.isnan(daily[4]).all()


def test_keeping_some_keeps_their_days() -> None:
    kept = days().only(np.array([True, False, True, False, False]))
    assert kept.done.tolist() == [5, 1] and kept.last == 5 and kept.counts["like"].shape == (2, 5)


# --- from rows


@pytest.fixture
def study(transactional_db: None) -> Study:
    made = week.study(planned=48, confirmatory=[week.compares("calm"), week.compares("stayed")])
    week.simulated(made, 48, dropout=0.2)
    return made


def loaded(study: Study) -> Data:
    write_scores(study)
    assert study.protocol
    return load(scope_of(study, Kind.SIMULATED), study.protocol.compiled, without=np.zeros(0, dtype=np.int64))


def test_rows_become_what_reading_them_one_by_one_gives(study: Study) -> None:
    found = loaded(study)
    among = [row for row in week.people(study) if row.arm and (row.exposed_at or row.n > 3)]
    assert found.days and len(among) == len(found.arm) > 30
    for i, row in enumerate(among):
        told = week.told(row)
        length = {"break": lambda what: int(what.split(".")[1])}
        ended = [d + (length["break"](w) if w.startswith("break") else 0) for d, w in told if _leaves(w)]
        done = max(ended, default=0)
        assert found.days.done[i] == done
        assert found.values["filler"][i] == sum(w == "post.filler" for _, w in told) or not told
        first = [d for d, _ in told if d <= 2]
        if first:
            busy = sum(w.split(".")[0] in ("like", "share", "reply", "post") and w != "post.filler"
                       for d, w in told if d <= 2)  # fmt: skip
            assert found.values["busy"][i] == busy
        reached = max([d for d, _ in told] + [done + 1 if told and not _finished(told) else 0])
        if reached >= 3:
            assert found.values["checks"][i] == sum(w == "check" for d, w in told if d >= 3)
        if done >= 3:
            assert found.values["stayed"][i] == done - 3 and found.left["stayed"][i] == (done < 5)
        else:
            assert np.isnan(found.values["stayed"][i])
        if told:
            assert found.values["rest"][i] == any(w.startswith("break") for _, w in told)
    assert (found.values["checks"][found.arm == 0] == 0)[
        ~np.isnan(found.values["checks"][found.arm == 0])
    ].all()


def _leaves(what: str) -> bool:
    return what in LEAVES or what.startswith("break")


def _finished(told: list[tuple[int, str]]) -> bool:
    return told[-1][1] == "finish"


def test_a_run_compares_each_kind_and_none_fails(study: Study) -> None:
    perform(study, Kind.SIMULATED)
    run = latest(study, Kind.SIMULATED)
    assert run is not None
    found = results_of(run)
    assert found.extent in ("full", "few") and not found.failed
    if found.extent == "full":
        variants = {(row.outcome, row.variant) for row in found.rows if row.contrast == GROUPS}
        assert ("stayed", LOG_RANK) in variants and ("filler", "") in variants
