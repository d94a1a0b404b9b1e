"""Taking everything back: facts are deleted, a tombstone keeps the flow chart true and the code reachable."""

from django.db import transaction
from django.utils import timezone

from surveys.models import Arrival, EventBatch, Participation, ScaleScore, Submission
from surveys.protocol import Ending


@transaction.atomic
def withdraw(id: int, code: str) -> None:
    """Delete what the participant gave. Done twice, it is done once. `code` is used if there is none yet.

    What was derived is found stale by its absence: the run's coverage no longer agrees.
    """
    row = Participation.objects.select_for_update().get(pk=id)
    if row.ending == Ending.WITHDRAWN:
        return
    for facts in (Submission, EventBatch, ScaleScore, Arrival):
        facts._default_manager.filter(participation=row).delete()
    row.ending, row.draws, row.place = Ending.WITHDRAWN, None, {"at": row.furthest or row.place["at"]}
    row.code = row.code or code
    row.ended_at = row.ended_at or timezone.now()
    row.save(update_fields=["ending", "draws", "place", "code", "ended_at"])
