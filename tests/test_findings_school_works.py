"""The sentences on a school's projects: true where a project is for the gap, and where none is."""

import pandas as pd

from monitoring.findings import school_works as findings
from monitoring.findings.sentences import plain

GAP = {"stage": "primary", "requirement": "L4"}
NAMES = {"CH-1": "虚构小学教学楼项目"}
COLUMNS = ["project", "by", "is_in_use"]


def line(*rows):
    return plain(
        findings.gap_line(GAP, "教学及辅助用房", pd.DataFrame(rows, columns=COLUMNS).astype({"is_in_use": bool}), NAMES)
    )


def test_a_gap_that_a_project_closes():
    """By name, number and date; without a date that is said."""
    known = line(("CH-1", pd.Timestamp("2026-12-01"), False))

    assert "小学教学及辅助用房　预计可解决：虚构小学教学楼项目（CH-1），预计 2026-12-01 启用" == known
    assert "启用日期未知" in line(("CH-1", pd.NaT, False))


def test_a_gap_that_no_project_closes():
    assert "小学教学及辅助用房　没有项目预计解决" == line()


def test_a_project_in_use_whose_gap_is_still_there():
    assert "小学教学及辅助用房　CH-1已启用，缺口还在" == line(("CH-1", pd.Timestamp("2026-01-01"), True))


def test_the_title_counts():
    """All with, some without, none at all."""
    assert ["3 个缺口都有项目", "3 个缺口中 2 个没有项目", "没有缺口要项目解决"] == [
        plain(findings.title(*counts)) for counts in ((3, 0), (3, 2), (0, 0))
    ]


def test_the_classrooms():
    assert "12 间教室 9 间常态使用“班班通”" == plain(findings.rooms_title(12, 9, 0))
    assert "12 间教室 9 间常态使用“班班通”，2 间逾期" == plain(findings.rooms_title(12, 9, 2))
