"""Back, reload, a second tab, an old form, a typed-in address, at every page: one path, nothing lost."""

from typing import Any

import pytest
from django.test import Client

from surveys.flow import tokens
from surveys.models import Participation, Submission
from surveys.protocol import Act, Document, read
from tests.people import again, fields_for, flagship, published
from tests.protocol.small import SMALL

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("document", [read(SMALL), flagship()], ids=["small", "flagship"])
def test_wandering_about_on_every_page_leaves_one_path(document: Document) -> None:
    study = published(document)
    token = tokens.new(study.address)
    path = f"/s/{study.address}/{token}/"
    forms: list[dict[str, Any]] = [{"n": "0", **{s.code: "1" for s in document.pages[0].statements}}]  # type: ignore[union-attr]
    trials = 0
    while True:
        form = forms[-1]
        n = int(form["n"])
        for _reload in range(2):
            page = Client().get(path)
            assert page.status_code == 200 and f'name="n" value="{n}"' in page.content.decode()
        assert Client().post(path, {**form, "n": str(n + 3)}).status_code == 400, "a page not reached"
        for _double in range(3):
            assert Client().post(path, form).status_code == 303, "a double click"
        seat = again(token)
        assert seat.n == n + 1
        for old in forms:  # the back button, with the same answers and with others
            assert Client().post(path, old).status_code == 303
            other = Client().post(path, {**old, "act": Act.ANSWER.value, "surprise": "1"})
            assert other.status_code in (303, 409) and Submission.objects.count() == n + 1
            trials += 2
        if seat.ending:
            break
        forms.append({**fields_for(seat), "n": str(seat.n)})
    assert Participation.objects.get().ending == "finished"
    stored = list(Submission.objects.order_by("n").values_list("n", flat=True))
    assert stored == list(range(len(forms))) and trials > 50
    for address in (
        f"/s/{study.address}",
        f"/s/{study.address}/{token}",
        f"{path}x/",
        f"{path}?n=3",
        f"{path}#x",
    ):
        assert Client().get(address, follow=True).status_code in (200, 404)
