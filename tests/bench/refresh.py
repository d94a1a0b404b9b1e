"""The table of refreshes: what a run costs, part by part, beside a plain aggregate over the same rows."""

import time
from collections.abc import Sequence
from typing import Any

from surveys import drafts
from tests.bench import refreshing
from tests.bench.meters import Meters
from tests.bench.people import finished
from tests.bench.refreshing import Refresh
from tests.bench.report import database_pid, say, verdict
from tests.people import flagship, published

SECONDS, MB, PEOPLE = 60.0, 1000.0, 10_000
LEAVING = 0.05
"""Share that goes away half-way: whoever finished is then analysed apart as well."""
MORE = 100
FLAT = 5.0
"""Scoring so many more may cost so many times their share: looking for them costs something too."""

HEAD = (
    f"{'people':>9} {'seconds':>8} {'own CPU s':>10} {'db CPU s':>9} {'x SQL':>6} {'peak MB':>8}"
    f" {'rows made in s':>15}"
)


def refresh(sizes: Sequence[int]) -> dict[str, list[Any]]:
    """Studies that have closed, so that effects are computed, each with nobody scored yet; then with some
    more.
    """
    say(
        "\nRefresh of results, from nothing, beside a plain aggregate (x SQL: processor time as its multiple)"
    )
    say(HEAD)
    found: list[Refresh] = []
    meters = Meters(0, database_pid())
    for size in sizes:
        study = published(flagship(address=f"bench-{size}"))
        began = time.monotonic()
        finished(study, size, listed=True, leaving=LEAVING)
        made = time.monotonic() - began
        drafts.close(study, by=None)
        one = refreshing.measure(study.pk, size, meters)
        finished(study, MORE, listed=True, leaving=LEAVING, seed=2, distinct=1)
        again = refreshing.measure(study.pk, size + MORE, meters)
        found += [one, again]
        say(f"{line(one)} {made:>15.1f}")
        say(line(again))
    for one, again in zip(found[::2], found[1::2], strict=True):
        if one.people == PEOPLE:
            say_parts(one)
            say_bars(one, again)
    return {"refresh": found}


def line(one: Refresh) -> str:
    return (
        f"{one.people:>9,} {one.seconds:>8.1f} {one.own_cpu:>10.1f} {one.database_cpu:>9.1f}"
        f" {one.cpu / one.plain:>6.1f} {one.peak_mb:>8.0f}"
    )


def say_parts(one: Refresh) -> None:
    say(f"\n{one.people:,} people, part by part; the plain aggregate took {one.plain:.2f} CPU s")
    say(f"{'part':<26} {'own CPU s':>10} {'db CPU s':>9} {'share':>6} {'x SQL':>6}")
    for part, spent in one.parts.items():
        say(
            f"{part:<26} {spent.own:>10.2f} {spent.database:>9.2f} {spent.cpu / one.cpu:>6.1%}"
            f" {spent.cpu / one.plain:>6.2f}"
        )


def say_bars(one: Refresh, again: Refresh) -> None:
    bar = f"a refresh of {PEOPLE:,} in {SECONDS:g} s of processor time and {MB:g} MB"
    passed = one.cpu <= SECONDS and one.peak_mb <= MB
    say(verdict(bar, passed, f"{one.cpu:.1f} s ({one.seconds:.1f} on the wall), {one.peak_mb:.0f} MB"))
    each, new = (1000 * run.parts["scores"].cpu / n for run, n in ((one, one.people), (again, MORE)))
    bar = f"scoring one of {MORE} more at most {FLAT:g} times as dear as one of the first {one.people:,}"
    say(verdict(bar, new <= FLAT * each, f"{new:.2f} ms and {each:.2f} ms of processor time"))
