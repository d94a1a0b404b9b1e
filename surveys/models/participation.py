"""One participant in one study, and the facts about them. Facts are never rewritten."""

from enum import StrEnum

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from surveys.models.fields import XidField
from surveys.models.study import Protocol, Study


class Kind(StrEnum):
    """Why a participation exists. Only REAL ones are counted in a study's results."""

    REAL = "real"
    SIMULATED = "simulated"
    PILOT = "pilot"
    PREVIEW = "preview"


ARRIVED = models.Q(n__gt=0)
"""Participations of people who came: whoever has sent nothing has not begun, and is counted nowhere."""


class Participation(models.Model):
    """`n` is the number of submissions so far: unique with the participation, in the form and in the
    conditional update, it is the idempotency key. `place` is where they lead.

    Neither has an index, and a table's page keeps room (fillfactor 80): an update of them stays on its page.
    After a withdrawal the row is a tombstone: token hash, kind, arm, furthest step, ending and code.
    """

    study = models.ForeignKey(Study, models.PROTECT, related_name="participations")
    protocol = models.ForeignKey(Protocol, models.PROTECT, related_name="participations")
    kind = models.CharField(_("kind"), max_length=10, default=Kind.REAL)
    token_hash = models.BinaryField(max_length=32, unique=True, editable=False)
    language = models.CharField(_("language"), max_length=35)
    n = models.IntegerField(_("pages sent"), default=0)
    place = models.JSONField()
    furthest = models.CharField(_("furthest page"), max_length=80, default="")
    ending = models.CharField(_("ending"), max_length=12, null=True)
    arm = models.CharField(_("group"), max_length=200, null=True)
    draws = models.JSONField(null=True)
    code = models.CharField(max_length=20, null=True)
    started_at = models.DateTimeField(_("started"), db_default=Now())
    allocated_at = models.DateTimeField(null=True)
    exposed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    xid = XidField()

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        indexes = [
            models.Index(fields=["study", "kind", "id"], name="participation_of_study"),
            models.Index(fields=["xid", "id"], name="participation_feed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=[k.value for k in Kind]), name="participation_kind_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(code__isnull=True) | models.Q(ending__isnull=False),
                name="a_code_only_after_the_end",
            ),
        ]

    def __str__(self) -> str:
        return f"P{self.pk}"


class Arrival(models.Model):
    """What the invitation's address brought along, such as a recruiting service's ids. Apart from answers,
    in exports of its own, and deleted by a withdrawal.

    `person` is the first of the ids, empty where it did not come: each takes part once in a study.
    """

    participation = models.OneToOneField(
        Participation, models.CASCADE, primary_key=True, related_name="arrival"
    )
    study = models.ForeignKey(Study, models.CASCADE, related_name="+")
    person = models.CharField(max_length=200, default="")
    ids = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["study", "person"],
                condition=~models.Q(person=""),
                name="one_participation_a_person",
            ),
        ]


class Slot(models.Model):
    """A place in the allocation list, made before anybody comes: an arm and a row of the square."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="slots")
    kind = models.CharField(max_length=10)
    stratum = models.CharField(max_length=100, default="")
    position = models.PositiveIntegerField()
    block = models.PositiveIntegerField()
    size = models.PositiveSmallIntegerField()
    arm = models.CharField(max_length=200)
    set = models.PositiveIntegerField()
    row = models.PositiveIntegerField()
    participation = models.OneToOneField(
        Participation, models.SET_NULL, null=True, blank=True, related_name="slot"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["study", "kind", "stratum", "position"], name="one_slot_a_position"
            ),
        ]
        indexes = [
            models.Index(
                fields=["study", "kind", "stratum", "position"],
                name="free_slots",
                condition=models.Q(participation__isnull=True),
            ),
        ]


class Submission(models.Model):
    """The answers of one page as sent, or one act on a page that stays: append-only, one row each.

    `digest`: SHA-256 of the fields sent; a repeat with the same digest is the same click.
    `exposure`: for profile visits, what was shown (profile, levels, position, hash of the page's body); in a
    feed, the day with the score before and after.
    """

    participation = models.ForeignKey(Participation, models.CASCADE, related_name="submissions")
    n = models.IntegerField()
    step = models.CharField(max_length=80)
    act = models.CharField(max_length=10)
    answers = models.JSONField()
    exposure = models.JSONField(null=True)
    digest = models.BinaryField(max_length=32)
    at = models.DateTimeField(db_default=Now())
    xid = XidField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participation", "n"], name="one_submission_a_page"),
        ]
        indexes = [models.Index(fields=["xid", "id"], name="submission_feed")]


class EventBatch(models.Model):
    """Paradata that came with a page: numbered, each number once."""

    participation = models.ForeignKey(Participation, models.CASCADE, related_name="event_batches")
    number = models.IntegerField()
    events = models.JSONField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participation", "number"], name="one_batch_a_number"),
        ]
