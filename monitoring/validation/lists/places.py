"""Whose a row of a list is: its school, township and county, by the school tables of the same county and period."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from monitoring.townships import same_township_name
from monitoring.validation.entries import Entry, Findings
from monitoring.workbook import plain

PLACES = ("county_code", "township_code")
KNOWN = ("school_code", "school_name", "county_code", "county", "township_code", "township")


class Schools:
    """
    The schools of a period, campuses by their own codes.

    Attributes:
        by_code: code → its row; by_name: plain name → its row, where one school alone has it.
        townships: plain name → (code, name, county).
    """

    def __init__(self, rows: pd.DataFrame) -> None:
        self.rows = rows[list(KNOWN)].drop_duplicates("school_code")  # a row of every column is slow to make
        self.by_code = {row.school_code: row for row in self.rows.itertuples()}
        names = self.rows["school_name"].map(plain)
        alone = ~names.duplicated(keep=False) & (names != "")
        self.by_name = dict(zip(names[alone], self.rows[alone].itertuples(), strict=True))
        self.townships = {
            plain(row.township): row for row in self.rows.drop_duplicates("township_code").itertuples() if row.township
        }

    @classmethod
    def of_entries(cls, entries: Sequence[Entry]) -> Schools:
        """The schools of the tables that come in together with the lists."""
        records = [[entry.values.get(name, "") for name in KNOWN] for entry in entries if not entry.is_left_out]
        return cls(pd.DataFrame(records, columns=list(KNOWN)))

    def township(self, typed: str):
        """Return a school of the township that a cell names; None where it names none."""
        if plain(typed) in self.townships:
            return self.townships[plain(typed)]
        return next(
            (row for name, row in self.townships.items() if same_township_name(name, typed) != "different"), None
        )


def place_rows(entries: Sequence[Entry], schools: Schools, findings: Findings) -> None:
    """Give every row of classrooms or projects its school, township and county."""
    for entry in entries:
        if entry.is_left_out:
            continue
        school = _school(entry, schools, findings)
        typed = entry.values.get("township", "")
        place = school or (schools.township(typed) if typed else None)
        for name in PLACES:
            entry.values[name] = getattr(place, name) if place else ""
        if place:
            _compare(entry, typed, place.township, findings)
            entry.values["township"] = place.township
        if school:
            entry.values["school_name"] = school.school_name
        if entry.values.get("school_code") and not school:
            findings.at(entry, "school_code", "school_not_found")


def _school(entry: Entry, schools: Schools, findings: Findings):
    """The school of a row: by its code, else by its name."""
    code, name = entry.values.get("school_code", ""), plain(entry.values.get("school_name", ""))
    if code in schools.by_code:
        return schools.by_code[code]
    school = schools.by_name.get(name)
    if school:
        if entry.table.column("school_code"):  # a list without the column is told once
            findings.at(entry, "school_code", "code_by_name", value=school.school_code)
        entry.values["school_code"] = school.school_code
    elif entry.raw("school_code").strip() and not code:
        findings.at(entry, "school_code", "school_not_found")
    return school


def _compare(entry: Entry, typed: str, name: str, findings: Findings) -> None:
    if not typed or not entry.table.column("township"):
        return
    likeness = same_township_name(name, typed)
    if likeness == "form":
        findings.at(entry, "township", "township_form", value=name)
    elif likeness != "same":
        findings.at(entry, "township", "room_township", value=name)
