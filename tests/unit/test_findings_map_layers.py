"""The sentences above and beside the map's layers: each where it is true, and what stands there where it is not."""

import pytest

from monitoring.findings.map import layers as findings
from monitoring.findings.sentences import plain
from monitoring.standing import Count

NONE = Count("农场", 0, 0, 0)
FULL = Count("甲镇", 4, 4, 0)
STEPS = {"equipped": 4, "connected": 4, "at_100mbps": 3, "accepted": 2, "in_use": 1}


@pytest.mark.parametrize(
    ("places", "sentence"),
    [
        ([NONE], "台账里没有教室。"),
        ([FULL, NONE], "甲镇的教室全部做到“验收”。"),
        ([FULL, Count("乙镇", 2, 2, 0)], "2 个乡镇的教室全部做到“验收”。"),
        ([Count("甲镇", 4, 0, 0), Count("乙镇", 2, 0, 1)], "2 个乡镇没有一间教室做到“验收”。"),
        ([Count("甲镇", 4, 2, 0), Count("乙镇", 2, 1, 0)], "2 个乡镇做到“验收”的教室都是 50%。"),
        ([Count("甲镇", 1000, 1, 0)], "甲镇做到“验收”的教室是 0%。"),
        ([Count("甲镇", 4, 0, 0), Count("乙镇", 3, 2, 0), NONE], "甲镇没有一间教室做到“验收”；乙镇比例最高（66%）。"),
        (
            [Count("丙镇", 3, 1, 0), FULL],
            "丙镇做到“验收”的教室比例最低（33%）；甲镇最高（100%）。",
        ),
    ],
)
def test_the_headline_of_a_step(places, sentence):
    assert sentence == plain(findings.rooms_headline(places, "验收"))


def test_a_title_is_shorter_and_ends_without_a_full_stop():
    """Where all are alike nobody is lowest."""
    assert "验收：丙镇最低（0%），甲镇最高（100%）" == plain(
        findings.rooms_title([Count("丙镇", 3, 0, 0), FULL], "验收")
    )
    assert "甲镇的教室全部做到“验收”" == plain(findings.rooms_title([FULL, NONE], "验收"))


@pytest.mark.parametrize(
    ("places", "sentence"),
    [
        ([NONE], "台账里没有教室。"),
        ([FULL], "没有一间逾期。"),
        ([Count("乙镇", 4, 1, 0)], "乙镇逾期教室最多，3 间。"),
        (
            [Count("乙镇", 4, 1, 0), Count("丙镇", 3, 0, 0), FULL, NONE],
            "乙镇、丙镇逾期教室最多，各 3 间；1 个乡镇没有逾期。",
        ),
    ],
)
def test_the_headline_of_lateness(places, sentence):
    """A township without a room in the ledger is not one without a late room."""
    assert sentence == plain(findings.overdue_headline(places))


@pytest.mark.parametrize(
    ("county", "start"),
    [
        (NONE, "农场小学没有教室在台账里。"),
        (Count("全县", 4, 3, 0), "全县小学 4 间教室，3 间做到“常态使用”（75.0%）。"),
        (Count("全县", 4, 3, 1), "全县小学 4 间教室，3 间做到“常态使用”（75.0%），1 间课时未填报。"),
    ],
)
def test_the_line_says_what_is_not_reported_only_where_something_is(county, start):
    assert start + findings.DOOR == findings.rooms_line(county, "小学", "常态使用", "课时未填报")


@pytest.mark.parametrize(
    ("county", "no_plan", "start"),
    [
        (NONE, 0, "农场没有教室在台账里。"),
        (Count("全县", 4, 4, 0), 0, "全县 4 间教室，没有一间逾期。"),
        (Count("全县", 4, 3, 0), 2, "全县 4 间教室，1 间过了计划日期还没验收，2 间无计划。"),
    ],
)
def test_the_line_of_lateness_counts_rooms_without_a_plan_apart(county, no_plan, start):
    assert start + findings.DOOR == findings.overdue_line(county, "", no_plan)


@pytest.mark.parametrize(
    ("place", "step", "sentence"),
    [
        (NONE, "验收", "农场没有教室在台账里。"),
        (Count("甲镇", 3, 2, 0), "验收", "甲镇 3 间教室，2 间做到“验收”（66.6%）。"),
        (Count("甲镇", 3, 2, 0), "", "甲镇 3 间教室，1 间过了计划日期还没验收。"),
        (FULL, "", "甲镇 4 间教室，没有一间逾期。"),
    ],
)
def test_a_townships_headline(place, step, sentence):
    assert sentence == plain(findings.rooms_township(place, step))


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        (None, "台账里没有卢湾小学的教室。"),
        (
            {"classrooms": 4, **STEPS, "overdue": 1, "no_plan": 0, "awaited": 0},
            "卢湾小学 4 间教室：设备到位 4，联网 4，百兆到班（台账） 3，验收 2，验收后常态使用 1；1 间逾期。",
        ),
        (
            {"classrooms": 4, **dict.fromkeys(STEPS, 4), "overdue": 0, "no_plan": 3, "awaited": 0},
            "卢湾小学 4 间教室全部验收后常态使用；有计划日期的没有一间逾期，3 间没有计划日期。",
        ),
    ],
)
def test_a_place_says_all_its_steps(counts, sentence):
    assert sentence == plain(findings.rooms_sentence("卢湾小学", counts))


# —— 到期待报: due since the ledger's date, nothing told

SINCE = "另有 2 间计划在台账日期之后到期，待报"


@pytest.mark.parametrize(
    ("places", "headline", "line"),
    [
        ([FULL], f"到台账日期没有一间逾期；{SINCE}。", "到台账日期没有一间逾期。"),
        (
            [Count("乙镇", 4, 1, 0), FULL],
            "乙镇逾期教室最多，3 间；1 个乡镇没有逾期。",
            f"到台账日期3 间过了计划日期还没验收；{SINCE}。",
        ),
        ([Count("丙镇", 3, 0, 3), FULL], f"1 个乡镇“逾期”未填报；1 个乡镇没有逾期；{SINCE}。", ""),
    ],
)
def test_what_fell_due_since_is_said_once_and_is_not_late(places, headline, line):
    county = Count("全县", *(sum(getattr(place, key) for place in places) for key in ("judged", "met", "undetermined")))

    assert headline == plain(findings.overdue_headline(places, 0, 2))
    assert line.replace("台账日期3", "台账日期 3") in findings.overdue_line(county, "", 0, 2)
    assert "待报" not in plain(findings.overdue_headline(places)) + findings.overdue_line(county, "", 0)


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (Count("甲镇", 3, 2, 0), f"甲镇 3 间教室，1 间过了计划日期还没验收；{SINCE}；卢湾小学 "),
        (FULL, f"甲镇 4 间教室，到台账日期没有一间逾期；{SINCE}；卢湾小学 "),
    ],
)
def test_a_township_and_a_school_say_what_fell_due_since(place, sentence):
    clause = findings.rooms_clause("卢湾小学", 3, 1, late=True, due_unreported=2)

    assert f"{sentence}3 间中 1 间逾期，2 间到期待报。" == plain(findings.rooms_township(place, "", clause, 0, 2))
    assert "卢湾小学 3 间中 1 间" == findings.rooms_clause("卢湾小学", 3, 1, due_unreported=2)


@pytest.mark.parametrize(
    ("late", "no_plan", "end"),
    [(1, 3, "；1 间逾期，2 间到期待报，3 间无计划。"), (0, 0, "；到台账日期没有一间逾期，2 间到期待报。")],
)
def test_a_place_says_how_many_rooms_fell_due_since(late, no_plan, end):
    counts = {"classrooms": 9, **STEPS, "overdue": late, "no_plan": no_plan, "awaited": 2}

    assert plain(findings.rooms_sentence("卢湾小学", counts)).endswith(end)


@pytest.mark.parametrize(
    ("places", "sentence"),
    [
        ([NONE], "千兆进校：没有学校要达到这一项。"),
        ([FULL, Count("乙镇", 2, 2, 0)], "千兆进校：甲镇、乙镇全部达标。"),
        ([Count("甲镇", 4, 0, 1)], "千兆进校：甲镇无一所达标。"),
        ([Count("甲镇", 4, 1, 1), NONE], "千兆进校：甲镇达标率是 25%。"),
        ([Count(name, 2, 0, 0) for name in "甲乙丙"] + [Count("丁镇", 4, 3, 0)],
         "千兆进校：3 个乡镇无一所达标；丁镇达标率最高（75%）。"),
        ([Count("丙镇", 4, 1, 0), FULL], "千兆进校：丙镇达标率最低（25%）；甲镇全部达标。"),
    ],
)  # fmt: skip
def test_the_headline_of_the_network(places, sentence):
    assert sentence == plain(findings.network_headline(places, "千兆进校"))


def test_a_townships_network_counts_schools_that_did_not_report():
    """They are in the total, and said; where nobody is asked that is said."""
    assert "千兆进校：甲镇 3 所学校，1 所达标，1 所未填报。" == plain(
        findings.network_township(Count("甲镇", 3, 1, 1), "千兆进校")
    )
    assert "千兆进校：农场没有学校要达到这一项。" == plain(findings.network_township(NONE, "千兆进校"))
    assert "农场没有学校要达到这些项。" == plain(findings.network_sentence("农场", {"千兆进校": NONE, "无线": None}))
