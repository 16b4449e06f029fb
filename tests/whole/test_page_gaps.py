"""设施短板 without a browser: what the sample county lacks, narrowed and exported; true under every standard."""

import re

import pytest

from components.gaps import listing as gaps_list
from monitoring import snapshots
from monitoring.settings import load_settings
from monitoring.standards import load_standards
from monitoring.storage import Storage
from tests.support.pages import bodies, headline, looks_whole, open_page, titles, words
from tests.support.rules import RULEBOOK

SHOWN = load_settings().shown_standards
STANDARDS = load_standards(load_settings())


@pytest.fixture
def sample(sample_database, monkeypatch):
    """The newest snapshot of the sample county; the settings name its database."""
    url = f"sqlite:///{sample_database}"
    monkeypatch.setenv("MONITORING_DATABASE", url)
    storage = Storage(url)
    return snapshots.load(storage, snapshots.newest(storage, load_settings().county), RULEBOOK.projects)


def matrix(visit):
    """The list at the right, as HTML."""
    return next(body for body in bodies(visit) if "matrix-window" in body)


@pytest.mark.usefixtures("sample")
def test_money_and_teachers_stand_apart():
    said = headline(open_page("gaps.py"))

    assert said.startswith("除教师外补齐缺口约需 ")
    assert "万元；教师另缺" in said


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("stage", ["", "junior"])
@pytest.mark.parametrize("standard", SHOWN)
def test_the_page_is_whole_under_every_standard(standard, stage):
    looks_whole(open_page("gaps.py", standard=standard, stage=stage))


def test_a_township_narrows_everything_and_is_named(sample):
    town = sample.rows.drop_duplicates("township_code").iloc[0]

    visit = open_page("gaps.py", township=town["township_code"])

    looks_whole(visit)
    assert headline(visit).startswith(town["township"])
    others = sample.rows.loc[sample.rows["township_code"] != town["township_code"], "school_code"].iloc[:9]
    assert not [code for code in others if f"school={code}" in matrix(visit)]


def test_every_township_and_stage_has_a_true_page(sample):
    """Also where a township has no 初中 at all."""
    for code in sample.rows["township_code"].unique():
        looks_whole(open_page("gaps.py", township=code, stage="junior", requirement="L7"))


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("requirement", ["", "L4"])
def test_no_two_schools_of_the_lists_have_one_name(requirement):
    """Fourteen 中心小学 and five 九年一贯制学校 keep their townships; what is alone of its name leaves it out."""
    found = re.findall(
        r'href="[^"]*school=(\d+)[^"]*"[^>]*>(.*?)</a>', matrix(open_page("gaps.py", requirement=requirement))
    )
    names = {code: re.sub(r"<[^>]*>", "", name) for code, name in found}

    assert len(names) == len(set(names.values()))
    assert {"云陂镇九年一贯制学校", "第一小学"} <= set(names.values())


@pytest.mark.usefixtures("sample")
def test_one_requirement_opens_to_its_schools():
    visit = open_page("gaps.py", requirement="L4")

    assert any(title.startswith("教学及辅助用房：") for title in titles(visit))
    assert "达到标准的" in matrix(visit)
    assert "requirement=L5" in "".join(bodies(visit))


def test_nothing_at_all_is_not_written_as_missing():
    """No computer, no quotient: 无, and 0 % of the threshold. What was not reported is called so."""
    asked = next(asked for asked in STANDARDS["gs-2012"].requirements if asked.key == "G1")
    row = {"status": "gap", "value": float("nan"), "required": 10.0}

    assert "无" in gaps_list._value(row, asked) and "—" not in gaps_list._value(row, asked)
    assert "未填报" in gaps_list._value(row | {"status": "no_data"}, asked)
    assert "12" in gaps_list._value(row | {"value": 12.0}, asked)


@pytest.mark.usefixtures("sample")
def test_only_what_is_missing_leaves_the_rest_out():
    """Fewer rows, and no figure of what is in order."""
    every, missing = matrix(open_page("gaps.py")), matrix(open_page("gaps.py", show="gaps"))

    assert missing.count("<tr>") < every.count("<tr>")
    assert 'in-order"></td>' in missing


@pytest.mark.usefixtures("sample")
def test_a_wrong_requirement_in_the_address_counts_as_none():
    visit = open_page("gaps.py", requirement="X9", show="什么")

    looks_whole(visit)
    assert any("所次至少缺一项" in title for title in titles(visit))


@pytest.mark.usefixtures("sample")
def test_a_standard_without_thresholds_leads_to_the_spread():
    visit = open_page("gaps.py", standard="moe-2012-3")

    assert "没有缺口可算" in headline(visit)
    assert "./balance?" in "".join(bodies(visit))


@pytest.mark.usefixtures("sample")
def test_the_earliest_period_is_compared_with_nothing():
    storage = Storage(load_settings().database)
    first = min(snapshots.periods(storage, load_settings().county))

    visit = open_page("gaps.py", period=first.isoformat())

    looks_whole(visit)
    assert "比" not in "".join(body for body in bodies(visit) if "gaps-kinds" in body)


@pytest.mark.usefixtures("sample")
def test_the_workbook_can_be_saved():
    assert ["导出 Excel"] == [button.proto.label for button in open_page("gaps.py").get("download_button")]


def test_an_empty_database_says_how_to_begin():
    assert "还没有学校数据" in words(open_page("gaps.py"))


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(
    ("key", "label", "value", "default"), [("requirement", "要求", "L5", ""), ("show", "列出哪些", "gaps", "all")]
)
def test_a_choice_of_the_page_can_be_set_back(key, label, value, default):
    """The first entry of a list takes effect, too: the address no longer names another."""
    visit = open_page("gaps.py", **{key: value})
    next(box for box in visit.selectbox if box.label == label).set_value(default).run()

    assert key not in visit.query_params
    assert default == next(box for box in visit.selectbox if box.label == label).value
