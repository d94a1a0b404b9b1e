"""The compose file, as far as it can be known without Docker: its parts name each other rightly."""

import re
import stat
from pathlib import Path
from typing import Any

import pytest
import yaml

FOLDER = Path(__file__).resolve().parents[2] / "docker"
TEXT = (FOLDER / "compose.yaml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name for name, service in SERVICES.items() if service["image"] == "limelight"}


def test_every_part_is_there() -> None:
    assert set(SERVICES) == {
        "postgres",
        "valkey",
        "migrate",
        "web",
        "worker-short",
        "worker-long",
        "beat",
        "caddy",
    }


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_waits_only_for_services(name: str) -> None:
    assert set(SERVICES[name].get("depends_on", ())) <= set(SERVICES)


@pytest.mark.parametrize("name", SERVICES)
def test_a_healthy_service_is_waited_for_only_if_it_says_so(name: str) -> None:
    needs = SERVICES[name].get("depends_on", {})
    conditions = needs if isinstance(needs, dict) else {}
    waited = [other for other, how in conditions.items() if how["condition"] == "service_healthy"]
    assert all("healthcheck" in SERVICES[other] for other in waited)


@pytest.mark.parametrize("name", SERVICES)
def test_every_volume_is_declared_and_every_file_exists(name: str) -> None:
    for volume in SERVICES[name].get("volumes", ()):
        source = volume.split(":")[0]
        assert (FOLDER / source).is_file() if source.startswith(".") else source in COMPOSE["volumes"]


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["caddy"]


@pytest.mark.parametrize("name", sorted(OURS))
def test_our_commands_are_the_entrypoints(name: str) -> None:
    known = re.findall(r"^  (\w+)\)", (FOLDER / "entrypoint").read_text(), re.MULTILINE)
    assert SERVICES[name]["command"][0] in known


def test_each_queue_has_a_worker() -> None:
    assert {service["command"][1] for name, service in SERVICES.items() if name.startswith("worker")} == {
        "short",
        "long",
    }


def test_only_migrations_know_the_owners_password() -> None:
    knowing = {name for name in OURS if "DATABASE_OWNER_URL" in SERVICES[name]["environment"]}
    assert knowing == {"migrate"}


def test_no_secret_has_a_default() -> None:
    for name in (
        "SECRET_KEY",
        "DATA_KEY",
        "POSTGRES_PASSWORD",
        "LIMELIGHT_PASSWORD",
        "LIMELIGHT_OWNER_PASSWORD",
    ):
        assert f"${{{name}:?" in TEXT
        assert f"${{{name}:-" not in TEXT


def test_the_image_does_not_run_as_root() -> None:
    users = re.findall(r"^USER (\S+)", (FOLDER / "Dockerfile").read_text(), re.MULTILINE)
    assert users == ["limelight"]


def test_what_is_copied_into_the_image_is_let_through() -> None:
    copied = re.findall(r"^COPY (?!--from)(\S+)", (FOLDER / "Dockerfile").read_text(), re.MULTILINE)
    allowed = (FOLDER.parent / ".dockerignore").read_text().splitlines()
    assert {f"!{path}" for path in copied} <= set(allowed)


def test_the_entrypoint_can_be_run() -> None:
    assert (FOLDER / "entrypoint").stat().st_mode & stat.S_IXUSR


def test_the_proxys_log_has_no_path_and_no_address() -> None:
    caddy = (FOLDER / "Caddyfile").read_text()
    assert "output" not in caddy
    for field in ("request>uri", "request>remote_ip", "request>client_ip", "request>headers"):
        assert f"{field} delete" in caddy
