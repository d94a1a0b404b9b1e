import functools
import importlib.machinery
import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from config import install

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.txt", "requirements-dev.txt", "requirements-uv.txt"]


def names(lock: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([a-z0-9.\-]+)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


@functools.cache
def hosts() -> ModuleType:
    loader = importlib.machinery.SourceFileLoader("hosts", str(ROOT / ".ci" / "hosts"))
    spec = importlib.util.spec_from_loader("hosts", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_locked_has_a_hash_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert not re.search(r"\w+://|--(extra-)?index-url|--find-links", text)
    for entry in re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]:
        assert "--hash=sha256:" in entry, entry[:60]


def test_everything_asked_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    for wanted, lock in (
        (project["project"]["dependencies"], "requirements.txt"),
        (project["dependency-groups"]["dev"], "requirements-dev.txt"),
    ):
        asked = {re.split(r"[\[<>=~!]", line)[0].lower() for line in wanted}
        assert asked <= set(names(lock))


def test_tests_run_with_the_versions_that_are_shipped() -> None:
    shipped, tested = names("requirements.txt"), names("requirements-dev.txt")
    assert {name: tested.get(name) for name in shipped} == shipped


def test_a_changed_lock_is_installed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in install.LOCKS.values():
        (tmp_path / name).write_text("a==1")
    monkeypatch.setattr(install, "ROOT", tmp_path)
    monkeypatch.setattr(install, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(install, "usable", lambda: True)
    assert not install.installed("dev")
    install.STAMP.write_text(f"dev {install.wanted('dev')}\n")
    assert install.installed("dev")
    assert install.installed("run")
    (tmp_path / "requirements-dev.txt").write_text("a==2")
    assert not install.installed("dev")


def test_a_lean_installation_is_not_for_tests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(install, "usable", lambda: True)
    install.STAMP.write_text(f"run {install.wanted('run')}\n")
    assert install.installed("run")
    assert not install.installed("dev")


def test_without_venv_one_line_names_the_package(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert install.main("run") == 1
    assert capsys.readouterr().err.splitlines() == [
        "install: Python cannot make virtual environments here. On Debian: apt-get install python3-venv"
    ]


def test_a_copied_venv_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "VENV", tmp_path)
    monkeypatch.setattr(install, "PYTHON", Path(sys.executable))
    assert not install.usable()


def test_a_named_registry_is_found(tmp_path: Path) -> None:
    file = tmp_path / "notes.md"
    file.write_text("get it from files." + "python" + "hosted.org")
    known = hosts().known_hosts()
    assert hosts().problems(file, known)
    file.write_text("get it with pip")
    assert not hosts().problems(file, known)


def test_an_address_in_a_lock_is_found(tmp_path: Path) -> None:
    file = tmp_path / "requirements.txt"
    file.write_text("--extra-index-url https://mirror.example/simple\n")
    assert hosts().problems(file, set())


def test_bare_make_says_what_can_be_made() -> None:
    told = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True).stdout
    said = {line.split()[0] for line in told.splitlines()}
    assert {"demo", "test", "trials", "lint", "bench", "lock", "reset"} <= said
