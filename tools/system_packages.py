"""
Gets what the tests need from the system's own packages: a browser, a Chinese font, a reader of PDFs, PostgreSQL, Java.

Installs only what is missing, and only as root where apt-get is. Anywhere else it names the command; the tests that
need it are then left out, and say so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
POSTGRESQL = Path("/usr/lib/postgresql")
"""Where Debian keeps the server's programs, a folder a version: initdb is not in anybody's path."""
UPDATE = ["apt-get", "-qq", "-o", "Acquire::Retries=3", "update"]
INSTALL = ["apt-get", "-qq", "-o", "Acquire::Retries=3", "install", "-y", "--no-install-recommends"]


def missing() -> list[str]:
    """Return the Debian packages whose work nothing on this machine does yet."""
    wanted = {
        "chromium": any(shutil.which(name) for name in BROWSERS),
        "fonts-noto-cjk": _has_chinese_font(),
        "poppler-utils": shutil.which("pdftotext") is not None,
        "postgresql": postgresql() is not None,
        "openjdk-17-jre-headless": shutil.which("java") is not None,
    }
    return [package for package, is_there in wanted.items() if not is_there]


def postgresql() -> Path | None:
    """Return the folder of PostgreSQL's own programs, of the newest version; None where there are none."""
    in_path = shutil.which("initdb")
    if in_path:
        return Path(in_path).resolve().parent
    folders = [each.parent for each in POSTGRESQL.glob("*/bin/initdb")]
    return max(folders, key=lambda folder: int(folder.parent.name), default=None)


def _has_chinese_font() -> bool:
    if shutil.which("fc-list") is None:
        return False
    fonts = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False)
    return bool(fonts.stdout.strip())


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
            f"本机没有 {'、'.join(packages)}，也没有装上：只有 root 能用 apt-get 安装系统软件包。"
            f"请运行 sudo apt-get install {' '.join(packages)}；要用到它们的测试（浏览器、PostgreSQL、Spark 等）"
            "这次不做，其余的照做。",
            file=sys.stderr,
        )
    return 1 if packages and os.environ.get("CI") else 0


if __name__ == "__main__":
    sys.exit(main())
