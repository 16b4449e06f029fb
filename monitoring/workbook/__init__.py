"""Excel and CSV: tables of schools as they stand, every cell with its file, sheet, address and raw text."""

from monitoring.workbook.columns import Column
from monitoring.workbook.lists import SOURCE, list_file, list_files, list_label, list_words
from monitoring.workbook.raw import ORIGIN, RawTable
from monitoring.workbook.rows import Remark, Row, is_grand_total
from monitoring.workbook.source import NOTHING_SAVED, SourceFile
from monitoring.workbook.tables import Workbook, read
from monitoring.workbook.unread import Incomplete, Skipped
from monitoring.workbook.wording import Field, plain, wording

__all__ = [
    "NOTHING_SAVED",
    "ORIGIN",
    "SOURCE",
    "Column",
    "Field",
    "Incomplete",
    "RawTable",
    "Remark",
    "Row",
    "Skipped",
    "SourceFile",
    "Workbook",
    "is_grand_total",
    "list_file",
    "list_files",
    "list_label",
    "list_words",
    "plain",
    "read",
    "wording",
]
