"""Make the venv and install the locked requirements into it: `python3 config/install.py [dev]`.

Run by the Makefile with the system's Python: the standard library alone.
"""

import hashlib
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed"
LOCKS = {"run": "requirements.txt", "dev": "requirements-dev.txt"}


def main(kind: str) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 (not yet the Python of .venv)
        return say(f"Limelight needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if importlib.util.find_spec("ensurepip") is None:
        return say("Python cannot make virtual environments here. On Debian: apt-get install python3-venv")
    if installed(kind):
        return 0
    if not usable():
        say(f"making .venv with Python {sys.version.split()[0]}")
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    say(f"installing {LOCKS[kind]}")
    if not install(ROOT / LOCKS[kind]):
        return say("The installation failed; its messages stand above.")
    STAMP.write_text(f"{kind} {wanted(kind)}\n")
    return 0


def wanted(kind: str) -> str:
    """What an installation is good for: this Python with these locks."""
    locks = (ROOT / LOCKS[kind]).read_bytes()
    return f"{sys.version_info[0]}.{sys.version_info[1]} {hashlib.sha256(locks).hexdigest()}"


def installed(kind: str) -> bool:
    """True if nothing is to be done. A `dev` installation of the present locks serves `run` as well."""
    if not usable() or not STAMP.exists():
        return False
    found = STAMP.read_text().strip()
    return found in {f"{kind} {wanted(kind)}", f"dev {wanted('dev')}"}


def usable() -> bool:
    """True for a venv of this Python version that still works (not one copied from elsewhere)."""
    if not PYTHON.exists():
        return False
    ask = "import sys; print(sys.prefix, sys.version_info[:2])"
    answer = subprocess.run([str(PYTHON), "-c", ask], capture_output=True, text=True, check=False)
    return answer.stdout.strip() == f"{VENV} {sys.version_info[:2]}"


def install(lock: Path) -> bool:
    """By uv, which takes seconds; by pip if uv cannot (it knows nothing of pip's settings)."""
    uv = shutil.which("uv") or own_uv()
    if uv:
        command = [uv, "pip", "sync", "--quiet", "--python", str(PYTHON), "--require-hashes", str(lock)]
        if subprocess.run(command, cwd=ROOT, check=False).returncode == 0:
            return True
    say("uv could not; installing with pip, which takes longer")
    return pip("--require-hashes", "-r", str(lock))


def own_uv() -> str | None:
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        pip("--require-hashes", "-r", str(ROOT / "requirements-uv.txt"))
    return str(uv) if uv.exists() else None


def pip(*words: str) -> bool:
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *words]
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def say(text: str) -> int:
    """Print to stderr. Returns 1, the exit code wherever this is the last word."""
    sys.stderr.write(f"install: {text}\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main("dev" if "dev" in sys.argv[1:] else "run"))
