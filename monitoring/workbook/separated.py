"""Text files with separated values: .csv in UTF-8, UTF-16 or GB18030, with commas, tabs, semicolons or bars."""

from __future__ import annotations

import csv
import io

from monitoring.errors import ImportRefused
from monitoring.workbook.grids import Grid, take_out_invisible, without_blank_ends
from monitoring.workbook.source import MOST_ROWS, NOTHING_SAVED, UTF_16, SourceFile, damaged

ENCODINGS = ("utf-8-sig", "gb18030")
DELIMITERS = ",\t;|"
NOTHING = f"{DELIMITERS} \r\n\0\x1a"  # what an empty rest of a file is made of


def read_separated(source: SourceFile) -> list[Grid]:
    """
    Return the one sheet of a text file, named like the file without its ending.

    Raises:
        ImportRefused: no text that can be read, or more rows than a sheet has.
    """
    text = _decoded(source).rstrip(NOTHING)
    name = source.name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    delimiter = max(DELIMITERS, key=text.count)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(list(row))
            if len(rows) > MOST_ROWS:
                raise ImportRefused(
                    f"文件“{source.name}”超过 {MOST_ROWS:,} 行，不像综合报表。"
                    f"请删去空行和表外的内容再导入；{NOTHING_SAVED}"
                )
    except csv.Error as error:
        raise damaged(source.name) from error
    rows = without_blank_ends(rows)
    return [Grid(name, rows, typed=take_out_invisible(rows), is_text=True)]


def _decoded(source: SourceFile) -> str:
    for encoding in ("utf-16",) if source.content.startswith(UTF_16) else ENCODINGS:
        try:
            return source.content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise damaged(source.name)
