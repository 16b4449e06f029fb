"""A standalone Spark cluster on loopback, and a Sail server: real processes, started from nothing, killed at will."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from monitoring.settings import ROOT

HERE = "127.0.0.1"
START_S = 120
LOOK_S = 0.2
CLASS = "org.apache.spark.deploy.{0}.{1}"


def java() -> str | None:
    """Return the Java of this machine; None where there is none."""
    return shutil.which("java")


class Cluster:
    """One master and its workers, one core each; no worker knows where the program lies."""

    def __init__(self, folder: Path, workers: int = 2) -> None:
        self._folder = folder
        self._port, self._page = _free(), _free()
        self.url = f"spark://{HERE}:{self._port}"
        self._master = self._start("master", "Master", "--port", str(self._port), "--webui-port", str(self._page))
        _until(lambda: self.alive() == 0, "the master answers")
        self._workers = [self._worker(number) for number in range(workers)]
        _until(lambda: self.alive() == workers, f"{workers} workers have registered")

    def alive(self) -> int:
        """Return how many workers the master knows to be alive."""
        with urlopen(f"http://{HERE}:{self._page}/json/", timeout=5) as answer:
            return json.load(answer)["aliveworkers"]

    def kill_a_worker(self) -> None:
        """Kill the first worker and all that it has started, in the midst of whatever it does."""
        os.killpg(self._workers[0].pid, signal.SIGKILL)
        self._workers[0].wait()

    def mend(self) -> None:
        """Start a worker in the place of the one that was killed."""
        self._workers[0] = self._worker(0)

    def close(self) -> None:
        """Stop everything."""
        for each in (*self._workers, self._master):
            if each.poll() is None:
                os.killpg(each.pid, signal.SIGKILL)
            each.wait()

    def _worker(self, number: int) -> subprocess.Popen:
        own = self._folder / f"worker{number}"
        own.mkdir(exist_ok=True)
        options = ("--webui-port", "0", "-c", "1", "-m", "1g", "-d", str(own))
        return self._start("worker", "Worker", self.url, *options)

    def _start(self, package: str, name: str, *options: str) -> subprocess.Popen:
        import pyspark

        command = [str(Path(pyspark.__file__).parent / "bin" / "spark-class"), CLASS.format(package, name)]
        return subprocess.Popen(
            [*command, "--host", HERE, *options],
            cwd=self._folder,
            env=surroundings(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )


def surroundings() -> dict[str, str]:
    """Return the environment of a cluster's processes, and of what drives it: without a path to the program."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return kept | {"SPARK_LOCAL_IP": HERE, "PYSPARK_PYTHON": sys.executable, "PYTHONWARNINGS": "ignore"}


@contextmanager
def sail(folder: Path) -> Iterator[str]:
    """Start a Sail server; yields its address. It takes no packages: the program is in its path."""
    port = _free()
    command = [str(Path(sys.executable).with_name("sail")), "spark", "server", "--ip", HERE, "--port", str(port)]
    with (folder / "sail.log").open("w") as log:
        environment = surroundings() | {"PYTHONPATH": str(ROOT)}
        server = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            _until(lambda: _answers(port), "Sail answers")
            yield f"sc://{HERE}:{port}"
        finally:
            server.kill()
            server.wait()


def _answers(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex((HERE, port)) == 0


def _free() -> int:
    with socket.socket() as door:
        door.bind((HERE, 0))
        return door.getsockname()[1]


def _until(is_so, what: str) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        try:
            if is_so():
                return
        except OSError:
            pass
        time.sleep(LOOK_S)
    raise AssertionError(f"not within {START_S} s: {what}")
