"""A column of a sheet with several stages is one column: its blanks are asked about once, for all of them."""

from __future__ import annotations

import math
from datetime import date, datetime

import pytest
from test_stages_layouts import changed, read

from monitoring import snapshots
from monitoring.dossier.origins import Origins
from monitoring.settings import load_settings
from monitoring.storage import Storage
from monitoring.workbook import SourceFile
from tests.support.rules import RULEBOOK
from tests.support.small_tables import REPAIR, found, only
from tests.support.strange_stages import Mixed

FIRST, BOARDING, CENTRE = 6, 14, 15  # the first school's row; columns N, O
PRIMARY, JUNIOR = range(FIRST, FIRST + 5), range(FIRST + 5, FIRST + 10)


def together(column, primary, junior, senior=()):
    """Return the set in one sheet, what stands in a column typed over; the rows of one stage after those of another."""
    texts = [*primary, *junior, *senior]
    return changed(Mixed(schools=4), *((FIRST + place, column, text) for place, text in enumerate(texts)))


def of_stage(result, stage, field="is_boarding", decisions=None):
    rows = result.rows(decisions or {})
    return rows[rows["stage"] == stage][field].tolist()


TICKED = together(BOARDING, ["√", None, "√", None, None], ["√", None, None, "√", "√"], ["√", None, "√", "√"])


def test_a_column_of_several_stages_is_one_question():
    """Not one a stage under one name."""
    question = only(read(TICKED), "blank_is_no")

    assert ("N列", "空白 6 行", "is_boarding") == (question.cell, question.found, question.field)
    assert "其余 8 行都是“是”" in question.expected


def test_its_answer_holds_for_all_stages():
    """Every blank of the column is 否."""
    result = read(TICKED)
    answer = {only(result, "blank_is_no").id: REPAIR}

    assert [1, 0, 1, 0, 0] == of_stage(result, "primary", decisions=answer)
    assert [1, 0, 0, 1, 1] == of_stage(result, "junior", decisions=answer)
    assert [1, 0, 1, 1] == of_stage(result, "senior", decisions=answer)
    assert all(math.isnan(value) for value in of_stage(result, "junior")[1:3])


@pytest.mark.parametrize("no", ["否", "×"])
def test_a_stage_that_says_no_speaks_for_the_column(no):
    """Where somebody writes 否, a blank is no answer: nothing is asked, in no stage."""
    result = read(together(BOARDING, ["√", None, "√", None, None], [no] * 5, [no] * 4))

    assert not found(result, "blank_is_no")
    assert {"N7", "N9", "N10"} == {one.cell for one in found(result, "blank_fact")}


def test_a_question_about_the_rows_of_one_stage_names_it():
    """是否乡镇中心小学 is asked of primary schools alone."""
    question = only(read(together(CENTRE, ["√", None, "√", None, None], [None] * 5, [None] * 4)), "blank_is_no")

    assert ("O列", "小学各行，空白 3 行") == (question.cell, question.found)


def test_the_answer_is_said_at_the_blank_cells_of_every_stage():
    """A school with rows of two stages: √ in one, blank in the other."""
    settings = load_settings()
    storage = Storage(settings.database)
    name, content = TICKED
    proposal = snapshots.propose(storage, settings, RULEBOOK.projects, [SourceFile(name, content)], date(2026, 3, 31))
    (question,) = proposal.questions
    (number,) = snapshots.save(storage, proposal, {question.id: REPAIR}, "王芳", datetime(2026, 4, 1))  # noqa: DTZ001
    stored = snapshots.load(storage, number, RULEBOOK.projects)

    def said(code, stage):
        origins = Origins((code,), stored.rows, stored.raw, stored.columns, stored.problems)
        (cell,) = origins.cells("is_boarding", stage)
        return cell.raw, cell.stored, [doubt.found for doubt in cell.doubts]

    assert ("√", 1.0, []) == said("3142991038", "primary")
    assert ("√", 1.0, []) == said("3142991038", "junior")
    assert ("", 0.0, ["空白 6 行"]) == said("3142991026", "junior")
    assert ("", 0.0, ["空白 6 行"]) == said("2142991009", "primary")
