"""A study, who may see it, its draft, its protocols, and the log of what was done to it."""

from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.models.fields import XidField
from surveys.models.user import User
from surveys.protocol import Compiled, frozen
from surveys.protocol.operations import apply


class State(StrEnum):
    """Where a study stands. Participants can enter only while it is live."""

    DRAFT = "draft"
    LIVE = "live"
    PAUSED = "paused"
    CLOSED = "closed"


class Role(StrEnum):
    OWNER = "owner"
    EDITOR = "editor"
    READER = "reader"


class Ability(StrEnum):
    """What somebody wants to do with a study."""

    SEE = "see"
    EDIT = "edit"
    RUN = "run"


MAY: dict[Ability, tuple[Role, ...]] = {
    Ability.SEE: (Role.OWNER, Role.EDITOR, Role.READER),
    Ability.EDIT: (Role.OWNER, Role.EDITOR),
    Ability.RUN: (Role.OWNER,),
}


class StudyQuerySet(models.QuerySet["Study"]):
    def visible_to(self, user: Any, ability: Ability = Ability.SEE) -> Self:
        """The one permission query: admin, API and files all go through it."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        mine = Membership.objects.filter(user=user, role__in=MAY[ability])
        return self.filter(pk__in=mine.values("study"))


class Study(models.Model):
    name = models.CharField(_("name"), max_length=200)
    address = models.SlugField(_("public address"), max_length=60, unique=True)
    state = models.CharField(_("state"), max_length=10, default=State.DRAFT)
    demonstration = models.BooleanField(default=False)
    seed = models.BinaryField(max_length=32, editable=False)
    protocol = models.ForeignKey(
        "Protocol", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    xid = XidField()

    objects: ClassVar[models.Manager["Study"]] = StudyQuerySet.as_manager()

    class Meta:
        verbose_name = _("study")
        verbose_name_plural = _("studies")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in State]), name="study_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.DRAFT) | models.Q(protocol__isnull=False),
                name="a_study_that_runs_has_a_protocol",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def protocol_for(self, kind: str) -> "Protocol | None":
        """What participants of this kind take: of a draft, simulated ones take it as last rehearsed."""
        if self.state == State.DRAFT and kind == "simulated":
            return self.protocols.filter(number=REHEARSED).first()
        return self.protocol


class Membership(models.Model):
    study = models.ForeignKey(Study, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, default=Role.OWNER)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["study", "user"], name="one_role_a_person_and_study"),
            models.CheckConstraint(
                condition=models.Q(role__in=[r.value for r in Role]), name="membership_role_is_known"
            ),
        ]


class Draft(models.Model):
    """The document being written. `revision` counts its changes; a change names the one it was made on."""

    study = models.OneToOneField(Study, models.CASCADE, related_name="draft")
    content = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)

    def to_undo(self) -> "DraftChange | None":
        """The last change that still stands: undone ones, and their undoing, are passed over."""
        changes = {change.revision: change for change in self.changes.all()}
        revision = self.revision
        while change := changes.get(revision):
            if change.operation["op"] != "undo":
                return change
            revision = change.operation["undoes"] - 1
        return None

    def content_at(self, revision: int) -> dict[str, Any]:
        """The content as it was, later changes taken back. Raises LookupError where one kept no way back."""
        content: dict[str, Any] = self.content
        for change in self.changes.filter(revision__gt=revision).order_by("-revision"):
            content = change.before(content)
        return content


class DraftChange(models.Model):
    """One operation on a draft, kept for history and undo."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="changes")
    revision = models.PositiveIntegerField()
    operation = models.JSONField()
    by = models.ForeignKey(User, models.SET_NULL, null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "revision"], name="one_change_a_revision"),
        ]

    def before(self, after: dict[str, Any]) -> dict[str, Any]:
        """The content that became `after`. Raises LookupError where it kept no way back."""
        if "before" in self.operation:
            return dict(self.operation["before"])
        return apply(after, self.operation["back"])


REHEARSED = 0
"""The number of a draft as it was last rehearsed: no study is run from it, and it goes with its people. It
stays beside the published one where they differ in words only."""


class Protocol(models.Model):
    """The frozen document a study is run from. Its bytes are never rewritten; a loader upgrades in memory."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="protocols")
    number = models.PositiveIntegerField()
    schema = models.PositiveSmallIntegerField()
    hash = models.CharField(max_length=64)
    content = models.TextField()
    seed_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(User, models.SET_NULL, null=True)
    xid = XidField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["study", "number"], name="one_protocol_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.study} · {self.number}"

    @cached_property
    def compiled(self) -> Compiled:
        """Shared by every row with this hash in the process."""
        return frozen(self.content, self.hash)


class Log(models.Model):
    """Who did what. Written by the verbs; the application's database role can only add to it."""

    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, db_constraint=False)
    study = models.ForeignKey(Study, models.DO_NOTHING, null=True, db_constraint=False, related_name="log")
    verb = models.CharField(max_length=40)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]

    @classmethod
    def write(cls, verb: str, *, by: User | None, study: Study | None, **details: Any) -> None:
        cls.objects.create(verb=verb, by=by, study=study, details=details)
