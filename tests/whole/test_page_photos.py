"""Photos on 工程项目 without a browser, and as they are served: handed in, shown, withdrawn, refused, lost."""

import re
import shutil
from datetime import date, datetime
from html import unescape
from io import BytesIO
from urllib.parse import parse_qsl, urlsplit

import pytest
from PIL import Image

from components.frame import routes
from components.projects import report as projects_report
from monitoring import snapshots
from monitoring.settings import load_settings
from monitoring.storage import Storage
from tests.support.pages import bodies, field, forget_other_databases, looks_whole, open_page, titles, words
from tests.support.photos import photo_of
from tests.support.routes import ask

PROJECT, COUNTY = "CH-2025-001", "990121"
AT = datetime(2026, 10, 15, 9)  # noqa: DTZ001 (wall clock)


@pytest.fixture
def own(clean_database, held, configure, tmp_path, monkeypatch):
    """The test's own copy of the clean county and a folder of its own for photos, on 15 October."""
    monkeypatch.setattr(projects_report, "today", lambda: date(2026, 10, 15))
    held(clean_database)
    configure(('folder = "data/local"', f'folder = "{tmp_path / "local"}"'))
    forget_other_databases()
    return tmp_path / "local"


def visit_project():
    return open_page("projects.py", project=PROJECT)


def hand_in(visit, content, day="2026-09-25", caption="主体封顶", name="现场.jpg"):
    visit.file_uploader[0].set_value((name, content, "image/jpeg"))
    field(visit, "拍摄日期").set_value(day)
    field(visit, "说明").set_value(caption)
    next(each for each in visit.button if each.label == "存入这张照片").click().run()
    return visit


def stored(**changed):
    """Add a photo past the page."""
    given = {"county": COUNTY, "project": PROJECT, "taken_on": date(2026, 9, 25), "caption": "", "name": "a.jpg"}
    photo = snapshots.Photo(**(given | changed), content=photo_of(size=(2000, 1500)))
    settings = load_settings()
    storage = Storage(settings.database)
    snapshots.add_photo(storage, settings, photo, "本机", AT)
    return snapshots.photos(storage, photo.county).iloc[0]


def addresses(visit):
    """What the pictures of a page name: path and keys."""
    sources = [unescape(each) for body in bodies(visit) for each in re.findall(r'<img src="(\./api/photo[^"]*)"', body)]
    return [(urlsplit(each).path.lstrip("."), dict(parse_qsl(urlsplit(each).query))) for each in sources]


@pytest.mark.usefixtures("own")
def test_a_project_without_photos_says_how_to_begin():
    visit = visit_project()

    looks_whole(visit)
    assert "现场照片：还没有" in titles(visit)
    assert "在右边存入第一张，就按日期排在这里。" in words(visit)
    assert "撤回这张" not in [each.label for each in visit.button]


@pytest.mark.both_databases
@pytest.mark.usefixtures("own")
def test_a_photo_handed_in_is_kept_shown_and_said():
    visit = hand_in(visit_project(), photo_of())

    looks_whole(visit)
    assert "现场照片 1 张，最近一张 9月25日" in titles(visit)
    assert "已存入 2026-09-25 的照片“主体封顶”。" in words(visit)
    assert "" == field(visit, "说明").value
    assert [200, 200] == [ask(*each).status for each in addresses(visit)]
    assert "已存入" not in words(visit.run())


@pytest.mark.both_databases
@pytest.mark.usefixtures("own")
def test_the_same_photo_twice_is_kept_once_and_said():
    visit = hand_in(hand_in(visit_project(), photo_of()), photo_of(), caption="别的")

    assert "现场照片 1 张，最近一张 9月25日" in titles(visit)
    assert "已经存过，说明是“主体封顶”；没有再存一份" in words(visit)


def test_what_is_no_photo_is_refused_and_what_was_typed_stays(own):
    visit = hand_in(visit_project(), photo_of("GIF"))

    looks_whole(visit)
    assert "“现场.jpg”其实是 GIF 图片，应为 JPEG 或 PNG 照片" in words(visit)
    assert "主体封顶" == field(visit, "说明").value
    assert not own.exists()


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize(("day", "said"), [("2026-10-16", "2026-10-16 还没有到"), ("上周", "拍摄日期填的是")])
def test_a_day_that_is_none_or_to_come_is_refused(day, said):
    visit = hand_in(visit_project(), photo_of(), day=day)

    assert said in words(visit)
    assert "现场照片：还没有" in titles(visit)


@pytest.mark.usefixtures("own")
def test_a_form_without_a_file_is_refused():
    visit = visit_project()
    next(each for each in visit.button if each.label == "存入这张照片").click().run()

    assert "没有收到照片" in words(visit)


@pytest.mark.usefixtures("own")
def test_a_caption_is_text():
    stored(caption='<img src=x onerror="alert(1)">')

    visit = visit_project()

    assert not any("<img src=x" in body for body in bodies(visit))
    assert any("&lt;img src=x onerror=&#34;alert(1)&#34;&gt;" in body for body in bodies(visit))


@pytest.mark.usefixtures("own")
def test_only_the_projects_own_photos_stand_there_the_newest_day_first():
    for day in (4, 25, 18):
        stored(taken_on=date(2026, 9, day), caption=f"{day}日拍")
    stored(project="CH-2025-002", caption="别的项目")

    said = words(visit_project())

    places = [said.index(f" {day}日拍 ") for day in (25, 18, 4)]
    assert sorted(places) == places
    assert "别的项目" not in said


def test_a_photo_whose_file_is_lost_is_said_in_its_place(own):
    stored(caption="主体封顶")
    shutil.rmtree(own / "photos")

    visit = visit_project()

    looks_whole(visit)
    assert "照片的文件不在了。把备份里的 photos 文件夹放回原处" in words(visit)
    assert [] == addresses(visit)


@pytest.mark.both_databases
@pytest.mark.usefixtures("own")
def test_a_photo_is_withdrawn_from_the_page():
    stored(caption="拍错了")
    visit = visit_project()
    next(each for each in visit.button if each.label == "撤回这张").click().run()

    looks_whole(visit)
    assert "现场照片：还没有" in titles(visit)
    assert "已撤回 2026-09-25 的照片“拍错了”，不再显示。" in words(visit)


# —— as they are served


def served(**query):
    return ask("/api/photo.jpg", {"county": COUNTY} | query)


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize(("size", "expected"), [("", (1920, 1440)), ("small", (480, 360))])
def test_a_photo_is_served_whole_and_small(size, expected):
    answer = served(photo=stored()["sha256"], **({"size": size} if size else {}))

    assert 200 == answer.status
    assert expected == Image.open(BytesIO(answer.body)).size
    assert "image/jpeg" == answer.headers["content-type"]
    assert "nosniff" == answer.headers["x-content-type-options"]
    assert "private" in answer.headers["cache-control"]


@pytest.mark.usefixtures("own")
def test_a_photo_that_the_browser_has_is_not_sent_again():
    name = stored()["sha256"]
    first = served(photo=name)

    again = ask("/api/photo.jpg", {"county": COUNTY, "photo": name}, if_none_match=first.headers["etag"])

    assert (304, 0) == (again.status, again.sent)


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize(
    "name",
    ["", "../../../config.toml", "%2e%2e%2fconfig.toml", "/etc/passwd", "a" * 64, "A" * 64, "<script>", "\0" * 64],
)
def test_names_that_no_row_knows_get_a_sentence(name):
    stored()
    answer = served(photo=name)

    assert 404 == answer.status
    assert answer.text.startswith(("照片的编号", "没有这张照片"))
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize("wrong", [{"county": "990122"}, {"county": ""}, {"size": "huge"}, {"width": "9"}])
def test_an_address_that_no_page_writes_gets_a_sentence(wrong):
    answer = served(photo=stored()["sha256"], **wrong)

    assert 404 == answer.status
    assert "没有返回照片" in answer.text


@pytest.mark.usefixtures("own")
def test_who_may_not_read_gets_no_photo(monkeypatch):
    name = stored()["sha256"]
    monkeypatch.setattr(routes, "readable", lambda _request: False)

    assert 403 == served(photo=name).status
