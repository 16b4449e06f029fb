"""校际均衡 without a browser: coefficients, their course, who drives them; what has no rule offers what has one."""

import pytest

from monitoring import snapshots
from monitoring.settings import load_settings
from monitoring.storage import Storage
from tests.support.pages import bodies, headline, looks_whole, open_page, titles, words
from tests.support.rules import RULEBOOK

SHOWN = load_settings().shown_standards


@pytest.fixture
def sample(sample_database, monkeypatch):
    """The newest snapshot of the sample county; the settings name its database."""
    url = f"sqlite:///{sample_database}"
    monkeypatch.setenv("MONITORING_DATABASE", url)
    storage = Storage(url)
    return snapshots.load(storage, snapshots.newest(storage, load_settings().county), RULEBOOK.projects)


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("stage", ["", "primary", "junior"])
@pytest.mark.parametrize("standard", SHOWN)
def test_the_page_is_whole_under_every_standard(standard, stage):
    looks_whole(open_page("balance.py", standard=standard, stage=stage))


@pytest.mark.usefixtures("sample")
def test_every_coefficient_of_both_stages_stands_against_its_limit():
    said = words(open_page("balance.py"))

    assert "限值 0.50" in said
    assert "限值 0.45" in said
    assert "14 个差异系数" in said


@pytest.mark.usefixtures("sample")
def test_the_eight_of_2012_are_answered_by_their_composite():
    visit = open_page("balance.py", standard="moe-2012-3")

    assert "综合差异系数" in headline(visit)
    assert "限值 0.65" in words(visit)


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("opened", ["primary.B1", "junior.composite"])
def test_a_coefficient_opens_to_its_schools(opened):
    visit = open_page("balance.py", standard="moe-2012-3", coefficient=opened)

    looks_whole(visit)
    name = "小学教学及辅助用房" if opened == "primary.B1" else "初中综合差异系数"
    assert any(title.startswith(f"{name}：不算") for title in titles(visit))
    assert any("./school?" in body for body in bodies(visit) if "behind" in body)


@pytest.mark.usefixtures("sample")
def test_a_standard_without_a_rule_offers_those_that_have_one():
    visit = open_page("balance.py", standard="js-2015")

    assert "江苏2015不看校际差异，没有差异系数的限值。" == headline(visit)
    offered = "".join(bodies(visit))
    assert "standard=moe-2017-6" in offered
    assert "standard=moe-2012-3" in offered


def test_a_township_changes_no_coefficient_and_that_is_said(sample):
    town = sample.rows["township_code"].iloc[0]

    whole, narrowed = open_page("balance.py"), open_page("balance.py", township=town)

    assert headline(whole) == headline(narrowed)
    assert "差异系数按全县算" in words(narrowed)


@pytest.mark.usefixtures("sample")
def test_one_period_alone_has_no_course():
    storage = Storage(load_settings().database)
    first = min(snapshots.periods(storage, load_settings().county))

    visit = open_page("balance.py", period=first.isoformat())

    looks_whole(visit)
    assert "差异系数的变化：只有一期数据" in titles(visit)


def test_an_empty_database_says_how_to_begin():
    assert "还没有学校数据" in words(open_page("balance.py"))
