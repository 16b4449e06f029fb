"""Columns of √ and blanks, of figures and dashes: asked once, never guessed, and said where the figure is shown."""

from __future__ import annotations

import math
from datetime import datetime

import pytest

from components.imports import uploads
from monitoring import snapshots
from monitoring.dossier.origins import Origins
from monitoring.findings.school import figures as school_figures
from monitoring.reports.problems import problem_list
from monitoring.settings import load_settings
from monitoring.storage import Storage
from tests.support.pages import open_page, words
from tests.support.rules import RULEBOOK
from tests.support.small_tables import MISSING, PERIOD, REPAIR, checked, found, only, value, workbook

CENTRE, COUNTED, MAIN = "是否乡镇中心小学", "是否计校数", "主校标识码"
BOARDERS, FIFTH, BOOKS = "在校生数›寄宿生", "在校生数›按年级分›五年级", "图书"
TABLETS = "计算机数›教学用计算机›平板电脑"


def column(label, *values, **cells):
    """Check a small table in which a column holds some values."""
    typed = {(label, place): text for place, text in enumerate(values)}
    return checked(workbook(typed | cells.pop("more", {}), **cells))


def test_a_column_of_ticks_and_blanks_is_one_question():
    """Not four warnings: one, which nobody has to answer."""
    result = column(CENTRE, "√", None, None, "√")
    question = only(result, "blank_is_no")

    assert ("warning", True, "N列", "空白 2 行", "否") == (
        question.severity, question.is_question, question.cell, question.found, question.proposal,
    )  # fmt: skip
    assert "其余 2 行都是“是”：空白是“否”，还是没有填？" == question.expected
    assert not found(result, "blank_fact")
    assert not [problem for problem in result.problems if problem.severity == "stop"]


def test_a_blank_is_no_only_where_somebody_says_so():
    """Undecided and “missing” leave it not reported."""
    result = column(CENTRE, "√", None, None, "√")
    question = only(result, "blank_is_no")

    assert math.isnan(result.rows({})["is_centre"].iloc[1])
    assert math.isnan(result.rows({question.id: MISSING})["is_centre"].iloc[1])
    assert [1.0, 0.0, 0.0, 1.0] == result.rows({question.id: REPAIR})["is_centre"].tolist()


@pytest.mark.parametrize("values", [("√", "×", None, "√"), ("是", "否", None, None), ("是", None, "是", "是")])
def test_a_column_that_also_says_no_or_lacks_a_single_answer_is_not_asked(values):
    """A blank beside 否 is not reported; a single blank among many 是 is a slip."""
    result = column(CENTRE, *values)

    assert not found(result, "blank_is_no")
    assert found(result, "blank_fact")


def test_dashes_in_a_column_without_a_zero_are_one_question():
    """“-” may be 0, or nobody counted."""
    result = column(TABLETS, "-", 3, "-", "—")
    question = only(result, "dash_is_zero")

    assert "没有一行填 0：“-”是 0，还是没有填？" == question.expected
    assert not found(result, "placeholder")
    assert math.isnan(value(result, "tablets"))
    assert 0 == result.rows({question.id: REPAIR})["tablets"].iloc[0]


def test_blanks_in_a_column_without_a_zero_are_one_question():
    """Half of the schools have no boarders, or did not say."""
    result = column(BOARDERS, None, 3, None, 4)
    question = only(result, "blank_is_zero")

    assert "空白 2 行" == question.found
    assert not found(result, "blank")
    assert [0, 3, 0, 4] == result.rows({question.id: REPAIR})["pupils_boarding"].tolist()


@pytest.mark.parametrize(
    ("label", "values"),
    [(BOARDERS, (None, 3, 0, None)), (TABLETS, ("-", 3, 0, "-")), (BOARDERS, (None, 3, 5, 4)), (BOOKS, ("-", 5, 6, 7))],
)
def test_a_column_that_knows_zero_or_misses_one_figure_is_not_asked(label, values):
    """Where a 0 is typed a blank is not reported."""
    assert not [problem for problem in column(label, *values).problems if problem.is_question]


def test_a_total_is_never_asked():
    """No pupils at all would leave a school out of every share."""
    result = column("在校生数›合计", None, None, 1153, 714)

    assert not found(result, "blank_is_zero")
    assert 2 == len(found(result, "blank"))


def test_a_blank_that_contradicts_its_total_as_a_zero_stays_not_reported():
    """The clean set's fifth grades have pupils: as 0 the grades no longer make up the total."""
    blank = column(FIFTH, None, None)

    assert not found(blank, "blank_is_zero")
    assert 2 == len(found(blank, "blank"))


def test_neither_switch_answers_a_question(settings):
    """Only the officer does."""
    source = workbook({(CENTRE, 0): "√", (CENTRE, 1): None, (CENTRE, 2): None, (CENTRE, 3): "√"})
    proposal = snapshots.propose(Storage(settings.database), settings, RULEBOOK.projects, [source], PERIOD)

    assert [] == proposal.stops
    assert ["blank_is_no"] == [question.code for question in proposal.questions]
    assert problem_list(proposal.problems, {proposal.questions[0].id: REPAIR})


def test_the_answer_is_stored_and_said_where_the_figure_is_shown():
    """By whom, at the blank cell; a √ of the same column says nothing."""
    settings = load_settings()
    storage = Storage(settings.database)
    source = workbook({(CENTRE, 0): "√", (CENTRE, 1): None, (CENTRE, 2): None, (CENTRE, 3): "√"})
    proposal = snapshots.propose(storage, settings, RULEBOOK.projects, [source], PERIOD)
    at = datetime(2026, 4, 1, 9)  # noqa: DTZ001 (wall clock)
    (number,) = snapshots.save(storage, proposal, {proposal.questions[0].id: REPAIR}, "王芳", at)
    stored = snapshots.load(storage, number, RULEBOOK.projects)

    def said(place):
        code = stored.rows["school_code"].iloc[place]
        origins = Origins((code,), stored.rows, stored.raw, stored.columns, stored.problems)
        (cell,) = origins.cells("is_centre", "primary")
        return [school_figures.doubt(doubt) for doubt in cell.doubts], len(origins.doubts)

    assert (["这一列空白 2 行；王芳选定：按“否”入库"], 1) == said(1)
    assert ([], 0) == said(0)


def test_the_page_asks_once_and_stores_the_answer(monkeypatch):
    """Above the warnings, without a stop; the import waits for no answer."""
    lie = {"files": [workbook({(CENTRE, 0): "√", (CENTRE, 1): None, (CENTRE, 2): None, (CENTRE, 3): "√"})]}
    monkeypatch.setattr(uploads, "pick_files", lambda: lie["files"])
    visit = open_page("imports.py")

    assert "可选 1 处 一列只问一次，不拦入库；不选就按未填报" in " ".join(words(visit).split())
    assert ["按“否”读", "按未填报"] == list(visit.segmented_control[0].options)
    assert not next(button for button in visit.button if button.label.startswith("入库")).disabled

    visit.segmented_control[0].set_value(REPAIR).run()
    click = next(button for button in visit.button if button.label.startswith("入库")).click()
    lie["files"] = []
    click.run()
    storage = Storage(load_settings().database)
    stored = snapshots.load(storage, snapshots.newest(storage, "990121"), RULEBOOK.projects)

    assert [1.0, 0.0, 0.0, 1.0] == stored.rows["is_centre"].tolist()


# —— 是否计校数


def test_a_blank_beside_ticks_with_a_main_school_stops():
    """Blank there is “no” (a campus) or no answer (a school): both are named."""
    main = "2142991003"
    result = column(COUNTED, "√", None, "√", "√", more={(MAIN, 1): main})
    stop = only(result, "counted_blank")

    assert ("stop", "否，并入主校") == (stop.severity, stop.proposal)
    assert f"主校标识码填了 {main}：空白读作“否”就并入主校，读作没有填就单独算一所学校" in stop.expected
    assert 0.0 == result.rows({stop.id: REPAIR})["is_counted"].iloc[1]
    assert math.isnan(result.rows({stop.id: MISSING})["is_counted"].iloc[1])
    assert not found(result, "blank_is_no")


def test_a_blank_with_a_main_school_that_is_in_no_table_is_proposed_as_a_school():
    """As a campus of nobody it would not be judged."""
    result = column(COUNTED, "√", None, "√", "√", more={(MAIN, 1): "2142991999"})
    stop = only(result, "counted_blank")

    assert "成为没有主校的校区，不评定" in stop.expected
    assert 1.0 == result.rows({stop.id: REPAIR})["is_counted"].iloc[1]


def test_a_counted_school_that_names_a_main_school_is_told():
    """√ and a main school: counted, and said."""
    result = column(COUNTED, "√", "√", "√", "√", more={(MAIN, 1): "2142991003"})

    assert {"L7": "warning"}.items() <= {one.cell: one.severity for one in found(result, "counted_with_main")}.items()
    assert 1.0 == value(result, "is_counted", 1)


def test_its_own_code_as_main_school_is_nothing_to_tell():
    """A school may name itself."""
    own = value(checked(workbook()), "school_code", 1)
    result = column(COUNTED, "√", None, "√", "√", more={(MAIN, 1): own})

    assert not {"K7", "L7"} & {one.cell for one in found(result, "counted_with_main", "counted_blank")}
