"""Pages without a browser: run by the framework's own AppTest, read as the text that a person sees."""

from __future__ import annotations

import html
import re

import pandas as pd
import streamlit as st
from streamlit.testing.v1 import AppTest

from monitoring.settings import ROOT, load_settings

SLOWEST_S = 60
_remembered: dict[str, str] = {}
FRAMEWORK = re.compile(r"\b(?:nan|None|NaN|NaT|inf|DataFrame|Traceback|Choose an option|No results|Select)\b")
"""Words that are the framework's or Python's, never ours."""


def open_page(file: str, *, keeps_drawn: bool = False, **query: str) -> AppTest:
    """
    Run a page of pages/ as a visit to its address does, on the database that the settings name.

    Args:
        file: "map.py".
        keeps_drawn: show again what an earlier visit drew; else a test that changes what is computed sees it anew.
        query: the address's keys.
    """
    forget_other_databases()
    if not keeps_drawn:
        st.cache_data.clear()
    visit = AppTest.from_file(str(ROOT / "components" / "shell.py"), default_timeout=SLOWEST_S)
    visit.query_params.update(query)
    visit.run()
    if file != "overview.py":
        visit.switch_page(f"../pages/{file}")
        visit.run()
    return visit


def forget_other_databases() -> None:
    """What a page remembers is of one database; a test with another one starts anew."""
    url = load_settings().database
    if url != _remembered.get("database"):
        st.cache_resource.clear()
        _remembered["database"] = url


def bodies(visit: AppTest) -> list[str]:
    """Every piece of HTML of a page, but for style sheets and scripts."""
    found = [element.proto.body for element in visit.get("html")]
    return [body for body in found if not body.startswith(("<style", "<script"))]


def words(visit: AppTest) -> str:
    """What a page says, tags taken off."""
    return html.unescape(re.sub(r"<[^>]*>", " ", " ".join(bodies(visit))))


def headline(visit: AppTest) -> str:
    """The one headline of a page."""
    found = [body for body in bodies(visit) if 'class="headline"' in body]
    assert 1 == len(found), f"{len(found)} headlines"
    return html.unescape(re.sub(r"<[^>]*>", "", found[0].split("</h1>")[0]))


def titles(visit: AppTest) -> list[str]:
    """The titles of a page's blocks."""
    found = [re.search(r'class="block-title">(.*?)</h2>', body) for body in bodies(visit)]
    return [html.unescape(re.sub(r"<[^>]*>", "", title[1])) for title in found if title]


def listed(visit: AppTest, label: str) -> pd.DataFrame:
    """A table of a page by its label, as the texts that a person reads; no rows where it is not there."""
    found = [body for body in bodies(visit) if f'aria-label="{label}"' in body]
    if not found:
        return pd.DataFrame()
    table = found[0][found[0].index(f'aria-label="{label}"') :].split("</table>")[0]

    def texts(tag: str, part: str) -> list[str]:
        cells = re.findall(rf"<{tag}[^>]*>(.*?)</{tag}>", part, re.S)
        return [html.unescape(re.sub(r"<[^>]*>", "", cell)).strip() for cell in cells]

    rows = [texts("td", row) for row in re.findall(r"<tr[^>]*>(.*?)</tr>", table.split("<tbody>")[1], re.S)]
    return pd.DataFrame(rows, columns=texts("th", table.split("<tbody>")[0]))


def looks_whole(visit: AppTest) -> None:
    """The page ran to its end, says that the sample is invented, has one headline, and no word of the framework."""
    said = words(visit)

    assert [] == [str(error.message) for error in visit.exception]
    assert "虚构的示例" in said
    assert headline(visit)
    assert None is FRAMEWORK.search(said), FRAMEWORK.search(said)
    assert "程序出错了" not in said


def field(visit: AppTest, label: str):
    """Return the text input of a page that has a label."""
    return next(each for each in visit.text_input if each.label == label)
