"""What one sees in a real Chromium that reaches no other machine: every page, two screens, with data or without."""

from __future__ import annotations

import pytest

from components.shell import PAGES, Page
from tests.support.browser import OFFICE, PROJECTOR, Window, picture, serve, window
from tests.support.browser_map import map_of

SHOWN = [page for page in PAGES if page.source.is_file()]
CRASHED = "[data-testid=stException], [data-testid=stAlertContentError]"
OUR_MISTAKE = "程序出错了"
SCHOOL_ROW = ".stMain a[href*='school=']"
ENGLISH = ("Page not found", "Traceback", "Connection error", "Something went wrong")


def by_title(page: Page) -> str:
    return page.title


def page_at(path: str) -> Page:
    return next(page for page in SHOWN if page.path == path)


def looks_whole(seen: Window, page: Page) -> None:
    """The page came, in Chinese, without an error, within the window's width, and asked nothing of another machine."""
    text = seen.page.locator("body").inner_text()

    assert seen.page.title().startswith(page.title)
    assert 0 == seen.page.locator(CRASHED).count()
    assert OUR_MISTAKE not in text
    assert [] == [words for words in ENGLISH if words in text]
    assert [] == seen.errors
    assert [] == seen.refused
    assert not seen.is_wider_than_the_window()
    assert [] == seen.outside


@pytest.mark.parametrize("size", [OFFICE, PROJECTOR], ids=["1366", "1920"])
@pytest.mark.parametrize("page", SHOWN, ids=by_title)
def test_every_page_opens_on_the_sample(browser, sample_server, page, size):
    with window(browser, sample_server, size) as seen:
        seen.open(f"/{page.path}")

        looks_whole(seen, page)
        if size == OFFICE and page.path in ("", "gaps", "progress", "projects"):
            picture(seen.page, page.path or "overview")


@pytest.mark.parametrize("size", [OFFICE, PROJECTOR], ids=["1366", "1920"])
@pytest.mark.parametrize("page", SHOWN, ids=by_title)
def test_every_page_opens_on_an_empty_database(browser, empty_server, page, size):
    """Without data each page says how to begin; none is blank and none fails."""
    with window(browser, empty_server, size) as seen:
        seen.open(f"/{page.path}")

        looks_whole(seen, page)


def test_the_list_of_schools_opens_a_schools_file(browser, sample_server):
    with window(browser, sample_server) as seen:
        seen.open("/school")
        row = seen.page.locator(SCHOOL_ROW).first
        name = row.inner_text()

        row.click()
        seen.settle()

        assert name in seen.page.locator(".headline").inner_text()
        looks_whole(seen, page_at("school"))
        picture(seen.page, "school")


def test_the_first_visit_to_a_fresh_server_may_be_any_page(browser, sample_server, sample_database):
    """An address that was sent to someone opens with frame, navigation and title, though nobody was on 总览 before."""
    with window(browser, sample_server) as sender:
        sender.open("/school")
        row = sender.page.locator(SCHOOL_ROW).first
        name, address = row.inner_text(), row.get_attribute("href")

    with serve(f"sqlite:///{sample_database}") as url, window(browser, url) as seen:
        seen.open(f"/{address.removeprefix('./')}")

        looks_whole(seen, page_at("school"))
        assert name in seen.page.locator(".headline").inner_text()
        bar = seen.page.locator("[data-testid=stTopNavLink]").all_inner_texts()
        assert [page.title for page in SHOWN] == [text.strip() for text in bar]


def test_an_unknown_page_goes_home_with_a_sentence(browser, sample_server):
    with window(browser, sample_server) as seen:
        seen.open("/reports")

        looks_whole(seen, SHOWN[0])
        assert "没有“reports”这一页，已回到总览。" in seen.page.locator("body").inner_text()


# —— the map

MOST_BYTES = 300_000  # of data, whatever the county: issue 10, Speed


def test_a_click_on_the_map_opens_a_schools_gap_list_beside_it(browser, sample_server):
    """From the county to what one school lacks in a click; the view stays, the address says it."""
    with window(browser, sample_server) as seen:
        seen.open("/map")
        drawn = map_of(seen)
        before = drawn.view
        school = drawn.schools()[0]

        drawn.click(*school.place)

        panel = seen.page.locator(".st-key-block_school").inner_text()
        assert f"\n{school.name}" in f"\n{panel}"
        assert f"school={school.code}" in seen.page.url
        assert f"township={school.township}" in seen.page.url
        assert before == drawn.view
        assert MOST_BYTES > drawn.bytes_of_data
        looks_whole(seen, page_at("map"))
        picture(seen.page, "map-school")


def test_a_click_on_a_township_narrows_the_page_to_it(browser, sample_server):
    with window(browser, sample_server) as seen:
        seen.open("/map")
        drawn = map_of(seen)
        before = drawn.view
        town = max(drawn.data("townships")["features"], key=lambda shape: len(str(shape["geometry"])))["properties"]

        drawn.click(town["latitude"], town["longitude"])

        assert f"township={town['code']}" in seen.page.url
        assert seen.page.locator(".headline").inner_text().startswith(town["name"])
        assert before == drawn.view
        assert [] == seen.outside


def test_the_list_beside_the_map_is_its_second_door(browser, sample_server):
    """By keyboard alone: a township's row, then a school's; the frame of the map is never made anew."""
    with window(browser, sample_server) as seen:
        seen.open("/map")
        frame = map_of(seen).frame

        for block in ("townships", "schools"):
            seen.page.locator(f".st-key-block_{block} a.row-link").first.focus()
            seen.page.keyboard.press("Enter")
            seen.settle()

        assert "school=" in seen.page.url
        assert seen.page.locator(".st-key-block_school").is_visible()
        assert not frame.is_detached()


def test_the_view_that_a_person_chose_is_there_again(browser, sample_server):
    """Zoomed in, another page and back: the map looks where it did."""
    with window(browser, sample_server) as seen:
        seen.open("/map")
        drawn = map_of(seen)
        drawn.frame.locator(".leaflet-control-zoom-in").click()
        seen.settle()
        chosen = drawn.view

        seen.open("/gaps")
        seen.open("/map")

        assert chosen == pytest.approx(map_of(seen).view)


def test_a_mark_of_the_overview_opens_its_school(browser, sample_server):
    """An aggregate opens to its schools, without loading everything anew."""
    with window(browser, sample_server) as seen:
        seen.open("/")
        mark = seen.page.locator("a.unit").first
        name = mark.get_attribute("title").split(" · ")[0]

        mark.click()
        seen.settle()

        assert "/school?" in seen.page.url
        assert name in seen.page.locator("body").inner_text()


def test_a_layer_of_classrooms_is_chosen_clicked_and_narrowed(browser, sample_server):
    """From the select box to a township, to a school and its rooms; the view stays, nothing is asked outside."""
    with window(browser, sample_server) as seen:
        seen.open("/map")
        drawn = map_of(seen)
        before = drawn.view
        seen.page.get_by_role("combobox", name="底色").last.click()
        seen.page.get_by_role("option", name="班班通：验收后常态使用").click()
        seen.settle()
        shapes = drawn.data("townships")["features"]
        town = max(shapes, key=lambda shape: len(str(shape["geometry"])))["properties"]

        assert "measure=rooms.in_use" in seen.page.url
        assert "全部完成" in drawn.frame.locator(".county-legend").inner_text()
        assert " 间 · " in town["text"]

        drawn.click(town["latitude"], town["longitude"])

        assert f"township={town['code']}" in seen.page.url
        assert seen.page.locator(".headline").inner_text().startswith(town["name"])
        assert town["text"].split(" ")[0].split("/")[1] in seen.page.locator(".headline").inner_text()

        school = drawn.schools()[0]
        drawn.click(*school.place)

        assert f"school={school.code}" in seen.page.url
        assert "measure=rooms.in_use" in seen.page.url
        assert school.name in seen.page.locator(".st-key-block_layer").inner_text()
        assert before == drawn.view
        looks_whole(seen, page_at("map"))
        picture(seen.page, "map-layer")


# —— the door


def test_a_script_that_is_not_ours_does_not_run_on_a_page(browser, sample_server):
    """Were a text ever to become HTML, its script would still be refused: neither inline nor by eval."""
    with window(browser, sample_server) as seen:
        seen.open("/")
        seen.page.evaluate(
            """() => { const own = document.createElement('script');
                       own.textContent = 'window.hostile = 1'; document.body.append(own); }"""
        )

        assert seen.page.evaluate("() => window.hostile === undefined")
        assert 1 == len(seen.refused)


def test_another_sites_page_cannot_show_ours_in_a_frame(browser, sample_server, tmp_path):
    outside = tmp_path / "outside.html"
    outside.write_text(f'<iframe src="{sample_server}/"></iframe>', encoding="utf-8")
    with window(browser, sample_server) as seen:
        seen.page.goto(outside.as_uri())
        seen.page.wait_for_timeout(1000)

        assert all("stApp" not in frame.content() for frame in seen.page.frames)
