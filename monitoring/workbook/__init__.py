"""Excel and CSV: tables of schools as they stand, every cell with its file, sheet, address and raw text."""

from monitoring.workbook.columns import Column
from monitoring.workbook.source import NOTHING_SAVED, SourceFile
from monitoring.workbook.tables import RawTable, Remark, Row, read
from monitoring.workbook.wording import Field, plain, wording

__all__ = ["NOTHING_SAVED", "Column", "Field", "RawTable", "Remark", "Row", "SourceFile", "plain", "read", "wording"]
