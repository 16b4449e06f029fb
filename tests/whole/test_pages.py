"""Every page, run without a browser: on the sample county, on an empty database, and with what an address asks for."""

import re

import pytest

from components.shell import PAGES, STATIC
from monitoring import snapshots
from monitoring.settings import load_settings
from monitoring.standards import load_standards
from monitoring.storage import Storage
from tests.support.pages import bodies, headline, looks_whole, open_page, titles, words
from tests.support.rules import RULEBOOK

FILES = [page.file for page in PAGES if page.source.is_file()]
STANDARDS = list(load_settings().shown_standards)


@pytest.fixture
def on_sample(sample_database, monkeypatch):
    """The settings name the sample county's database; pages only read it. Returns its address."""
    url = f"sqlite:///{sample_database}"
    monkeypatch.setenv("MONITORING_DATABASE", url)
    return url


@pytest.fixture
def sample(on_sample):
    """The newest snapshot of the sample county."""
    storage = Storage(on_sample)
    return snapshots.load(storage, snapshots.newest(storage, load_settings().county), RULEBOOK.projects)


@pytest.mark.usefixtures("on_sample")
@pytest.mark.parametrize("file", FILES)
def test_every_page_opens_on_the_sample(file):
    looks_whole(open_page(file))


@pytest.mark.parametrize("file", FILES)
def test_every_page_opens_on_an_empty_database(file):
    """None is blank, none fails, and the way to the first data is a link."""
    visit = open_page(file)

    assert [] == [str(error.message) for error in visit.exception]
    assert headline(visit)


@pytest.mark.parametrize("file", ["overview.py", "map.py"])
def test_an_empty_database_is_said_in_three_steps(file):
    visit = open_page(file)

    assert "还没有学校数据" in headline(visit)
    assert "三步看到第一张图" in titles(visit)
    assert any('href="./import"' in body for body in bodies(visit))


# —— 总览


@pytest.mark.usefixtures("on_sample")
def test_the_overview_answers_in_its_headline():
    """How many schools meet, of how many, and more or fewer than before."""
    said = headline(open_page("overview.py"))

    assert "所参评学校中" in said
    assert "达标（" in said
    assert any(word in said for word in ("多", "少", "持平"))


def test_a_mark_of_the_overview_is_a_link_to_its_school(sample):
    """One mark a school, whatever its verdict."""
    page = "".join(bodies(open_page("overview.py")))

    codes = sample.rows.loc[sample.rows["stage"].isin(["primary", "junior"]), "school_code"]
    linked = [code for code in codes.unique() if f"school={code}" in page]

    counted = sample.rows.loc[sample.rows["is_counted"] != 0, "school_code"]
    assert set(codes) & set(counted) <= set(linked)


def test_a_township_narrows_the_overview_and_is_said(sample):
    township = sample.rows.iloc[0]

    visit = open_page("overview.py", township=township["township_code"])

    looks_whole(visit)
    assert headline(visit).startswith(township["township"])
    assert any(title.startswith(f"{township['township']}：") for title in titles(visit))


@pytest.mark.usefixtures("on_sample")
@pytest.mark.parametrize(("stage", "word"), [("primary", "小学"), ("junior", "初中")])
def test_a_stage_narrows_the_overview_and_counts_parts(stage, word):
    visit = open_page("overview.py", stage=stage)

    looks_whole(visit)
    assert headline(visit).startswith(word)
    assert "所次" in headline(visit)


@pytest.mark.usefixtures("on_sample")
@pytest.mark.parametrize("standard", STANDARDS)
def test_no_standard_breaks_the_map(standard):
    looks_whole(open_page("map.py", standard=standard))


@pytest.mark.usefixtures("on_sample")
@pytest.mark.parametrize("standard", STANDARDS)
def test_a_share_of_schools_is_said_only_by_a_standard_that_judges_them(standard):
    """Not complete, or only the spread: no school meets or fails, and the page says why."""
    known = load_standards(load_settings())[standard]
    judges = known.complete and known.verdict.rule != "none"

    visit = open_page("overview.py", standard=standard)

    looks_whole(visit)
    said = words(visit)
    assert judges == ("所参评学校中" in said)
    assert judges or known.short in said


def test_the_first_period_has_nothing_to_compare(sample):
    storage = Storage(load_settings().database)
    first = min(snapshots.periods(storage, sample.county))

    visit = open_page("overview.py", period=first.isoformat())

    looks_whole(visit)
    assert "比 " not in headline(visit)
    assert "还没有更早一期可比" in titles(visit)


# —— 学校地图


@pytest.mark.usefixtures("on_sample")
def test_the_map_names_the_townships_that_are_behind():
    said = headline(open_page("map.py"))

    assert "达标率" in said or "达标" in said


def test_a_township_of_the_map_lists_its_schools_and_sums(sample):
    township = sample.rows.iloc[0]

    visit = open_page("map.py", township=township["township_code"])

    looks_whole(visit)
    assert any(title.startswith(f"{township['township']}：") for title in titles(visit))


@pytest.mark.usefixtures("on_sample")
def test_a_school_of_two_stages_says_on_the_map_what_the_whole_lacks():
    """305.5 ㎡ are the junior stage's part, the school lacks 649.2: each figure says what it counts."""
    said = words(open_page("map.py", school="3137992009"))

    assert "本学段还差" in said
    assert re.search(r"体育运动场馆\s+649\.2 ㎡", said)
    assert "几个学段共用的只计一次（取较大的），教师按学段相加" in said
    assert "全校合计" not in words(open_page("map.py", school="2137992001"))


def test_a_school_of_the_map_shows_what_it_lacks(sample):
    """The gap list stands beside the map, with a way to the school's own page."""
    school = sample.rows.iloc[0]

    visit = open_page("map.py", township=school["township_code"], school=school["school_code"])

    looks_whole(visit)
    assert any("./school?" in body and f"school={school['school_code']}" in body for body in bodies(visit))


@pytest.mark.usefixtures("on_sample")
@pytest.mark.parametrize(
    ("measure", "stage"), [("money", ""), ("money", "junior"), ("pupils", "primary"), ("L4", ""), ("L7", "junior")]
)
def test_the_map_has_a_sentence_for_every_measure(measure, stage):
    looks_whole(open_page("map.py", measure=measure, stage=stage))


@pytest.mark.usefixtures("on_sample")
def test_an_address_that_names_what_is_not_there_is_answered_with_a_sentence():
    """The page shows the default and says so; nothing breaks."""
    visit = open_page("map.py", township="990122999", standard="nobody", school="1")

    looks_whole(visit)
    said = words(visit)
    assert "没有编号为“nobody”的标准" in said
    assert "没有代码为“990122999”的乡镇" in said


@pytest.mark.usefixtures("on_sample")
def test_what_an_address_asks_for_is_text():
    """HTML in the address is shown, not run."""
    page = "".join(bodies(open_page("overview.py", standard="<script>alert(1)</script>")))

    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("script", sorted(STATIC.glob("*.js")), ids=lambda path: path.name)
def test_a_script_of_the_frame_reaches_the_browser(script):
    """What looks like a tag within its text makes the framework throw the whole script away."""
    assert None is re.search(r"<[/\w!]", script.read_text(encoding="utf-8"))
