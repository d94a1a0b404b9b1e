"""The report's address: who gets it, how it is kept, and that it loads nothing."""

from dataclasses import replace

import pytest
from django.test import Client

from surveys import drafts
from surveys.admin import results as page
from surveys.analysis import runs
from surveys.models import JobState, Log, Study
from surveys.report import results_context
from surveys.report.seen import VERB
from tests.admin.conftest import People, SignIn, text, url


def address(study: Study, kind: str = "participants") -> str:
    return url("report", study, kind=kind)


def test_members_read_it_and_nobody_else(live: Study, people: People, signed_in: SignIn) -> None:
    for who in (people.ada, people.ben, people.root):
        assert signed_in(who).get(address(live)).status_code == 200
    assert signed_in(people.cy).get(address(live)).status_code == 404
    assert Client().get(address(live)).status_code == 302


def test_there_is_no_report_of_an_unknown_kind(live: Study, people: People, signed_in: SignIn) -> None:
    assert signed_in(people.ada).get(address(live, "pilots")).status_code == 404


def test_it_is_only_read(live: Study, people: People, signed_in: SignIn) -> None:
    assert signed_in(people.ada).post(address(live)).status_code == 405


def test_a_draft_leads_back_with_a_word(study: Study, people: People, signed_in: SignIn) -> None:
    response = signed_in(people.ada).get(address(study), follow=True)
    assert response.redirect_chain[0][0] == url("results", study, kind="participants")
    assert "Nothing to report yet" in text(response)


def test_a_live_study_tells_no_effect(live: Study, people: People, signed_in: SignIn) -> None:
    body = text(signed_in(people.ada).get(address(live)))
    assert "The study is still open: this document holds no effects" in body
    assert "<h1>First impressions" in body and 'class="band"' not in body


def test_simulated_participants_stand_under_their_band(
    live: Study, people: People, signed_in: SignIn
) -> None:
    body = text(signed_in(people.ada).get(address(live, "simulated")))
    assert '<p class="band">Simulated participants.' in body


def test_it_may_load_nothing_and_is_not_kept_by_caches(
    live: Study, people: People, signed_in: SignIn
) -> None:
    headers = signed_in(people.ada).get(address(live)).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert "no-store" in headers["Cache-Control"]
    assert "Content-Disposition" not in headers


def test_to_keep_it_is_a_file_and_logged(live: Study, people: People, signed_in: SignIn) -> None:
    ada = signed_in(people.ada)
    ada.get(address(live))
    assert not Log.objects.filter(verb="report").exists(), "reading it on the site is not taking it out"
    response = ada.get(f"{address(live, 'simulated')}?download=1")
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="first-impressions-simulated-report.html"'
    )
    entry = Log.objects.get(verb="report")
    assert (entry.by, entry.study, entry.details) == (people.ada, live, {"kind": "simulated"})


def test_who_took_it_is_in_the_next_one(live: Study, people: People, signed_in: SignIn) -> None:
    ada = signed_in(people.ada)
    ada.get(f"{address(live)}?download=1")
    body = text(ada.get(address(live)))
    assert people.ada.email in body and "this document" in body


def test_the_results_page_leads_to_it(
    live: Study, people: People, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = signed_in(people.ada)
    here = url("results", live, kind="participants")
    assert address(live) not in text(ada.get(here)), "nothing is computed yet"
    computed = replace(results_context(live, "real"), run=1)
    monkeypatch.setattr(page, "results_context", lambda study, kind: computed)
    body = text(ada.get(here))
    assert f'href="{address(live)}"' in body and f'href="{address(live)}?download=1"' in body


def test_a_closed_study_reveals_the_seed_that_it_committed_to(
    live: Study, people: People, signed_in: SignIn
) -> None:
    seed = bytes(live.seed).hex()
    ada = signed_in(people.ada)
    assert seed not in text(ada.get(address(live)))
    drafts.close(live, by=people.ada)
    body = text(ada.get(address(live)))
    assert f"The seed: {seed}, which has that hash." in body


@pytest.mark.django_db(transaction=True)
def test_reading_what_a_closed_study_found_is_a_look_and_kept_as_one(
    live: Study, people: People, signed_in: SignIn
) -> None:
    drafts.close(live, by=people.ada)
    runs.want(live)
    run = runs.claim()
    assert run
    runs.perform(run)
    ben = signed_in(people.ben)
    for _ in range(2):
        ben.get(address(live))
    ben.get(address(live, "simulated"))
    entry = Log.objects.get(verb=VERB)
    assert (entry.by, entry.study) == (people.ben, live)
    assert entry.details == {"run": run.pk, "kind": "real", "extent": "few", "n": 0}
    body = text(signed_in(people.ada).get(address(live)))
    assert people.ben.email in body and "in this report or through the API" in body


@pytest.mark.django_db(transaction=True)
def test_reading_what_an_open_study_withholds_is_no_look(
    live: Study, people: People, signed_in: SignIn
) -> None:
    runs.want(live)
    run = runs.claim()
    assert run
    runs.perform(run)
    run.refresh_from_db()
    assert run.state == JobState.DONE
    signed_in(people.ben).get(address(live))
    assert not Log.objects.filter(verb=VERB).exists()
