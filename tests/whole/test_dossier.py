"""A school's file and the cells behind it: what is traced, what is split, what was doubtful, who is compared."""

import pandas as pd
import pytest

from monitoring.dossier import dossier
from monitoring.dossier.listing import listing
from monitoring.dossier.origins import Origins
from monitoring.dossier.others import standings
from monitoring.dossier.peers import peers
from monitoring.dossier.traces import traces
from monitoring.errors import NotFound
from monitoring.findings.school import figures as figure_words
from tests.support.rules import RULEBOOK
from tests.support.school import NO_PROBLEMS, columns_of, indicators, judged, raw_of, row


def school(**changes):
    return row("1", "清渚县第一小学", **changes)


def file_of(found, code="1"):
    return dossier(found, indicators(), code)


def traced(found, requirement, stage="primary", problems=NO_PROBLEMS, **typed):
    """How a figure of school 1 is made; typed: the text of a field, as it stands in the workbook."""
    file = file_of(found)
    origins = Origins(
        (file.code, *file.campuses), found.rows, raw_of(found.rows, **typed), columns_of(found.rows), problems
    )
    return traces(found, origins, file, file.part(stage), RULEBOOK.splitting)[requirement]


def problem(found, field, **words):
    """One problem in a field of school 1."""
    letter = columns_of(found.rows).drop_duplicates("field").set_index("field")["letter"][field]
    cell = {"id": "p", "file": "综合报表_小学.xlsx", "sheet": "小学", "cell": f"{letter}5", "severity": "stop"}
    about = {"code": "text_in_number", "school_code": "1", "school": "清渚县第一小学", "field": field}
    said = {"found": "约300", "expected": "数字", "proposal": "300", "treatment": "", "decision": "repair"}
    return pd.DataFrame([cell | about | said | words])


def test_a_school_that_is_not_there_is_not_found():
    with pytest.raises(NotFound, match="没有标识码为“9”的学校"):
        file_of(judged(school()), "9")


def test_a_figure_is_traced_to_its_terms_and_their_cells():
    """(700 − 100) ÷ 100 = 6 ㎡ a pupil."""
    found = traced(judged(school()), "L4")

    assert [(700, 1), (100, -1)] == [(term.value, term.sign) for term in found.above]
    assert (100, 6) == (found.below.value, found.value)
    assert {"综合报表_小学.xlsx"} == {cell.file for term in found.above for cell in term.cells}
    assert all(cell.address.endswith("5") for term in found.above for cell in term.cells)


def test_a_plain_cell_says_its_text_alone():
    (cell,) = traced(judged(school()), "L4").above[0].cells

    assert "原文“700”" == figure_words.typed(cell)


def test_a_repaired_cell_says_what_was_typed_and_what_was_stored():
    found = judged(school(sports_ground_m2=300))

    (cell,) = traced(found, "L5", problems=problem(found, "sports_ground_m2"), sports_ground_m2="约300").above[0].cells

    assert "原文“约300”，入库 300" == figure_words.typed(cell)
    assert "填的是“约300”，应为数字；按建议入库：300" == figure_words.doubt(cell.doubts[0])


def test_a_cell_kept_as_not_reported_says_so():
    found = judged(school(sports_ground_m2=None))
    doubtful = problem(found, "sports_ground_m2", decision="missing")

    (cell,) = traced(found, "L5", problems=doubtful, sports_ground_m2="四百二").above[0].cells

    assert "原文“四百二”，未填报" == figure_words.typed(cell)
    assert figure_words.doubt(cell.doubts[0]).endswith("；按未填报入库")


def test_a_blank_cell_says_that_it_is_blank():
    (cell,) = traced(judged(school(sports_ground_m2=None)), "L5").above[0].cells

    assert "空白，未填报" == figure_words.typed(cell)


def test_a_column_that_no_workbook_has_says_so():
    found = judged(school())
    none = columns_of(found.rows).query("field != 'backbone_teachers'")
    origins = Origins(("1",), found.rows, raw_of(found.rows), none, NO_PROBLEMS)

    (cell,) = origins.cells("backbone_teachers", "primary")

    assert "综合报表_小学.xlsx · 小学：没有这一列" == figure_words.place(cell)


def test_the_doubts_of_a_figure_are_those_of_its_cells():
    found = judged(school())
    doubtful = problem(found, "books")

    assert () == traced(found, "L4", problems=doubtful).doubts
    assert 1 == len(traced(found, "L4", problems=problem(found, "teaching_area_m2")).doubts)


def test_a_shared_figure_is_shown_whole_with_its_part():
    """100 primary and 100 junior pupils: 100 ÷ (100 + 110)."""
    nine = [row("1", "清渚县育英学校", stage, kind="312") for stage in ("primary", "junior")]

    found = traced(judged(*nine), "L7")

    assert (4, True) == (found.above[0].value, found.above[0].is_split)
    assert 100 / 210 == pytest.approx(found.share)
    assert [("primary", 100, 1), ("junior", 100, 1.1)] == [(w.stage, w.pupils, w.weight) for w in found.weights]


def test_teachers_are_never_split():
    nine = [row("1", "清渚县育英学校", stage, kind="312") for stage in ("primary", "junior")]

    found = traced(judged(*nine), "L2")

    assert () == found.weights
    assert not found.above[0].is_split


def test_a_campus_is_named_with_its_own_cell():
    campus = row("2", "清渚县第一小学东校区", is_counted=0, main_school_code="1", number=6)
    found = judged(school(), campus)

    cells = traced(found, "L7").above[0].cells

    assert {"2": "清渚县第一小学东校区"} == file_of(found).campuses
    assert ["清渚县第一小学", "清渚县第一小学东校区"] == [cell.school for cell in cells]
    assert ["5", "6"] == [cell.address[-1] for cell in cells]
    assert 8 == traced(found, "L7").above[0].value


def test_a_figure_that_no_table_carries_has_no_terms():
    found = judged(school(), standard="moe-2014-baseline")
    key = next(asked.key for asked in found.standard.requirements if asked.short == "围墙围栏")

    assert () == traced(found, key).above


def test_a_room_that_every_stage_may_use_is_not_traced_to_a_part():
    """20条底线 asks for a room a school: each stage shows the school's one."""
    nine = [row("1", "育英学校", stage, kind="312", multimedia_rooms=1) for stage in ("primary", "junior")]
    trace = traced(judged(*nine, standard="moe-2014-baseline"), "D11")

    assert ((), 1, False) == (trace.weights, trace.value, trace.above[0].is_split)


def test_a_school_is_ranked_among_all_of_its_stage():
    found = judged(
        school(multimedia_rooms=3), row("2", "第二", number=6), row("3", "第三", number=7, multimedia_rooms=1)
    )

    rooms = next(each for each in standings(found, "1", file_of(found).parts[0]) if each.line.asked.key == "L7")

    assert (2, 3) == (rooms.rank, rooms.of)


def test_schools_of_one_value_share_the_better_rank():
    found = judged(school(), row("2", "第二", number=6))

    assert {1} == {each.rank for each in standings(found, "1", file_of(found).parts[0])}


def test_without_limits_the_scale_is_the_countys_mean():
    """Books 10 and 30 a pupil, 100 pupils each: the mean is 20."""
    found = judged(school(books=1000), row("2", "第二", number=6), standard="moe-2012-3")

    books = next(each for each in standings(found, "1", file_of(found).parts[0]) if each.line.asked.short == "图书")

    assert ("mean", 50) == (books.base, books.own)


def test_who_did_not_report_is_not_ranked():
    found = judged(school(), row("2", "第二", number=6, multimedia_rooms=None))

    rooms = next(each for each in standings(found, "1", file_of(found).parts[0]) if each.line.asked.key == "L7")

    assert 1 == rooms.of


def test_who_reported_none_of_what_is_divided_by_is_ranked_last():
    """No computers for 100 pupils are reported, and too few: place 0, rank 3 of 3; a blank is compared with nobody."""
    found = judged(
        school(teaching_computers=0),
        row("2", "第二", number=6),
        row("3", "第三", number=7, teaching_computers=5),
        row("4", "第四", number=8, teaching_computers=None),
        standard="gs-2012",
    )
    own, other = (
        next(each for each in standings(found, code, file_of(found, code).parts[0]) if each.line.asked.key == "G1")
        for code in ("1", "3")
    )

    assert (0, 3, 3) == (own.own, own.rank, own.of)
    assert (2, 3) == (other.rank, other.of)
    assert 0 == other.others.set_index("school_code").loc["1", "place"]


def test_peers_stand_with_their_states_behind_the_school():
    found = judged(school(), row("2", "第二", number=6, pupils=120, multimedia_rooms=1), row("3", "第三", pupils=500))

    others = peers(found, file_of(found), file_of(found).parts[0], RULEBOOK.results)

    assert ["1", "2"] == [each["school_code"] for each in others.rows]
    assert ("gap", 0, 1) == (others.rows[1]["states"]["L7"], others.met["L7"], others.judged["L7"])


def test_the_list_of_schools_begins_with_the_worst():
    found = judged(
        school(),
        row("2", "第二", number=6, multimedia_rooms=0),
        row("3", "第三", number=7, multimedia_rooms=0, books=0, sports_ground_m2=0),
    )

    assert ["3", "2", "1"] == listing(found)["school_code"].tolist()


def test_what_two_stages_lack_adds_up_to_what_the_school_lacks():
    """A shared room counts once, with the larger need; teachers of two stages add up; the parts are shares of it."""
    nine = [
        row("1", "育英学校", stage, kind="312", multimedia_rooms=1, backbone_teachers=0)
        for stage in ("primary", "junior")
    ]
    file = file_of(judged(*nine))
    whole = {total.line.asked.key: total.missing for total in file.totals}
    rooms = [part.line("L7") for part in file.parts]
    teachers = [part.line("L2") for part in file.parts]

    assert whole["L7"] == max(line.missing_whole for line in rooms) > max(line.missing for line in rooms)
    assert whole["L2"] == sum(line.missing_whole for line in teachers)
    assert [total.line.asked.key for total in file.totals] == sorted(whole)
