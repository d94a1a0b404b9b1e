"""A score beside a count of followers that no real account had with it is told before anybody sees it."""

from typing import Any

import pytest

from scoring.influence.norms import norms
from surveys.profiles.generated import draw_pool
from surveys.protocol import Document, Severity, checks, read
from surveys.protocol.operations import apply
from surveys.protocol.pairings import apart, band_of, implausible
from tests.protocol.small import SMALL


def study(followers: int | None, levels: list[Any], *, shown: bool = True, **cue: Any) -> Document:
    """Seven people with so many followers each, and these scores."""
    content = read(SMALL).model_dump(mode="json", by_alias=True)
    operations: list[dict[str, Any]] = [
        {"op": "set", "path": "factors.level.levels", "value": levels},
        *({"op": "set", "path": f"pool.profiles.p{i}.followers", "value": followers} for i in range(1, 8)),
        *({"op": "set", "path": f"cue.{name}", "value": value} for name, value in cue.items()),
    ]
    changed = apply(content, operations)
    for page in changed["pages"]:
        if page["kind"] == "visits":
            page["followers"] = shown
    return read(changed)


def told(document: Document) -> list[str]:
    return [message for _path, message in implausible(document)]


def test_a_band_is_found_by_its_lower_end() -> None:
    assert [band_of(n).low for n in (0, 9, 10, 999, 1000, 10**7)] == [0, 0, 10, 300, 1000, 30000]


def test_how_far_apart_is_in_sd_of_the_band_by_hand() -> None:
    mean, sd = next(band for band in norms().bands if band.low == 300).klout
    assert apart(412, mean, "klout") == 0
    assert apart(412, mean + sd, "klout") == pytest.approx(1)
    assert apart(412, 85, "klout") == pytest.approx((85 - mean) / sd)
    mean, sd = next(band for band in norms().bands if band.low == 300).influence
    assert apart(999, mean - 3 * sd, "influence") == pytest.approx(-3)


def test_a_plausible_pair_is_no_warning() -> None:
    assert told(study(412, [40, 46, 52])) == []


def test_an_implausible_pair_is_a_warning_that_names_somebody_and_the_cure() -> None:
    (message,) = told(study(412, [46, 52, 85]))
    assert "7 of 7 profiles" in message
    assert "Person 1 has 412 followers and can show 85, where real ones had" in message
    assert "Hide the followers, or change them or the levels." in message


def test_the_warning_gives_the_range_that_real_accounts_had() -> None:
    (message,) = told(study(412, [46, 52, 85]))
    mean, sd = next(band for band in norms().bands if band.low == 300).klout
    assert f"had {mean - 2 * sd:.0f} to {mean + 2 * sd:.0f} (mean and 2 SD, in 2013)" in message


def test_two_sd_are_the_limit() -> None:
    mean, sd = next(band for band in norms().bands if band.low == 300).klout
    inside, outside = int(mean + 2 * sd), int(mean + 2 * sd) + 1
    assert told(study(412, [46, inside])) == []
    assert told(study(412, [46, outside])) != []
    inside, outside = int(mean - 2 * sd) + 1, int(mean - 2 * sd)
    assert told(study(412, [46, inside])) == []
    assert told(study(412, [46, outside])) != []


def test_what_is_not_shown_together_is_not_compared() -> None:
    assert told(study(412, [46, 85], shown=False)) == []
    assert told(study(412, [46, 85], visibility="hidden")) == []
    assert told(study(None, [46, 85])) == []
    assert told(study(412, [46, 85], visibility="shown")) != []


def test_a_constant_score_is_compared_too() -> None:
    assert told(study(30, [1, 2], value=95)) != []
    assert told(study(30, [1, 2], value=30)) == []


def test_a_score_to_1000_is_read_as_an_influence_and_others_as_nothing_known() -> None:
    assert told(study(412, [650, 700], high=1000)) == []
    assert told(study(412, [46, 700], high=1000)) != []
    assert told(study(412, [1, 5], high=5)) == []
    assert told(study(412, [0, 85], low=0)) == []


def test_a_study_without_score_or_visits_has_nothing_to_compare() -> None:
    content = study(412, [46, 85]).model_dump(mode="json", by_alias=True)
    assert told(read({**content, "cue": None})) == []
    pages = [page for page in content["pages"] if page["kind"] != "visits"]
    assert told(read({**content, "pages": pages})) == []


def test_it_is_one_of_the_checks_and_never_an_error() -> None:
    document = study(412, [46, 85])
    position = next(i for i, page in enumerate(document.pages) if page.kind == "visits")
    found = [f for f in checks(document) if f.path == f"pages.{position}.followers"]
    assert [f.severity for f in found] == [Severity.WARNING]
    assert not [f for f in checks(study(412, [46, 50])) if f.path.endswith(".followers")]


def test_no_two_levels_of_the_flagship_fit_all_followers() -> None:
    """Why followers are not shown by default: no band of real accounts admits all five levels."""
    for band in norms().bands:
        assert any(abs(apart(band.low, score, "klout")) > 2 for score in (20, 42, 62, 67, 85))


def test_drawn_people_with_scores_of_their_own_are_mostly_no_warning() -> None:
    people = draw_pool(60, "lab-1", kinds=["ordinary", "conversationalist", "unplugger"]).profiles
    odd = [
        p
        for p in people
        if p.account and abs(apart(p.followers, p.account.scores[0].values[-1], "klout")) > 2
    ]
    assert len(odd) <= 6


def test_a_kred_like_score_is_read_on_its_own_range() -> None:
    mean, sd = band_of(412).influence
    assert told(study(412, [round(mean), round(mean + sd)], system="kred_like")) == []
    assert "Person 1 has 412 followers" in told(study(412, [round(mean + 3 * sd)], system="kred_like"))[0]


def test_a_computed_score_is_checked_with_each_of_its_shifts() -> None:
    pool = draw_pool(8, "shifts", kinds=["ordinary"])
    computed = {"rule": "account", "shift": {"factor": "level"}}
    operations: list[dict[str, Any]] = [
        {"op": "set", "path": "pool.profiles", "value": [p.model_dump(mode="json") for p in pool.profiles]},
        {"op": "set", "path": "cue.system", "value": "klout_like"},
        {"op": "set", "path": "cue.value", "value": computed},
    ]

    def shifted(levels: list[int]) -> Document:
        content = study(None, levels).model_dump(mode="json", by_alias=True)
        return read(apply(content, operations))

    assert "1 of 8 profiles" in told(shifted([0, 1]))[0], "of drawn people few are far from their norm"
    assert "8 of 8 profiles" in told(shifted([0, 60]))[0]
