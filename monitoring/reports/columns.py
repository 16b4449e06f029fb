"""
The columns of a table, declared once for a page, a workbook and a paper: what they hold and how they are headed.

Marks, bars and links are a page's own. The order is the workbook's; a page takes the columns that it has room for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """
    One column of a table, whatever the table stands on.

    Attributes:
        key: its name among the columns of its table, and the field of a row that it holds where `of` is not given.
        head: on a page, where the title above the table says the rest.
        full_head: in a workbook, which is read alone; "" as on the page.
        of: row → text, number or day; None, NaN and NaT where nothing is known.
        write: value → how a page writes it.
        is_number: figures, one below the other.
        decimals: digits after the point in a workbook; None as stored.
    """

    key: str
    head: str
    full_head: str = ""
    of: Callable[[Any], Any] | None = None
    write: Callable[[Any], str] = str
    is_number: bool = False
    decimals: int | None = None

    @property
    def name(self) -> str:
        """The head in a workbook."""
        return self.full_head or self.head

    def value(self, row: Any) -> Any:
        """Return what a row holds in the column."""
        return self.of(row) if self.of else row[self.key]

    def text(self, row: Any) -> str:
        """
        Return how a page writes what a row holds.

        >>> Column("paid", "支付 万元", write="{:.0f}".format).text({"paid": 12.4})
        '12'
        """
        return self.write(self.value(row))


def by_key(columns: Iterable[Column]) -> Mapping[str, Column]:
    """Return key → column."""
    return {column.key: column for column in columns}
