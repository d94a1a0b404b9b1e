"""The pictures of the score systems: what they say, and that those shipped are what the code draws today."""

import json
from functools import cache
from xml.etree import ElementTree

import numpy as np
import pytest

from scoring.influence.comparison import comparison
from scoring.influence.klout import KloutLike
from scoring.influence.norms import norms
from scoring.influence.year import FIGURE, year
from surveys.charts import FORMATS, table_of
from surveys.charts.calibration import ACCOUNTS, calibration, words
from surveys.charts.shipped import HERE, SYSTEM_CHARTS, Shipped, drawn, shipped
from surveys.charts.style import WIDE, WIDE_BOLD, WIDE_LINE
from surveys.charts.tables import Table
from surveys.charts.year import BEGINS, QUARTERS, lived, said, year_of_scores
from tests.charts.test_grammar import validate

EACH = pytest.mark.parametrize("key", SYSTEM_CHARTS)


@cache
def now(key: str) -> Shipped:
    return drawn(key)


def rows(table: Table, first: str) -> list[tuple[object, ...]]:
    return [row[1:] for row in table.rows if row[0] == first]


# --- both


@EACH
def test_what_is_shipped_is_what_the_code_draws(key: str) -> None:
    """Where this fails a constant was changed: `manage.py figures` draws them anew."""
    kept, fresh = shipped(key), now(key)
    assert kept.alternative == fresh.alternative
    assert json.loads(json.dumps(fresh.specification)) == kept.specification


@EACH
def test_a_picture_is_valid_vega_lite(key: str) -> None:
    validate(now(key).specification)


@EACH
def test_a_picture_is_svg_of_the_usual_width_without_a_request(key: str) -> None:
    drawing = shipped(key).svg
    root = ElementTree.fromstring(drawing)
    assert float(root.attrib["width"]) == pytest.approx(WIDE, abs=14)
    assert "http" not in drawing.replace("http://www.w3.org/", "")
    assert "<script" not in drawing and "<image" not in drawing


@EACH
def test_titles_and_captions_fit_the_width(key: str) -> None:
    title = shipped(key).specification["title"]
    panels = [panel["title"] for panel in shipped(key).specification["vconcat"]]
    assert all(len(line) <= WIDE_BOLD for each in (title, *panels) for line in each["text"])
    assert all(len(line) <= WIDE_LINE for each in (title, *panels) for line in each.get("subtitle", ()))


@EACH
def test_words_are_in_ink_only(key: str) -> None:
    """Grey survives: no mark is told from another by its hue."""
    colours = set()
    for panel in shipped(key).specification["vconcat"]:
        for layer in panel["layer"]:
            colours |= {str(layer["mark"].get("color")), str(layer["mark"].get("fill", "white"))}
    for colour in colours - {"None", "white"}:
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        assert max(red, green, blue) - min(red, green, blue) < 24, colour


@EACH
@pytest.mark.parametrize("suffix", FORMATS)
def test_a_picture_can_be_taken_in_every_format(key: str, suffix: str) -> None:
    written = FORMATS[suffix].write(shipped(key))
    begins = {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF", "csv": "\ufeff".encode()}[suffix]
    assert written.startswith(begins) and len(written) > 500


@EACH
def test_reading_a_shipped_one_loads_and_computes_nothing(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped.cache_clear()
    monkeypatch.setitem(SYSTEM_CHARTS, key, None)
    assert shipped(key).key == key
    assert shipped(key) is shipped(key)


def test_no_other_picture_is_read_from_the_disk() -> None:
    for key in ("../../../config/settings", "", "klout"):
        with pytest.raises(LookupError, match="there is no picture"):
            shipped(key)
    assert {path.stem for path in HERE.iterdir()} == set(SYSTEM_CHARTS)


def test_the_readme_shows_the_year_that_is_shipped() -> None:
    pictures = HERE.parents[2] / ".pictures"
    assert (pictures / "year.svg").read_text() == shipped("year").svg
    assert ".pictures/year.png" in (HERE.parents[2] / "README.md").read_text()
    assert (pictures / "year.png").read_bytes().startswith(b"\x89PNG")


# --- the year


def test_the_four_of_the_founding_text_are_drawn() -> None:
    numbers = table_of(shipped("year").specification)
    names = dict.fromkeys(row[0] for row in numbers.rows)
    assert list(names) == ["Inactive celebrity", "Always on", "Scheduled robot", "Unplugger"]
    assert len(rows(numbers, "Always on")) == 14
    assert rows(numbers, "Unplugger")[-1][0] == QUARTERS[-1] == 364


def test_numbers_are_those_of_the_year_itself() -> None:
    one = year(lived("unplugger"), 7)
    for day, followers, klout, influence, level in rows(table_of(shipped("year").specification), "Unplugger"):
        assert isinstance(day, int)
        assert followers == round(float(one.followers[day]))
        assert klout == round(float(one.klout[day]), 1)
        assert (influence, level) == (round(float(one.influence[day])), one.outreach[day])


def test_the_picture_says_what_the_essay_says() -> None:
    years = {kind: year(lived(kind), 7) for kind in FIGURE}
    celebrity, always, robot, away = (years[kind] for kind in FIGURE)
    assert celebrity.content.sum() < 20 and celebrity.klout[-1] > always.klout[-1]
    assert celebrity.outreach[-1] < always.outreach[-1]
    assert robot.klout[BEGINS - 1] <= KloutLike().card.low + 9 and robot.klout[-1] > 35
    assert robot.influence[-1] > robot.influence[100] > robot.influence[BEGINS]
    assert away.stops is not None and away.returns is not None
    lost = away.klout[away.stops - 1] - away.klout[away.returns]
    assert lost > 4
    same_time = away.klout[2 * away.returns - away.stops] - away.klout[away.returns]
    assert same_time < lost, "regaining takes longer than losing"


def test_words_of_one_who_stays_and_of_one_who_leaves() -> None:
    stays, leaves = year(lived("always_on"), 7), year(lived("unplugger"), 7)
    assert said(stays).startswith(f"{stays.content.sum():,.0f} posts, score {stays.klout[0]:.0f} to ")
    assert f"away from day {leaves.stops} to {leaves.returns}: score" in said(leaves)
    assert f"to {leaves.klout[leaves.stops :].min():.0f}, {leaves.klout[-1]:.0f} in the end" in said(leaves)
    assert f"from day {BEGINS} on" in said(year(lived("scheduled_robot"), 7))


def test_the_robot_has_no_line_before_it_is_switched_on() -> None:
    datasets = year_of_scores().chart["datasets"].values()
    first = sorted(min(row["day"] for row in data) for data in datasets if len(data) > 50)
    assert first == [0, 0, 0, 0, 0, 0, BEGINS, BEGINS]


# --- the calibration


def test_every_percentile_of_the_norms_is_drawn_beside_ours() -> None:
    numbers = table_of(shipped("calibration").specification)
    for name, norm in (("Klout-like score", norms().klout), ("Kred-like Influence", norms().influence)):
        found = rows(numbers, name)
        assert [row[0] for row in found] == [f"percentile {p:g}" for p in norm.percents]
        assert [row[1] for row in found] == list(norm.at)
        for _what, real, ours, gap, allowed in found:
            assert isinstance(real, float) and isinstance(ours, float) and isinstance(allowed, float)
            assert gap == pytest.approx(ours - real, abs=0.11)
            assert abs(ours - real) <= allowed


def test_the_correlation_is_that_of_the_scores_drawn_and_near_that_of_real_accounts() -> None:
    (_what, real, ours, _gap, _allowed) = rows(table_of(shipped("calibration").specification), "Both")[0]
    assert real == norms().correlation
    assert isinstance(ours, float) and 0.75 <= ours <= 0.85
    datasets = shipped("calibration").specification["datasets"].values()
    dots = next(data for data in datasets if "influence" in data[0])
    r = np.corrcoef([row["klout"] for row in dots], [row["influence"] for row in dots])[0, 1]
    assert r == pytest.approx(ours, abs=4 * (1 - ours**2) / np.sqrt(len(dots)))


def test_levels_are_met_as_often_as_is_promised() -> None:
    found = rows(table_of(shipped("calibration").specification), "Outreach level")
    (exact, near) = (row[2] for row in found)
    assert isinstance(exact, float) and exact >= 60
    assert isinstance(near, float) and near >= 95


def test_words_give_some_percentiles_and_the_correlation() -> None:
    found = comparison(2_000, rng=np.random.default_rng(1))
    text = words(found)
    median = next(at for at in found.klout if at.percent == 50)
    assert f"{median.ours:.0f} at the 50th percentile (real accounts {median.norm:.0f})" in text
    assert f"correlate {found.correlation:.2f}; those of real accounts {norms().correlation:.2f}" in text
    assert calibration().words == shipped("calibration").alternative
    assert f"{ACCOUNTS:,}" in " ".join(shipped("calibration").specification["title"]["subtitle"])
