"""
Makes .venv, the project's own Python, and installs what the lock files name; done again only when they change.

A package whose SHA-256 is not in the lock file (tools/lock.py) is not installed: what a mirror brings is what
was tested.

Standard library only, in words that Python 3.8 can read: it runs before anything is installed. It never touches the
system's own packages, so a Python that locks pip (PEP 668) or lacks ensurepip is as good as any other.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"
WHEELS = ROOT / "wheels"  # only in a bundle for machines without a network
RUN = (ROOT / "requirements.lock",)
SERVER = (ROOT / "requirements-server.lock",)  # beside RUN, for a database on a server; only in a bundle and for tests
TEST = (ROOT / "requirements-dev.lock",)  # holds what RUN holds, too
OLDEST = (3, 11)


class SetupError(Exception):
    """The environment cannot be made; the text says why and what to do."""


def prepare(requirements: Iterable[Path], folder: Path = FOLDER, wheels: Path | None = None) -> Path:
    """
    Return the Python of an environment that has everything the requirements files name.

    Args:
        requirements: the files, those that others include first. A file that was installed before and has not changed
            costs no call of pip.
        folder: where the environment is made; one that no longer runs is made anew.
        wheels: install from this folder alone, without a network.

    Raises:
        SetupError: no way of making it worked, or pip failed; what was begun is taken up again the next time.
    """
    python = interpreter(folder)
    if not _runs(python):
        _make(folder, wheels)
    record = folder / "installed.txt"
    known = record.read_text(encoding="utf-8").splitlines() if record.exists() else []
    missing = [path for path in requirements if _line(path) not in known]
    if missing:
        print("正在安装所需的软件包，第一次要几分钟……", flush=True)
        _install(python, missing, wheels)
        kept = [line for line in known if line.split()[-1] not in {path.name for path in missing}]
        record.write_text("\n".join(kept + [_line(path) for path in missing]) + "\n", encoding="utf-8")
    return python


def interpreter(folder: Path) -> Path:
    """Return where an environment keeps its Python."""
    return folder / "Scripts" / "python.exe" if os.name == "nt" else folder / "bin" / "python"


def _line(path: Path) -> str:
    return f"{hashlib.sha256(path.read_bytes()).hexdigest()} {path.name}"


def _runs(python: Path) -> bool:
    """Tell whether an environment's Python starts, is new enough and has pip (its system may have gone or changed)."""
    check = f"import sys, importlib.util as u; sys.exit(sys.version_info < {OLDEST} or u.find_spec('pip') is None)"
    return python.exists() and _quietly([python, "-c", check]).returncode == 0


def _make(folder: Path, wheels: Path | None) -> None:
    """Try every way of making an environment, the usual one first."""
    print("正在建立程序自己的 Python 环境（.venv）……", flush=True)
    if folder.exists():
        shutil.rmtree(folder)
    said = []
    for way in (_by_venv, _by_venv_and_borrowed_pip, _by_virtualenv):
        said.append(way(folder, wheels).strip())
        if _runs(interpreter(folder)):
            return
    details = "\n".join(said)
    raise SetupError(
        f"{details}\n\n不能在 {folder} 建立 Python 环境，原因见上面几行。没有安装任何东西。请安装系统的"
        " python3-venv 和 python3-pip（Debian、Ubuntu：apt-get install python3-venv python3-pip），再试一次。"
    )


def _by_venv(folder: Path, wheels: Path | None) -> str:  # noqa: ARG001 (all ways are called alike)
    return _quietly([sys.executable, "-m", "venv", "--clear", folder]).stdout


def _by_venv_and_borrowed_pip(folder: Path, wheels: Path | None) -> str:
    """Make it without pip (no ensurepip needed), then bring pip by a wheel of the bundle or by the system's own pip."""
    made = _quietly([sys.executable, "-m", "venv", "--clear", "--without-pip", folder])
    if made.returncode:
        return made.stdout
    python = interpreter(folder)
    if wheels is not None:
        carried = next(iter(sorted(wheels.glob("pip-*.whl"))), None)
        if carried is None:
            return f"{wheels} 里没有 pip 的安装包"
        # A wheel of pip runs without being installed.
        return _quietly([python, carried / "pip", *_source(wheels), "pip"]).stdout
    first = _quietly([sys.executable, "-m", "pip", "--python", python, "install", "pip"])
    if _runs(python):
        return first.stdout
    # Before pip 22.3 there is no --python; a plain folder is never locked.
    place = _quietly([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]).stdout.strip()
    return first.stdout + _quietly([sys.executable, "-m", "pip", "install", "--target", place, "pip"]).stdout


def _by_virtualenv(folder: Path, wheels: Path | None) -> str:
    """Borrow virtualenv into a folder that is thrown away: for a Python without the module venv."""
    if wheels is not None:
        return "离线安装需要 Python 自带的 venv"
    with tempfile.TemporaryDirectory() as borrowed:
        got = _quietly([sys.executable, "-m", "pip", "install", "--target", borrowed, "virtualenv"])
        made = _quietly([sys.executable, "-m", "virtualenv", "--clear", folder], PYTHONPATH=borrowed)
    return got.stdout + made.stdout


def _install(python: Path, requirements: list[Path], wheels: Path | None) -> None:
    files = [part for path in requirements for part in ("-r", path)]
    command = [python, "-m", "pip", *_source(wheels), "--require-hashes", *files]
    if subprocess.run([str(part) for part in command], env=_environment(), check=False).returncode:
        where = f"文件夹 {wheels} 里的安装包" if wheels else "软件源"
        raise SetupError(
            f"软件包没有装全，原因见上面几行。请检查{'' if wheels else '网络和'}{where}，再试一次；已装好的部分会保留。"
            "写着 hash 不一致（do not match the hashes）的，是安装包与本程序登记的不同：请换一个来源取得，不要使用。"
        )


def _source(wheels: Path | None) -> list[str]:
    offline = ["--no-index", "--find-links", str(wheels)] if wheels else []
    return ["install", "--disable-pip-version-check", "--no-input", *offline]


def _environment(**more: str) -> dict[str, str]:
    # A person's own pip settings (always --user, only in virtual environments) are not meant for this folder.
    return {**os.environ, "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0", **more}


def _quietly(command: list[str | Path], **environment: str) -> subprocess.CompletedProcess:
    """Run without a word; both outputs are in stdout."""
    words = [str(part) for part in command]
    joined = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "errors": "replace"}
    return subprocess.run(words, env=_environment(**environment), text=True, check=False, **joined)


def main() -> int:
    """Make the environment in the project's folder; the exit code is 2 where that cannot be done."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--test", action="store_true", help="also what the tests need")
    chosen = options.parse_args()
    try:
        prepare(TEST if chosen.test else RUN, wheels=WHEELS if WHEELS.is_dir() else None)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
