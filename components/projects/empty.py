"""工程项目 while a county has schools but no projects: which workbook lights the page, and the way to import it."""

from __future__ import annotations

from components.drawing import messages, tables
from components.frame.choice import Choice
from monitoring.findings.projects import works

SHEETS = (
    {"sheet": "项目清单", "lights": "节点、状态、灯、形象进度、每个项目的钱", "now": "必需"},
    {"sheet": "资金", "lights": "按来源的计划、到位、支付", "now": "可不带"},
    {"sheet": "周进度", "lights": "每周报了什么、两周未报；也可以在这一页填", "now": "可不带"},
)


def draw(choice: Choice) -> None:
    """Draw what is missing."""
    messages.headline(
        [
            (f"{choice.county_name}这一期没有工程项目。导入", ""),
            ("工程项目进度", "accent"),
            ("，这里就会说出谁逾期、逾期多久。", ""),
        ],
        works.absent(choice.on),
    )
    messages.actions(messages.link("导入工程项目进度", "./import", button="primary"))
    with messages.block("sheets", "工作簿里的哪张表点亮什么"):
        tables.draw(
            [
                tables.Column("表", lambda row: row["sheet"], style="strong nowrap"),
                tables.Column("点亮", lambda row: row["lights"], style="quiet"),
                tables.Column("现在", lambda row: row["now"], style="nowrap"),
            ],
            SHEETS,
            label="工作簿里的表",
        )
