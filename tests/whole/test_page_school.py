"""学校档案 on the sample county and on an empty database: whole pages, true to the frames, papers by address."""

import io
import re
import zipfile
from dataclasses import replace
from urllib.parse import urlencode

import pytest
import streamlit as st
from starlette.requests import Request
from starlette.responses import Response

from components.frame import cached
from components.frame.routes import ROUTES
from components.school import listing as listing_of_schools
from monitoring import snapshots
from monitoring.dossier.listing import listing
from monitoring.results import Results
from monitoring.settings import load_settings
from monitoring.standards import load_standards
from monitoring.storage import Storage
from tests.support.pages import bodies, forget_other_databases, headline, looks_whole, open_page, titles, words
from tests.support.rules import RULEBOOK, judged_rows

COUNTY = "990122"
STANDARDS = load_standards(load_settings())


@pytest.fixture(scope="module")
def found(sample_database) -> Results:
    """The sample county judged as the page first shows it."""
    storage = Storage(f"sqlite:///{sample_database}")
    rows = snapshots.load(storage, snapshots.newest(storage, COUNTY), RULEBOOK.projects).rows
    return judged_rows(rows)


@pytest.fixture
def sample(sample_database, monkeypatch) -> None:
    """Let the settings name the sample itself: these pages only read, and may remember what they read."""
    monkeypatch.setenv("MONITORING_DATABASE", f"sqlite:///{sample_database}")


def nine_year(found: Results) -> str:
    """The code of the first school with both stages."""
    return found.schools.loc[found.schools["stages"] == "primary|junior", "school_code"].iloc[0]


def a_school(found: Results, verdict: str, stages: str = "primary") -> str:
    """The code of the first school of a verdict."""
    schools = found.schools
    return schools.loc[(schools["verdict"] == verdict) & (schools["stages"] == stages), "school_code"].iloc[0]


def works_school(project: str) -> str:
    """The code of the school of a project of the sample."""
    storage = Storage(load_settings().database)
    projects = snapshots.load(storage, snapshots.newest(storage, COUNTY), RULEBOOK.projects).lists["projects"]
    return projects.set_index("project").loc[project, "school_code"]


@pytest.mark.usefixtures("sample")
def test_without_a_school_the_worst_are_listed_first(found):
    visit = open_page("school.py", county=COUNTY)

    looks_whole(visit)
    not_met = int((found.schools["verdict"] == "not_met").sum())
    assert f"{len(found.schools)} 所学校，{not_met} 所未达标" in headline(visit)
    assert ["未达标的在前，差得多的在前"] == titles(visit)
    first = next(body for body in bodies(visit) if "school-window" in body)
    assert "未达标" in first.split("</tr>")[1]
    assert "没有名称或标识码含“{}”的学校。" in first


@pytest.mark.usefixtures("sample")
def test_where_there_is_no_school_nothing_is_said_of_a_search(monkeypatch):
    """A stage without schools, and nothing typed: one sentence and no field to type into."""
    monkeypatch.setattr(listing_of_schools, "listing", lambda *_, **__: listing(*_, **__).iloc[:0])

    visit = open_page("school.py", county=COUNTY, stage="junior")

    assert headline(visit).endswith("没有初中的数据。")
    assert "名称或标识码含" not in words(visit)
    assert not any("<input" in body and 'class="narrowed"' in body for body in bodies(visit))


@pytest.mark.usefixtures("sample")
def test_a_school_that_does_not_meet_shows_what_it_lacks_and_the_way_out(found):
    code = found.paths.merge(found.schools[found.schools["stages"] == "primary"])["school_code"].iloc[0]

    visit = open_page("school.py", county=COUNTY, school=code)

    looks_whole(visit)
    gaps = found.gaps[found.gaps["school_code"] == code]
    table = next(body for body in bodies(visit) if "requirements" in body)
    assert "未达标" in headline(visit)
    assert len(gaps) == table.count('class="state diamond-word"')
    assert "少增教师的最省办法" in words(visit)
    assert "七项要求逐项看" in titles(visit)


@pytest.mark.usefixtures("sample")
def test_every_requirement_opens_to_its_formula_its_cells_and_its_clause(found):
    code = a_school(found, "met")

    table = next(body for body in bodies(open_page("school.py", county=COUNTY, school=code)) if "requirements" in body)

    assert 7 == table.count("<details>") == table.count('class="figure-origin"')
    assert 7 == table.count("<b>依据</b>") == table.count("<b>出处</b>")
    assert 14 <= len(re.findall(r"\.xlsx · [^<]*![A-Z]+\d+", table))


@pytest.mark.usefixtures("sample")
def test_every_figure_of_the_facts_opens_to_its_cell(found):
    code = a_school(found, "met")

    facts = next(body for body in bodies(open_page("school.py", county=COUNTY, school=code)) if "<dl" in body)

    assert facts.count("<dt>") == facts.count("<details>")
    assert facts.count("<dt>") <= len(re.findall(r"![A-Z]+\d+", facts))


@pytest.mark.usefixtures("sample")
def test_a_nine_year_school_shows_both_stages_and_the_part_of_each(found):
    code = nine_year(found)

    visit = open_page("school.py", county=COUNTY, school=code)

    looks_whole(visit)
    assert {"小学：七项要求逐项看", "初中：七项要求逐项看"} <= set(titles(visit))
    assert "按加权学生数分给本学段" in words(visit)


@pytest.mark.usefixtures("sample")
def test_a_chosen_stage_shows_that_stage_alone(found):
    code = nine_year(found)

    visit = open_page("school.py", county=COUNTY, school=code, stage="junior")

    assert "初中：七项要求逐项看" in titles(visit)
    assert "小学：七项要求逐项看" not in titles(visit)


def works_of(visit) -> str:
    """The table of the school's projects, "" where there is none."""
    return next((body for body in bodies(visit) if 'aria-label="这所学校的工程项目"' in body), "")


@pytest.mark.usefixtures("sample")
def test_a_project_that_closes_a_gap_shows_its_light_and_its_lateness():
    """A row that opens the project, on 工程项目 of the whole county."""
    visit = open_page("school.py", county=COUNTY, school=works_school("QZ-2026-001"))

    looks_whole(visit)
    works = works_of(visit)
    assert any(title.startswith("这所学校的工程项目：") for title in titles(visit))
    assert "小学教学及辅助用房" in works
    assert 'class="state ' in works
    assert re.search(r'href="\./projects\?[^"]*project=QZ-2026-001', works)


@pytest.mark.parametrize(
    ("project", "why"),
    [("QZ-2026-007", "对应体育运动场馆，没有这项缺口"), ("QZ-2025-007", "这类工程不对应任何一项要求")],
)
@pytest.mark.usefixtures("sample")
def test_a_project_that_closes_no_gap_of_the_school_says_why(project, why):
    works = works_of(open_page("school.py", county=COUNTY, school=works_school(project)))

    assert why in next(row for row in works.split("</tr>") if f"<em>{project}</em>" in row)


@pytest.mark.usefixtures("sample")
def test_a_requirement_that_is_not_reported_is_not_said_to_have_no_gap(monkeypatch):
    """The school of QZ-2026-007, of whose requirement nothing is known."""
    school, whole = works_school("QZ-2026-007"), cached.results

    def blank(*asked):
        judged = whole(*asked)
        rows = judged.assessment
        own = (rows["school_code"] == school) & (rows["requirement"] == "L5")
        return replace(judged, assessment=rows.assign(status=rows["status"].mask(own, "no_data")))

    monkeypatch.setattr(cached, "results", blank)
    visit = open_page("school.py", county=COUNTY, school=school)

    assert "对应体育运动场馆，这项有未填报的，还不知道有没有缺口" in works_of(visit)
    assert "这所学校的工程项目：2 个，已填报的各项没有缺口，1 项未填报" in titles(visit)


@pytest.mark.usefixtures("sample")
def test_a_project_in_use_whose_gap_is_still_there_is_said_and_the_gap_has_none():
    visit = open_page("school.py", county=COUNTY, school=works_school("QZ-2025-004"))

    assert "已启用，小学体育运动场馆的缺口还在" in words(visit)
    assert re.search("没有项目预计解决：[^。]*小学体育运动场馆", words(visit))


@pytest.mark.usefixtures("sample")
def test_a_chosen_stage_does_not_narrow_a_schools_projects_and_that_is_said(found):
    """Of a school with both stages; where nothing is chosen, or there is nothing to narrow, nothing is said."""
    both, one = nine_year(found), a_school(found, "met")
    said = [
        "工程项目不分学段，选了小学，这里仍是全部学段的，缺口也是。"
        in words(open_page("school.py", county=COUNTY, school=code, **chosen))
        for code, chosen in ((both, {"stage": "primary"}), (both, {}), (one, {"stage": "primary"}))
    ]

    assert [True, False, False] == said


@pytest.mark.usefixtures("sample")
def test_the_classrooms_of_a_school_show_both_rates(found):
    said = re.sub(" +", " ", words(open_page("school.py", county=COUNTY, school=a_school(found, "met"))))

    assert re.search(r"开通率 [\d.]+% （已联网 \d+ 间 ÷ 教室 \d+ 间）；应用率 [\d.]+% （", said)


@pytest.mark.parametrize("verdict", ["undetermined", "not_judged"])
@pytest.mark.usefixtures("sample")
def test_a_school_without_a_verdict_says_why(found, verdict):
    rows = found.schools[found.schools["verdict"] == verdict]
    assert len(rows), f"the sample has no school that is {verdict}"

    visit = open_page("school.py", county=COUNTY, school=rows["school_code"].iloc[0])

    looks_whole(visit)
    assert {"undetermined": "待定：", "not_judged": "不评定："}[verdict] in words(visit)


@pytest.mark.parametrize("standard", [name for name in STANDARDS if name != "moe-2017-6"])
@pytest.mark.usefixtures("sample")
def test_every_other_standard_gives_a_whole_page(found, standard):
    code = nine_year(found)

    visit = open_page("school.py", county=COUNTY, school=code, standard=standard)

    looks_whole(visit)
    assert f"按{STANDARDS[standard].short}不评定学校" in headline(visit)


@pytest.mark.usefixtures("sample")
def test_a_school_that_does_not_exist_is_said_and_the_list_is_shown():
    visit = open_page("school.py", county=COUNTY, school="9999999999")

    assert "没有标识码为“9999999999”的学校" in words(visit)
    assert "未达标的在前，差得多的在前" in titles(visit)


def test_an_empty_database_says_how_to_begin():
    visit = open_page("school.py")

    assert "还没有学校数据" in headline(visit)


def asked(path: str, **query: str) -> Response:
    """What a plain route answers; caches remember no other database."""
    st.cache_resource.clear()
    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": urlencode(query).encode()}
    return next(route for route in ROUTES if route.path == path).endpoint(Request(scope))


@pytest.mark.usefixtures("sample")
def test_the_a4_page_has_an_address(found):
    code = a_school(found, "not_met")

    answer = asked("/api/school.pdf", county=COUNTY, school=code)

    assert (200, "application/pdf") == (answer.status_code, answer.headers["content-type"])
    assert answer.body.startswith(b"%PDF-")
    assert "no-store" == answer.headers["cache-control"]


@pytest.mark.usefixtures("sample")
def test_the_list_of_gaps_has_an_address(found):
    code = a_school(found, "not_met")

    answer = asked("/api/school.xlsx", county=COUNTY, school=code)

    assert (200, b"PK") == (answer.status_code, answer.body[:2])


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"county": COUNTY}, "没有学校标识码"),
        ({"county": COUNTY, "school": "9"}, "没有标识码为“9”的学校"),
        ({"county": COUNTY, "standard": "x"}, "没有编号为“x”的标准"),
    ],
)
@pytest.mark.usefixtures("sample")
def test_a_wrong_address_of_a_paper_is_refused_with_a_sentence(query, sentence):
    answer = asked("/api/school.pdf", **query)

    assert 404 == answer.status_code
    assert sentence in answer.body.decode()
    assert "没有生成文件" in answer.body.decode()


def test_a_paper_of_an_empty_database_is_refused():
    answer = asked("/api/school.pdf", school="9")

    assert 404 == answer.status_code
    assert "数据库里还没有数据" in answer.body.decode()


@pytest.mark.usefixtures("sample")
def test_the_a4_pages_of_a_township_come_as_one_archive(found):
    """One PDF a school, each under its own name; made once, and the page then has the link."""
    schools = found.schools
    town = schools["township_code"].value_counts().index[-1]
    inside = schools[schools["township_code"] == town]
    forget_other_databases()

    before = open_page("school.py", county=COUNTY, township=town)
    assert f"各校一页 PDF（{len(inside)} 所，打成一个压缩包）" in [button.label for button in before.button]

    answer = asked("/api/schools.zip", county=COUNTY, township=town)
    archive = zipfile.ZipFile(io.BytesIO(answer.body))

    assert (200, "application/zip") == (answer.status_code, answer.headers["content-type"])
    assert len(inside) == len(set(archive.namelist()))
    assert all(archive.read(name).startswith(b"%PDF-") for name in archive.namelist())
    assert set(inside["school_code"]) == {name[-14:-4] for name in archive.namelist()}
    after = open_page("school.py", county=COUNTY, township=town)
    assert f"下载 {len(inside)} 所学校的一页 PDF（压缩包）" in words(after)
    assert "api/schools.zip?" in " ".join(bodies(after))


@pytest.mark.usefixtures("sample")
def test_an_archive_of_a_township_that_does_not_exist_is_refused():
    answer = asked("/api/schools.zip", county=COUNTY, township="999999999")

    assert 404 == answer.status_code
    assert "没有生成文件" in answer.body.decode()
