"""Whatever researchers wrote into a study, the studio shows as they wrote it, and nothing of it runs."""

from typing import Any

from django.test import Client

from surveys import drafts
from surveys.models import Study, User
from surveys.protocol import Document, read
from tests.admin.conftest import People, text, url
from tests.admin.studio.conftest import Save, add, node, now
from tests.admin.studio.test_forms import nodes
from tests.admin.test_hostile import BAD, unharmed


def poisoned(value: Any) -> Any:
    """The same document with hostile words in the place of every text."""
    if isinstance(value, dict):
        is_text = value and all(len(key) == 2 and isinstance(each, str) for key, each in value.items())
        if is_text:
            return dict.fromkeys(value, BAD)
        return {key: poisoned(each) for key, each in value.items()}
    if isinstance(value, list):
        return [poisoned(each) for each in value]
    return value


def hostile(document: Document, by: User) -> Study:
    content = poisoned(document.model_dump(mode="json", by_alias=True))
    content["name"] = BAD
    content["factors"][0]["levels"] = ["shown", BAD]
    content["pool"]["profiles"][0] |= {"name": BAD, "short": BAD}
    User.objects.filter(pk=by.pk).update(name=BAD)
    return drafts.create(read(content), by=by)


def test_every_form_shows_hostile_text_as_text(document: Document, people: People, ada: Client) -> None:
    study = hostile(document, people.ada)
    pages = [
        url(name, study) for name in ("design", "design_basics", "design_plan", "design_profiles", "about")
    ]
    paths = [path for path in nodes(drafts.document(study)) if not path.startswith("pool")]
    pages += [node(study, path) for path in [*paths, "pool.profiles.marta"]]
    pages += [url("design_add", study, path="pages.guess.questions"), add(study, "pages", "kind=information")]
    for page in pages:
        body = text(ada.get(page))
        assert unharmed(body), page
        assert "&lt;script&gt;alert(1)" in body, page


def test_what_was_typed_is_text_in_messages_errors_and_history(
    study: Study, people: People, ada: Client, save: Save
) -> None:
    save(node(study, "pages.weeks"), title=BAD)
    save(node(study, "pages.weeks"), text="So.")
    save(node(study, "pages.about_you.questions.gender"), options=f"{BAD}\nfine | Fine")
    save(node(study, "factors.visibility"), levels=f"shown\n{BAD}")
    revision = Study.objects.get(pk=study.pk).draft.revision
    drafts.change(study, [{"op": "remove", "path": "pages.guess"}], by=people.ada, revision=revision)
    drafts.undo(study, by=people.ada, revision=revision + 1)
    for page in ("design", "design_history", "study"):
        body = text(ada.get(url(page, study)))
        assert unharmed(body), page
        assert "&lt;script&gt;alert(1)" in body, page
    assert now(study).factors[0].levels == ("shown", BAD)
    for typed in ({"low": BAD}, {"code": BAD}, {"text": "x" * 30_000}):
        response = save(add(study, "pages.guess.questions", "kind=number"), **typed)
        assert response.status_code == 400
        assert unharmed(text(response))


def test_a_path_that_somebody_typed_is_text(study: Study, ada: Client) -> None:
    data = {"do": "up", "path": f"pages.{BAD}", "revision": 1}
    assert unharmed(text(ada.post(url("design_act", study), data, follow=True)))
