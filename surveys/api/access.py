"""The one way from an address to a study."""

from django.http import Http404
from rest_framework.request import Request

from surveys.models import Ability, Protocol, Study, User
from surveys.models.study import StudyQuerySet


def reader(request: Request) -> User:
    """Who asks. Nobody without a token gets as far as a view."""
    assert isinstance(request.user, User)
    return request.user


def visible(request: Request, ability: Ability = Ability.SEE) -> StudyQuerySet:
    """Every study with which this reader may do so: the one permission query."""
    studies = Study.objects.visible_to(request.user, ability)
    return studies.select_related("protocol")


def find_study(request: Request, address: str, ability: Ability = Ability.SEE) -> Study:
    """The study, if its reader may do so. Not allowed and not there look the same: raises Http404."""
    study = visible(request, ability).filter(address=address).first()
    if study is None:
        raise Http404
    return study


def find_protocol(study: Study, number: int | None) -> Protocol:
    """The study's newest protocol, or the one with this number. Raises Http404."""
    protocol = study.protocol if number is None else study.protocols.filter(number=number).first()
    if protocol is None:
        raise Http404
    return protocol
