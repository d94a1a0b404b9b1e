"""Studies and participations made directly as rows, with answers whose means are known."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from psycopg import sql

from surveys.analysis import runs
from surveys.models import Kind, Participation, Protocol, Run, State, Study, Submission
from surveys.protocol import Compiled, Draws, canonical, compiled, digest, read

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
LEVELS = (20, 42, 62, 67, 85)


def document(**changes: Any) -> dict[str, Any]:
    """Five profiles visited, a score shown or hidden, two items a rating, one state before and after."""
    sliders = {"kind": "scale", "instrument": "state-anxiety-sliders", "required": False}
    data: dict[str, Any] = {
        "schema": 1,
        "name": "Made for tests",
        "title": "A study",
        "address": "made-for-tests",
        "factors": [
            {"name": "visibility", "label": "Score", "levels": ["shown", "hidden"], "varies": "between"},
            {"name": "level", "label": "Displayed score", "levels": list(LEVELS), "varies": "within"},
        ],
        "cue": {"value": {"factor": "level"}, "visibility": {"factor": "visibility"}},
        "pool": {"code": "few", "name": "Few", "license": "none", "profiles": [*map(profile, range(10))]},
        "instruments": ["message-credibility", "state-anxiety-sliders"],
        "pages": [
            {"kind": "consent", "id": "welcome", "statements": [{"code": "agrees", "text": "I agree."}]},
            {"kind": "questionnaire", "id": "earlier", "questions": [{**sliders, "name": "before"}]},
            {"kind": "randomise", "id": "lot"},
            {
                "kind": "visits",
                "id": "person",
                "count": 5,
                "look": {
                    "kind": "choice",
                    "code": "follow",
                    "text": "Follow?",
                    "options": [{"value": "yes", "label": "Follow"}, {"value": "no", "label": "Not now"}],
                },
                "rate": [{"kind": "scale", "instrument": "message-credibility", "required": False}],
            },
            {"kind": "questionnaire", "id": "later", "questions": [{**sliders, "name": "after"}]},
            {"kind": "debriefing", "id": "debriefing", "text": "It was made up."},
            {"kind": "end", "id": "end"},
        ],
        "outcomes": [
            {"kind": "rating", "name": "trust", "label": "Message credibility",
             "scale": "message_credibility", "smallest": 0.3},
            {"kind": "act", "name": "follow", "label": "Follow", "question": "follow", "value": "yes"},
            {"kind": "dwell", "name": "time", "label": "Time on the profile"},
            {"kind": "state", "name": "unease", "label": "Anxiety", "scale": "after", "before": "before",
             "smallest": 5},
        ],
        "plan": {"planned": 100},
    }  # fmt: skip
    return {**data, **changes}


def profile(i: int) -> dict[str, Any]:
    posts = [{"text": "Words.", "ago": "2 h"}]
    return {"code": f"p{i}", "name": f"Person {i}", "handle": f"p{i}", "bio": "Is.", "posts": posts}


def protocol(**changes: Any) -> Compiled:
    return compiled(read(document(**changes)))


def study(state: State = State.CLOSED, **changes: Any) -> Study:
    found = read(document(**changes))
    content = canonical(found)
    made = Study.objects.create(name=found.name, address=found.address, seed=bytes(32))
    made.protocol = Protocol.objects.create(
        study=made, number=1, schema=1, hash=digest(content), content=content, seed_hash="0" * 64
    )
    made.state = state
    made.save()
    return made


def person(
    study: Study,
    i: int,
    *,
    arm: str = "",
    kind: str = Kind.REAL,
    ending: str | None = "finished",
    pages: int | None = None,
    answers: Mapping[str, Mapping[str, Any]] | None = None,
    act: str = "answer",
) -> Participation:
    """The i-th participant, with answers by step; the first `pages` pages are answered, all by default."""
    assert study.protocol is not None
    compiled = study.protocol.compiled
    arms = list(compiled.arms)
    draws = compiled.draws(arm or arms[i % len(arms)], i % compiled.rows)
    given = {**answers_of(compiled, draws, i), **(answers or {})}
    steps = [step.key for step in compiled.steps if step.node.is_page][:pages]
    allocated = any("." in step for step in steps) or pages is None
    row = Participation.objects.create(
        study=study,
        protocol=study.protocol,
        kind=kind,
        token_hash=hashlib.sha256(f"{study.pk}:{kind}:{i}".encode()).digest(),
        language="en",
        n=len(steps),
        place={"at": steps[-1]},
        furthest=steps[-1],
        ending=ending,
        arm=draws.arm if allocated else None,
        draws=draws.to_json() if allocated else None,
        exposed_at=START if allocated else None,
        started_at=START,
        ended_at=START + timedelta(minutes=10 + i % 3) if ending else None,
    )
    Submission.objects.bulk_create(
        Submission(
            participation=row,
            n=n,
            step=step,
            act="keep" if step == "debriefing" else act,
            answers=given.get(step, {}),
            digest=hashlib.sha256(json.dumps([i, n, given.get(step, {})]).encode()).digest(),
            at=START + timedelta(seconds=10 * n),
        )
        for n, step in enumerate(steps)
    )
    return row


def answers_of(protocol: Compiled, draws: Draws, i: int) -> dict[str, dict[str, Any]]:
    """Answers that vary with the person and, where the score is shown, rise with the level."""
    rng = np.random.default_rng(i)
    shown = draws.levels.get("visibility") == "shown"
    found: dict[str, dict[str, Any]] = {}
    for step in protocol.steps:
        level = draws.levels_at(step.visit).get("level", 50) if step.visit else 50
        push = (float(level) - 55) / 25 if shown else 0.0
        found[step.key] = {question.code: _answer(question, push, rng) for question in step.questions}
    return found


def _answer(question: Any, push: float, rng: np.random.Generator) -> Any:
    if question.kind == "choice":
        return "yes" if rng.uniform() < 0.4 + 0.1 * push else "no"
    if question.kind == "slider":
        return int(np.clip(rng.normal(40, 15), 0, 100).round())
    return int(np.clip(rng.normal(4 + push, 1), 1, 7).round())


def people(study: Study, numbers: Sequence[int], **options: Any) -> list[Participation]:
    return [person(study, i, **options) for i in numbers]


def everyone() -> sql.SQL:
    return sql.SQL("true")


def performed(study: Study, kind: str = Kind.REAL) -> Run:
    runs.want(study, kind)
    run = runs.claim()
    assert run is not None
    runs.perform(run)
    run.refresh_from_db()
    return run
