"""Whose answers count: of one study and kind, whoever ended with their answers kept, and whoever is gone."""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import sql

from surveys.models import JobState, Kind, Simulation, State, Study

COUNTED = ("finished", "stopped")
"""Endings whose answers are kept and counted."""

OPEN = (JobState.WANTED, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class Scope:
    """settled: nobody who is inside will come back, so that whoever has not ended has left without a word.

    What they answered counts: they agreed to that when they began, and leaving it out would compare only
    those who stayed.
    """

    study: int
    kind: str
    settled: bool

    @property
    def condition(self) -> sql.Composed:
        """On participation `p`."""
        return self._whose(counts(self.settled))

    @property
    def came(self) -> sql.Composed:
        """The same, and whoever withdrew."""
        return self._whose(sql.SQL("({} OR p.ending = 'withdrawn')").format(counts(self.settled)))

    def _whose(self, which: sql.Composable) -> sql.Composed:
        return sql.SQL("p.study_id = {} AND p.kind = {} AND {}").format(
            sql.Literal(self.study), sql.Literal(self.kind), which
        )


def counts(settled: bool) -> sql.SQL:
    """Whether participation `p`'s answers count, as SQL."""
    ended = "p.ending IN ('finished', 'stopped')"
    return sql.SQL(f"({ended} OR p.ending IS NULL)" if settled else ended)


def scope_of(study: Study, kind: str) -> Scope:
    return Scope(study.pk, str(kind), str(kind) in settled(study))


def settled(study: Study) -> Sequence[str]:
    """The kinds of which nobody is inside any more: all of a closed study; simulated people while none are
    being sent.
    """
    if study.state == State.CLOSED:
        return [str(kind) for kind in Kind]
    walking = Simulation.objects.filter(study=study, state__in=OPEN).exists()
    return [] if walking else [str(Kind.SIMULATED)]
