"""Who may read what: every address of the API times everybody. An address without a rule fails."""

from typing import Any

import pytest
from django.urls import URLPattern, reverse
from knox.models import AuthToken

from surveys.api.urls import urlpatterns
from surveys.models import Study, User
from tests.api.conftest import client
from tests.api.people import enrol, publish

pytestmark = pytest.mark.django_db

OPEN, TOKEN, MEMBER, OWNER, NOTHING = "open", "token", "member", "owner", "nothing"
RULES = {
    "api-studies": TOKEN,
    "api-study": MEMBER,
    "api-participations": MEMBER,
    "api-ids": OWNER,
    "api-answers": MEMBER,
    "api-acts": MEMBER,
    "api-paradata": MEMBER,
    "api-scores": MEMBER,
    "api-results": MEMBER,
    "api-codebook": MEMBER,
    "api-protocol": MEMBER,
    "api-schema": OPEN,
    "api-docs": OPEN,
    "api-nowhere": NOTHING,
}
EXPECTED = {
    OPEN: {"Ada": 200, "Ben": 200, "Cy": 200, "anonymous": 200},
    TOKEN: {"Ada": 200, "Ben": 200, "Cy": 200, "anonymous": 401},
    MEMBER: {"Ada": 200, "Ben": 200, "Cy": 404, "anonymous": 401},
    OWNER: {"Ada": 200, "Ben": 404, "Cy": 404, "anonymous": 401},
    NOTHING: {"Ada": 404, "Ben": 404, "Cy": 404, "anonymous": 404},
}
FORMATS = {
    "api-ids": ("json", "csv"),
    "api-answers": ("json", "csv"),
    "api-acts": ("json", "csv"),
    "api-paradata": ("json", "csv"),
    "api-protocol": ("json", "yaml"),
}


def names() -> list[str]:
    return [str(pattern.name) for pattern in urlpatterns if isinstance(pattern, URLPattern)]


def address(name: str, study: str) -> str:
    return reverse(name, args=[study] if RULES[name] in (MEMBER, OWNER) else [])


def test_every_address_has_a_rule() -> None:
    assert len(names()) == len(urlpatterns) and set(names()) == set(RULES)


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("who", ["Ada", "Ben", "Cy", "anonymous"])
def test_role_by_address(study: Study, ada: User, ben: User, cy: User, who: str, name: str) -> None:
    user = {"Ada": ada, "Ben": ben, "Cy": cy}.get(who)
    for format in FORMATS.get(name, ("json",)):
        parameters = {} if RULES[name] == OPEN else {"format": format}
        response: Any = client(user).get(address(name, "kiosk"), parameters)
        b"".join(response.streaming_content if response.streaming else ())
        assert response.status_code == EXPECTED[RULES[name]][who], format


@pytest.mark.parametrize("name", [name for name in names() if RULES[name] in (MEMBER, OWNER)])
def test_no_such_study_and_not_yours_look_the_same(study: Study, cy: User, name: str) -> None:
    hidden, absent = (client(cy).get(address(name, found)) for found in ("kiosk", "nowhere"))
    assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)


@pytest.mark.parametrize("name", [name for name in names() if RULES[name] != NOTHING])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_but_reading(study: Study, ada: User, name: str, method: str) -> None:
    response = getattr(client(ada), method)(address(name, "kiosk"))
    assert response.status_code == 405
    assert response.json()["error"]["code"] == "method_not_allowed"


def test_the_list_holds_only_what_one_may_see(study: Study, ada: User, cy: User) -> None:
    publish("another")

    def listed(user: User) -> list[Any]:
        return [row["address"] for row in client(user).get("/api/v1/studies/").json()["results"]]

    assert (listed(ada), listed(cy)) == (["kiosk"], [])


def test_rows_of_other_studies_stay_there(study: Study, ada: User) -> None:
    stranger = enrol(publish("another"), 7)
    for name in ("participations", "answers"):
        found = client(ada).get(f"/api/v1/studies/kiosk/{name}/").json()["results"]
        assert found and all(stranger.pk not in (r.get("id"), r.get("participation")) for r in found)


def test_access_taken_away_works_at_once(study: Study, ben: User) -> None:
    as_ben = client(ben)
    assert as_ben.get("/api/v1/studies/kiosk/answers/").status_code == 200
    study.memberships.filter(user=ben).delete()
    assert as_ben.get("/api/v1/studies/kiosk/answers/", {"format": "csv"}).status_code == 404


def test_a_signed_in_browser_is_not_a_token(study: Study, ada: User) -> None:
    browser = client(None)
    browser.force_login(ada)
    assert browser.get("/api/v1/studies/").status_code == 401


@pytest.mark.parametrize("harm", ["inactive", "expired", "ended"])
def test_a_token_ends(study: Study, ada: User, harm: str) -> None:
    as_ada = client(ada)
    if harm == "inactive":
        User.objects.update(is_active=False)
    elif harm == "expired":
        AuthToken.objects.update(expiry="2020-01-01T00:00:00Z")
    else:
        client(ada)  # renewed under the same name
    response = as_ada.get("/api/v1/studies/")
    assert response.status_code == 401
    assert response.json()["error"]["code"] == "authentication_failed"
    assert response.headers["WWW-Authenticate"] == "Token"
