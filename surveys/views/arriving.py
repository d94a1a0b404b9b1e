"""Whom an invitation's address names: a recruiting service's ids, read and never stored here."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from surveys import flow
from surveys.models import State, Study
from surveys.protocol.recruitment import is_usable


@dataclass(frozen=True, slots=True)
class Ids:
    """What an invitation's address says of somebody: the ids that the study keeps, of them the person."""

    kept: Mapping[str, str]
    person: str


class Unusable(ValueError):
    """An id that cannot stand for anybody."""

    def __init__(self, parameter: str) -> None:
        super().__init__(f"{parameter} is not printable, or too long")
        self.parameter = parameter


def ids_of(address: str, query: QueryDict) -> Ids:
    """Raises Unusable. Without a query the database is not asked."""
    study = Study.objects.filter(address=address).exclude(state=State.DRAFT).first() if query else None
    if study is None or study.protocol_id is None:
        return Ids({}, "")
    recruitment = flow.protocol_of(study.protocol_id).document.recruitment
    kept = recruitment.kept({name: values[-1] for name, values in query.lists() if values})
    for name, value in kept.items():
        if not is_usable(value):
            raise Unusable(name)
    return Ids(kept, recruitment.person(kept))
