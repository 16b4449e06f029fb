"""A lake of the invented country, by the command line: read back as it was made; whole, or nothing of it."""

import io
from collections import defaultdict
from contextlib import redirect_stderr
from datetime import date

import pandas as pd
import pytest

from monitoring.__main__ import main
from monitoring.lake import open_lake, schemas
from monitoring.sample import country
from monitoring.sample.country.written import write_country
from tests.support.rules import RULEBOOK, judged_rows

LAST = date(2026, 9, 30)


@pytest.fixture(scope="module")
def lake(tmp_path_factory):
    """A lake of two counties, by the command line; what was said on the way."""
    folder = tmp_path_factory.mktemp("country") / "lake"
    said = io.StringIO()
    with redirect_stderr(said):
        assert 0 == main(["demo", "--schools", "100", "--output", str(folder)])
    return open_lake(folder, schemas(RULEBOOK.projects)), said.getvalue()


def test_a_lake_of_the_country_is_read_back_as_it_was_made(lake):
    opened, _ = lake
    of = defaultdict(list)
    for table in country.tables(100):
        of[table.kind, table.dated].append(table)

    assert len(of) == len({(table["kind"], table["dated"]) for table in opened.tables})
    for (kind, day), tables in of.items():
        codes = [table.county_code for table in tables]
        stored = opened.frame(kind, day, codes)
        expected = pd.concat([table.frame for table in tables], ignore_index=True)
        pd.testing.assert_frame_equal(expected, stored[list(expected.columns)])


def test_the_lake_names_its_counties_and_says_how_far_it_is(lake):
    opened, said = lake

    assert {county.code: county.name for county in country.counties(100)} == {
        code: heads[0].county_name for code, heads in opened.heads.items()
    }
    assert ["青渚省：已写 2/2 个县，128 所学校"] == said.splitlines()


def test_the_rows_of_a_lake_are_judged(lake):
    opened, _ = lake
    rows = opened.frame("schools", LAST, list(opened.heads))

    assert 128 == len(judged_rows(rows).schools)


@pytest.mark.parametrize("number", ["99", "210001", "两万", "20,000", "-5", "1e4"])
def test_a_number_of_schools_that_cannot_be_is_refused(tmp_path, capsys, number):
    with pytest.raises(SystemExit) as left:
        main(["demo", f"--schools={number}", "--output", str(tmp_path / "lake")])

    assert 2 == left.value.code
    assert (
        f"--schools：写的是“{number}”，应为 100 至 210000 的整数，如 20000。什么都没有做。" in capsys.readouterr().err
    )
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("given", [["--schools", "200"], ["--output", "lake"]])
def test_number_and_folder_go_together(tmp_path, monkeypatch, capsys, given):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit):
        main(["demo", *given])

    assert "--schools 与 --output 要一起写" in capsys.readouterr().err
    assert [] == list(tmp_path.iterdir())


def test_a_folder_that_is_there_is_left_alone(tmp_path, capsys):
    (tmp_path / "kept.txt").write_text("kept", encoding="utf-8")

    assert 2 == main(["demo", "--schools", "100", "--output", str(tmp_path)])
    assert "已经在了" in capsys.readouterr().err
    assert ["kept.txt"] == [path.name for path in tmp_path.iterdir()]


def test_a_country_that_is_stopped_midway_leaves_nothing(tmp_path):
    def stop(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_country(100, tmp_path / "lake", RULEBOOK.projects, stop)

    assert [] == list(tmp_path.iterdir())
