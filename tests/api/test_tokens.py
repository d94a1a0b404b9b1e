import pytest
from django.utils import timezone
from knox.models import AuthToken

from surveys.api.tokens import LIFETIME, renew
from surveys.models import User

pytestmark = pytest.mark.django_db


def test_renewing_ends_the_older_token_of_the_same_purpose_only(ada: User, ben: User) -> None:
    renew(ada, "script"), renew(ben, "demo"), renew(ada, "demo")
    renew(ada, "demo")
    kept = AuthToken.objects.order_by("user", "token_key").values_list("user__name", "token_key")
    assert [(name, key.partition("_")[0]) for name, key in kept] == [
        ("Ada", "demo"), ("Ada", "script"), ("Ben", "demo"),
    ]  # fmt: skip


def test_a_token_is_kept_as_a_digest_and_has_an_end(ada: User) -> None:
    token = renew(ada, "demo")
    row = AuthToken.objects.get()
    assert token.startswith("demo_") and len(token) > 60
    assert token not in (row.digest, row.token_key)
    assert abs(row.expiry - timezone.now() - LIFETIME).total_seconds() < 60


@pytest.mark.parametrize("name", ["", "ten_letter", "longerthan9", "a b", "%"])
def test_a_purpose_is_one_short_word(ada: User, name: str) -> None:
    with pytest.raises(ValueError, match="1 to 9 letters"):
        renew(ada, name)
