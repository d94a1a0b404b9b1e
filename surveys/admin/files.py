"""A study as a file: download it, check one, upload one as a draft. What cannot be read changes nothing."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from surveys import drafts
from surveys.admin.shell import back, find, may, researcher, show, show_study
from surveys.admin.words import place
from surveys.models import Ability, State, Study
from surveys.protocol import Document, Finding, Problem, Severity, Unreadable, checks, from_yaml, to_yaml
from surveys.protocol.notation import LARGEST

BYTES = 4 * LARGEST
"""More than the characters that are read can take in UTF-8: what is larger is not even decoded."""


class UploadForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("File"), required=False, allow_empty_file=True)
    text = forms.CharField(
        label=gettext_lazy("or the study as text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false"}),
    )


@dataclass(frozen=True)
class Reading:
    """An upload as far as it could be read."""

    text: str = ""
    document: Document | None = None
    problems: tuple[Problem, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def found(self) -> list[tuple[bool, str, str]]:
        assert self.document
        return [
            (f.severity is Severity.ERROR, place(f.path, self.document), f.message) for f in self.findings
        ]

    @property
    def ready(self) -> bool:
        return self.document is not None and not any(f.severity is Severity.ERROR for f in self.findings)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The study's file; a POST checks an upload or puts it in the draft's place."""
    posted = request.method == "POST"
    study = find(request, pk, Ability.EDIT if posted else Ability.SEE)
    reading = read_upload(request) if posted else Reading()
    if posted and reading.document and "check" not in request.POST:
        try:
            drafts.replace(study, reading.document, by=researcher(request))
        except drafts.Refused as refusal:
            reading = refused(reading, refusal)
        else:
            messages.success(
                request, _("The draft is now what the file says. The old one is in its history.")
            )
            return back("study", study)
    open_to_change = study.state == State.DRAFT and may(request, study, Ability.EDIT)
    return show_study(
        request,
        "file",
        study,
        reading=reading,
        form=form_of(reading),
        open_to_change=open_to_change,
        status=400 if reading.problems else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new study from a file."""
    reading = read_upload(request) if request.method == "POST" else Reading()
    if reading.document and "check" not in request.POST:
        try:
            study = drafts.create(reading.document, by=researcher(request))
        except drafts.Refused as refusal:
            reading = refused(reading, refusal)
        else:
            messages.success(request, _("Made from the file: a draft that only you see so far."))
            return back("study", study)
    status = 400 if reading.problems else 200
    form = form_of(reading)
    return show(request, "upload", title=_("A study from a file"), reading=reading, form=form, status=status)


@require_safe
def download(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    study = find(request, pk)
    text = to_yaml(chosen(study, which))
    name = f"{study.address}.yaml" if which == "draft" else f"{study.address}-published.yaml"
    return HttpResponse(
        text,
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def chosen(study: Study, which: str) -> Document:
    if which == "published" and study.protocol:
        return study.protocol.compiled.document
    if which == "draft":
        return drafts.document(study)
    raise Http404


def form_of(reading: Reading) -> UploadForm:
    return UploadForm(initial={"text": reading.text})


def refused(reading: Reading, refusal: drafts.Refused) -> Reading:
    return Reading(reading.text, None, (Problem("", str(refusal)),))


def read_upload(request: HttpRequest) -> Reading:
    text = ""
    try:
        text = uploaded_text(request)
        document = from_yaml(text)
    except Unreadable as error:
        return Reading(text, problems=error.problems)
    return Reading(text, document, findings=checks(document))


def uploaded_text(request: HttpRequest) -> str:
    """The file, or else the text typed. Raises Unreadable."""
    file = request.FILES.get("file")
    if file is None:
        return request.POST.get("text", "").replace("\r\n", "\n")
    if (file.size or 0) > BYTES:
        raise Unreadable([Problem("", _("The file is too large to be a study."))])
    try:
        return str(file.read(), "utf-8-sig")
    except UnicodeDecodeError as error:
        cure = _("This is not text in UTF-8: save the file as UTF-8 and upload it again.")
        raise Unreadable([Problem("", cure)]) from error
