"""A study as a file: down, up, and what cannot be read."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from surveys import drafts
from surveys.models import Study
from surveys.protocol import from_yaml, to_yaml
from tests.admin.conftest import People, SignIn, text, url

BROKEN = "schema: 1\ntitle: Hello\naddress: Bad Address\npages:\n  - kind: nonsense\n    id: a\n"


@pytest.fixture
def ada(people: People, signed_in: SignIn) -> Client:
    return signed_in(people.ada)


def as_file(content: str | bytes) -> dict[str, Any]:
    raw = content.encode() if isinstance(content, str) else content
    return {"file": SimpleUploadedFile("study.yaml", raw)}


def test_what_is_downloaded_can_be_uploaded_again(study: Study, ada: Client) -> None:
    response = ada.get(url("download", study, which="draft"))
    assert response.headers["Content-Disposition"] == 'attachment; filename="first-impressions.yaml"'
    before = drafts.document(study)
    assert from_yaml(text(response)) == before
    changed = text(response).replace("First impressions online", "Strangers online")
    assert ada.post(url("file", study), as_file(changed)).status_code == 302
    study.draft.refresh_from_db()
    assert drafts.document(study).title == {"en": "Strangers online"}
    assert study.draft.changes.get().operation["before"]["title"] == before.title


def test_what_was_published_can_be_downloaded(live: Study, ada: Client) -> None:
    assert live.protocol
    response = ada.get(url("download", live, which="published"))
    assert from_yaml(text(response)) == live.protocol.compiled.document


def test_nothing_published_is_not_found(study: Study, ada: Client) -> None:
    assert ada.get(url("download", study, which="published")).status_code == 404


@pytest.mark.parametrize("where", ["file", "new_from_file"])
def test_errors_name_line_and_cure_and_change_nothing(study: Study, ada: Client, where: str) -> None:
    to = url("file", study) if where == "file" else url("new_from_file")
    for data in ({"text": BROKEN}, as_file(BROKEN)):
        response = ada.post(to, data)
        body = text(response)
        assert response.status_code == 400
        assert "Line 3" in body
        assert "lower-case letters, digits and hyphens" in body
        assert "Line 5" in body
        assert "Unknown kind" in body
        assert "kind: nonsense" in body.split("<textarea")[1]
    study.draft.refresh_from_db()
    assert (study.draft.revision, Study.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "content", ["", "just words", "a: [1", "{", b"\xff\xfe\x00", "schema: 99\naddress: a\n", "a: 1\na: 2\n"]
)
def test_what_is_no_study_is_refused_in_words(study: Study, ada: Client, content: str | bytes) -> None:
    response = ada.post(url("file", study), as_file(content))
    assert response.status_code == 400
    assert "This is not yet a study" in text(response)


def test_a_file_too_large_is_not_read(study: Study, ada: Client) -> None:
    response = ada.post(url("file", study), as_file(b"a" * 8_000_001))
    assert "too large" in text(response)


def test_a_new_study_is_made_from_a_file(study: Study, people: People, ada: Client) -> None:
    yaml = to_yaml(drafts.document(study).model_copy(update={"address": "another"}))
    response = ada.post(url("new_from_file"), {"text": yaml})
    made = Study.objects.get(address="another")
    assert response.headers["Location"] == url("study", made)
    assert Study.objects.visible_to(people.ada).filter(pk=made.pk).exists()
    assert not Study.objects.visible_to(people.ben).filter(pk=made.pk).exists()


def test_a_taken_address_is_said_and_the_text_kept(study: Study, ada: Client) -> None:
    response = ada.post(url("new_from_file"), {"text": to_yaml(drafts.document(study))})
    assert response.status_code == 400
    assert "is taken by another study" in text(response)
    assert "address: first-impressions" in text(response)


def test_checking_lists_findings_and_saves_nothing(study: Study, ada: Client) -> None:
    yaml = to_yaml(drafts.document(study)).replace("institution: Lab", "institution: ''")
    response = ada.post(url("file", study), {"text": yaml, "check": "1"})
    assert "Say which institution runs the study." in text(response)
    study.draft.refresh_from_db()
    assert study.draft.revision == 1


def test_a_published_studys_draft_is_not_replaced(live: Study, ada: Client) -> None:
    response = ada.post(url("file", live), {"text": to_yaml(drafts.document(live))})
    assert response.status_code == 400
    assert "A published study does not change" in text(response)
