"""What a researcher does with a study: write its draft, publish it, run it. Each verb is logged."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from scoring.allocation.draws import commitment, new_seed
from surveys.models import (
    ARRIVED,
    REHEARSED,
    Draft,
    DraftChange,
    EventBatch,
    JobState,
    Kind,
    Log,
    Membership,
    Participation,
    Protocol,
    Role,
    Run,
    ScaleScore,
    Simulation,
    Slot,
    State,
    Study,
    Submission,
    User,
)
from surveys.protocol import (
    SCHEMA,
    Document,
    Finding,
    Severity,
    Unreadable,
    canonical,
    checks,
    digest,
    read,
)
from surveys.protocol.checks import obstacles
from surveys.protocol.operations import Operation, turn
from surveys.protocol.wording import Area, changed, differ_in_words_only
from surveys.texts import say


class Refused(Exception):
    """What was asked cannot be done now. The message says why and what can be done."""


class Unfinished(Refused):
    """The draft cannot be published yet: `findings` says what is missing."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(_("The study cannot be published yet: see what is still missing."))
        self.findings = tuple(findings)


@transaction.atomic
def create(document: Document, *, by: User | None, demonstration: bool = False) -> Study:
    """A study with this draft, owned by `by`. Raises Refused where the address is taken."""
    study = Study(
        name=_name(document),
        address=document.address,
        seed=new_seed(),
        demonstration=demonstration,
    )
    _take_address(study)
    Draft.objects.create(study=study, content=_content(document))
    if by is not None:
        Membership.objects.create(study=study, user=by, role=Role.OWNER)
    Log.write("create", by=by, study=study)
    return study


def free_address(address: str) -> str:
    """`address`, or the first of address-2, address-3 ... that no study has."""
    taken = set(Study.objects.filter(address__startswith=address[:50]).values_list("address", flat=True))
    candidates = (address, *(f"{address[:55].rstrip('-')}-{i}" for i in range(2, len(taken) + 3)))
    return next(a for a in candidates if a not in taken)


def document(study: Study) -> Document:
    """The draft as it stands."""
    return read(study.draft.content)


@transaction.atomic
def replace(study: Study, document: Document, *, by: User | None) -> int:
    """Put another document in the draft's place; the old one stays in its history. Returns the revision."""
    draft = _locked_draft(_locked(study))
    operation = {"op": "replace", "before": draft.content}
    _store(study, draft, document, operation, by)
    Log.write("replace", by=by, study=study, revision=draft.revision)
    return draft.revision


@transaction.atomic
def change(study: Study, operations: Sequence[Operation], *, by: User | None, revision: int) -> int:
    """Apply operations to the draft as it was at `revision`: all of them, or none. Returns the new revision.

    Raises Refused where somebody else changed the draft meanwhile, or the result would not be a document.
    """
    draft = _locked_draft(_locked(study))
    _only_at(draft, revision)
    try:
        # A draft kept by an older version lacks the fields that came since, and nothing can be put into them.
        content, back = turn(_content(read(draft.content)), operations)
        after = read(content)
    except (Unreadable, LookupError) as error:
        raise Refused(str(error)) from error
    told = {"op": "change", "operations": list(operations), "back": back}
    _store(study, draft, after, told, by)
    Log.write("change", by=by, study=study, operations=list(operations))
    return draft.revision


@transaction.atomic
def undo(study: Study, *, by: User | None, revision: int) -> int:
    """Take back the last change that still stands: itself a change. Returns the new revision."""
    draft = _locked_draft(_locked(study))
    _only_at(draft, revision)
    last = draft.to_undo()
    if last is None:
        raise Refused(_("There is nothing left to undo."))
    return _return(study, draft, last.revision - 1, {"op": "undo", "undoes": last.revision}, by)


@transaction.atomic
def go_back(study: Study, to: int, *, by: User | None, revision: int) -> int:
    """The draft as it was at revision `to`, as a further change. Returns the new revision."""
    draft = _locked_draft(_locked(study))
    _only_at(draft, revision)
    if not 1 <= to < revision:
        raise Refused(_("There is no such step to go back to."))
    return _return(study, draft, to, {"op": "back", "to": to}, by)


def _return(study: Study, draft: Draft, to: int, told: dict[str, Any], by: User | None) -> int:
    try:
        content = draft.content_at(to)
    except LookupError as error:
        raise Refused(_("What was there before was not kept yet when it was changed.")) from error
    _store(study, draft, read(content), {**told, "before": draft.content}, by)
    Log.write(told["op"], by=by, study=study, to=to)
    return draft.revision


def _only_at(draft: Draft, revision: int) -> None:
    if draft.revision != revision:
        raise Refused(_("Somebody changed this study meanwhile. Load the page again and repeat your change."))


@transaction.atomic
def publish(study: Study, *, by: User | None) -> Protocol:
    """Freeze the draft as the study's next protocol and open the study.

    Raises Unfinished where a check finds an error, Refused where people already take part: the design of
    a running study does not change.
    """
    locked = _locked(study)
    if locked.state != State.DRAFT:
        raise Refused(_("Only a draft can be published. Copy the study to change it."))
    draft = _locked_draft(locked)
    finished = read(draft.content)
    if errors := [f for f in checks(finished) if f.severity is Severity.ERROR]:
        raise Unfinished(errors)
    protocol = _frozen(locked, finished, number=1, by=by)
    locked.protocol, locked.state = protocol, State.LIVE
    locked.save(update_fields=["protocol", "state"])
    Log.write("publish", by=by, study=locked, hash=protocol.hash, seed_hash=protocol.seed_hash)
    study.refresh_from_db()
    return protocol


@transaction.atomic
def freeze_for_rehearsal(study: Study, *, by: User | None) -> Protocol:
    """The draft as it stands, for simulated people. What an older draft's left behind goes.

    Raises Refused where it cannot be walked through, or where people are still on their way through the
    older one.
    """
    locked = _locked(study)
    document = read(_locked_draft(locked).content)
    if found := obstacles(document):
        raise Refused(f"{_('The draft cannot be rehearsed yet.')} {found[0].message}")
    return _frozen(locked, document, number=REHEARSED, by=by)


class Fate(StrEnum):
    """What publishing the draft as it stands means for those who rehearsed one.

    SAME: they rehearsed what is published. WORDS: only words and facts changed since, they stay. GONE:
    something varied, asked or measured changed, and they go.
    """

    SAME = "same"
    WORDS = "words"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """changed: what of the draft is not as they rehearsed it."""

    people: int
    fate: Fate
    changed: tuple[Area, ...] = ()


def rehearsal(study: Study) -> Rehearsal | None:
    """The simulated people of a draft, and what publishing it means for them; None where there are none."""
    rehearsed = study.protocols.filter(number=REHEARSED).first()
    people = study.participations.filter(ARRIVED, kind=Kind.SIMULATED).count()
    if study.state != State.DRAFT or rehearsed is None or not people:
        return None
    draft = read(study.draft.content)
    return Rehearsal(people, _fate(rehearsed, draft), changed(rehearsed.compiled.document, draft))


def _fate(rehearsed: Protocol, document: Document) -> Fate:
    if rehearsed.hash == digest(canonical(document)):
        return Fate.SAME
    same = differ_in_words_only(rehearsed.compiled.document, document)
    return Fate.WORDS if same else Fate.GONE


def _frozen(study: Study, document: Document, *, number: int, by: User | None) -> Protocol:
    """The document as a protocol. People who rehearsed the same one stay. Those of an older one go, unless it
    is published and differs in words only: then they stay with what they walked through.
    """
    rehearsed = study.protocols.filter(number=REHEARSED).first()
    fate = _fate(rehearsed, document) if rehearsed is not None else Fate.GONE
    if rehearsed is not None and (fate is Fate.GONE or (fate is Fate.WORDS and number == REHEARSED)):
        forget_simulated(study)
    content = canonical(document)
    protocol = rehearsed if rehearsed is not None and fate is Fate.SAME else None
    protocol = protocol or Protocol(
        study=study,
        schema=SCHEMA,
        hash=digest(content),
        content=content,
        seed_hash=commitment(bytes(study.seed)),
    )
    protocol.number, protocol.published_by, protocol.published_at = number, by, timezone.now()
    protocol.save()
    return protocol


@transaction.atomic
def forget_simulated(study: Study) -> int:
    """Delete the study's simulated people and all that follows from them; how many that were.

    Raises Refused while some are still being made, or counted.
    """
    locked = _locked(study)
    running = Q(study=locked, state__in=[JobState.WANTED, JobState.RUNNING])
    runs = Run.objects.filter(study=locked, kind=Kind.SIMULATED)
    if Simulation.objects.filter(running).exists() or runs.filter(running).exists():
        raise Refused(_("Simulated people are still on their way. Wait until they have come through."))
    people = Participation.objects.filter(study=locked, kind=Kind.SIMULATED)
    count = people.count()
    runs.delete()
    Simulation.objects.filter(study=locked).delete()
    Slot.objects.filter(study=locked, kind=Kind.SIMULATED).delete()
    for facts in (Submission, EventBatch, ScaleScore):
        facts._default_manager.filter(participation__in=people).delete()
    people.delete()
    locked.protocols.filter(number=REHEARSED).delete()
    return count


def pause(study: Study, *, by: User | None) -> None:
    """Nobody new enters, and those inside are asked to come back. Raises Refused unless the study is live."""
    _move(study, by, "pause", {State.LIVE}, State.PAUSED, _("Only a live study can be paused."))


def resume(study: Study, *, by: User | None) -> None:
    _move(study, by, "resume", {State.PAUSED}, State.LIVE, _("Only a paused study can be resumed."))


def close(study: Study, *, by: User | None) -> None:
    """End data collection for good; results appear. Raises Refused unless the study was published."""
    running = {State.LIVE, State.PAUSED}
    _move(study, by, "close", running, State.CLOSED, _("Only a live or paused study can be closed."))


def _move(study: Study, by: User | None, verb: str, origins: set[State], to: State, refusal: str) -> None:
    # One conditional UPDATE decides which of two simultaneous clicks counts.
    with transaction.atomic():
        if not Study.objects.filter(pk=study.pk, state__in=origins).update(state=to):
            raise Refused(refusal)
        Log.write(verb, by=by, study=study)
    study.refresh_from_db()


def _locked(study: Study) -> Study:
    """The study's row, before its draft's: two verbs at once wait for each other instead of dying."""
    return Study.objects.select_for_update().get(pk=study.pk)


def _locked_draft(study: Study) -> Draft:
    try:
        return Draft.objects.select_for_update().get(study=study)
    except ObjectDoesNotExist as error:
        raise Refused(_("This study has no draft.")) from error


def _store(
    study: Study, draft: Draft, document: Document, operation: Mapping[str, Any], by: User | None
) -> None:
    if _locked(study).state != State.DRAFT:
        raise Refused(_("A published study does not change. Copy it, and change the copy."))
    before = study.name, study.address
    study.name, study.address = _name(document), document.address
    try:
        _take_address(study)
    except Refused:
        study.name, study.address = before
        raise
    draft.content, draft.revision = _content(document), draft.revision + 1
    draft.changed_at = timezone.now()
    draft.save(update_fields=["content", "revision", "changed_at"])
    DraftChange.objects.create(draft=draft, revision=draft.revision, operation=operation, by=by)


def _take_address(study: Study) -> None:
    save: Callable[..., None] = study.save
    try:
        with transaction.atomic():
            save() if study.pk is None else save(update_fields=["name", "address"])
    except IntegrityError as error:
        message = _("The address “%(address)s” is taken by another study: choose another under “address”.")
        raise Refused(message % {"address": study.address}) from error


def _name(document: Document) -> str:
    return (document.name or say(document.title, document.language, "en") or document.address)[:200]


def _content(document: Document) -> dict[str, Any]:
    return document.model_dump(mode="json", by_alias=True)
