"""The results page's content for one study and kind of participant."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from surveys import drafts
from surveys.analysis.coverage import Coverage, coverage_of
from surveys.analysis.flows import blinded
from surveys.analysis.results import ENOUGH, Results
from surveys.analysis.runs import effects_may_be_known, latest
from surveys.analysis.scope import OPEN, settled
from surveys.analysis.storing import results_of
from surveys.charts import CHARTS, table_of
from surveys.models import Chart, JobState, Kind, Run, Simulation, State, Study, User
from surveys.protocol import Compiled
from surveys.report.checks import checks
from surveys.report.context import Answer, Drawing, ResultsContext, SmallTable
from surveys.report.doubts import doubts
from surveys.report.early import allowed
from surveys.report.family import named_table
from surveys.report.flows import flow_table, made_with, sets
from surveys.report.names import progress_words
from surveys.report.numbers import counted
from surveys.report.seen import note as note_look
from surveys.report.sentences import answers
from surveys.report.simulated import summary
from surveys.report.tables import cell_rows, estimates, note, timely, verified

BAND = "Simulated participants: what a study can find, not what people do."
SOON = 3
IDLE = 30


def results_context(study: Study, kind: str = Kind.REAL) -> ResultsContext:
    """Read-only: looks at the newest run and the newest finished one, and computes nothing."""
    newest, done = Run.objects.filter(study=study, kind=kind).order_by("-pk").first(), latest(study, kind)
    page = _empty(study, kind, newest)
    if study.protocol_for(kind) is None or done is None:
        return page
    results, refused = shown(done, study)
    return _filled(page, study, done.protocol.compiled, results, refused, done)


def shown(run: Run, study: Study) -> tuple[Results, tuple[str, ...]]:
    """What may be told now of a run's results, here and in the API; and the keys of rows that contradict
    themselves, which nowhere are."""
    found = _allowed(results_of(run), study, run.kind)
    told, refused = verified(found, run.protocol.compiled)
    return timely(told, run.protocol.compiled), refused


def _allowed(results: Results, study: Study, kind: str) -> Results:
    """What may be looked at now: of a study that was opened again, effects and groups are hidden again. What
    its plan lets be looked at early was computed as such.
    """
    if effects_may_be_known(study, kind) or results.extent in ("live", "early"):
        return results
    return Results(kind=results.kind, planned=results.planned, extent="live", flow=blinded(results.flow))


def _empty(study: Study, kind: str, newest: Run | None) -> ResultsContext:
    """The page before anything has been computed."""
    protocol = study.protocol_for(kind)
    planned = (protocol.compiled.document if protocol else drafts.document(study)).plan.planned
    simulated = kind == Kind.SIMULATED
    now = coverage_of(study, kind)
    arrived, walking = now.arrived, _under_way(study, kind)
    open_ = newest is not None and newest.state in OPEN
    if arrived or walking:
        failed = newest is not None and newest.state == JobState.FAILED
        status, notice = "waiting", ON_THEIR_WAY if walking else NOTHING_YET if failed else WAITING
    else:
        status, notice = "zero", _nobody(study, simulated=simulated)
    took_part = f"{0:,} of {planned:,} planned took part" if not simulated else "Nobody simulated yet"
    other, other_text = _other(study, simulated=simulated)
    return ResultsContext(
        study_id=study.pk,
        title=study.name,
        kind=str(kind),
        status=status,
        top=walking
        or (took_part if not arrived else f"{counted(arrived, 'person has', 'people have')} come"),
        took_part=took_part,
        finished=0,
        planned=planned,
        zone=protocol.compiled.document.time_zone if protocol else "UTC",
        next_refresh=_next(study, kind, open_=open_),
        refresh_seconds=_seconds(study, kind, open_=open_, behind=_is_behind(study, newest, now)),
        run_state=newest.state if newest else "",
        progress=progress_words(newest, protocol.compiled if protocol else None, "en"),
        run_error="",
        simulated=simulated,
        band=BAND if simulated else "",
        notice=notice,
        share_path=f"/s/{study.address}/",
        other_kind=other,
        other_text=other_text,
    )


FAILED = "The newest computation failed; the list of computations says why. What is shown here is older."
NOTHING_YET = (
    "The computation failed, so there are no results yet; what people did is kept. The list of computations "
    "says why, and “Refresh now” tries again."
)
ON_THEIR_WAY = "They are on their way through the study. What they did appears here as they are counted."
WAITING = "People have come; what they did is being counted and appears here within a minute."
CLOSED_WAITING = "The study is closed. Its effects are being computed and appear here within a minute."


def _nobody(study: Study, *, simulated: bool) -> str:
    if simulated:
        return "Nobody has been simulated yet. Rehearse the study with simulated people to fill this page."
    if study.protocol is None:
        return "The study has not been published yet, so nobody can take part."
    if study.state == State.CLOSED:
        return "Nobody took part before the study was closed."
    return "Nobody has taken part yet. Share this link:"


def _filled(
    page: ResultsContext,
    study: Study,
    protocol: Compiled,
    results: Results,
    refused: tuple[str, ...],
    run: Run,
) -> ResultsContext:
    language = protocol.document.language
    drawings = _drawings(run, results)
    words: tuple[Answer, ...] = answers(results, protocol, language)
    beside = {answer.topic for answer in words} | {"flow"}
    checked = checks(results, protocol, language)
    gone = page.kind in settled(study)
    return replace(
        _dated(page, study, results, run),
        run=run.pk,
        run_error=FAILED if page.run_state == JobState.FAILED else "",
        extent=results.extent,
        found=summary(results, protocol, language),
        answers=tuple(replace(answer, chart=drawings.get(answer.topic)) for answer in words),
        doubts=doubts(results, protocol, language, refused=refused, checks=checked, settled=gone)
        if results.flow.total("arrived")
        else (),
        checks=checked,
        sets=sets(results, protocol, language),
        named=named_table(results, protocol, language),
        estimates=estimates(results, protocol, language),
        estimates_note=note(results, protocol),
        cells=cell_rows(results, protocol, language),
        flow=flow_table(results, protocol, language),
        flow_chart=drawings.get("flow"),
        charts=tuple(drawing for key, drawing in drawings.items() if key not in beside),
        made_with=made_with(results),
    )


def _drawings(run: Run, results: Results) -> dict[str, Drawing]:
    stored = {chart.key: _drawing(chart) for chart in run.charts.all()}
    drawings = {key: stored[key] for key in CHARTS if key in stored} | stored
    if results.extent != "live":
        return drawings
    # Drawn when the study was closed, it may show who was in which group.
    drawn_live = run.results["extent"] == "live"
    return {key: drawing for key, drawing in drawings.items() if key == "flow" and drawn_live}


def _drawing(chart: Chart) -> Drawing:
    numbers = table_of(chart.specification)
    table = SmallTable(chart.title, numbers.columns, numbers.texts) if numbers.rows else None
    return Drawing(chart.key, chart.title, chart.svg, chart.alternative, table)


def drawing_of(study: Study, kind: str, key: str, *, by: User) -> Drawing | None:
    """One chart that the page shows now, and no other: no effect leaks from a live study. Noted as a look."""
    done = latest(study, kind)
    if study.protocol_for(kind) is None or done is None:
        return None
    results, _refused = shown(done, study)
    if key != "flow":
        finished = results.flow.total("finished")
        note_look(study, by=by, run=done.pk, kind=str(kind), extent=results.extent, n=finished)
    return _drawings(done, results).get(key)


def _dated(page: ResultsContext, study: Study, results: Results, run: Run) -> ResultsContext:
    """What stands at the top: who took part, as of when, and why there are no effects, where that is so."""
    finished = results.flow.total("finished")
    took_part = _took_part(study, results, page, finished)
    computed = _local(run.finished_at, page.zone)
    status, notice = _status(study, page, results, finished)
    when = f"computed {_clock(computed)} ({page.zone})"
    parts = (_under_way(study, page.kind) or took_part, when, page.next_refresh)
    return replace(
        page,
        status=status,
        notice=notice,
        took_part=took_part,
        finished=finished,
        top="; ".join(part for part in parts if part),
        computed=_clock(computed),
        computed_at=computed,
    )


def _took_part(study: Study, results: Results, page: ResultsContext, finished: int) -> str:
    if results.kind != Kind.SIMULATED:
        return f"{finished:,} of {page.planned:,} planned took part"
    if page.refresh_seconds:
        who = counted(finished, "simulated person", "simulated people")
        return f"{who} finished; the others are being counted"
    arrived = results.flow.total("arrived")
    went = f"{counted(arrived, 'simulated person', 'simulated people')} went through"
    if arrived == finished:
        return f"{went}: all finished"
    lost = Simulation.objects.filter(study=study, dropout__gt=0).exists()
    asked = " (the rehearsal lets some leave)" if lost else ""
    return f"{went}: {finished:,} finished, {arrived - finished:,} left on the way{asked}"


def _status(study: Study, page: ResultsContext, results: Results, finished: int) -> tuple[str, str]:
    if not results.flow.total("arrived"):
        return page.status, page.notice
    if results.extent == "live":
        if effects_may_be_known(study, page.kind):
            return "waiting", CLOSED_WAITING
        words = (
            f"{finished:,} of {page.planned:,} have finished. Effects appear when the study is closed; "
            "until then: who came, how far they got, how long it took."
        )
        return "live", words
    if results.extent == "early":
        return _early(study, page, results, finished)
    if results.extent == "few":
        return "few", f"{_few(study, page.kind)}: averages are shown, and nothing is inferred from them."
    return "shown", ""


def _few(study: Study, kind: str) -> str:
    protocol = study.protocol_for(kind)
    named = protocol.compiled.document.plan.confirmatory if protocol else ()
    if any(comparison.contrast == "groups" for comparison in named):
        return f"Fewer than {ENOUGH} on a side of each comparison that the plan names"
    return f"Fewer than {ENOUGH} in a group"


def _early(study: Study, page: ResultsContext, results: Results, finished: int) -> tuple[str, str]:
    if effects_may_be_known(study, page.kind):
        return "waiting", CLOSED_WAITING
    protocol = study.protocol_for(page.kind)
    plan = protocol.compiled.document.plan if protocol else None
    said = f"{finished:,} of {page.planned:,} have finished."
    return "early", f"{said} {allowed(plan)}" if plan else said


def _other(study: Study, *, simulated: bool) -> tuple[str, str]:
    if simulated:
        return str(Kind.REAL), "See this page with the people who took part"
    people = coverage_of(study, Kind.SIMULATED).arrived
    return (str(Kind.SIMULATED), f"See this page with {people:,} simulated people") if people else ("", "")


def _under_way(study: Study, kind: str) -> str:
    """How far the simulated people are, while they are on their way."""
    if kind != Kind.SIMULATED:
        return ""
    open_ = Simulation.objects.filter(study=study, state__in=OPEN).order_by("pk").first()
    if open_ is None:
        return ""
    done, all_ = f"{open_.done:,}", f"{open_.participants:,}"
    return f"{done} of {all_} simulated people have come through, more coming; numbers will change"


def _moving(study: Study, kind: str) -> bool:
    """Whether people may still come."""
    if kind == Kind.SIMULATED:
        return Simulation.objects.filter(study=study, state__in=OPEN).exists()
    return study.state in (State.LIVE, State.PAUSED)


def _next(study: Study, kind: str, *, open_: bool) -> str:
    """When the page may change; while something is computed its progress says so."""
    return "next within a minute" if _moving(study, kind) and not open_ else ""


def _seconds(study: Study, kind: str, *, open_: bool, behind: bool) -> int | None:
    moving = _moving(study, kind)
    if open_ or (moving and kind == Kind.SIMULATED):
        return SOON
    if moving:
        return IDLE
    return SOON if behind else None


def _is_behind(study: Study, newest: Run | None, now: Coverage) -> bool:
    """Whether there is more than the newest run looked at: another comes, and the page has to wait for it."""
    if newest is None:
        return now.arrived > 0
    if (newest.covered, newest.covered_hash) != (now.covered, now.hash):
        return True
    withheld = newest.state == JobState.DONE and newest.results.get("extent") in ("live", "early")
    return withheld and effects_may_be_known(study, newest.kind)


def _local(moment: datetime | None, zone: str) -> datetime | None:
    return moment.astimezone(ZoneInfo(zone)) if moment else None


def _clock(moment: datetime | None) -> str:
    """14:03 today, else with the day."""
    if moment is None:
        return ""
    today = timezone.now().astimezone(moment.tzinfo).date()
    return f"{moment:%H:%M}" if moment.date() == today else f"{moment:%-d %B %Y, %H:%M}"
