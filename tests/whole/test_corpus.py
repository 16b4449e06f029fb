"""Files that nobody should hand in, and odd ones that are good: a sentence and exit 2, or read right."""

from __future__ import annotations

import contextlib
import io
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from monitoring import snapshots
from monitoring.__main__ import main
from monitoring.settings import ROOT
from monitoring.storage import Storage
from tests.support.made_files import HEADINGS, SCHOOL, archive, cell, far_cells, row, sheet, xlsx
from tests.support.made_formats import Sheet, html, ods, xlsb, xml_2003
from tests.support.rules import RULEBOOK
from tests.support.small_tables import workbook
from tests.support.strange_layouts import CLEAN

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LINES = 4_000_000
PATIENT = "read_seconds = 30 ", "read_seconds = 600 "  # on a busy machine, too, another limit ends what is too large
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 200
ODT = "application/vnd.oasis.opendocument.text"


def table() -> Sheet:
    """Return a small table of schools, as other programs write it."""
    return Sheet.of(workbook().content)


def text(table_rows=1, more: str = "") -> str:
    """Return a small .csv of schools."""
    rows = [",".join(HEADINGS), *(f"{2142990001 + place},学校{place},211,毛嘴镇,300" for place in range(table_rows))]
    return "\n".join(rows) + more


def old(data: bytes, seed: int) -> bytes:
    """Return an old workbook with some bytes changed."""
    dice = random.Random(seed)
    changed = bytearray(data)
    for _ in range(20):
        changed[dice.randrange(512, len(changed))] = dice.randrange(256)
    return bytes(changed)


def overlapping() -> bytes:
    """Return a workbook with 20,000 merged ranges, each inside the one before."""
    merged = "".join(f'<mergeCell ref="A{3 + place}:E{60_000 - place}"/>' for place in range(20_000))
    rows = "".join(f'<row r="{number}">{cell(f"E{number}", "1")}</row>' for number in range(3, 60_000, 100))
    return xlsx(sheet(rows, f"<mergeCells>{merged}</mergeCells>"))


def bomb(kind: str, most: int = 25) -> bytes:
    """Return a workbook a part of which unpacks to so many megabytes."""
    return archive({kind: b" " * 1024 * 1024 * most, "mimetype": ODT})


def repeated(rows: int, columns: int) -> bytes:
    """Return an OpenDocument in which one filled cell is repeated."""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    names = " ".join(f'xmlns:{name}="{space}:{name}:1.0"' for name in ("office", "table", "text"))
    one = f'<table:table-cell table:number-columns-repeated="{columns}" office:value-type="string"><text:p>1</text:p>'
    body = f'<table:table-row table:number-rows-repeated="{rows}">{one}</table:table-cell></table:table-row>'
    content = f'<x {names}><table:table table:name="小学">{body}</table:table></x>'
    return archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


LAUGHS = "".join(f'<!ENTITY a{place} "{f"&a{place - 1};" * 10}">' for place in range(1, 10))
LAUGH = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{LAUGHS}]>'
SPACE = "urn:schemas-microsoft-com:office:spreadsheet"
XML = f'<Workbook xmlns="{SPACE}" xmlns:ss="{SPACE}">'

OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def crossing(points: int) -> bytes:
    """Return a border that crosses itself at every step."""
    corners = ",".join(f"[{113 + place % 2 / 5},{30 + place % 7919 / 50_000}]" for place in range(points))
    return f'{{"type":"Polygon","coordinates":[[{corners},[113,30]]]}}'.encode()


BAD = {
    # wrong types under a workbook's name
    "空.xlsx": lambda: b"",
    "一个空格.xlsx": lambda: b" ",
    "文档.xlsx": lambda: archive({"word/document.xml": "<x/>", "[Content_Types].xml": "<x/>"}),
    "演示.xlsx": lambda: archive({"ppt/presentation.xml": "<x/>"}),
    "文字.ods": lambda: archive({"mimetype": ODT, "content.xml": "<x/>"}),
    "论文.xlsx": lambda: b"%PDF-1.7\n\x01\x02\0\0",
    "照片.xls": lambda: b"\xff\xd8\xff\xe0\0\x10JFIF" + b"\0" * 99,
    "截图.csv": lambda: PNG,
    "程序.xls": lambda: b"MZ\x90\0" + b"\0" * 500,
    "链接.xlsx": lambda: b"[InternetShortcut]\r\nURL=http://127.0.0.1/",
    "压缩包.xlsx": lambda: archive({"小学.xlsx": workbook().content}),
    "rar.xlsx": lambda: b"Rar!\x1a\x07\0" + b"\0" * 50,
    "数据库.xls": lambda: b"SQLite format 3\0" + b"\0" * 100,
    "登录.xls": lambda: "<html><body>请先登录</body></html>".encode("gbk"),
    "报错.xls": lambda: b'{"code": 500, "msg": "error"}',
    "邮件.xls": lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n--x\n",
    "随机.xlsx": lambda: random.Random(1).randbytes(5000),
    "随机.csv": lambda: random.Random(2).randbytes(5000).replace(b"\0", b"1"),
    # damaged
    "半个.xlsx": lambda: workbook().content[:4000],
    "没有尾.xlsx": lambda: workbook().content[:-200],
    "没有表.xlsx": lambda: xlsx(names=("小学",)),
    "坏xml.xlsx": lambda: xlsx("<worksheet><sheetData><row>"),
    "没有关系.xlsx": lambda: archive({"xl/workbook.xml": "<workbook/>"}),
    "坏头.xls": lambda: OLE + b"\0" * 5000,
    "截断.xls": lambda: (CLEAN.parents[1] / "A/其他格式/2026年3月_综合报表_初中.xls").read_bytes()[:9000],
    "坏.ods": lambda: archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a><b>"}),
    "没有内容.ods": lambda: archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": ""}),
    "坏.xlsb": lambda: archive({"xl/workbook.bin": b"\x83\x80\xff\xff", "xl/_rels/workbook.bin.rels": "<x/>"}),
    "截断.xlsb": lambda: archive({"xl/workbook.bin": b"\x9c", "xl/_rels/workbook.bin.rels": "<x"}),
    "坏2003.xls": lambda: f"<?xml version='1.0'?>{XML}<Worksheet ss:Name='小学'><Table><Row ss:Index='x'/>".encode(),
    "两张同名.xlsx": lambda: xlsx(sheet(), sheet(), names=("小学", "小学")),
    # locked
    "密码.xlsx": lambda: OLE + b"\0" * 2000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 2000,
    # far outside
    "远.xlsx": lambda: far_cells("A1048576"),
    "远小写.xlsx": lambda: xlsx(sheet(f'<row r="3">{cell("xfd3", "")}</row><row r="9">{cell("a1048576", "1")}</row>')),
    "地址与行不符.xlsx": lambda: xlsx(sheet(f'<row r="3">{cell("XFD1048576", "1")}</row>')),
    "远在别处.xlsx": lambda: xlsx(sheet(f'<row r="3">{cell("XFD1048576", "")}</row>'), folder="tables"),
    "远.ods": lambda: repeated(1_048_576, 16_384),
    "远.xml": lambda: f"{XML}<Worksheet ss:Name='小学'><Table><Row ss:Index='99999999'><Cell ss:Index='99999'>"
    "<Data ss:Type='Number'>1</Data></Cell></Row></Table></Worksheet></Workbook>".encode(),
    "跨格.xls": lambda: b"<table>" + b"<tr><td colspan=1000 rowspan=65000>1" * 20_000,
    "合并重叠.xlsx": overlapping,
    # large
    "炸弹.xlsx": lambda: bomb("xl/workbook.xml"),
    "炸弹.ods": lambda: bomb("content.xml"),
    "两万个文件.xlsx": lambda: xlsx(sheet(), **{f"xl/x{place}.xml": "" for place in range(20_000)}),
    "两万个文件.ods": lambda: archive({"content.xml": "<x/>", **{f"x{place}": "" for place in range(20_000)}}),
    "两千张表.xlsx": lambda: xlsx(sheet(), names=tuple(f"表{place}" for place in range(2_001))),
    "两千张表.xml": lambda: (XML + '<Worksheet ss:Name="小学"/>' * 2_001 + '</Workbook>').encode(),
    "外部.xlsx": lambda: xlsx(f"{OUTSIDE}{sheet(row(3, ('&a;',)))}"),
    "外部.xml": lambda: f"{OUTSIDE}{XML}<Worksheet ss:Name='小学'><Table><Row><Cell><Data ss:Type='String'>&a;"
    "</Data></Cell></Row></Table></Worksheet></Workbook>".encode(),
    "外部.ods": lambda: archive({"mimetype": ODS, "content.xml": f"{OUTSIDE}<x>&a;</x>"}),
    "行数溢出.ods": lambda: repeated(2**31, 1),
    "行数太长.ods": lambda: repeated(10**4000, 1),
    "套娃.xlsx": lambda: archive({"a.zip": archive({"b.zip": archive({"小学.xlsx": workbook().content})})}),
    "笑.xml": lambda: f"{LAUGH}{XML}<Worksheet ss:Name='&a9;'/></Workbook>".encode(),
    "笑.xlsx": lambda: xlsx(f"{LAUGH}<worksheet><sheetData><row><c><v>&a9;</v></c></row></sheetData></worksheet>"),
    "换行.csv": lambda: b"\n" * LINES * 4,
    "中间换行.csv": lambda: text(1, "\n" * LINES + "1,2").encode(),
    "逗号.csv": lambda: b"," * LINES + b"x",
    "引号.csv": lambda: text(1, '\n"' + "x," * LINES).encode(),
    "太多行.csv": lambda: text(31_700).encode(),
    "标签.xls": lambda: b"<table><tr>" + b"<td>1" * 200_000,
    "嵌套.xls": lambda: b"<table><tr><td>" * 100_000,
    # tables that are none of ours
    "没有表头.xlsx": lambda: xlsx(f"<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
    f"<sheetData>{row(1, SCHOOL)}</sheetData></worksheet>"),
    "只有表头.csv": lambda: ",".join(HEADINGS).encode(),
    "没有标识码.csv": lambda: "学校名称,在校生数\n甲,3\n".encode(),
    "名单.csv": lambda: b"Commune,School\nBamako,A\n",
    # boundaries
    "空.geojson": lambda: b"",
    "括号.geojson": lambda: b'{"type":"FeatureCollection","features":[' + b"{}," * 3_000_000 + b"{}]}",
    "相交.geojson": lambda: crossing(150_000),
    "深.geojson": lambda: b"[" * 1_000_000,
    "网页.geojson": lambda: b"<html></html>",
    "坏.gpkg": lambda: b"SQLite format 3\0" + b"\x01" * 4000,
    "坏.zip": lambda: b"PK\x03\x04" + b"\0" * 100,
    "照片.zip": lambda: archive({"乡镇.jpg": PNG}),
    "炸弹.zip": lambda: archive({"乡镇.geojson": b" " * 1024 * 1024 * 25}),
    "点.geojson": lambda: b'{"type":"Point","coordinates":[113,30]}',
    "米.geojson": lambda: b'{"type":"Polygon","coordinates":[[[420000,3320000],[430000,3320000],[430000,3330000],'
    b"[420000,3320000]]]}",
}  # fmt: skip


@pytest.fixture
def run(tmp_path, capfd):
    """Import files by the command line: exit code, what is said."""

    def done(*files, options=("--period", "2026-03-31")):
        paths = []
        for name, content in files:
            (tmp_path / name).write_bytes(content)
            paths.append(str(tmp_path / name))
        capfd.readouterr()
        code = main(["import", *paths, *options])
        said = capfd.readouterr()
        return code, said.out + said.err

    return done


def rows_stored(database_url: str) -> int:
    """Return how many rows any table of the database holds."""
    with contextlib.closing(sqlite3.connect(database_url.removeprefix("sqlite:///"))) as database:
        names = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        kept = [name for name in names if "migration" not in name and not name.startswith("sqlite_")]
        return sum(database.execute(f'select count(*) from "{name}"').fetchone()[0] for name in kept)


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_a_sentence(name, run, database_url, configure):
    """Exit 2, the file's name, what to do, nothing stored; it is its content that ends it, and not the clock."""
    configure(PATIENT, *([("unpacked_mb = 500", "unpacked_mb = 20")] if name.startswith("炸弹") else []))
    files = [(name, BAD[name]())]
    if name.endswith((".geojson", ".gpkg", ".zip")):
        files.insert(0, ("小学.xlsx", workbook().content))
    code, said = run(*files)

    assert 2 == code
    assert f"“{name}”" in said
    assert "没有保存任何数据" in said or "本次未保存任何数据" in said
    assert "Traceback" not in said and "panicked" not in said
    assert "秒还没有读完" not in said
    assert 0 == rows_stored(database_url)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("两万个文件.xlsx", "里面有 20,00"),
        ("两万个文件.ods", "里面有 20,001 个文件"),
        ("两千张表.xlsx", "有 2,001 张工作表，应不超过 2,000 张"),
        ("两千张表.xml", "有 2,001 张工作表，应不超过 2,000 张"),
        ("相交.geojson", "界线自己相交，有 150,001 个点"),
    ],
)
def test_what_would_take_minutes_is_refused_for_what_it_is(name, words, run):
    """Before anything is unpacked, read or mended."""
    files = [("小学.xlsx", workbook().content)] if name.endswith(".geojson") else []

    assert words in run(*files, (name, BAD[name]()))[1]


@pytest.mark.parametrize("seed", range(12))
def test_an_old_workbook_with_changed_bytes_is_read_or_refused(seed, run, data):
    """The reader of .xls is the one that panics."""
    whole = (data / "A" / "其他格式" / "2026年3月_综合报表_初中.xls").read_bytes()
    code, said = run(
        ("初中.xls", old(whole, seed)), options=("--period", "2026-03-31", "--dry-run", "--accept-missing")
    )

    assert code in (0, 2)
    assert "Traceback" not in said


GOOD = {
    "小学.ods": lambda: ods(table()),
    "小学.xlsb": lambda: xlsb(table()),
    "小学.xls": lambda: html(table()),
    "小学.xml": lambda: xml_2003(table()),
    "小学.et": lambda: html(table(), "utf-8"),
    "名字是错的.pdf": lambda: workbook().content,
    "空行在后.xlsx": lambda: grown(below("<row/>" * 800_000)),
    "有格式的空行.xlsx": lambda: grown(below('<row ht="15"><c s="1"/><c s="1"/></row>' * 400_000)),
    "远处一格.xlsx": lambda: grown(below(f'<row r="100000">{cell("B100000", " ")}</row>')),
    "右边一格.xlsx": lambda: grown(below(f'<row r="12">{cell("XFD12", " ")}</row>')),
    "分享的公式.xlsx": lambda: grown(shared),
}


def below(rows: str):
    """Return what puts rows below a table."""
    return lambda xml: xml.replace("</sheetData>", f"{rows}</sheetData>")


def grown(change) -> bytes:
    """Return a small workbook with its sheet's XML changed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook().content)) as whole,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in whole.namelist():
            part = whole.read(name)
            made.writestr(name, change(part.decode()).encode() if "worksheets/sheet" in name else part)
    return out.getvalue()


def shared(xml: str) -> str:
    """Put a formula that 30,000 cells share below the table."""
    first = '<row r="20"><c r="B20"><f t="shared" ref="B20:B30020" si="0">SUM(C20:Z20)*1</f><v>0</v></c></row>'
    others = (f'<row r="{row}"><c r="B{row}"><f t="shared" si="0"/><v>0</v></c></row>' for row in range(21, 30_000))
    return xml.replace("</sheetData>", f"{first}{''.join(others)}</sheetData>")


@pytest.mark.parametrize("name", GOOD)
def test_an_odd_file_that_is_good_is_read(name, run, database_url, configure):
    """The four schools of the table, whatever stands around it."""
    configure(PATIENT)
    code, said = run((name, GOOD[name]()), options=("--period", "2026-03-31", "--accept-missing"))
    storage = Storage(database_url)

    assert 0 == code, said
    assert 4 == len(snapshots.load(storage, snapshots.newest(storage, "990121"), RULEBOOK.projects).rows)


def test_there_are_enough_of_them():
    """Over all formats."""
    assert len(BAD) + len(GOOD) >= 60


# —— 拔电源 the plug pulled, the disk full

SERVER = """
import os, resource, sys
from monitoring.__main__ import main

for line in sys.stdin:
    number = os.fork()
    if number == 0:
        silence = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silence, stream)
        if most := int(line):
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
            try:
                os._exit(main(sys.argv[1:]))
            finally:
                os._exit(1)
        while True:
            main(sys.argv[1:])
    print(number, flush=True)
    print(os.waitpid(number, 0)[1], flush=True)
"""
"""Imports one file again and again, each time in a process that has everything loaded; or once, on a full disk."""
SENIOR = ("import", str(CLEAN / "综合报表_高中.xlsx"), "--period", "2026-03-31")
SCHOOLS = 5  # in it
unix = pytest.mark.skipif(sys.platform == "win32", reason="fork and SIGKILL are of Unix")


@pytest.fixture
def server(database_url):
    """What imports in processes of its own."""
    command = [sys.executable, "-c", SERVER, *SENIOR]
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=nothing, text=True) as process:
        yield process
        process.stdin.close()
    assert database_url


def whole(database_url: str) -> int:
    """Return how many imports a database holds, each of which must be whole."""
    path = Path(database_url.removeprefix("sqlite:///"))
    if not path.exists():
        return 0
    with contextlib.closing(sqlite3.connect(path)) as database:
        assert [("ok",)] == database.execute("pragma integrity_check").fetchall()
    storage = Storage(database_url)
    listed = snapshots.imports(storage)
    for stored in listed.itertuples():
        snapshot = snapshots.load(storage, snapshots.newest(storage, stored.county), RULEBOOK.projects)
        assert (SCHOOLS, SCHOOLS) == (len(snapshot.rows), len(snapshot.raw))
    return len(listed)


@unix
def test_thirty_kills_at_any_moment_leave_the_database_whole(server, database_url):
    """Nothing half stored, and the next import works."""
    dice = random.Random(7)
    for _ in range(30):
        server.stdin.write("0\n")
        server.stdin.flush()
        number = int(server.stdout.readline())
        time.sleep(dice.uniform(0.0, 0.8))
        os.kill(number, signal.SIGKILL)
        assert signal.SIGKILL == int(server.stdout.readline())
        whole(database_url)

    before = whole(database_url)
    assert 0 == main(list(SENIOR))
    assert before + 1 == whole(database_url)


@unix
def test_a_full_disk_leaves_the_database_whole(server, database_url):
    """At any byte at which it may be full."""
    assert 0 == main(list(SENIOR))
    size = Path(database_url.removeprefix("sqlite:///")).stat().st_size
    ends = []
    for more in (1, 4096, 9000, 20_000, 40_000, 60_000, 90_000):
        server.stdin.write(f"{size // 2 + more}\n")
        server.stdin.flush()
        server.stdout.readline()
        ends.append(int(server.stdout.readline()))
        stored = whole(database_url)

    assert any(ends)
    assert 1 + ends.count(0) == stored
