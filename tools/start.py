"""
Starts the dashboard: its own Python, the database with the sample county, the server. What `make run` and start.bat do.

Standard library only, in words that Python 3.8 can read, so that a Python that is too old gets a sentence.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import time
import webbrowser
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.environment import OLDEST, ROOT, RUN, WHEELS, SetupError, prepare  # noqa: E402 (made importable above)

HERE = "127.0.0.1"
PORT = 8501
LAST_PORT = 65535
BITS = 64  # pyarrow and others have no 32-bit build
PATIENCE_S = 60  # a cold office PC reads the packages from a slow disk
PAUSE_S = 0.2
MISTAKE = 2  # the exit code of a mistake that has a sentence


def main() -> int:
    """Start; the exit code is 2 where a sentence says why it could not be done."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("port", nargs="?", default=os.environ.get("PORT") or PORT)
    options.add_argument("--open", action="store_true", help="open the browser when the server answers")
    chosen = options.parse_args()
    wheels = WHEELS if WHEELS.is_dir() else None
    refusal = wrong_python(sys.version_info[:2], struct.calcsize("P") * 8, wheels) or wrong_port(str(chosen.port))
    if refusal:
        return _refuse(refusal)
    try:
        python = prepare(RUN, wheels=wheels)
    except SetupError as error:
        return _refuse(str(error))
    sample = subprocess.run([str(python), "-m", "monitoring", "demo"], cwd=str(ROOT), check=False)
    return sample.returncode or serve(python, int(chosen.port), chosen.open)


def wrong_python(version: tuple[int, int], bits: int, wheels: Path | None) -> str:
    """
    Say what is wrong with a Python; "" nothing.

    Args:
        version: (major, minor).
        bits: 32 or 64.
        wheels: the folder of a bundle, which serves the Pythons it was made for and no other.

    >>> wrong_python((3, 8), 64, None)
    '需要 Python 3.11 或更高版本，这台电脑上的是 3.8。请安装后再试；程序没有启动。'
    >>> wrong_python((3, 11), 64, None)
    ''
    """
    running = f"{version[0]}.{version[1]}"
    if version < OLDEST:
        return f"需要 Python {OLDEST[0]}.{OLDEST[1]} 或更高版本，这台电脑上的是 {running}。请安装后再试；程序没有启动。"
    if bits < BITS:
        return f"需要 {BITS} 位的 Python，这台电脑上的是 {bits} 位。请换装 {BITS} 位的；程序没有启动。"
    carried = _carried(wheels) if wheels else []
    if carried and running not in carried:
        return (
            f"本文件夹带的安装包适用于 Python {'、'.join(carried)}，这台电脑上的是 {running}。"
            "请安装其中一个版本后再试；程序没有启动。"
        )
    return ""


def wrong_port(text: str) -> str:
    """
    Say what is wrong with a port; "" nothing.

    >>> wrong_port("84000")
    '端口应为 1 至 65535 的整数，填的是“84000”。程序没有启动。'
    """
    if not re.fullmatch(r"[0-9]{1,5}", text) or not 1 <= int(text) <= LAST_PORT:
        return f"端口应为 1 至 {LAST_PORT} 的整数，填的是“{text}”。程序没有启动。"
    with socket.socket() as door:
        if os.name != "nt":  # there it would let two programs share a port
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((HERE, int(text)))
        except OSError:
            return (
                f"端口 {text} 已被占用。也许本系统已经在运行：请在浏览器打开 http://{HERE}:{text} 看看。"
                "要另开一个，请换端口：PORT=8502 make run（Windows：start.bat 8502）。程序没有启动。"
            )
    return ""


def serve(python: Path, port: int, open_browser: bool) -> int:
    """Run the server until it is stopped; its exit code is returned, 0 for Ctrl+C."""
    address = f"http://{HERE}:{port}"
    command = [str(python), "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port)]
    server = subprocess.Popen(command, cwd=str(ROOT))
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    print(f"\n  请在浏览器打开 {address}\n  停止：按 Ctrl+C，或关闭本窗口。\n", flush=True)
    try:
        if open_browser and _answers(server, port):
            webbrowser.open(address)
        return server.wait()
    except KeyboardInterrupt:
        server.wait()
        return 0


def _answers(server: subprocess.Popen, port: int) -> bool:
    until = time.monotonic() + PATIENCE_S
    while server.poll() is None and time.monotonic() < until:
        with socket.socket() as door:
            if door.connect_ex((HERE, port)) == 0:
                return True
        time.sleep(PAUSE_S)
    return False


def _carried(wheels: Path) -> list[str]:
    """Return the Pythons that a folder of wheels serves on this system: ["3.11", "3.12"]."""
    system = "win" if os.name == "nt" else "linux"
    names = [re.search(r"-cp3(\d+)-cp3\d+-.*" + system, path.name) for path in wheels.glob("pandas-*.whl")]
    return [f"3.{minor}" for minor in sorted(int(name.group(1)) for name in names if name)]


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return MISTAKE


if __name__ == "__main__":
    sys.exit(main())
