"""The results page's content for one study and kind of participant."""

from surveys.models import Kind, Run, Study
from surveys.report.context import ResultsContext


def results_context(study: Study, kind: str = Kind.REAL) -> ResultsContext:
    """Read-only: looks at the newest run and the newest finished one, and computes nothing."""
    newest = Run.objects.filter(study=study, kind=kind).order_by("-pk").first()
    planned = study.protocol.compiled.document.plan.planned if study.protocol else 0
    return ResultsContext(
        study_id=study.pk,
        title=study.name,
        kind=str(kind),
        status="zero",
        top="",
        took_part=f"0 of {planned} planned took part",
        finished=0,
        planned=planned,
        run_state=newest.state if newest else "",
        notice="Nobody has taken part yet. Share this link:",
        share_path=f"/s/{study.address}/",
    )
