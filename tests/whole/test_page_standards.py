"""标准库 without a browser: every standard clause by clause, with and without data, and where the bureau's own goes."""

import re
import shutil

import pytest

from monitoring.settings import ROOT, load_settings
from monitoring.standards import load_standards
from tests.support.pages import bodies, headline, looks_whole, open_page, titles, words

SHOWN = load_settings().shown_standards
STANDARDS = load_standards(load_settings())


@pytest.fixture
def on_sample(sample_database, monkeypatch):
    """The settings name the sample county's database."""
    monkeypatch.setenv("MONITORING_DATABASE", f"sqlite:///{sample_database}")


@pytest.mark.usefixtures("on_sample")
@pytest.mark.parametrize("standard", SHOWN)
def test_every_clause_of_every_standard_is_shown(standard):
    visit = open_page("standards.py", standard=standard)
    said = words(visit)

    looks_whole(visit)
    assert STANDARDS[standard].title in titles(visit)
    for asked in STANDARDS[standard].requirements:
        assert asked.name in said
    for clause in STANDARDS[standard].clauses:
        assert clause.text in said


@pytest.mark.usefixtures("on_sample")
def test_what_the_tables_find_leads_to_the_schools():
    page = "".join(bodies(open_page("standards.py")))

    assert "./gaps?" in page
    assert "requirement=L7" in page


def test_without_data_the_library_is_open_all_the_same():
    """Nothing to judge yet, but the rules can be read, and another be taken."""
    visit = open_page("standards.py", standard="gd-2unmet")

    assert [] == list(visit.exception)
    assert headline(visit).startswith("标准库有 9 部标准")
    assert STANDARDS["gd-2unmet"].title in titles(visit)
    assert "./standards?standard=moe-2012-3" in "".join(bodies(visit))


def test_an_incomplete_standard_is_marked():
    said = words(open_page("standards.py", standard="moe-2014-baseline"))

    assert "标准不全：全文 20 项，录入了 18 条；只看录入的各项，不评定学校。" in said
    assert "未核实" in said


@pytest.mark.parametrize(
    ("standard", "unseen"), [("moe-2012-3", "四个方面：入学机会"), ("sd-rooms-junior", "标准 2008 年起施行")]
)
def test_a_clause_that_no_copy_confirmed_is_marked(standard, unseen):
    """Beside the clause itself, not somewhere on the page."""
    page = "".join(bodies(open_page("standards.py", standard=standard)))
    (row,) = [row for row in page.split("<tr") if unseen in row]

    assert ">缺<" in row
    assert "2008 年（月日不详）起施行" not in page


def test_no_command_and_no_path_stands_on_the_screen():
    """A leader reads what is there and who adds one; how it is done stands in the readme."""
    said = words(open_page("standards.py"))

    assert "本县自己的标准：还没有" in said
    assert None is re.search(r"\.toml|python|data/|\[standards\]", said)


@pytest.mark.usefixtures("on_sample")
@pytest.mark.parametrize(("standard", "marked"), [("moe-2017-6", True), ("sd-rooms-junior", False)])
def test_a_verdict_on_limits_nobody_compared_says_so(standard, marked):
    """On the page of a school and over the list of gaps."""
    gaps = open_page("gaps.py", standard=standard)
    code = re.search(r"school=(\d{10})", "".join(bodies(gaps)))[1]

    for page in (gaps, open_page("school.py", standard=standard, school=code)):
        assert marked == ("含未核实的限值" in words(page))


def test_a_standard_of_the_bureaus_own_that_is_not_offered_yet_says_how(configure, tmp_path):
    """The file is read; config.toml does not name it among those to choose from."""
    own = tmp_path / "own"
    own.mkdir()
    shutil.copy(ROOT / "data" / "standards" / "own-standard.toml.example", own / "本县.toml")
    configure(('own_folder = "data/local/standards"', f'own_folder = "{own}"'))

    visit = open_page("standards.py")

    assert "本县标准不在可选之列" in words(visit)
    assert "本县自己的标准：1 个文件（本县）" in titles(visit)
