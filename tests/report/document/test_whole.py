"""The document of real rows: what may be in it at each stage, and that its rates are an independent count."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.template.loader import render_to_string

from scoring.estimators.estimate import t_row
from surveys import drafts, simulate
from surveys.analysis import runs
from surveys.analysis.results import STEP
from surveys.charts import draw
from surveys.models import Estimate, JobState, Kind, Participation, PowerCheck, State, Study
from surveys.report.document import Report, report_of
from surveys.report.document.parts import Figure, Para, Section, Table
from surveys.report.document.whole import in_short
from surveys.simulate.people import Effects
from tests.analysis import make
from tests.people import flagship, published
from tests.report.document.knowing import known, row, words
from tests.report.made import planned

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
PLAN = {
    "planned": 60,
    "confirmatory": [
        {"name": "slope", "outcome": "trust", "contrast": "level", "model": "mixed", "smallest": 0.05},
        {"name": "calm", "outcome": "unease", "contrast": "visibility", "model": "adjusted", "smallest": 5},
    ],
    "covariates": ["before"],
}


def perform(study: Study, kind: str = Kind.REAL) -> None:
    runs.want(study, kind)
    run = runs.claim()
    assert run is not None
    runs.perform(run, draw=draw)


def report(study: Study, kind: str = Kind.REAL) -> Report:
    found = report_of(study, kind, now=NOW)
    assert found is not None
    return found


def page(found: Report) -> str:
    return render_to_string("report/document.html", {"report": found})


def section(found: Report, key: str) -> Section:
    every = [part for outer in found.sections for part in (outer, *outer.parts)]
    every += [small for part in every for small in part.parts]
    return next(part for part in every if part.key == key)


def closed_with_people() -> Study:
    study = make.study(plan=PLAN)
    make.people(study, range(48))
    make.people(study, range(48, 53), ending="stopped", pages=6)
    make.person(study, 53, ending="withdrawn", pages=6)
    make.people(study, range(54, 57), ending="declined", pages=1)
    make.people(study, range(57, 59), ending=None, pages=2)
    perform(study)
    return study


def test_a_draft_that_was_never_rehearsed_has_no_report() -> None:
    assert report_of(drafts.create(flagship(), by=None), Kind.REAL, now=NOW) is None


def test_an_empty_study_has_its_methods_and_no_numbers() -> None:
    found = report(published())
    text = words(found)
    assert "Nobody has taken part." in text and "– (0 of 0)" in text
    assert "The study is still open: this document holds no effects" in text
    assert "McCroskey" in text and "1,020 participants were planned; 0 finished." in text
    assert "t(" not in text


def test_a_closed_study_in_which_nothing_is_computed_yet_says_so() -> None:
    study = make.study()
    make.people(study, range(3))
    text = words(report(study))
    assert "Nothing has been computed yet" in text and "100.0 % (3 of 3)" in text


def test_rates_equal_an_independent_count() -> None:
    """X5."""
    study = closed_with_people()
    people = Participation.objects.filter(study=study, kind=Kind.REAL, n__gt=0)
    arrived, declined = people.count(), people.filter(ending="declined").count()
    finished, agreed = people.filter(ending="finished").count(), arrived - declined
    assert (arrived, declined, finished) == (59, 3, 48)
    text = words(section(report(study), "cherries"))
    assert f"{100 * agreed / arrived:.1f} % ({agreed} of {arrived}) of those who sent" in text
    assert f"{100 * finished / agreed:.1f} % ({finished} of {agreed}) of those who agreed" in text
    filled = re.search(r"^(\d+) of 30 filled in", text, re.MULTILINE)
    assert filled is not None and int(filled[1]) >= 20


def test_what_else_is_told_on_a_topic_stands_in_its_line() -> None:
    step = row("trust", STEP, t_row(0.2, 0.05, 300), at=(62.0, 67.0), comparison="fourth", p_adjusted=0.001)
    of = known(row(comparison="first"), step, protocol=planned("first", "fourth"))
    line = next(block.text for block in in_short(of) if isinstance(block, Para))
    assert line.startswith("What people thought. Each 10 points of displayed score raised")
    assert "Showing 67 instead of 62 raised message credibility by 0.20 points" in line


def test_a_closed_study_tells_everything() -> None:
    found = report(closed_with_people())
    text = words(found)
    assert re.search(r"credibility, each 10 points .*: b = 0\.\d\d points .* t\([\d.]+\) = .* p_Holm", text)
    assert text.count("left out: what would be printed") == 0
    headings = [part.key for part in found.sections]
    assert headings[:4] == ["answers", "method", "results", "figures"]
    assert headings[4:] == ["deviations", "checklists", "origin", "references"]
    for key in ("attrition", "balance", "descriptives", "reliability", "confirmatory", "exploratory",
                "equivalence", "robustness", "models", "estimands"):  # fmt: skip
        assert section(found, key).said, key
    assert "48 finished" in text and "before the planned number" not in text
    run = study_run(found)
    assert run in words(section(found, "origin"))


def study_run(found: Report) -> str:
    return dict(found.about.items)["Results hash"]


def test_tables_and_figures_are_numbered_as_they_stand() -> None:
    found = report(closed_with_people())
    every = [part for outer in found.sections for part in (outer, *outer.parts)]
    blocks = [block for outer in found.sections for block in ordered(outer)]
    assert every
    for kind in (Table, Figure):
        numbers = [block.number for block in blocks if isinstance(block, kind)]
        assert numbers == list(range(1, len(numbers) + 1)) and numbers


def ordered(part: Section) -> list[object]:
    return [*part.blocks, *(block for inner in part.parts for block in ordered(inner))]


def test_every_chart_of_the_run_is_in_it_once_with_its_words() -> None:
    study = closed_with_people()
    html = page(report(study))
    charts = runs.latest(study, Kind.REAL).charts.all()  # type: ignore[union-attr]
    assert {"credibility", "effects", "flow"} <= {chart.key for chart in charts}
    assert html.count('<img src="data:image/svg+xml;base64,') == len(charts)
    assert html.index("Figure 1</b> <i>From arrival") < html.index("Figure 2</b>")


def test_a_live_study_holds_no_effect_and_no_small_groups() -> None:
    study = make.study(State.LIVE, plan=PLAN)
    study.seed = bytes(range(32))
    study.save()
    make.people(study, range(16))
    perform(study)
    found = report(study)
    text = words(found)
    assert "holds no effects" in text and "not told yet" in text
    assert "t(" not in text and "SD" not in text and "Put into a group by lot|16\n" in text
    assert [part.key for part in found.sections].count("figures") == 0
    assert "The seed itself is told when the study is closed" in text
    assert bytes(study.seed).hex() not in page(found)


def test_a_plan_that_allows_early_looks_still_leaves_them_out_of_the_document() -> None:
    stopping = {"kind": "group_sequential", "looks": [0.5, 1]}
    study = make.study(State.LIVE, plan={**PLAN, "planned": 80, "stopping": stopping})
    make.people(study, range(60))
    perform(study)
    run = runs.latest(study, Kind.REAL)
    assert run is not None and run.results["extent"] == "early" and run.estimates.exists()
    text = words(report(study))
    assert "holds no effects" in text and "t(" not in text and "How each comparison stood" not in text


def test_a_study_that_was_opened_again_hides_what_it_told() -> None:
    study = closed_with_people()
    study.state = State.LIVE
    found = report(study)
    assert "t(" not in words(found) and "data:image" not in page(found)


def test_too_few_are_described_and_nothing_is_inferred() -> None:
    study = make.study(plan=PLAN)
    make.people(study, range(10))
    perform(study)
    text = words(report(study))
    assert "too few participants in a group" in text
    assert "Means and standard deviations" in text and "t(" not in text


def test_a_stored_number_that_was_changed_is_printed_nowhere() -> None:
    study = closed_with_people()
    row = Estimate.objects.filter(comparison="calm").get()
    row.estimate, row.p = 98765.4, 0.0123
    row.save()
    text = words(report(study))
    assert "98765" not in text and ".012," not in text
    assert "1 estimate was left out: the stored p, statistic and interval do not agree" in text
    assert f"({row.key})" in text
    assert "1 estimate left out because it did not" in words(section(report(study), "deviations"))


HOSTILE = "</title><script>alert('x')</script><img src=http://evil.example/x onerror=alert(1)>{{ 7|add:7 }}"


def test_hostile_words_are_shown_and_do_nothing() -> None:
    about = dict.fromkeys(("institution", "contact", "approval", "pay"), HOSTILE) | {"minutes": 9}
    document = make.document()
    document["factors"][0]["label"] = HOSTILE
    document["outcomes"][0]["label"] = HOSTILE
    document["pages"][0]["statements"][0]["text"] = HOSTILE
    study = make.study(about=about, **{key: document[key] for key in ("factors", "outcomes", "pages")})
    study.name = HOSTILE
    make.people(study, range(44))
    perform(study)
    html = page(report(study))
    assert "<script" not in html and "onerror" in html and "<img src=http" not in html
    assert "&lt;script&gt;" in html and "{{ 7|add:7 }}" in html
    assert html.count("</title>") == 1


def test_it_is_one_file_that_asks_for_nothing() -> None:
    html = page(report(closed_with_people()))
    assert "<script" not in html and "<link" not in html and "@import" not in html
    assert not re.search(r'(?:src|href|action)="(?!#|data:image/svg)', html)
    assert "url(" not in html


def test_every_anchor_leads_somewhere_and_ids_are_unique() -> None:
    html = page(report(closed_with_people()))
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(set(ids)) == len(ids)
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


def test_forty_simulated_participants_under_their_band() -> None:
    study = published()
    simulate.want(study, participants=40, effects=Effects(level={"competence": 0.3}), dropout=0.05, seed=3)
    wanted = simulate.claim()
    assert wanted is not None
    simulate.perform(wanted)
    perform(study, Kind.SIMULATED)
    found = report(study, Kind.SIMULATED)
    html, text = page(found), words(found)
    assert '<p class="band">Simulated participants.' in html
    assert found.name == "first-impressions-simulated-report"
    assert "Nobody was recruited" in text and "40 participants, seed 3, 5 % leaving on the way" in text
    assert "Built in: level on Perceived competence: +0.3" in text
    assert "100.0 % (40 of 40) agreed" in text
    assert "told when the study is closed" in text
    real = report(study)
    assert real.band == "" and "Nobody has taken part." in words(real)
    assert "40 simulated participants went through" in words(section(real, "cherries"))


def test_a_power_check_of_this_very_protocol_justifies_the_number() -> None:
    study = make.study(plan=PLAN)
    assert study.protocol is not None
    found = {"name": "slope", "effect": 0.05, "repeats": 100, "found": 83, "in_error": 4}
    check = PowerCheck.objects.create(
        study=study, content="another draft", repeats=100, state=JobState.DONE, results={"found": [found]}
    )
    assert "found in 83 %" not in words(report(study))
    PowerCheck.objects.filter(pk=check.pk).update(content=study.protocol.content)
    assert "found in 83 % of 100 with an effect of 0.05, in 4.0 % with none." in words(report(study))
    other = {"found": [{**found, "found": 12}]}
    PowerCheck.objects.create(
        study=study, content=study.protocol.content, repeats=100, state=JobState.DONE, results=other,
        participants=40,
    )  # fmt: skip
    assert "found in 83 % of 100" in words(report(study))


def test_the_same_study_makes_the_same_document() -> None:
    study = closed_with_people()
    first = report(study)
    assert page(first) == page(report(study))
    later = report_of(study, Kind.REAL, now=datetime(2027, 1, 1, tzinfo=UTC))
    assert later is not None and later != first
    assert replace(later, about=first.about) == first
