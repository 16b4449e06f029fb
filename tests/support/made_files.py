"""Files for the importer to be tried on, made byte by byte: what a bureau, a clumsy program or a bad joke hands in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
ROOT = f'<Relationship Id="r1" Type="{TYPES}/officeDocument" Target="xl/workbook.xml"/>'
HEADINGS = ("学校标识码", "学校名称", "办学类型", "所在乡镇", "在校生数")
SCHOOL = ("2142990001", "毛嘴镇中心小学", "211-小学", "毛嘴镇", "300")


def archive(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def cell(address: str, text: str) -> str:
    """Return a cell with a text of its own; an empty one too."""
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


def row(number: int, texts: tuple[str, ...] = SCHOOL, more: str = "") -> str:
    """Return a row of texts, and whatever stands behind them."""
    cells = "".join(cell(f"{chr(65 + place)}{number}", text) for place, text in enumerate(texts))
    return f'<row r="{number}">{cells}{more}</row>'


def sheet(rows: str = "", after: str = "") -> str:
    """Return the XML of a small table of schools, with more rows."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{row(1, HEADINGS)}{row(2)}{rows}</sheetData>{after}</worksheet>'


def xlsx(*sheets: str, names: tuple[str, ...] = ("小学",), folder: str = "worksheets", **parts: str | bytes) -> bytes:
    """Return a workbook of sheets' XML, its parts named as the office program does or elsewhere."""
    listed = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(names, 1))
    links = "".join(
        f'<Relationship Id="r{n}" Type="{TYPES}/worksheet" Target="{folder}/sheet{n}.xml"/>'
        for n, _ in enumerate(names, 1)
    )
    return archive(
        {
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{TYPES}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}">{ROOT}</Relationships>',
            **{f"xl/{folder}/sheet{n}.xml": one for n, one in enumerate(sheets, 1)},
            **parts,
        }
    )


def far_cells(last: str) -> bytes:
    """Return a workbook whose last cells are empty texts at the far end of its first column and its first row."""
    return xlsx(sheet(f'<row r="3">{cell("XFD3", "")}</row><row r="1048576">{cell(last, "")}</row>'))
