"""Getting the program onto a machine: its own environment, the sentences of start.py, what a bundle must hold."""

from __future__ import annotations

import ast
import os
import re
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest

from monitoring.settings import ROOT
from tools import environment, start, system_packages
from tools.bundle import TARGETS, missing, pins

LOCKED = "error: externally-managed-environment"


@dataclass
class Made:
    """An environment, the requirements file it was made for, and the folder its packages came from."""

    folder: Path
    requirements: Path
    wheels: Path

    def prepare(self) -> Path:
        return environment.prepare([self.requirements], self.folder, self.wheels)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """
    An environment as Debian without python3-venv makes it, without a network: pip's own wheel is carried along.

    The requirements file asks for nothing.
    """
    ensurepip = pytest.importorskip("ensurepip", reason="Debian's Python ships none; make run was tried there by hand")
    carried = next((Path(ensurepip.__file__).parent / "_bundled").glob("pip-*.whl"), None)
    if carried is None:
        pytest.skip("this Python ships no wheel of pip")
    folder = tmp_path_factory.mktemp("environment")
    shutil.copy(carried, folder)
    (folder / "requirements.txt").write_text("# nothing\n", encoding="utf-8")
    made = Made(folder / "venv", folder / "requirements.txt", folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(environment, "_by_venv", lambda *_: "ensurepip is not available")
        made.prepare()
    return made


def test_without_ensurepip_and_network_pip_comes_from_the_wheel_that_is_carried(made):
    assert environment._runs(environment.interpreter(made.folder))


def test_what_was_installed_is_not_installed_again(made, monkeypatch):
    """A second start calls pip only for a file that changed."""
    installed = []
    monkeypatch.setattr(environment, "_install", lambda _, files, __: installed.extend(files))

    made.prepare()
    assert [] == installed

    made.requirements.write_text("# something else\n", encoding="utf-8")
    made.prepare()
    assert [made.requirements] == installed


def test_an_environment_that_no_longer_runs_is_made_anew(made, monkeypatch):
    """The folder was copied from another computer, or the system's Python has gone."""
    remade = []
    monkeypatch.setattr(environment, "_make", lambda folder, _: remade.append(folder))
    monkeypatch.setattr(environment, "_install", lambda *_: None)
    environment.interpreter(made.folder).unlink()

    made.prepare()

    assert [made.folder] == remade


def test_where_no_way_works_the_sentence_names_what_to_install(tmp_path, monkeypatch):
    failed = subprocess.CompletedProcess([], 1, stdout=LOCKED)
    monkeypatch.setattr(environment, "_quietly", lambda *_, **__: failed)

    with pytest.raises(environment.SetupError) as refused:
        environment.prepare([], tmp_path / "venv")

    assert LOCKED in str(refused.value)
    assert "apt-get install python3-venv python3-pip" in str(refused.value)


def test_a_python_for_which_no_packages_are_carried_gets_a_sentence(tmp_path):
    system = "win_amd64" if os.name == "nt" else "manylinux_2_24_x86_64"
    for minor in (12, 11):
        (tmp_path / f"pandas-3.1.1-cp3{minor}-cp3{minor}-{system}.whl").touch()

    assert "" == start.wrong_python((3, 11), 64, tmp_path)
    assert (
        "本文件夹带的安装包适用于 Python 3.11、3.12，这台电脑上的是 3.14。请安装其中一个版本后再试；程序没有启动。"
        == start.wrong_python((3, 14), 64, tmp_path)
    )


@pytest.mark.parametrize("name", ["start.py", "environment.py"])
def test_a_python_that_is_too_old_can_read_far_enough_to_say_so(name):
    ast.parse((ROOT / "tools" / name).read_text(encoding="utf-8"), feature_version=(3, 8))


def test_a_32_bit_python_gets_a_sentence():
    expected = "需要 64 位的 Python，这台电脑上的是 32 位。请换装 64 位的；程序没有启动。"
    assert expected == start.wrong_python((3, 11), 32, None)


def test_a_busy_port_gets_a_sentence_before_anything_is_installed():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, ROOT / "tools" / "start.py", str(port)], capture_output=True, text=True, check=False
        )

    assert 2 == done.returncode
    assert done.stderr.startswith(f"端口 {port} 已被占用。")
    assert done.stderr.endswith("程序没有启动。\n")


def test_start_bat_is_ascii_with_the_line_ends_of_windows():
    """cmd reads neither UTF-8 nor bare line feeds safely."""
    content = (ROOT / "start.bat").read_bytes()

    assert content.isascii()
    assert content.count(b"\n") == content.count(b"\r\n")
    assert b"chcp 65001" in content


def test_start_bat_names_files_that_exist():
    words = (ROOT / "start.bat").read_text(encoding="ascii").replace("\\", "/").split()

    named = {word for word in words if word.startswith("tools/") and "." in word}
    assert {"tools/start.py", "tools/no-python.txt"} <= named
    assert [] == [name for name in named if not (ROOT / name).is_file()]


def test_what_only_windows_needs_is_missed_though_the_bundle_is_made_on_linux(tmp_path):
    """pip reads markers with the Python that runs it: click's colorama would be forgotten."""
    wheel(tmp_path / "click-8-py3-none-any.whl", 'Requires-Dist: colorama; platform_system == "Windows"')
    wheel(tmp_path / "extra-1-py3-none-any.whl", 'Requires-Dist: pytest; extra == "test"', "Requires-Dist: Click>=8")
    windows, linux = TARGETS[0].markers, TARGETS[-1].markers

    assert ["colorama"] == missing(tmp_path, windows)
    assert [] == missing(tmp_path, linux)


def test_the_browser_is_asked_of_apt_only_where_it_is_missing(monkeypatch):
    monkeypatch.setattr(system_packages, "_has_chinese_font", lambda: True)
    monkeypatch.setattr(system_packages, "postgresql", lambda: Path("/usr/bin"))
    monkeypatch.setattr(
        system_packages.shutil, "which", lambda name: None if "chromium" in name else f"/usr/bin/{name}"
    )
    assert [] == system_packages.missing()  # google-chrome does as well

    monkeypatch.setattr(system_packages.shutil, "which", lambda name: None if "chrom" in name else f"/usr/bin/{name}")
    assert ["chromium"] == system_packages.missing()


def test_a_database_server_is_asked_of_apt_only_where_it_is_missing(monkeypatch, tmp_path):
    """Debian keeps its programs a folder a version, in nobody's path: the newest of them."""
    monkeypatch.setattr(system_packages, "POSTGRESQL", tmp_path)
    monkeypatch.setattr(system_packages.shutil, "which", lambda _: None)
    assert None is system_packages.postgresql()
    assert "postgresql" in system_packages.missing()

    for version in ("9", "15", "17"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "initdb").touch()
    assert tmp_path / "17" / "bin" == system_packages.postgresql()
    assert "postgresql" not in system_packages.missing()


@pytest.mark.parametrize(("ci", "code"), [("1", 1), ("", 0)])
def test_what_may_not_be_installed_is_a_sentence(monkeypatch, capsys, ci, code):
    """Not root: what to run, and what is left out meanwhile; an unattended run fails."""
    monkeypatch.setattr(system_packages, "missing", lambda: ["postgresql"])
    monkeypatch.setattr(system_packages.os, "geteuid", lambda: 1000)
    monkeypatch.setenv("CI", ci)

    assert code == system_packages.main()

    said = capsys.readouterr().err
    assert "本机没有 postgresql" in said and "sudo apt-get install postgresql" in said and "这次不做" in said


LOCKS = ("requirements.lock", "requirements-server.lock", "requirements-spark.lock", "requirements-dev.lock")


def entries(name):
    return pins((ROOT / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_of_a_lock_has_one_version_and_hashes(name):
    """What packages need too; and no address of anybody's server."""
    for line in entries(name).values():
        pin, *hashes = line.split()
        assert re.fullmatch(r"[\w.-]+==[\w.]+", pin)
        assert hashes
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", each) for each in hashes)
    assert "://" not in (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_what_is_named_in_that_version(name):
    """Changed one and not the other: make lock."""
    locked = entries(name)
    named = (ROOT / name).with_suffix(".txt")
    asked = [line for line in named.read_text(encoding="utf-8").splitlines() if "==" in line]

    assert asked
    for line in asked:
        package, _, version = re.sub(r"\[\w+\]", "", line.lower()).partition("==")
        assert locked[package.replace("_", "-")].lower().startswith(f"{package}=={version} ")


def test_the_tests_lock_holds_what_the_program_runs_with():
    run, server, spark, test = map(entries, LOCKS)

    assert run.items() <= test.items()
    assert server.items() <= test.items()
    assert spark.items() <= test.items()
    assert "colorama" in test  # what only Windows needs


def test_a_package_that_is_not_the_one_in_the_lock_is_not_installed(made, capfd):
    """The name and version fit, the content does not: a sentence, and nothing of it."""
    wheel(made.wheels / "measure-1-py3-none-any.whl")
    made.requirements.write_text(f"measure==1 --hash=sha256:{'0' * 64}\n", encoding="utf-8")

    with pytest.raises(environment.SetupError, match="do not match the hashes"):
        made.prepare()
    assert "DO NOT MATCH THE HASHES" in capfd.readouterr().err


def test_a_package_without_a_hash_is_not_installed(made):
    made.requirements.write_text("measure==1\n", encoding="utf-8")

    with pytest.raises(environment.SetupError):
        made.prepare()


def wheel(path: Path, *requires: str) -> None:
    """Write a wheel that holds nothing but what it requires."""
    name, version = path.name.split("-")[:2]
    head = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    with ZipFile(path, "w") as content:
        content.writestr(f"{name}-{version}.dist-info/METADATA", "\n".join([*head, *requires]) + "\n")
