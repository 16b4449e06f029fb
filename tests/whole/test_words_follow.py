"""The words of an import follow their files (data/columns, data/*.toml) while the program runs."""

from __future__ import annotations

import shutil

import pytest

from monitoring.settings import DATA, kept
from monitoring.validation.cells import numbers
from monitoring.validation.schools import kinds
from monitoring.workbook import stages
from monitoring.workbook.wording import wording
from tests.support.small_tables import checked, found, value, workbook

CODES, SCHOOLS, CELLS = "codes.toml", "schools.toml", "cells.toml"


@pytest.fixture
def change(tmp_path, monkeypatch):
    """Change a file in a copy of data that the readers read: change(name, old, new)."""
    own = tmp_path / "data"
    shutil.copytree(DATA / "columns", own / "columns")
    with monkeypatch.context() as patched:
        for module, constant, name in (
            (kept, "DATA", ""), (kinds, "CODES", CODES), (stages, "CODES", CODES), (numbers, "CELLS", CELLS),
        ):  # fmt: skip
            patched.setattr(module, constant, own / "columns" / name if name else own)
        patched.setattr(wording.__wrapped__, "__defaults__", (own / "columns" / SCHOOLS,))

        def changed(name, old, new):
            path = own / "columns" / name
            text = path.read_text(encoding="utf-8")
            assert old in text
            path.write_text(text.replace(old, new, 1), encoding="utf-8")

        yield changed
    kept.follow_words()


def test_a_kind_of_school_that_is_added_is_read_by_the_next_import(change):
    file = workbook({("办学类型", 0): "村级完全小学堂"})
    assert found(checked(file), "row_unidentified")

    change(CODES, '"教学点" = "218"', '"村级完全小学堂" = "211"\n"教学点" = "218"')

    assert not found(checked(file), "row_unidentified")
    assert "211" == value(checked(file), "kind")


def test_a_word_of_a_stage_that_is_added_is_known_to_the_next_import(change):
    change(CODES, 'primary = ["小学", "小学段"', 'primary = ["蒙学", "小学", "小学段"')
    checked(workbook())

    assert "primary" == stages.stage_words().values["蒙学"]


def test_a_heading_that_is_added_is_read_by_the_next_import(change):
    file = workbook({("图书", -1): "藏书总册数量"})
    assert "absent_column" in {one.code for one in checked(file).problems if "图书" in one.cell}

    change(SCHOOLS, "BOOKS = [", 'BOOKS = ["藏书总册数量", ')

    assert 10068 == value(checked(file), "books")


def test_words_of_cells_and_what_is_made_of_them_follow(change):
    """A unit that may stand behind a number: what is made of the words is made anew."""
    file = workbook({("图书", 0): "23267卷"})
    assert not found(checked(file), "number_as_text")

    change(CELLS, '"册" = ["册", "本"]', '"册" = ["册", "本", "卷"]')

    assert 23267 == value(checked(file), "books")


def test_nothing_is_read_again_while_no_file_changed():
    checked(workbook())
    words = numbers.words()
    checked(workbook())

    assert words is numbers.words()
