"""What stands around one school on what is handed out of it: bureau, county, dates, files. It knows no figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Frame:
    """
    What stands around a school on its A4 page and in its workbook.

    Attributes:
        bureau, county: names.
        is_invented: the county is an example.
        period: the report date; month: the period before as it is named, "" none.
        corrected: what was corrected of the period before, as 学校档案 says it (findings.dates.corrected); "" nothing.
        files: names of the workbooks.
        saved_on: when the data were stored.
        examples: the unit costs are examples.
    """

    bureau: str
    county: str
    is_invented: bool
    period: date
    month: str
    corrected: str
    files: Sequence[str]
    saved_on: date
    examples: bool
