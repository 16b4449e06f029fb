"""
Writes the lock file of each requirements file: every package, and what packages need, with version and hashes.

What requirements.txt, those of the extras and requirements-dev.txt name is resolved for Linux and Windows and every
Python served; versions that stand in the lock already stay unless `--upgrade` is given. Run it after a change of any of
them: `make lock`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.environment import OLDEST, ROOT  # noqa: E402 (made importable above)

RESOLVER = "uv==0.13.9"
FILES = {
    "requirements.txt": "requirements.lock",
    "requirements-server.txt": "requirements-server.lock",  # beside the first, for a database on a server
    "requirements-spark.txt": "requirements-spark.lock",  # beside the first, where a cluster is driven from
    "requirements-dev.txt": "requirements-dev.lock",
}
PYTHON = ".".join(map(str, OLDEST))


def main() -> int:
    """Write both; a network is needed. What else is given is handed on, as --upgrade or --upgrade-package NAME."""
    with tempfile.TemporaryDirectory() as borrowed:
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "--quiet", "--target", borrowed, RESOLVER], check=True, cwd=ROOT
        )
        for named, locked in FILES.items():
            command = ["pip", "compile", named, "--output-file", locked, "--universal", "--python-version", PYTHON]
            quiet = ["--quiet", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-annotate"]
            resolver = next(each for each in (Path(borrowed) / "bin").iterdir() if each.stem == "uv")
            if locked != "requirements.lock":
                quiet += ["--constraints", "requirements.lock"]  # the same version of what both need
            environment = {**os.environ, "UV_CUSTOM_COMPILE_COMMAND": "make lock"}
            subprocess.run([resolver, *command, *quiet, *sys.argv[1:]], check=True, cwd=ROOT, env=environment)
    return 0


if __name__ == "__main__":
    sys.exit(main())
