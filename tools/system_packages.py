"""
Gets what the tests need from the system's own packages: a browser, a Chinese font, a reader of PDFs.

Installs only what is missing, and only as root where apt-get is. Anywhere else it names the command; the browser tests
are then left out, and say so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
UPDATE = ["apt-get", "-qq", "-o", "Acquire::Retries=3", "update"]
INSTALL = ["apt-get", "-qq", "-o", "Acquire::Retries=3", "install", "-y", "--no-install-recommends"]


def missing() -> list[str]:
    """Return the Debian packages whose work nothing on this machine does yet."""
    wanted = {
        "chromium": any(shutil.which(name) for name in BROWSERS),
        "fonts-noto-cjk": _has_chinese_font(),
        "poppler-utils": shutil.which("pdftotext") is not None,
    }
    return [package for package, is_there in wanted.items() if not is_there]


def _has_chinese_font() -> bool:
    if shutil.which("fc-list") is None:
        return False
    found = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False)
    return bool(found.stdout.strip())


def main() -> int:
    """Install what is missing; the exit code is 1 where an unattended run (CI) has to go without."""
    packages = missing()
    if packages and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {' '.join(packages)} from the system's packages ...", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(UPDATE, env=quiet, stdin=subprocess.DEVNULL, check=False)  # an old list may do as well
        subprocess.run([*INSTALL, *packages, "fontconfig"], env=quiet, stdin=subprocess.DEVNULL, check=False)
        packages = missing()
    if packages:
        print(
            f"Not on this machine and not installed, because only root may (with apt-get): {', '.join(packages)}. "
            f"Please run: sudo apt-get install {' '.join(packages)}. Tests that need them are left out.",
            file=sys.stderr,
        )
    return 1 if packages and os.environ.get("CI") else 0


if __name__ == "__main__":
    sys.exit(main())
