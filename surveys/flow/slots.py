"""The lot: places in a list made before anybody comes, so that simultaneous starts cannot unbalance it."""

from django.db import connection

from scoring.allocation.blocks import entries
from surveys.flow import statements
from surveys.flow.seats import Seat
from surveys.models import Slot, Study
from surveys.protocol import Compiled, Draws

CHUNK = 240
"""Slots made at a time."""


def allocate(seat: Seat) -> Draws:
    """Take the next free slot for this participant and draw from it. Call it inside a transaction."""
    row = _take(seat)
    if row is None:
        top_up(seat.study, seat.kind, seat.protocol)
        row = _take(seat)
    assert row is not None  # the list was made longer under a lock that this transaction still holds
    arm, position = row
    return seat.protocol.draws(arm, position)


def top_up(study: int, kind: str, protocol: Compiled, stratum: str = "") -> None:
    """Make the list longer if it is used up. One transaction at a time: the lock lasts until commit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('slots'), %s)", [study % 2**31])
    slots = Slot.objects.filter(study=study, kind=kind, stratum=stratum)
    if slots.filter(participation__isnull=True).exists() and _any_unlocked(study, kind, stratum):
        return
    made = slots.count()
    seed = bytes(Study.objects.only("seed").get(pk=study).seed)
    plan = protocol.document.plan
    new = entries(
        seed,
        f"{kind}/{stratum}",
        made,
        CHUNK,
        weights=protocol.weights,
        multiples=plan.blocks,
        rows=protocol.rows,
    )
    Slot.objects.bulk_create(
        [
            Slot(
                study_id=study,
                kind=kind,
                stratum=stratum,
                position=entry.position,
                block=entry.block,
                size=entry.size,
                arm=entry.arm,
                set=entry.set,
                row=entry.row,
            )
            for entry in new
        ],
        ignore_conflicts=True,
    )


def _take(seat: Seat, stratum: str = "") -> tuple[str, int] | None:
    values = {"participation": seat.id, "study": seat.study, "kind": seat.kind, "stratum": stratum}
    row = statements.execute(statements.TAKE_SLOT, values)
    return (row[0], row[1]) if row else None


def _any_unlocked(study: int, kind: str, stratum: str) -> bool:
    """Free slots that others are just taking are no help to somebody who found none."""
    free = Slot.objects.filter(study=study, kind=kind, stratum=stratum, participation__isnull=True)
    return free.select_for_update(skip_locked=True).order_by("position")[:1].first() is not None
