"""What is served: the pages and the plain routes beside them. No logic; `streamlit run dashboard.py` finds `app`."""

import sys
from pathlib import Path

import streamlit as st

# The shell lies in a folder of its own: beside a folder called pages/, a first visit to /school would skip it.
ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

from components.frame import ahead  # noqa: E402 (the line above makes it importable from anywhere)
from components.frame.logs import keep_discreet  # noqa: E402
from components.frame.routes import MIDDLEWARE, ROUTES, crashed  # noqa: E402
from components.frame.wire import send_at_once  # noqa: E402
from components.shell import report_crash  # noqa: E402

keep_discreet()
send_at_once()
app = st.App(
    ROOT / "components" / "shell.py",
    lifespan=ahead.at_start,
    routes=ROUTES,
    middleware=MIDDLEWARE,
    on_script_error=report_crash,
    exception_handlers={Exception: crashed},
)
