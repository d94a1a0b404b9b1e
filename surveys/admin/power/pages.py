"""What a draft can find: closed forms at once, whole studies drawn by a job."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from surveys import drafts
from surveys.admin.power.forms import PowerForm
from surveys.admin.power.kept import checks_of, notes, otherwise, side_by_side
from surveys.admin.power.pay import cost, told_pay
from surveys.admin.power.profiles import about_profiles
from surveys.admin.power.words import line, needed, stopping, verdict
from surveys.admin.shell import back, find, may, researcher, show_study
from surveys.admin.study import missing
from surveys.analysis.assumed import USUAL, Assumed
from surveys.analysis.expecting import expected
from surveys.analysis.scope import OPEN
from surveys.analysis.sized import profiles_that_count, sized
from surveys.models import Ability, Study
from surveys.protocol import Compiled, canonical, digest, frozen
from surveys.protocol.checks import obstacles
from surveys.simulate import powering


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Worked out at once, and again with other numbers that are sent; drawn by the worker where asked."""
    draws = request.POST.get("act") == "draw"
    study = find(request, pk, Ability.EDIT if draws else Ability.SEE)
    document = drafts.document(study)
    if found := obstacles(document):
        return show_study(request, "power", study, obstacles=missing(study, document, found))
    content = canonical(document)
    protocol = frozen(content, digest(content))
    newest = study.power_checks.order_by("-pk").first()
    fresh = newest if newest and newest.content == content else None
    # What was drawn last stands there again, so that what was found is read beside what was planted.
    assumed, effects = (Assumed(**fresh.assumed), dict(fresh.effects)) if fresh else (USUAL, {})
    sent = request.POST if request.method == "POST" else None
    form = PowerForm(protocol, expected(protocol, effects=effects), assumed, sent)
    valid = form.is_bound and form.is_valid()
    if draws and valid and begin(request, study, form, protocol):
        return back("power", study)
    asked = protocol
    if valid:
        assumed, effects = form.assumed(), form.planted(protocol)
        asked = with_numbers(protocol, form)
    return show_study(
        request,
        "power",
        study,
        form=form,
        newest=newest,
        under_way=bool(newest and newest.state in OPEN),
        is_older=newest is not None and newest.content != content,
        allowed=may(request, study, Ability.EDIT),
        **worked_out(asked, assumed, effects),
        **drawn(protocol, study, content),
        cost=cost(asked, form.paid() if valid or not form.is_bound else told_pay(protocol)),
        status=400 if (form.is_bound and not valid) or draws else 200,
    )


def with_numbers(protocol: Compiled, form: PowerForm) -> Compiled:
    """With the numbers of people and profiles that were typed."""
    planned = protocol.document.plan.planned
    return sized(protocol, participants=form.participants() or planned, profiles=form.profiles() or 0)


def worked_out(protocol: Compiled, assumed: Assumed, effects: dict[str, float]) -> dict[str, Any]:
    """What the formulas say."""
    found = expected(protocol, assumed=assumed, effects=effects)
    plan = protocol.document.plan
    return {
        "lines": [line(protocol, one) for one in found],
        "verdict": verdict(protocol, found),
        "needed": needed(protocol, found),
        "about_profiles": list(about_profiles(protocol, found)),
        "is_exploratory": not plan.confirmatory,
        "planned": plan.planned,
        "stopping": stopping(plan),
        "otherwise": otherwise(assumed),
    }


def drawn(protocol: Compiled, study: Study, content: str) -> dict[str, Any]:
    """What drawn studies gave, with these numbers and with others before."""
    checks = checks_of(study, content)
    return {
        "series": side_by_side(protocol, expected(protocol) if checks else (), checks),
        "notes": list(notes(checks)),
        "by_profiles": bool(profiles_that_count(protocol)),
    }


def begin(request: HttpRequest, study: Study, form: PowerForm, protocol: Compiled) -> bool:
    try:
        powering.want(
            study,
            repeats=form.cleaned_data.get("repeats") or 100,
            effects=form.planted(protocol),
            assumed=form.assumed(),
            participants=form.participants(),
            profiles=form.profiles(),
            by=researcher(request),
        )
    except powering.Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("The studies are being drawn. The table fills as they come."))
    return True


@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """What has been drawn stays and is shown."""
    study = find(request, pk, Ability.EDIT)
    for check in study.power_checks.filter(state__in=OPEN):
        powering.stop(check)
    return back("power", study)
