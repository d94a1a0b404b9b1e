"""A small study with every kind of answer, and people in it, written as rows."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from surveys.analysis.results import Flow, Results
from surveys.models import Kind, Participation, Protocol, State, Study, Submission
from surveys.protocol import canonical, digest, from_yaml

DESIGN = (Path(__file__).parent / "kiosk.yaml").read_text()

SKIPPED, DECLINED = {"missing": "skipped"}, {"missing": "declined"}
STORIES: tuple[Any, ...] = (
    'Two lines,\nwith "quotes", commas; and a tab\t.',
    "Grüße aus 東京 👩‍🔬 — שלום",
    "=HYPERLINK(1)",
    SKIPPED,
)
START = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


def publish(address: str, state: State = State.LIVE) -> Study:
    document = from_yaml(DESIGN.replace("address: kiosk", f"address: {address}"))
    study = Study.objects.create(name=document.name, address=address, seed=bytes(32))
    content = canonical(document)
    study.protocol = Protocol.objects.create(
        study=study, number=1, schema=1, hash=digest(content), content=content, seed_hash="5e" * 32, xid=2
    )
    study.state, study.xid = state, 2
    study.save()
    return study


def protocol_of(study: Study) -> Protocol:
    assert study.protocol is not None
    return study.protocol


def pages(index: int) -> list[tuple[str, str, dict[str, Any]]]:
    """Steps, acts and answers of one person from the first page to the last."""
    about = {
        "mood": index % 3 + 1,
        "gender": "woman" if index % 2 else DECLINED,
        "uses": ["post", "read"][: index % 2 + 1],
        "height": 1.5 + index / 8,
        "story": STORIES[index % len(STORIES)],
        "gad1": 0,
        "gad2": SKIPPED,
    }
    visits = [
        (f"person.{visit}.{part}", "answer", answers)
        for visit in (1, 2)
        for part, answers in (("look", {"follow": "yes"}), ("rate", {"likes": visit}))
    ]
    return [
        ("welcome", "answer", {"agrees": True}),
        ("about", "stop", {"mood": 1, "story": "half filled in"}),
        ("stop", "return", {}),
        ("about", "answer", about),
        *visits,
        ("debriefing", "keep", {}),
    ]


def draws(index: int) -> dict[str, Any]:
    order = [("vera", 20), ("otto", 85)][:: -1 if index % 2 else 1]
    return {
        "arm": "hidden" if index % 2 else "shown",
        "levels": {"visibility": "hidden" if index % 2 else "shown"},
        "visits": [{"profile": profile, "levels": {"level": level}} for profile, level in order],
    }


def enrol(
    study: Study, index: int, *, kind: Kind = Kind.REAL, ending: str = "finished", xid: int | None = None
) -> Participation:
    """One person who answered every page. `xid` is in the past, so that a test's own transaction sees it.

    The withdrawn one keeps its answers here, as if the deletion had been forgotten.
    """
    past = {"xid": 100 + index if xid is None else xid}
    person = Participation.objects.create(
        study=study,
        protocol=protocol_of(study),
        kind=kind,
        token_hash=hashlib.sha256(f"{study.pk}/{index}".encode()).digest(),
        language="en",
        n=9,
        place={"at": "debriefing"},
        furthest="debriefing",
        ending=ending,
        arm=draws(index)["arm"],
        draws=draws(index),
        code="CODE",
        started_at=START,
        ended_at=START + timedelta(hours=1),
        **past,
    )
    Submission.objects.bulk_create(
        Submission(participation=person, n=n, step=step, act=act, answers=answers, digest=bytes(32),
                   at=START + timedelta(minutes=n, microseconds=n), **past)
        for n, (step, act, answers) in enumerate(pages(index))
    )  # fmt: skip
    return person


def empty_results(kind: str) -> dict[str, Any]:
    """What a run stores when there was next to nothing."""
    return Results(kind=kind, planned=40, extent="few", flow=Flow(groups=(), counts=())).to_json()
