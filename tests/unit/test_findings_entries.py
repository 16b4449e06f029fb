"""What is typed into a project's form, and what the page says of it: every sentence where it is true and where not."""

from __future__ import annotations

import math
from datetime import date, datetime

import pandas as pd
import pytest

from monitoring.findings.projects import entering
from monitoring.findings.projects import entries as findings
from monitoring.findings.projects.entering import EntryError, Typed, read
from monitoring.projects.told import Answer
from monitoring.snapshots import Statement

NAN = float("nan")
TODAY, ON = date(2026, 11, 25), date(2026, 11, 30)
LIST = date(2026, 9, 30)


# —— the form


def refused(**typed):
    with pytest.raises(EntryError) as refusal:
        read(Typed(**{"day": "2026-11-20"} | typed), "990121", "A", TODAY)
    return str(refusal.value)


def given(**typed):
    found = read(Typed(**{"day": "2026-11-20"} | typed), "990121", "A", TODAY)
    assert {("990121", "A", date(2026, 11, 20))} == {(each.county, each.project, each.reported_on) for each in found}
    return found


def test_every_part_that_is_filled_is_a_statement():
    found = given(
        percent="66", work="封顶", problem="缺料", milestone="验收", done_on="2026-11-18", source="中央", arrived="600",
        paid="1,500.5", standing="paused", reason="资金未到位",
    )  # fmt: skip

    assert ["progress", "milestone", "arrived", "paid", "paused"] == [each.statement for each in found]
    assert [(66.0, "封顶", "缺料"), ("验收", date(2026, 11, 18)), ("中央", 600.0), ("中央", 1500.5), "资金未到位"] == [
        (found[0].amount, found[0].work, found[0].problem),
        (found[1].subject, found[1].done_on),
        (found[2].subject, found[2].amount),
        (found[3].subject, found[3].amount),
        found[4].work,
    ]


def test_zero_is_a_figure_and_a_text_alone_a_report():
    assert [0.0] == [each.amount for each in given(percent="0")]
    assert [100.0, 66.5] == [given(percent=text)[0].amount for text in ("100%", " 66.5 ％")]
    assert [0.0] == [each.amount for each in given(paid="0")]
    assert math.isnan(given(work="封顶")[0].amount)
    assert "resumed" == given(standing="resumed")[0].statement


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "什么都没有填，至少填一项，这次没有保存。"),
        ({"day": "下周五", "percent": "5"}, "日期填的是“下周五”，应为 1990 年以后的日期"),
        ({"day": "1985-12-31", "percent": "5"}, "日期填的是“1985-12-31”"),
        ({"day": "2026-11-26", "percent": "5"}, "2026-11-26 还没有到，只能填已经过去的日子，这次没有保存。"),
        ({"percent": "150"}, "形象进度填的是“150”，应是 0 到 100 的数字，如 66，请改正，这次没有保存。"),
        ({"percent": "-1"}, "形象进度填的是“-1”，应是 0 到 100 的数字"),
        ({"percent": "约66"}, "形象进度填的是“约66”，应是 0 到 100 的数字"),
        ({"milestone": "验收"}, "选了节点“验收”，没有填哪天完成，请填完成日期，这次没有保存。"),
        ({"done_on": "2026-11-18"}, "填了完成日期“2026-11-18”，没有选是哪个节点，请选一个，这次没有保存。"),
        ({"milestone": "验收", "done_on": "上周"}, "完成日期填的是“上周”，应为 1990 年以后的日期"),
        (
            {"milestone": "验收", "done_on": "2026-11-21"},
            "完成日期 2026-11-21 晚于填报的日期 2026-11-20，应是那天或以前，请改正，这次没有保存。",
        ),
        ({"paid": "约500"}, "累计支付填的是“约500”，应填数字（万元），如 500，请改正，这次没有保存。"),
        ({"arrived": "无"}, "累计到位填的是“无”，应填数字（万元），如 500，请改正，这次没有保存。"),
        ({"paid": "-5"}, "累计支付填的是“-5”，到当天为止的累计数不会是负数，请改正，这次没有保存。"),
        ({"source": "中央", "percent": "5"}, "选了来源“中央”，没有填到位或支付，请至少填一个，这次没有保存。"),
        ({"reason": "资金未到位"}, "填了原因“资金未到位”，没有选暂停还是恢复施工，请选一个，这次没有保存。"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(typed, said):
    assert refused(**typed).startswith(said)


def test_the_day_itself_is_no_later_day():
    assert date(2026, 11, 20) == given(milestone="验收", done_on="2026年11月20日")[0].done_on
    assert TODAY == read(Typed("2026-11-25", "5"), "990121", "A", TODAY)[0].reported_on


# —— the history


def told(*rows):
    """Entries, the newest first: number, day, percent or (statement, …), work."""
    made = []
    for number, day, said, *work in rows:
        statement, subject, amount, done_on = said if isinstance(said, tuple) else ("progress", "", said, None)
        made.append(
            (number, "A", pd.Timestamp(day), statement, subject, amount, done_on, *(work or [""]), "", "本机",
             datetime(2026, 10, number, 9), NAN)
        )  # fmt: skip
    names = ["id", "project", "reported_on", "statement", "subject", "amount", "done_on", "work", "problem",
             "entered_by", "entered_at", "import_id"]  # fmt: skip
    frame = pd.DataFrame(made, columns=names)
    return frame.astype({"reported_on": "datetime64[s]", "done_on": "datetime64[s]", "amount": "float64"})


def paid(amount, source=""):
    return "paid", source, amount, None


ACCEPTED = "milestone", "验收", NAN, pd.Timestamp(2026, 11, 18)
PAUSED, RESUMED = ("paused", "", NAN, None), ("resumed", "", NAN, None)


def test_every_statement_stands_in_words_the_newest_day_first():
    found = findings.entries(
        told((5, "2026-11-13", RESUMED), (4, "2026-11-20", paid(500.0, "中央")), (3, "2026-11-20", ACCEPTED),
             (2, "2026-11-06", PAUSED, "资金未到位"), (1, "2025-11-13", 66.5)),
        ON,
    )  # fmt: skip

    assert ["累计支付 500 万元（中央）", "验收 11-18 完成", "恢复施工", "暂停：资金未到位", "66.5%"] == found[
        "said"
    ].tolist()
    assert found["counts"].all()
    assert {""} == set(found["replaces"]) == set(found["listed"])


def test_the_newest_of_a_day_counts_and_names_what_it_replaced():
    found = findings.entries(told((3, "2026-09-25", 48.0), (2, "2026-09-18", 40.0), (1, "2026-09-25", 46.0)), ON)

    assert [3, 1, 2] == found["id"].tolist()
    assert [True, False, True] == found["counts"].tolist()
    assert ["替换 46%（本机，10-01 09:00）", "", ""] == found["replaces"].tolist()


def test_only_the_same_statement_of_the_same_day_is_replaced():
    """Money in total, of a source, and what has arrived are three; a pause and its end are one thing."""
    apart = told(
        (4, "2026-11-20", ("arrived", "", 600.0, None)), (3, "2026-11-20", paid(300.0, "中央")),
        (2, "2026-11-20", paid(500.0)), (1, "2026-11-13", paid(450.0)),
    )  # fmt: skip
    one = told((2, "2026-11-20", RESUMED), (1, "2026-11-20", PAUSED, "资金未到位"))

    assert findings.entries(apart, ON)["counts"].all()
    assert ["替换 “暂停：资金未到位”（本机，10-01 09:00）", ""] == findings.entries(one, ON)["replaces"].tolist()
    assert [True, False] == findings.entries(one, ON)["counts"].tolist()


def test_an_entry_without_a_figure_is_not_a_zero():
    found = findings.entries(told((2, "2026-09-25", 48.0), (1, "2026-09-25", NAN)), ON)

    assert found["replaces"].iloc[0].startswith("替换 未填进度")


def test_an_entry_that_says_the_same_again_replaces_nothing():
    """Imported a second time: percent, work and problem are the same, or all missing."""
    found = findings.entries(
        told((4, "2026-09-25", 46.0), (3, "2026-09-18", NAN), (2, "2026-09-25", 46.0), (1, "2026-09-18", NAN)), ON
    )

    assert [""] * 4 == found["replaces"].tolist()
    assert [True, False, True, False] == found["is_again"].tolist()
    assert [False, True, False, True] == found["is_repeated"].tolist()


def test_an_entry_with_another_word_or_figure_replaces():
    """The third says what the second says, and both another thing than the first."""
    found = findings.entries(
        told((3, "2026-09-25", 46.0, "封顶"), (2, "2026-09-25", 46.0, "封顶"), (1, "2026-09-25", 46.0)), ON
    )

    assert ["", "替换 46%（本机，10-01 09:00）", ""] == found["replaces"].tolist()
    assert [False, True, False] == found["is_repeated"].tolist()
    assert not findings.entries(told((2, "2026-09-25", 48.0), (1, "2026-09-25", NAN)), ON)["is_again"].any()


def test_what_is_told_again_is_one_line_with_its_count():
    """Ten imports of one report, then another figure, then the first again twice; another day is another line."""
    ten = [(number, "2026-09-25", 46.0) for number in range(12, 2, -1)]
    found = findings.folded(findings.entries(told((2, "2026-09-25", 40.0), *ten, (1, "2026-09-18", 46.0)), ON))
    back = findings.folded(
        findings.entries(
            told((4, "2026-09-25", 46.0), (3, "2026-09-25", 46.0), (2, "2026-09-25", 48.0), (1, "2026-09-25", 46.0)), ON
        )
    )

    assert [(12, 9), (2, 0), (1, 0)] == list(zip(found["id"], found["again"], strict=True))
    assert ["替换 40%（本机，10-02 09:00）", "", ""] == found["replaces"].tolist()
    assert [(4, 1), (2, 0), (1, 0)] == list(zip(back["id"], back["again"], strict=True))
    assert ["替换 48%（本机，10-02 09:00）", "替换 46%（本机，10-01 09:00）", ""] == back["replaces"].tolist()
    assert [True, False, False] == back["counts"].tolist()
    assert findings.folded(findings.entries(told(), ON)).empty


def test_what_a_later_list_says_stands_below_an_entry():
    arrived = "arrived", "", 500.0, None
    said = 60.0, PAUSED, ACCEPTED, paid(500.0), arrived
    rows = told(*((5 - place, "2026-11-20", each) for place, each in enumerate(said)))
    day = date(2026, 11, 27)
    values = {5: 55.0, 4: "在建", 3: pd.Timestamp(2026, 11, 16), 2: 450.0, 1: 510.0}
    found = findings.entries(rows, ON, {number: Answer(day, value) for number, value in values.items()})

    assert [
        "11-27 起以清单为准：55%，比这条小，请核实",
        "11-27 起以清单为准：在建",
        "11-27 起以清单为准：11-16 完成",
        "11-27 起以清单为准：450 万元，比这条小，请核实",
        "11-27 起以清单为准：510 万元",
    ] == found["listed"].tolist()
    assert found["is_listed"].all()
    assert [True, False, True, True, False] == found["is_odd"].tolist()


def test_a_list_that_leaves_the_cell_blank_leaves_the_newest_entry_in_force():
    blank = Answer(date(2026, 11, 27), None)
    found = findings.entries(
        told((2, "2026-11-20", paid(500.0)), (1, "2026-11-13", paid(450.0))), ON, {1: blank, 2: blank}
    )

    assert ["11-27 的清单里空着，仍按这条", ""] == found["listed"].tolist()
    assert not found["is_listed"].any()
    assert [True, False] == found["is_odd"].tolist()


def title(*rows, on=ON):
    return findings.title(findings.entries(told(*rows), on), on)


def test_what_was_told_last_up_to_the_day_is_the_title():
    reports = (2, "2026-10-09", 60.0), (1, "2026-09-25", 46.0)

    assert "周进度：10月9日报 60%" == title(*reports)
    assert "周进度：9月25日报 46%" == title(*reports, on=date(2026, 9, 30))
    assert "周进度：还没有填报" == title(*reports, on=date(2026, 3, 31))
    assert "周进度：9月25日报 未填进度" == title((1, "2026-09-25", NAN))


def test_several_statements_of_the_last_day_are_named_together():
    rows = (4, "2026-11-20", paid(500.0)), (3, "2026-11-20", ACCEPTED), (2, "2026-11-20", 60.0), (1, "2026-11-13", 55.0)

    assert "11月20日填报：60%、验收 11-18 完成、累计支付 500 万元" == title(*rows)
    assert "11月20日填报：验收 11-18 完成" == title(rows[1], (2, "2026-11-20", NAN), rows[3])


# —— what was kept


def statement(amount=NAN, statement="progress", subject="", day=date(2026, 11, 20), **given):
    return Statement("990121", "A", day, amount, statement=statement, subject=subject, **given)


LISTED = {
    "projects": pd.DataFrame(
        {"project": ["A"], "paid_wan_yuan": [400.0], "arrived_wan_yuan": [480.0], "progress_pct": [50.0],
         "reported_state": ["在建"]}
    ),
    "milestones": pd.DataFrame({"project": ["A"], "milestone": ["验收"], "actual_on": [pd.NaT]}),
    "funds": pd.DataFrame(
        {"project": ["A"], "source": ["中央"], "planned_wan_yuan": [300.0], "arrived_wan_yuan": [280.0],
         "paid_wan_yuan": [200.0]}
    ),
}  # fmt: skip


def kept(*given, before=(), listed_on=LIST, totals=None, planned=550.0, is_seen=True):
    row = {"project": "A", "planned": planned, "arrived": 480.0, "paid": 400.0}
    dates = {"projects": listed_on, "funds": listed_on}
    return findings.kept(given, told(*before), LISTED, dates, row, totals or {}, "本机", ON, is_seen=is_seen)


def test_what_is_kept_is_said_with_its_day_and_figure():
    assert "11月20日 66% 已存入（本机）。" == kept(statement(66.0))
    assert "11月20日 66.5% 已存入（本机）。" == kept(statement(66.5))
    assert "11月20日的文字已存入（本机），没有填进度。" == kept(
        statement(work="封顶"), before=[(1, "2026-11-13", 87.0)]
    )
    both = statement(66.0), statement(statement="milestone", subject="验收", done_on=date(2026, 11, 18))
    assert "11月20日的填报已存入（本机）：66%、验收 11-18 完成。" == kept(*both)


def test_a_percent_below_the_last_one_before_that_day_is_said_to_be():
    before = (4, "2026-11-27", 99.0), (3, "2026-11-20", 90.0), (2, "2026-11-13", 87.0), (1, "2026-11-13", 70.0)

    assert "11月20日 66% 已存入（本机）；比 11月13日的 87% 低，已按填的存入，请核实。" == kept(
        statement(66.0), before=before
    )
    assert "11月20日 87% 已存入（本机）。" == kept(statement(87.0), before=before)
    assert "11月20日 45% 已存入（本机）；比 9月30日的 50% 低，已按填的存入，请核实。" == kept(statement(45.0))
    assert "低" not in kept(statement(66.0), before=[(1, "2026-11-13", NAN)])


def test_money_that_fell_is_said_against_the_newer_of_entry_and_list():
    before = [(1, "2026-11-13", paid(460.0))]

    assert "；累计支付比 11月13日的 460 万元低，已按填的存入，请核实。" in kept(statement(450.0, "paid"), before=before)
    assert "；累计支付比 9月30日的 400 万元低，" in kept(statement(390.0, "paid"))
    assert "；中央累计支付比 9月30日的 200 万元低，" in kept(statement(190.0, "paid", "中央"))
    assert "低" not in kept(statement(450.0, "paid"))
    assert "低" not in kept(statement(190.0, "paid", "省"))


def test_more_paid_than_arrived_or_more_than_planned_is_kept_and_said():
    assert "；累计支付 500 万元多于累计到位 480 万元，已按填的存入，请核实。" in kept(statement(500.0, "paid"))
    assert "多于" not in kept(statement(500.0, "paid"), statement(500.0, "arrived"))
    over = kept(statement(600.0, "arrived"))
    assert "；累计到位 600 万元多于计划 550 万元，" in over
    assert "支付" not in over
    assert "中央累计支付 310 万元多于累计到位 280 万元；中央累计支付 310 万元多于计划 300 万元，" in kept(
        statement(310.0, "paid", "中央")
    )
    assert "多于" not in kept(
        statement(290.0, "paid", "中央"), before=[(1, "2026-11-13", ("arrived", "中央", 295.0, None))]
    )
    assert "多于" not in kept(statement(470.0, "paid"), planned=NAN)


def test_where_a_list_of_that_day_or_later_has_the_cell_the_list_counts():
    later = date(2026, 11, 27)
    said = kept(statement(500.0, "paid"), statement(statement="paused", work="停工"), listed_on=later)

    assert said.endswith("11月27日的清单里有累计支付、状态，各页以清单为准。")
    accepted = statement(statement="milestone", subject="验收", done_on=date(2026, 11, 18))
    assert "清单" not in kept(accepted, listed_on=later)  # blank there
    assert "清单" not in kept(statement(500.0, "paid"))


def test_a_source_that_changes_no_total_says_so():
    unchanged = "项目的合计没有跟着变，合计也变了的请按“合计”再填一次。"

    assert unchanged in kept(statement(250.0, "paid", "省"))
    assert unchanged in kept(statement(250.0, "paid", "中央"), totals={"A": frozenset({"paid_wan_yuan"})})
    assert unchanged not in kept(statement(250.0, "paid", "中央"))
    assert unchanged not in kept(statement(450.0, "paid"))


def test_an_entry_later_than_the_day_that_is_looked_at_says_where_it_is_seen():
    assert kept(statement(66.0), is_seen=False).endswith(
        "现在看的是 2026-11-30 的数据，这次填的还不在里面，日期选“最新”就能看到。"
    )


def test_the_words_of_the_form_and_of_the_history_are_the_same():
    assert {"arrived": "累计到位", "paid": "累计支付"} == entering.MONEY_WORDS
    assert {"累计到位", "累计支付"} < set(findings.NAMES.values())
