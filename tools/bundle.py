"""
Writes dist/monitoring-DATE: the program as last committed and every package it needs, for a PC without a network.

One folder serves Windows and Linux (both x86_64); start.bat and start.sh in it install from it alone. Python itself is
not in it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from packaging.markers import default_environment
from packaging.metadata import Metadata
from packaging.utils import canonicalize_name, parse_wheel_filename

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.environment import ROOT, RUN, SERVER  # noqa: E402 (made importable above)

DIST = ROOT / "dist"
# glibc 2.28 and older builds run on what offices use: Debian 10 and later, Kylin V10, UOS 20.
LINUX = tuple(f"manylinux_2_{minor}_x86_64" for minor in (28, 27, 26, 24, 17)) + ("manylinux2014_x86_64",)
WINDOWS = ("win_amd64",)
PIP = "pip"  # carried along, so that a Python without ensurepip can install


@dataclass(frozen=True)
class Target:
    """A kind of computer the bundle serves: pip's names of the platform, Python's version and what markers see."""

    platforms: tuple[str, ...]
    python: str
    markers: dict[str, str]


def _target(platforms: tuple[str, ...], python: str) -> Target:
    is_windows = platforms == WINDOWS
    system = {
        "os_name": "nt" if is_windows else "posix",
        "sys_platform": "win32" if is_windows else "linux",
        "platform_system": "Windows" if is_windows else "Linux",
        "platform_machine": "AMD64" if is_windows else "x86_64",
        "python_version": python,
        "python_full_version": f"{python}.0",
    }
    return Target(platforms, python, {**default_environment(), **system})


TARGETS = [_target(WINDOWS, python) for python in ("3.11", "3.12", "3.13")] + [_target(LINUX, "3.11")]


def main() -> int:
    """Write the folder; git and the package source are needed. An earlier folder of the same day is replaced."""
    folder = DIST / f"monitoring-{_git('log', '-1', '--format=%cs').decode().strip()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    subprocess.run(["tar", "-x", "-C", str(folder)], input=_git("archive", "HEAD"), check=True)
    wheels = folder / "wheels"
    wheels.mkdir()
    for target in TARGETS:
        with tempfile.TemporaryDirectory() as own:
            _fill(Path(own), target)
            for wheel in Path(own).glob("*.whl"):
                shutil.move(wheel, wheels / wheel.name)
    size_mb = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 10**6
    print(f"{folder} ({size_mb} MB): copy the whole folder; start.bat (Windows) or start.sh (Linux) starts it.")
    return 0


def _git(*words: str) -> bytes:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=True).stdout


def _fill(wheels: Path, target: Target) -> None:
    """
    Download what a target needs, in the versions and with the hashes of the lock files: the driver of PostgreSQL too.

    pip reads markers with the Python it runs on, so what only Windows needs is found by looking into the wheels.
    """
    pinned: dict[str, str] = {}
    for lock in (*RUN, *SERVER):
        _download(wheels, target, ["--require-hashes", "--requirement", str(lock)])
        pinned |= pins(lock.read_text(encoding="utf-8"))
    _download(wheels, target, [PIP])
    while lacking := missing(wheels, target.markers):
        wanted = wheels / "lacking.txt"
        wanted.write_text("".join(pinned[name] for name in lacking), encoding="utf-8")
        _download(wheels, target, ["--require-hashes", "--requirement", str(wanted)])
        wanted.unlink()


def _download(wheels: Path, target: Target, wanted: list[str]) -> None:
    platforms = [word for platform in target.platforms for word in ("--platform", platform)]
    python = ["--python-version", target.python, "--implementation", "cp", "--only-binary=:all:", "--no-deps"]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--dest", str(wheels)]
    print(f"Packages for {target.platforms[0]}, Python {target.python}: {wanted[-1]}", flush=True)
    subprocess.run([*command, *platforms, *python, *wanted], check=True)


def pins(lock: str) -> dict[str, str]:
    """Return a lock file's entries by package, each one line with its hashes, without what says for whom they are."""
    lines = (line.split() for line in lock.replace("\\\n", " ").splitlines() if line[:1] not in ("#", ""))
    entries = ((words[0], [word for word in words if word.startswith("--hash=")]) for words in lines)
    return {canonicalize_name(pin.partition("==")[0]): " ".join([pin, *hashes]) + "\n" for pin, hashes in entries}


def missing(wheels: Path, markers: dict[str, str]) -> list[str]:
    """
    Return the names of packages that wheels in the folder require on a target and that no wheel there provides.

    Args:
        wheels: a folder with wheels for that target alone.
        markers: what the target answers, as `packaging.markers.default_environment` names it.
    """
    files = sorted(wheels.glob("*.whl"))
    there = {canonicalize_name(parse_wheel_filename(path.name)[0]) for path in files}
    required = {
        canonicalize_name(requirement.name)
        for path in files
        for requirement in _metadata(path).requires_dist or []
        if requirement.marker is None or requirement.marker.evaluate({"extra": "", **markers})
    }
    return sorted(required - there)


def _metadata(wheel: Path) -> Metadata:
    with ZipFile(wheel) as content:
        name = next(name for name in content.namelist() if name.endswith(".dist-info/METADATA"))
        return Metadata.from_email(content.read(name), validate=False)


if __name__ == "__main__":
    sys.exit(main())
