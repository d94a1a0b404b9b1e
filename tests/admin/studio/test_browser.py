"""In a real browser: a study copied, changed in every way and published, and its file says exactly that."""

import difflib
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page

from surveys import library
from surveys.models import Study
from surveys.protocol import from_yaml, read, to_yaml
from tests.admin.conftest import People, SignIn, url
from tests.leaving import leave

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WAYS: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1280, "height": 800}},
    "phone without scripts": {"viewport": {"width": 360, "height": 740}, "java_script_enabled": False},
}


@pytest.fixture(params=WAYS)
def page(
    request: Any, browser: Browser, live_server: Any, people: People, signed_in: SignIn
) -> Iterator[Page]:
    """Ada's browser, signed in. The theme's sign-in page needs scripts; ours do not."""
    way = WAYS[request.param]
    context = browser.new_context(base_url=live_server.url, **way)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    if way.get("java_script_enabled", True):
        sign_in(opened)
    else:
        session = signed_in(people.ada).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        opened.goto(reverse("admin:index"))
    yield opened
    leave(context)
    assert complaints == []


def sign_in(page: Page) -> None:
    page.goto(reverse("admin:index"))
    page.fill("[name=username]", "ada@lab.example")
    page.fill("[name=password]", "pw")
    page.click("form#login-form button")


def save(page: Page, **typed: str) -> None:
    for name, value in typed.items():
        page.fill(f"[name={name}]", value)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").wait_for()


def design(page: Page) -> None:
    page.get_by_role("link", name="Design", exact=True).first.click()


def edit(page: Page, what: str) -> None:
    page.get_by_role("link", name=f"Edit: {what}", exact=True).click()


def button(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def section(page: Page, heading: str) -> None:
    page.locator("section", has=page.get_by_role("heading", name=heading)).get_by_role(
        "link", name="Edit"
    ).click()


def test_a_study_is_written_without_meeting_a_document(page: Page) -> None:
    page.get_by_role("button", name="Copy it: First impressions (").click()
    study = Study.objects.get()
    assert page.url.endswith(url("design", study))

    page.get_by_role("link", name="Displayed score").click()
    save(page, levels="20\n50\n62\n67\n85")
    page.get_by_role("heading", name="Right now").first.get_by_role("link").click()
    save(page, text="Touch each line where it fits you.")
    section(page, "Profiles")
    page.get_by_role("link", name="Marta Queralt").click()
    save(page, posts__1__text="If your piano goes flat, call me.")

    design(page)
    edit(page, "Questions about you")
    edit(page, "How old are you?")
    save(page, text="What is your age?")
    page.get_by_role("link", name="Add a question or scale").click()
    page.get_by_role("link", name="One of several").click()
    page.fill("[name=text]", "Do you have a piano?")
    page.fill("[name=options]", "Yes, I do\nno | No")
    button(page, "Add")
    button(page, "Move up: Do you have a piano?")

    design(page)
    button(page, "Move down: The last two weeks")
    page.locator("a[href$='?at=1']").click()
    page.get_by_role("link", name="Text Something to read").click()
    page.fill("[name=title]", "Before you begin")
    page.fill("[name=text]", "Take your time.\n\nThere is no hurry.")
    button(page, "Add")

    design(page)
    button(page, "Remove: What was it about?")
    assert page.get_by_role("heading", name="What was it about?").count() == 0
    button(page, "Undo")
    page.get_by_role("heading", name="What was it about?").wait_for()

    section(page, "What participants must know")
    told = {"institution": "Lab", "contact": "lab@lab.example", "approval": "12/3", "pay": "5 EUR"}
    save(page, **told, minutes="9", help="Talk to somebody.\nOr to us.")

    page.get_by_role("link", name="History", exact=True).click()
    sentences = page.locator(".ll-history").inner_text()
    assert "Changed “Levels” of “Displayed score”: 20, 42, 62, 67, 85 → 20, 50, 62, 67, 85" in sentences
    assert "Took change" in sentences

    page.goto(url("run", study, verb="publish"))
    button(page, "Publish")
    design(page)
    page.get_by_text("The study is published").wait_for()
    text = page.request.get(url("download", study, which="published")).text()
    compare(text, told)


def compare(text: str, told: dict[str, str]) -> None:
    """The file is the flagship's with these changes, line by line, and nothing else."""
    content: dict[str, Any] = library.studies("first-impressions")
    content |= {"name": f"Copy of {content['name']}"}
    before = to_yaml(read(content))
    content["about"] = {**told, "minutes": 9}
    content["help"] = "Talk to somebody.\nOr to us."
    content["factors"][1]["levels"] = [20, 50, 62, 67, 85]
    pool = library.profiles("thirty")
    pool["profiles"][0]["posts"][1]["text"] = "If your piano goes flat, call me."
    content["pool"] = pool
    welcome, now, weeks, about_you, *rest = content["pages"]
    now["text"] = "Touch each line where it fits you."
    about_you["questions"][0]["text"] = "What is your age?"
    options = [{"value": "yes_i_do", "label": "Yes, I do"}, {"value": "no", "label": "No"}]
    piano = {
        "kind": "choice",
        "code": "do_you_have_a_piano",
        "text": "Do you have a piano?",
        "options": options,
    }
    about_you["questions"].insert(2, piano)
    text_page = {
        "kind": "information",
        "id": "before_you_begin",
        "title": "Before you begin",
        "text": "Take your time.\n\nThere is no hurry.",
    }
    content["pages"] = [welcome, text_page, now, about_you, weeks, *rest]
    assert from_yaml(text) == read(content)
    assert text == to_yaml(read(content))
    changed = [
        line for line in difflib.ndiff(before.splitlines(), text.splitlines()) if line[:2] in ("- ", "+ ")
    ]
    assert "-   - 42" in changed
    assert "+   - 50" in changed
    assert len(changed) < 110, "more changed than was changed"
