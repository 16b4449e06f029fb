"""
The frame of every page: title, navigation in order, wordmark, style, and what is said when something goes wrong.

Run by the server at every visit, whatever the address. A page file and its line in PAGES are all there is to a page.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from components.drawing import theme
from components.frame import cached
from components.frame.choice import Choice, read
from monitoring.errors import UserError
from monitoring.settings import ROOT

STATIC = Path(__file__).parent / "static"
SUBJECT = "义务教育办学条件监测"
INVENTED = "9"  # no province of GB/T 2260: county codes that begin so belong to nobody


@dataclass(frozen=True)
class Page:
    """One entry of the navigation bar: the file in pages/, the address ("" home) and the title."""

    file: str
    path: str
    title: str

    @property
    def source(self) -> Path:
        """The page's script."""
        return ROOT / "pages" / self.file


PAGES = (
    Page("overview.py", "", "总览"),
    Page("map.py", "map", "学校地图"),
    Page("gaps.py", "gaps", "设施短板"),
    Page("school.py", "school", "学校档案"),
    Page("balance.py", "balance", "校际均衡"),
    Page("progress.py", "progress", "信息化与班班通"),
    Page("projects.py", "projects", "工程项目"),
    Page("imports.py", "import", "数据导入"),
    Page("standards.py", "standards", "标准库"),
    Page("settings.py", "settings", "设置"),
)


def pages() -> list[Page]:
    """Return the pages whose file exists, in order; the first is home: the bar names no page that is not there."""
    first, *others = [page for page in PAGES if page.source.is_file()]
    return [replace(first, path=""), *others]


def report_crash(error: Exception) -> bool:
    """
    Say what went wrong, with a way out; True: the framework adds nothing of its own.

    A mistake of ours is logged. A user's, raised where no page could catch it (a button's own call), is its sentence.
    """
    if isinstance(error, UserError):
        st.html(f'<p class="notice" role="alert">{escape(str(error))}</p>')
        return True
    logging.getLogger(__name__).exception("A page crashed", exc_info=error)
    st.html(
        '<p class="notice crash" role="alert">程序出错了，这一页没有显示完；数据没有改动。请刷新页面；'
        "如果还是这样，请把运行程序的窗口里最后几行文字发给维护人员。</p>"
    )
    return True


def wordmark(name: str) -> str:
    """Return the bar's wordmark, an accent stroke and the county's name, as SVG (text in the system's own type)."""
    text = f"{name}{SUBJECT}"
    width = 16 + 17 * len(text)
    font = f'font-family="{theme.FONT}" font-size="16.5" font-weight="700"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="30" viewBox="0 0 {width} 30">'
        f'<rect x="0" y="5" width="4.5" height="20" fill="{theme.ACCENT}"/>'
        f'<text x="14" y="21" {font} fill="{theme.INK}">{escape(text)}</text></svg>'
    )


def main() -> None:
    """Draw the frame and run the page that the address names."""
    with cached.one_run():
        _draw()


def _draw() -> None:
    listed = [st.Page(page.source, title=page.title, url_path=page.path, default=not page.path) for page in pages()]
    chosen = st.navigation(listed, position="top")
    choice, name, invented = _county_or_bureau()
    title = f"{chosen.title} · {name}{SUBJECT}"
    st.set_page_config(page_title=title, page_icon=str(STATIC / "icon.png"), layout="wide")
    st.logo(wordmark(name), size="large")
    with st.container(key="frame"):
        _style()
        if invented:
            st.html(f'<div class="fiction">{escape(invented)}</div>')
        if choice:
            st.html(school_search(choice))
    lost = st.query_params.get("unknown")
    if lost:
        st.html(f'<p class="notice lost" role="status">没有“{escape(lost)}”这一页，已回到{PAGES[0].title}。</p>')
    try:
        _check_settings()
        chosen.run()
    except UserError as error:
        st.html(f'<p class="notice" role="alert">{escape(str(error))}</p>')


def _check_settings() -> None:
    """Read what config.toml says of rules too: a wrong line stops every page, not one of them in the middle."""
    cached.rulebook()


def _county_or_bureau() -> tuple[Choice | None, str, str]:
    """
    What the address asks for, the name in the wordmark, and what is said where the county is invented, "" if not.

    Without data there is no choice, and the bureau's name; where even the settings or standards cannot be read, the
    page says so, under the product's name.
    """
    try:
        reading = read(st.query_params.to_dict(), cached)
        if reading:
            return reading[0], *_county(reading[0])
        is_invented = cached.settings().county.startswith(INVENTED)
        return None, cached.settings().bureau, "单位设置是虚构的示例" if is_invented else ""
    except UserError:
        return None, "", ""


def _county(choice: Choice) -> tuple[str, str]:
    name = choice.county_name
    is_invented = choice.county.startswith(INVENTED)
    return name, f"{name}是虚构的示例县，学校、数字、界线均非真实" if is_invented else ""


def school_search(choice: Choice) -> Markup:
    """
    Return the field in the bar that finds a school of the county as one types (static/find.js).

    The schools come from /api/schools, once a snapshot; the script keeps day, stage and standard of the address.
    """
    return Markup(
        '<div class="find" role="search"><input type="search" role="combobox" aria-label="按名称或标识码找学校" '
        'aria-expanded="false" aria-controls="find-list" aria-autocomplete="list" autocomplete="off" maxlength="40" '
        'placeholder="找学校" data-source="./api/schools?snapshot={}" data-county="{}" data-on="{}">'
        '<ul id="find-list" role="listbox" aria-label="找到的学校" hidden></ul></div>'
    ).format(choice.snapshot, choice.county, choice.on.isoformat())


def _style() -> None:
    st.html(_inside("style", theme.variables(), ".css"))
    st.html(_inside("script", "", ".js"), unsafe_allow_javascript=True)


@cache
def _inside(tag: str, first: str, ending: str) -> str:
    """What stands inside every page, read once: a changed file is in force after the next start."""
    files = (path.read_text(encoding="utf-8") for path in sorted(STATIC.glob(f"*{ending}")))
    return "".join(f"<{tag}>{text}</{tag}>" for text in (first, *files) if text)


if __name__ == "__main__":
    main()
