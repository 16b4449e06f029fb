"""What was imported before: a line an import and county, the newest first."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from components import messages, tables
from components.choice import address_of
from monitoring.snapshots import Snapshot

WHAT = (
    "小学、初中、高中综合报表（.xlsx .xls .csv）和乡镇边界（GeoJSON、GeoPackage、Shapefile 压缩包）；"
    "不用改表头，数据只存在本机"
)
STATES = {"current": "有效", "withdrawn": "已撤回"}


def address(snapshot: Snapshot) -> str:
    """Return the address of 总览 for a snapshot."""
    return _overview(snapshot.county, snapshot.period)


def draw(history: pd.DataFrame) -> None:
    """Draw the imports, each with a link to what it shows; nothing where there was none."""
    with messages.block(
        "history", "导入记录" if len(history) else "还没有导入过", "同一县同一期导入两次，以后一次为准"
    ):
        if history.empty:
            return
        columns = [
            tables.Column("编号", lambda row: str(row["id"]), is_number=True),
            tables.Column("县", lambda row: row["county_name"]),
            tables.Column("报告期", lambda row: row["period"].isoformat(), style="nowrap"),
            tables.Column("文件", lambda row: row["files"]),
            tables.Column("入库时间", lambda row: row["saved_at"].strftime("%Y-%m-%d %H:%M"), style="nowrap"),
            tables.Column("谁", lambda row: row["saved_by"]),
            tables.Column("状态", lambda row: STATES[row["state"]]),
            tables.Column("", _link),
        ]
        tables.draw(columns, tables.records(history), label="导入记录")


def _overview(county: str, period) -> str:
    return address_of("", {"county": county, "period": period.isoformat()})


def _link(row: tables.Row) -> Markup:
    return messages.link("看这一期", _overview(row["county"], row["period"]))
