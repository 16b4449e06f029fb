"""What every page shows while the database holds no school: what is missing, and three steps to the first picture."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from components.drawing import messages, tables
from components.frame import cached
from monitoring.assessment.verdict import judges_schools
from monitoring.standards import Standard

STEPS = (
    (
        "拿到报表",
        "从学校（机构）统计系统导出“综合报表_小学”“_初中”“_高中”，不用改表头。三张同一期、一起导入；"
        "有完全中学、十二年一贯制学校的必须带高中。",
    ),
    ("导入", "先检查、后入库：逐格列出填错的地方，处理完才入库，此前不保存任何数据。"),
    ("看结论", "总览、地图、学校档案和短板表一起出现；之后每期只要再导入一次。"),
)
FILES = (
    {"file": "综合报表_小学、_初中", "lights": "总览 · 地图 · 短板 · 档案 · 均衡", "now": "必需"},
    {"file": "综合报表_高中", "lights": "共用资源按学段分摊", "now": "有完全中学、十二年一贯制学校的必带"},
    {"file": "班班通台账", "lights": "信息化与班班通 · 地图 · 档案", "now": "可不带；以后哪一周的都可以单独导入"},
    {"file": "工程项目进度", "lights": "工程项目 · 档案里谁解决缺口", "now": "可不带；以后哪一周的都可以单独导入"},
    {"file": "乡镇边界", "lights": "学校地图的底图", "now": "可不带：按学校位置推算，标明示意"},
)


def draw() -> None:
    """Draw the empty state; the way on is 数据导入."""
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
        st.selectbox("报告期", ["还没有数据"], label_visibility="collapsed", width=180, disabled=True)
        st.html('<div class="asof">数据库是空的 · 标准已装入</div>')
    messages.headline(
        [
            ("还没有学校数据。导入", ""),
            ("小学、初中、高中三张综合报表", "accent"),
            ("，这里就会说出多少所学校达标。", ""),
        ],
        "数据只存在本机，不上传",
    )
    left, right = st.columns([1, 1.12], gap="medium")
    with left, messages.block("steps", "三步看到第一张图"):
        items = Markup("").join(Markup("<li><b>{}</b><span>{}</span></li>").format(*step) for step in STEPS)
        st.html(Markup('<ol class="steps">{}</ol>').format(items))
        messages.actions(messages.link("导入报表", "./import", button="primary"))
    with right:
        draw_files()
        _standards()


def draw_files() -> None:
    """Draw which table lights which page, and whether it must be there."""
    with messages.block("lights", "哪张表点亮哪一页"):
        tables.draw(
            [
                tables.Column("表", lambda row: row["file"], style="strong nowrap"),
                tables.Column("点亮", lambda row: row["lights"], style="quiet"),
                tables.Column("现在", lambda row: row["now"]),
            ],
            FILES,
            label="哪张表点亮哪一页",
        )


def _standards() -> None:
    known = cached.shown_standards()
    title = f"已装入 {len(known)} 份标准"
    with messages.block("rules", title, "导入后按其中任何一份判断，随时可换"):
        tables.draw(
            [
                tables.Column("标准", lambda row: row["standard"].short, style="strong nowrap"),
                tables.Column("文号", lambda row: tables.dash(row["standard"].number), style="quiet nowrap"),
                tables.Column("怎么判", lambda row: _rule(row["standard"])),
            ],
            [{"standard": standard} for standard in known],
            label=title,
            address=lambda row: f"./standards?standard={row['standard'].id}",
            style="compact",
        )


def _rule(standard: Standard) -> str:
    if judges_schools(standard):
        return standard.verdict.describe()
    return "只看校际差异，不评定学校" if standard.complete else "标准不全，只看各项要求"
