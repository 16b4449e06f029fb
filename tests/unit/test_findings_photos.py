"""What is said of a project's photos, where it is true and where it is not."""

from datetime import date

import pandas as pd
import pytest

from monitoring.findings.projects import photos as findings

ON = date(2026, 9, 30)
DAY = date(2026, 9, 25)
NO_DAY = "应为 1990 年以后的日期，写成 2026-09-25 这样；这次没有保存。"
NO_PHOTO = "没有收到照片：还没有选，或者选的文件太大。请选一张 JPEG 或 PNG，不超过 8 MB；这次没有保存。"


def taken(*days):
    return pd.DataFrame({"taken_on": pd.to_datetime(list(days))})


def test_the_title_says_how_many_and_how_new():
    assert "现场照片 2 张，最近一张 9月25日" == findings.photos_title(taken("2026-09-25", "2026-09-04"), ON)


def test_a_photo_after_the_report_date_is_named_as_such():
    assert "现场照片 1 张，最近一张 10月1日（报告期之后）" == findings.photos_title(taken("2026-10-01"), ON)
    assert "现场照片 1 张，最近一张 9月30日" == findings.photos_title(taken("2026-09-30"), ON)


def test_a_photo_of_another_year_says_the_year():
    assert "现场照片 1 张，最近一张 2025年9月25日" == findings.photos_title(taken("2025-09-25"), ON)


def test_without_photos_the_title_says_so():
    assert "现场照片：还没有" == findings.photos_title(taken(), ON)


@pytest.mark.parametrize(
    ("typed", "has_file", "said"),
    [
        (
            "2026-09-25",
            False,
            NO_PHOTO,
        ),
        ("下周五", True, f"拍摄日期填的是“下周五”，{NO_DAY}"),
        (
            "1899-12-31",
            True,
            f"拍摄日期填的是“1899-12-31”，{NO_DAY}",
        ),
        ("2026.10.1", True, "2026-10-01 还没有到，拍摄日期应是今天或以前，这次没有保存。"),
        ("2026-09-30", True, ""),
        ("2026年9月25日", True, ""),
    ],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence(typed, has_file, said):
    assert said == findings.refused(typed, ON, 8, has_file=has_file)


def test_what_was_kept_is_said():
    assert "已存入 2026-09-25 的照片。" == findings.kept(DAY, "", is_new=True)


def test_the_same_photo_again_says_what_is_there():
    again = findings.kept(DAY, "主体封顶", is_new=False)

    assert "这张照片在 2026-09-25 已经存过，说明是“主体封顶”；没有再存一份。要改说明，先撤回它再存一次。" == again
    assert "没有写说明；没有再存一份" in findings.kept(DAY, "", is_new=False)
