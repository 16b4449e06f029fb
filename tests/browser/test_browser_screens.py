"""What a person can do with a page in a real browser: read every figure, find, go back, use keys, all in Chinese."""

from __future__ import annotations

import re
from contextlib import ExitStack

import pytest

from tests.support.browser import OFFICE, PROJECTOR, Window, serve, window
from tests.support.browser_measure import covered_tools, faults

SIZES = {
    "1024": {"width": 1024, "height": 768},
    "1093": {"width": 1093, "height": 614},
    "1366": OFFICE,
    "1920": PROJECTOR,
}
PHONE = {"width": 390, "height": 844}
COUNTY, TOWNSHIP, SCHOOL = "990122", "990122001", "2137992004"
STATES = [
    "/", "/?period=2026-03-31", "/?period=2024-03-31", "/?standard=moe-2012-3", f"/?township={TOWNSHIP}",
    "/?stage=junior",
    "/map", f"/map?township={TOWNSHIP}", f"/map?township={TOWNSHIP}&school={SCHOOL}", "/map?measure=rooms.in_use",
    "/gaps", f"/gaps?township={TOWNSHIP}", "/gaps?stage=primary", "/gaps?show=unknown", "/gaps?requirement=L2",
    "/school", f"/school?school={SCHOOL}", "/school?school=2137992001",
    "/balance", "/balance?stage=junior", f"/balance?township={TOWNSHIP}",
    *(f"/progress?view={view}" for view in ("funnel", "forecast", "late", "doubts", "rooms", "network")),
    f"/progress?township={TOWNSHIP}",
    *(f"/projects?view={view}" for view in ("timeline", "money", "delay", "gaps", "list", "project")),
    "/projects?view=money&plan=linyi-2018", "/import", "/standards", "/standards?standard=moe-2012-3", "/settings",
]  # fmt: skip
ENGLISH = {
    *("Excel", "PDF", "CSV", "xlsx", "xls", "xlsb", "et", "ods", "csv"),
    *("geojson", "gpkg", "zip", "GeoJSON", "GeoPackage", "Shapefile"),
    *("toml", "TOML", "PNG", "JPEG", "Mbps", "MB", "n"),  # n:1 is how 生机比 is written
}  # file types and units: the words of the documents themselves
FILE = re.compile(r"[\w./-]*[./_-][\w./-]*|[A-Z]{1,3}-?\d[\w-]*|[A-Z]\d*")
"""Names of files, numbers of projects, letters of columns."""


def said(seen: Window) -> list[str]:
    """Every text, name for screen readers and placeholder of the page."""
    return seen.page.evaluate(
        """() => {
            const icons = document.querySelectorAll('[data-testid=stIconMaterial]'); // drawn, though named by a word
            icons.forEach((icon) => { icon.hidden = true; });
            const all = [document.body.innerText];
            icons.forEach((icon) => { icon.hidden = false; });
            for (const part of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]'))
              for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
                if (part.getAttribute(name)) all.push(part.getAttribute(name));
            return all;
        }"""
    )


def english(seen: Window) -> list[str]:
    """The words of the page that are neither Chinese nor a file type, a unit, or the name of a file or project."""
    words = re.findall(r"[A-Za-z][\w./-]*", " ".join(said(seen)))
    return sorted({word for word in words if word not in ENGLISH and not FILE.fullmatch(word)})


@pytest.mark.parametrize("address", STATES)
def test_every_state_is_whole_and_in_chinese(browser, sample_server, address):
    """At every width from 1024 px each text is whole, within reach, and no other lies over it; none is English."""
    with window(browser, sample_server, OFFICE) as seen:
        seen.open(address)
        assert [] == english(seen)
        found = {}
        for name, size in SIZES.items():
            seen.page.set_viewport_size(size)
            seen.settle()
            found |= {f"{name} px: {fault}": None for fault in (*faults(seen.page), *covered_tools(seen.page))}

        assert [] == [*found]


@pytest.mark.parametrize(("address", "size"), [("/map", "1024"), ("/import", "1093"), ("/", "1366")])
def test_the_line_that_the_county_is_invented_is_covered_by_nothing(browser, sample_server, address, size):
    """It stands above the filters, or above the place for files, at every width."""
    with window(browser, sample_server, SIZES[size]) as seen:
        seen.open(address)
        line = seen.page.locator(".fiction").bounding_box()
        below = seen.page.locator(".st-key-filters [role=group], .st-key-filters [data-baseweb=select], section").all()

        assert below
        assert line["y"] + line["height"] <= min(part.bounding_box()["y"] for part in below if part.is_visible())


@pytest.mark.parametrize("address", ["/", "/settings"])
def test_the_line_that_the_county_is_invented_moves_away_with_the_page(browser, sample_server, address):
    """It lies over nothing when one scrolls: it ends above the bar's lower edge."""
    with window(browser, sample_server) as seen:
        seen.open(address)
        line, bar = seen.page.locator(".fiction"), seen.page.locator(".stAppHeader").bounding_box()
        assert line.bounding_box()["y"] >= bar["y"] + bar["height"] - 1
        seen.page.locator("[data-testid=stMain]").evaluate("(part) => part.scrollTo(0, 200)")
        moved = line.bounding_box()

        assert moved["y"] + moved["height"] <= bar["y"] + bar["height"]


@pytest.mark.parametrize("address", ["/", "/map", "/gaps", "/projects", f"/school?school={SCHOOL}"])
def test_on_paper_it_is_said_what_is_looked_at_and_nothing_to_click_stands_there(browser, sample_server, address):
    with window(browser, sample_server, OFFICE) as seen:
        seen.open(address)
        on_screen = seen.page.locator(".printed").is_visible()
        seen.page.emulate_media(media="print")
        shown = [each for each in (".find", ".stAppHeader", ".stMain .stSelectbox") if _is_seen(seen, each)]

        assert not on_screen
        assert seen.page.locator(".printed").inner_text().startswith("清渚县 · ")
        assert [] == shown


def _is_seen(seen: Window, what: str) -> bool:
    return any(each.is_visible() for each in seen.page.locator(what).all())


def test_of_one_township_no_half_of_the_page_stays_empty(browser, sample_server):
    """Its one panel has the room of all, and the map stands under it: both columns end at about the same height."""
    with window(browser, sample_server) as seen:
        seen.open(f"/progress?township={TOWNSHIP}")
        column = "document.querySelectorAll('.st-key-stack_pair [data-testid=stColumn] > *')"
        left, right = seen.page.evaluate(f"[...{column}].map((each) => each.getBoundingClientRect().height)")
        panel = seen.page.locator(".towns a").bounding_box()
        room = seen.page.locator(".towns").bounding_box()

        assert 0.75 < right / left < 1.5
        assert panel["width"] > 0.9 * room["width"]


def test_a_schools_requirements_are_not_folded_into_a_narrow_column(browser, sample_server):
    """On an office laptop at 125 % the seven lines are lines, and the first screen holds them."""
    with window(browser, sample_server, SIZES["1093"]) as seen:
        seen.open(f"/school?school={SCHOOL}")
        rows = [row.bounding_box() for row in seen.page.locator(".requirements .figure-row").all()]

        assert 7 == len(rows)
        assert 50 > max(row["height"] for row in rows)
        assert SIZES["1093"]["height"] > rows[-1]["y"] + rows[-1]["height"]


def test_what_narrows_the_projects_stands_at_the_edge(browser, sample_server):
    """On the projector too, where the strip of parts leaves room."""
    with window(browser, sample_server, PROJECTOR) as seen:
        seen.open("/projects")
        bar, own = (seen.page.locator(f".st-key-{key}").bounding_box() for key in ("bar_projects", "projects_tools"))

        assert bar["x"] + bar["width"] == pytest.approx(own["x"] + own["width"], abs=2)


def test_the_papers_of_a_township_are_made_and_taken(browser, sample_server):
    """The button, how far it is, then the link: a click saves the archive, and the page stays."""
    with window(browser, sample_server) as seen:
        seen.open(f"/school?township={TOWNSHIP}")
        seen.page.get_by_role("button", name="各校一页 PDF").click()
        link = seen.page.get_by_role("link", name="所学校的一页 PDF")
        link.wait_for(timeout=120_000)
        with seen.page.expect_download() as waiting:
            link.click()

        assert b"PK" == waiting.value.path().read_bytes()[:2]
        assert waiting.value.suggested_filename.endswith("2026-09-30.zip")
        assert "/school?" in seen.page.url


def test_before_any_import_the_page_says_what_to_bring(browser, empty_server):
    with window(browser, empty_server) as seen:
        seen.open("/import")

        assert "班班通台账" in seen.page.locator(".st-key-block_lights").inner_text()


@pytest.mark.parametrize("address", ["/", "/gaps", "/school", "/progress", "/projects", "/balance", "/map"])
def test_a_phone_moves_tables_sideways_not_pages(browser, sample_server, address):
    with window(browser, sample_server, PHONE) as seen:
        seen.open(address)

        assert not seen.is_wider_than_the_window()
        assert 60 > seen.page.locator(".st-key-filters").bounding_box()["height"]


def test_a_list_that_finds_nothing_says_so_in_chinese(browser, sample_server):
    with window(browser, sample_server) as seen:
        seen.open("/projects?view=project")
        field = seen.page.get_by_role("combobox", name="项目").last
        field.fill("没有这样的项目")

        seen.page.get_by_text("没有找到").wait_for()
        assert "No results" not in seen.page.locator("body").inner_text()


def test_a_school_is_found_from_the_bar_by_keys_alone(browser, sample_server):
    """Part of a name, down, Enter: its file opens; period and standard stay."""
    with window(browser, sample_server) as seen:
        seen.open("/balance?period=2026-03-31&standard=moe-2012-3")
        field = seen.page.get_by_role("combobox", name="按名称或标识码找学校")
        field.focus()
        seen.page.keyboard.type("中心小")
        seen.page.locator(".find [role=option]").first.wait_for()
        names = seen.page.locator(".find [role=option] a").all()
        second = names[1].evaluate("link => link.firstChild.textContent")
        seen.page.keyboard.press("ArrowDown")
        seen.page.keyboard.press("Enter")
        seen.settle()

        assert "/school?" in seen.page.url
        assert "period=2026-03-31" in seen.page.url
        assert "standard=moe-2012-3" in seen.page.url
        assert second in seen.page.locator(".headline").inner_text()
        assert [] == seen.errors


def test_what_is_typed_into_the_search_is_never_html(browser, sample_server):
    """Neither what is typed nor a school's name: both are set as text."""
    hostile = '<img src=x onerror="window.hurt=1">'
    with window(browser, sample_server) as seen:
        seen.page.route(
            "**/api/schools?*",
            lambda route: route.fulfill(json={"schools": [{"code": "1&x=<b>", "name": hostile, "township": hostile}]}),
        )
        seen.open("/")
        seen.page.get_by_role("combobox", name="按名称或标识码找学校").fill("img")
        seen.page.locator(".find [role=option]").wait_for()

        assert hostile in seen.page.locator(".find [role=option]").inner_text()
        assert 0 == seen.page.locator(".find img").count()
        assert not seen.page.evaluate("window.hurt")


def test_the_list_of_schools_is_narrowed_as_one_types(browser, sample_server):
    with window(browser, sample_server) as seen:
        seen.open("/school")
        rows = seen.page.locator(".narrowed tbody tr:visible")
        whole = rows.count()
        seen.page.get_by_role("searchbox", name="按学校名称、标识码查找").press_sequentially("中心")
        names = rows.all_inner_texts()

        assert 0 < len(names) < whole
        assert all("中心" in name for name in names)
        assert f"找到 {len(names)} 所" == seen.page.locator(".narrow-said").inner_text()


@pytest.mark.parametrize("address", ["/gaps", "/school", "/progress?view=doubts"])
def test_back_shows_a_page_where_it_was_left(browser, sample_server, address):
    """A school opened far down in a long list; Back: the same rows under the same place."""
    with window(browser, sample_server, SIZES["1093"]) as seen:
        seen.open(address)
        row = seen.page.locator(".stMain tbody tr").nth(40)
        row.scroll_into_view_if_needed()
        seen.page.wait_for_timeout(400)
        before = row.bounding_box()["y"]
        row.locator("a").first.click()
        seen.settle()
        assert "school=" in seen.page.url
        seen.page.go_back()
        seen.settle()
        seen.page.wait_for_timeout(1500)

        assert before == pytest.approx(seen.page.locator(".stMain tbody tr").nth(40).bounding_box()["y"], abs=3)


@pytest.mark.parametrize("left", [0, 260])
def test_back_to_a_page_that_was_never_moved_shows_its_top(browser, sample_server, left):
    """The page that one comes from was moved: that is not where the other one was left."""
    with window(browser, sample_server, SIZES["1093"]) as seen:
        seen.open("/")
        _move(seen, left)
        seen.page.evaluate("document.querySelector('[data-testid=stMain] a[href*=\"township=\"]').click()")
        seen.settle()
        _move(seen, 300)
        seen.page.go_back()
        seen.settle()

        assert left == pytest.approx(_moved(seen), abs=1)


@pytest.mark.parametrize(
    ("address", "link"),
    [("/", "a[href*='township=']"), (f"/school?school={SCHOOL}", ".st-key-block_peers_primary a[href*='school=']")],
)
def test_another_school_or_township_opens_at_its_headline(browser, sample_server, address, link):
    """From the list at the foot of the page: what opens is read from its top."""
    with window(browser, sample_server, SIZES["1093"]) as seen:
        seen.open(address)
        _move(seen, 300)
        seen.page.evaluate("(link) => [...document.querySelectorAll(link)].pop().click()", link)
        seen.settle()

        assert 0 == _moved(seen)


def _move(seen: Window, to: int) -> None:
    seen.page.evaluate("(to) => { document.querySelector('[data-testid=stMain]').scrollTop = to; }", to)
    seen.page.wait_for_timeout(400)  # until it is kept


def _moved(seen: Window) -> int:
    return seen.page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")


def test_the_list_beside_the_map_stays_under_the_pointer(browser, sample_server):
    """A school opened from it: its gaps appear, and the row that was clicked has not moved."""
    with window(browser, sample_server) as seen:
        seen.open(f"/map?township={TOWNSHIP}")
        row = seen.page.locator(".st-key-block_schools tbody tr").nth(5)
        before = row.bounding_box()["y"]
        row.locator("a").first.click()
        seen.settle()

        assert seen.page.locator(".st-key-block_school").is_visible()
        assert before == pytest.approx(
            seen.page.locator(".st-key-block_schools tbody tr").nth(5).bounding_box()["y"], abs=2
        )


def test_the_keyboard_is_seen_wherever_it_is(browser, sample_server):
    """Every stop of the tab key has an outline; a chart of a hundred marks is one of them, not a hundred."""
    with window(browser, sample_server) as seen:
        seen.open("/")
        stops = []
        for _ in range(60):
            seen.page.keyboard.press("Tab")
            stops.append(
                seen.page.evaluate(
                    """() => {
                        const at = document.activeElement, style = getComputedStyle(at);
                        let ring = false;
                        for (let part = at, up = 0; part && up < 4; part = part.parentElement, up += 1) {
                          const own = getComputedStyle(part);
                          ring ||= own.outlineStyle !== 'none' && parseFloat(own.outlineWidth) > 0;
                          ring ||= own.boxShadow !== 'none' || own.borderColor === 'rgb(29, 63, 122)';
                        }
                        return [at.className || at.tagName, ring, at.matches('a.unit')];
                    }"""
                )
            )

        assert [] == [name for name, ring, _ in stops if not ring]
        assert 1 >= sum(is_mark for *_, is_mark in stops)


@pytest.mark.parametrize(("address", "block"), [("/", "townships"), ("/", "funnel"), ("/gaps", "kinds")])
def test_a_block_is_saved_as_a_picture(browser, sample_server, address, block):
    """An HTML chart, one of plotly, a table: a PNG of twice the block's size, named by title and date."""
    with window(browser, sample_server) as seen:
        seen.open(address)
        area = seen.page.locator(f".st-key-block_{block}")
        button = area.get_by_role("button", name="图片")
        with seen.page.expect_download() as waiting:
            button.click()
        content = waiting.value.path().read_bytes()

        assert b"\x89PNG\r\n\x1a\n" == content[:8]
        assert int.from_bytes(content[16:20]) >= 2 * int(area.bounding_box()["width"])
        assert len(content) > 10_000
        assert waiting.value.suggested_filename.endswith("_2026-11-27.png")
        assert [] == seen.outside


def test_the_address_of_a_page_fixes_its_date(browser, sample_server):
    """Copied where the address names no day: county and the newest day stand in it, which shows the lists of then."""
    with window(browser, sample_server) as seen:
        seen.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        seen.open("/gaps?stage=primary")
        seen.page.locator(".st-key-block_kinds").get_by_role("button", name="链接").click()
        seen.page.get_by_text("已复制").wait_for()
        copied = seen.page.evaluate("navigator.clipboard.readText()")

        assert copied.startswith(f"{sample_server}/gaps?")
        assert {"on=2026-11-27", f"county={COUNTY}", "stage=primary"} <= set(copied.split("?")[1].split("&"))


def test_a_server_that_is_gone_is_said_in_chinese(browser, sample_database):
    """The framework's own dialog of a lost connection: what happened, what to do, and no English word."""
    server = ExitStack()
    url = server.enter_context(serve(f"sqlite:///{sample_database}"))
    with window(browser, url) as seen:
        seen.open("/standards")
        server.close()
        seen.page.get_by_text("服务程序没有应答").first.wait_for(timeout=60_000)

        assert "Streamlit" not in seen.page.locator("body").inner_text()
