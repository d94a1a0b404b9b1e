"""Who looked at effects of real participants, when, and at which stage."""

from surveys.models import Kind, Log, Study, User
from surveys.report.context import ResultsContext

VERB = "looked at effects"
TOLD = ("early", "few", "full")
"""Extents of results that tell something by group."""


def looked(results: ResultsContext, study: Study, *, by: User) -> None:
    """Note that somebody was given this page or its words."""
    if results.run is not None:
        note(study, by=by, run=results.run, kind=results.kind, extent=results.extent, n=results.finished)


def note(study: Study, *, by: User, run: int, kind: str, extent: str, n: int) -> None:
    """Once a person and run, so that a reviewer can ask who knew what when. n: who had finished.

    Two of somebody's pages opened in the same instant may be noted twice: that is accepted.
    """
    if extent not in TOLD or kind == Kind.SIMULATED:
        return
    if not Log.objects.filter(study=study, by=by, verb=VERB, details__run=run).exists():
        Log.write(VERB, by=by, study=study, run=run, kind=kind, extent=extent, n=n)
