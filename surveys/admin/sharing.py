"""Who works on a study. Its owners say so; one owner always stays."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from unfold.widgets import UnfoldAdminEmailInputWidget, UnfoldAdminSelectWidget

from surveys.admin.shell import back, find, researcher, show_study
from surveys.models import Ability, Log, Membership, Role, Study, User

ROLES = {
    Role.OWNER: gettext_lazy("Owner: everything, also publish, close and share"),
    Role.EDITOR: gettext_lazy("Editor: change the draft, rehearse"),
    Role.READER: gettext_lazy("Reader: look at everything, change nothing"),
}


class ShareForm(forms.Form):
    """A person by e-mail, and what they may do."""

    email = forms.EmailField(
        label=gettext_lazy("Their e-mail address here"), widget=UnfoldAdminEmailInputWidget
    )
    role = forms.ChoiceField(
        label=gettext_lazy("What they may do"),
        choices=[(role.value, label) for role, label in ROLES.items()],
        initial=Role.READER.value,
        widget=UnfoldAdminSelectWidget,
    )

    def clean_email(self) -> User:
        email = self.cleaned_data["email"]
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise forms.ValidationError(
                _("Nobody here has this address: ask who runs this site to add them.")
            )
        return user


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    posted = request.method == "POST"
    study = find(request, pk, Ability.RUN if posted else Ability.SEE)
    if posted and "remove" in request.POST:
        return take_off(request, study, request.POST["remove"])
    form = ShareForm(request.POST if posted else None)
    if posted and form.is_valid():
        give(request, study, form.cleaned_data["email"], Role(form.cleaned_data["role"]))
        return back("sharing", study)
    people = [(m, ROLES[Role(m.role)]) for m in members(study)]
    return show_study(request, "sharing", study, form=form, people=people, status=400 if posted else 200)


def members(study: Study) -> list[Membership]:
    return list(study.memberships.select_related("user").order_by("user__email"))


def locked(study: Study) -> list[Membership]:
    """All of them, so that two owners who step down at once do not leave the study without any; and in one
    order, so that neither waits for the other.
    """
    return list(study.memberships.select_for_update(of=("self",)).select_related("user").order_by("pk"))


@transaction.atomic
def give(request: HttpRequest, study: Study, user: User, role: Role) -> None:
    others = [m for m in locked(study) if m.role == Role.OWNER and m.user_id != user.pk]
    if role != Role.OWNER and not others:
        messages.error(request, _("A study needs an owner: make somebody else one first."))
        return
    Membership.objects.update_or_create(study=study, user=user, defaults={"role": role})
    Log.write("share", by=researcher(request), study=study, user=user.pk, role=role)
    messages.success(request, _("Shared with %(user)s.") % {"user": user.email})


@transaction.atomic
def take_off(request: HttpRequest, study: Study, member: str) -> HttpResponse:
    everybody = locked(study)
    gone = next((m for m in everybody if str(m.pk) == member), None)
    if gone and not any(m.role == Role.OWNER for m in everybody if m != gone):
        messages.error(request, _("A study needs an owner: make somebody else one first."))
    elif gone:
        gone.delete()
        Log.write("unshare", by=researcher(request), study=study, user=gone.user_id)
        messages.success(request, _("%(user)s no longer sees this study.") % {"user": gone.user.email})
    left = not Study.objects.visible_to(request.user).filter(pk=study.pk).exists()
    return redirect("admin:index") if left else back("sharing", study)
