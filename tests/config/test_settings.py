import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config import environment
from config.celery import app
from config.servers import keys

ROOT = Path(__file__).resolve().parents[2]


def fresh(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """The settings as another process reads them."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("LIMELIGHT", "DATABASE"))
    }
    return subprocess.run(
        [sys.executable, "-c", f"from config import settings\n{code}"],
        cwd=ROOT,
        env=kept | {"SECRET_KEY": "s", "DATA_KEY": "d"} | variables,
        capture_output=True,
        text=True,
    )


def test_a_socket_url_is_understood() -> None:
    found = environment.database("postgresql://me:p%40ss@/data?host=/run/my%20sockets", deadline=0)
    assert (found["USER"], found["PASSWORD"], found["NAME"]) == ("me", "p@ss", "data")
    assert (found["HOST"], found["PORT"]) == ("/run/my sockets", "")
    assert "deadline" not in found["OPTIONS"]


def test_a_network_url_is_understood() -> None:
    found = environment.database("postgresql://me:x@db.example:5433/data?sslmode=require", deadline=10)
    assert (found["HOST"], found["PORT"]) == ("db.example", "5433")
    assert found["OPTIONS"]["sslmode"] == "require"
    assert found["OPTIONS"]["deadline"] == 10
    assert found["OPTIONS"]["options"] == "-c statement_timeout=8000"


def test_a_missing_key_names_the_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    with pytest.raises(ImproperlyConfigured, match=r"SECRET_KEY is not set.*config\.servers run"):
        environment.key("SECRET_KEY", tmp_path / "secret")


def test_keys_are_read_from_what_the_servers_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATA_KEY", raising=False)
    keys.make(tmp_path / "secret")
    assert (
        environment.key("DATA_KEY", tmp_path / "secret")
        == json.loads((tmp_path / "secret").read_text())["DATA_KEY"]
    )


@pytest.mark.parametrize(
    ("text", "value"), [("1", True), ("Yes", True), ("0", False), ("", False), ("off", False)]
)
def test_a_flag(monkeypatch: pytest.MonkeyPatch, text: str, value: bool) -> None:
    monkeypatch.setenv("A_FLAG", text)
    assert environment.flag("A_FLAG") is value


def test_a_list_has_no_empty_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_LIST", " a, ,b,")
    assert environment.words("A_LIST") == ["a", "b"]


def test_the_owner_is_used_only_when_asked_for() -> None:
    both = {"DATABASE_URL": "postgresql://app@h/n", "DATABASE_OWNER_URL": "postgresql://owner@h/n"}
    code = "print(settings.DATABASES['default']['USER'])"
    assert fresh(code, **both).stdout == "app\n"
    assert fresh(code, LIMELIGHT_OWNER="1", **both).stdout == "owner\n"
    assert fresh(code, LIMELIGHT_OWNER="1", DATABASE_URL="postgresql://app@h/n").stdout == "app\n"


def test_only_the_web_has_a_deadline() -> None:
    code = "print(settings.DATABASES['default']['OPTIONS'].get('deadline'))"
    assert fresh(code, DATABASE_URL="postgresql://a@h/n").stdout == "None\n"
    web = "import os, runpy\nimport config.wsgi\nfrom django.conf import settings\n" + code
    assert (
        subprocess.run(
            [sys.executable, "-c", web], cwd=ROOT, capture_output=True, text=True, env=dict(os.environ)
        ).stdout
        == "10.0\n"
    )


def test_a_server_with_https_passes_djangos_own_checks() -> None:
    server = {"SECURE": "1", "PROXIES": "1", "LIMELIGHT_TESTING": "", "SECRET_KEY": "k3y" * 30 + "abcdefg"}
    result = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING", "--tag", "security"],
        cwd=ROOT,
        env=os.environ | server,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("directive", ["script-src", "style-src", "img-src", "default-src"])
def test_participants_pages_load_from_here_alone(directive: str) -> None:
    assert settings.STRICT_POLICY[directive] == ["'self'"]


def test_no_policy_allows_inline_scripts() -> None:
    policies: list[dict[str, Any]] = [settings.STRICT_POLICY, *settings.LOOSER_POLICIES.values()]
    assert not any("'unsafe-inline'" in policy["script-src"] for policy in policies)


def test_celery_gives_tasks_back_soon_and_never_twice_while_they_run() -> None:
    options = app.conf.broker_transport_options
    assert options["unacked_restore_interval"] * options["unacked_restore_throttle"] <= 10
    assert options["visibility_timeout"] >= 3600
    assert (app.conf.task_acks_late, app.conf.task_ignore_result) == (False, True)
    assert app.conf.worker_prefetch_multiplier == 1


def test_everything_scheduled_expires_before_it_is_due_again() -> None:
    schedule = app.conf.beat_schedule
    assert set(schedule) == {"claim", "heartbeat", "refresh"}
    for entry in schedule.values():
        assert 0 < entry["options"]["expires"] <= entry["schedule"]


def test_everything_scheduled_is_a_task() -> None:
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


def test_the_schedule_is_kept_in_no_file() -> None:
    assert app.conf.beat_scheduler == "celery.beat:Scheduler"


def test_axes_keeps_no_table(settings: Any) -> None:
    assert settings.AXES_HANDLER == "axes.handlers.cache.AxesCacheHandler"
    assert settings.MIGRATION_MODULES == {"axes": None}


def test_matrices_are_multiplied_by_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Said before numpy is there, which asks once; and unless the environment says otherwise."""
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    code = "import os, sys; print('numpy' in sys.modules, os.environ['OPENBLAS_NUM_THREADS'])"
    assert fresh(code).stdout.split() == ["False", "1"]
    assert fresh(code, OPENBLAS_NUM_THREADS="2").stdout.split() == ["False", "2"]
