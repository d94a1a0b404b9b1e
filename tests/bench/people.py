"""Participants who have finished, by the thousand: written by COPY, answering as simulated people do.

For whoever needs many rows quickly. Nothing goes through the flow; places of the list are taken only where
that is asked for.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.db import connection, transaction
from django.utils import timezone

from scoring.allocation.blocks import Entry, entries
from surveys.flow import new_code
from surveys.models import Kind, Slot, Study
from surveys.pages import exposure, in_feed
from surveys.pages.sheet import Page
from surveys.protocol import Act, Compiled, Draws, Ending, Place, Sent, Step, advance, start
from surveys.protocol.nodes import Feed
from surveys.simulate.people import Effects, Person

PARTICIPATIONS = (
    "id, study_id, protocol_id, kind, token_hash, language, n, place, furthest, ending, arm, draws, code,"
    " started_at, allocated_at, exposed_at, ended_at"
)
SUBMISSIONS = "participation_id, n, step, act, answers, exposure, digest, at"
SLOTS = "study_id, kind, stratum, position, block, size, arm, set, row, participation_id"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page as one person answered it."""

    step: str
    act: str
    answers: str
    exposure: str | None
    digest: bytes
    seconds: float


@dataclass(frozen=True, slots=True)
class Told:
    """One person's whole study, or as much of it as they stayed for."""

    arm: str
    draws: str
    sheets: tuple[Sheet, ...]
    stayed: bool = True

    def leaving(self, after: int) -> "Told":
        """The same person, who closes the browser after so many pages."""
        return replace(self, sheets=self.sheets[:after], stayed=False)


def finished(
    study: Study,
    count: int,
    *,
    kind: Kind = Kind.REAL,
    effects: Effects | None = None,
    seed: int = 1,
    distinct: int = 33,
    listed: bool = False,
    leaving: float = 0.0,
) -> list[int]:
    """Write `count` participants who finished this published study; their ids. Every arm and row in turn.

    distinct: persons are made anew for so many rounds of all arms and rows (60 in the flagship, at 4 ms a
    person); after that the same answers come again, at other speeds. listed: they take the next places of the
    study's own list, with its arms and rows. leaving: the share that goes away without a word, half-way
    through.
    """
    assert study.protocol is not None
    protocol = study.protocol.compiled
    period = distinct * len(protocol.arms) * protocol.rows
    places = _places(study, kind, count) if listed else []
    which = [_nth(protocol, place, distinct) for place in places] or [i % period for i in range(count)]
    told = {i: person(protocol, i, effects or Effects(), seed) for i in sorted(set(which))}
    rng = np.random.default_rng([seed, 1])
    haste = rng.lognormal(0, 0.3, count)
    now = timezone.now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('surveys_participation', 'id'))"
            " FROM generate_series(1, %s)",
            [count],
        )
        ids: list[int] = [row[0] for row in cursor.fetchall()]
        people = [told[i] for i in which]
        starts = [now - timedelta(seconds=2000 + float(s)) for s in rng.uniform(0, 7 * 24 * 3600, count)]
        for i in np.flatnonzero(rng.uniform(size=count) < leaving).tolist():
            people[i] = people[i].leaving(after=2 * len(people[i].sheets) // 3)
        with cursor.copy(f"COPY surveys_participation ({PARTICIPATIONS}) FROM STDIN") as copy:
            for i, one in enumerate(people):
                copy.write_row(_participation(study, kind, ids[i], one, starts[i], float(haste[i])))
        with cursor.copy(f"COPY surveys_submission ({SUBMISSIONS}) FROM STDIN") as copy:
            for i, one in enumerate(people):
                for row in _submissions(ids[i], one.sheets, starts[i], float(haste[i])):
                    copy.write_row(row)
        with cursor.copy(f"COPY surveys_slot ({SLOTS}) FROM STDIN") as copy:
            for place, id in zip(places, ids, strict=False):
                copy.write_row(_slot(study, kind, place, id))
        cursor.execute("ANALYZE surveys_participation, surveys_submission, surveys_slot")
    return ids


def _places(study: Study, kind: Kind, count: int) -> list[Entry]:
    """The next places of the list, as `flow` would make them."""
    assert study.protocol is not None
    protocol = study.protocol.compiled
    return entries(
        bytes(study.seed),
        f"{kind}/",
        Slot.objects.filter(study=study, kind=kind).count(),
        count,
        weights=protocol.weights,
        multiples=protocol.document.plan.blocks,
        rows=protocol.rows,
    )


def _nth(protocol: Compiled, place: Entry, distinct: int) -> int:
    """Which person has this arm and row; another one in each set, as long as there are."""
    arms = list(protocol.arms)
    return (place.set % distinct * len(arms) + arms.index(place.arm)) * protocol.rows + place.row


def _slot(study: Study, kind: Kind, place: Entry, id: int) -> Sequence[Any]:
    return (
        study.pk, str(kind), "", place.position, place.block, place.size, place.arm, place.set, place.row, id
    )  # fmt: skip


def person(protocol: Compiled, i: int, effects: Effects, seed: int) -> Told:
    arms = list(protocol.arms)
    draws = protocol.draws(arms[i // protocol.rows % len(arms)], i % protocol.rows)
    return Told(draws.arm, json.dumps(draws.to_json()), tuple(_sheets(protocol, draws, i, effects, seed)))


def _sheets(protocol: Compiled, draws: Draws, i: int, effects: Effects, seed: int) -> Iterator[Sheet]:
    rng = np.random.default_rng([seed, i])
    one = Person(protocol, effects, seed, f"{seed}.{i}", rng)
    place: Place | Ending = start(protocol)
    n = 0
    while isinstance(place, Place):
        step = protocol.step(place.at)
        fields = one.answer(step, draws, place.did)
        act = Act(fields.get("act", [Act.ANSWER.value])[0])
        answers = step.node.read(step, act, fields)
        to = advance(protocol, draws, place, Sent(n, act, answers))
        yield Sheet(
            step=step.key,
            act=act.value,
            answers=json.dumps(dict(answers)),
            exposure=_exposure(protocol, draws, step, place, to, Sent(n, act, answers)),
            digest=hashlib.sha256(json.dumps(fields).encode()).digest(),
            seconds=float(rng.lognormal(2.5, 0.5)),
        )
        place = to
        n += 1


def _exposure(
    protocol: Compiled, draws: Draws, step: Step, place: Place, to: Place | Ending, sent: Sent
) -> str | None:
    # Not the page itself: rendering each would take longer than all the rest.
    if isinstance(step.node, Feed):
        then = to if isinstance(to, Place) else place
        return json.dumps(in_feed(protocol, draws, place, then, sent=sent))
    found = exposure(protocol, draws, step, Page(step.key, body="", kind=step.node.kind))  # type: ignore[arg-type]
    return json.dumps(found) if found else None


def _participation(
    study: Study, kind: Kind, id: int, one: Told, began: datetime, haste: float
) -> Sequence[Any]:
    took = timedelta(seconds=sum(sheet.seconds for sheet in one.sheets) * haste)
    last = one.sheets[-1].step
    lot = began + took / 3
    place = json.dumps(Place(last).to_json())
    token = hashlib.sha256(f"{study.pk} {id}".encode()).digest()
    end = (Ending.FINISHED.value, new_code(), began + took) if one.stayed else (None, None, None)
    return (
        id, study.pk, study.protocol_id, str(kind), token, "en", len(one.sheets), place, last,
        end[0], one.arm, one.draws, end[1], began, lot, lot, end[2],
    )  # fmt: skip


def _submissions(id: int, sheets: Sequence[Sheet], began: datetime, haste: float) -> Iterator[Sequence[Any]]:
    at = began
    for n, sheet in enumerate(sheets):
        at += timedelta(seconds=sheet.seconds * haste)
        yield id, n, sheet.step, sheet.act, sheet.answers, sheet.exposure, sheet.digest, at
