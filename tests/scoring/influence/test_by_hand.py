"""Both engines against loops that follow their descriptions account by account and day by day."""

import math
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.influence.activity import COLUMNS, Activity, Record, activity, record
from scoring.influence.klout import KloutLike
from scoring.influence.kred import KredLike


def invented(seed: int, accounts: int, days: int, networks: int) -> Activity:
    """Every column busy, quiet spells included."""
    rng = np.random.default_rng(seed)

    def column(name: str) -> np.ndarray:
        if name == "reactor_load":
            return rng.uniform(0, 20, (accounts, days))
        rate = rng.choice([0, 0.3, 4, 60], (accounts, 1))
        return rng.poisson(rate, (accounts, days)) * (rng.random((accounts, days)) < 0.7)

    made = {str(i): record(**{name: column(name) for name in COLUMNS}) for i in range(networks)}
    return activity(
        made,
        fame=rng.choice([0, 0, 30, 66], accounts),
        outreach_before=rng.integers(0, 9000, accounts),
        influence_before=rng.integers(0, 9000, accounts),
    )


@dataclass(frozen=True)
class Day:
    """One account on one day of one network, as plain numbers."""

    columns: dict[str, float]

    def __getitem__(self, name: str) -> float:
        return self.columns[name]

    @property
    def content(self) -> float:
        return self["posts"] + self["replies"] + self["reshares"]

    @property
    def effective(self) -> float:
        weighed = self["likes_received"] + 2 * self["replies_received"] + 3 * self["reshares_received"]
        return math.sqrt(weighed * self["reactors"] / max(self["reactor_load"], 1))


def days_of(one: Record, account: int) -> list[Day]:
    columns = {name: getattr(one, name)[account].tolist() for name in COLUMNS}
    return [Day({name: columns[name][t] for name in COLUMNS}) for t in range(one.posts.shape[1])]


def line(x: float, xs: tuple[float, ...], ys: tuple[float, ...]) -> float:
    if x <= xs[0]:
        return ys[0]
    for i in range(1, len(xs)):
        if x <= xs[i]:
            return ys[i - 1] + (ys[i] - ys[i - 1]) * (x - xs[i - 1]) / (xs[i] - xs[i - 1])
    return ys[-1]


def klout_by_hand(lived: Activity, account: int, day: int) -> float:
    system = KloutLike()
    power = 0.0
    for one in lived.networks.values():
        past = days_of(one, account)[: day + 1][::-1][:90]
        weights = [0.5 ** (age / 20) for age in range(90)]
        reactions = sum(w * at.effective for w, at in zip(weights, past, strict=False)) / sum(weights)
        content = sum(w * at.content for w, at in zip(weights, past, strict=False)) / sum(weights)
        power += reactions / (content + 0.1) ** 0.15
        power += 0.002 * (past[0]["followers"] + 10 * past[0]["listed"]) ** 0.35
    if lived.fame[account] > 0:
        power += 10 ** line(float(lived.fame[account]), system.curve.y, system.curve.x)
    return line(math.log10(power), system.curve.x, system.curve.y) if power > 0 else 10.0


def kred_by_hand(lived: Activity, account: int, day: int) -> tuple[float, int]:
    received = float(lived.influence_before[account]) * (1 - (day + 1) / 1000)
    given_ = float(lived.outreach_before[account])
    for one in lived.networks.values():
        for at in days_of(one, account)[: day + 1]:
            received += 10 * (at["replies_received"] + at["reshares_received"]) + 70 * at["kreds_received"]
            given_ += 10 * at.content + 30 * at["kreds"]
    curve = KredLike().curve
    level = 0 if given_ < 100 else 1 + math.floor(math.log(given_ / 100))
    return line(math.log10(received + 1), curve.x, curve.y), 2 if 270 <= given_ < 272 else level


CASES = [(1, 4, 130, 1), (2, 3, 95, 3), (3, 5, 1, 2), (4, 2, 90, 2), (5, 3, 91, 1)]


@pytest.mark.parametrize(("seed", "accounts", "days", "networks"), CASES)
def test_klout_like_is_what_its_description_says(seed: int, accounts: int, days: int, networks: int) -> None:
    lived = invented(seed, accounts, days, networks)
    found = KloutLike().daily(lived).values
    for account in range(accounts):
        for day in {0, days // 2, days - 1}:
            assert found[account, day] == pytest.approx(klout_by_hand(lived, account, day), abs=2e-3)


@pytest.mark.parametrize(("seed", "accounts", "days", "networks"), CASES)
def test_kred_like_is_what_its_description_says(seed: int, accounts: int, days: int, networks: int) -> None:
    lived = invented(seed, accounts, days, networks)
    found = KredLike().daily(lived)
    assert found.levels is not None
    for account in range(accounts):
        for day in {0, days // 2, days - 1}:
            influence, level = kred_by_hand(lived, account, day)
            assert found.values[account, day] == pytest.approx(influence, abs=0.02)
            assert found.levels[account, day] == level


SEEDS = st.integers(0, 10_000)


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS, cut=st.integers(1, 59))
def test_scores_never_look_ahead(seed: int, cut: int) -> None:
    """What comes after a day changes nothing of that day's score."""
    lived = invented(seed, 2, 60, 2)
    early = activity(
        {
            key: Record(*(getattr(one, name)[:, :cut] for name in COLUMNS))
            for key, one in lived.networks.items()
        },
        fame=lived.fame,
        outreach_before=lived.outreach_before,
        influence_before=lived.influence_before,
    )
    for system in (KloutLike(), KredLike()):
        whole, part = system.daily(lived), system.daily(early)
        assert whole.values[:, :cut] == pytest.approx(part.values, abs=1e-3)


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS)
def test_accounts_may_stand_in_any_order(seed: int) -> None:
    lived = invented(seed, 6, 40, 2)
    order = np.random.default_rng(seed).permutation(6)
    turned = Activity(
        {
            key: Record(*(getattr(one, name)[order] for name in COLUMNS))
            for key, one in lived.networks.items()
        },
        lived.fame[order],
        lived.outreach_before[order],
        lived.influence_before[order],
    )
    for system in (KloutLike(), KredLike()):
        assert np.array_equal(system.daily(lived).values[order], system.daily(turned).values)


@settings(max_examples=25, deadline=None)
@given(
    seed=SEEDS, more=st.sampled_from(["likes_received", "replies_received", "reshares_received", "listed"])
)
def test_no_more_of_what_is_received_lowers_any_score(seed: int, more: str) -> None:
    lived = invented(seed, 3, 50, 1)
    one = lived.networks["0"]
    richer = record(**{name: getattr(one, name) + (5 if name == more else 0) for name in COLUMNS})
    for system in (KloutLike(), KredLike()):
        before = system.daily(lived).values
        after = system.daily(
            activity({"0": richer}, fame=lived.fame, influence_before=lived.influence_before)
        ).values
        assert np.all(after >= before - 1e-4)
