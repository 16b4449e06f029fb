"""The frames of a lake of results: those of docs/architecture.md, before each row whose it is and by which standard."""

from __future__ import annotations

import pyarrow as pa

from monitoring.arrow import COUNTY, NAME, TEXT

NUMBER, WHOLE = pa.float64(), pa.int64()
STANDARD = "standard_id"
ERRORS = "errors"
OF_SCHOOL = {"school_code": TEXT, "stage": TEXT}
FUNNEL = ("classrooms", "equipped", "connected", "at_100mbps", "accepted", "in_use")
ANY = ("any_equipped", "any_connected", "any_at_100mbps", "any_accepted", "any_started", "any_in_use", "overdue")
COLUMNS: dict[str, dict[str, pa.DataType]] = {
    "assessment": {
        "school_code": TEXT, "school_name": TEXT, "stage": TEXT, "requirement": TEXT, "value": NUMBER,
        "required": NUMBER, "floor": NUMBER, "unit": TEXT, "status": TEXT,
    },
    "verdicts": OF_SCHOOL | {"status": TEXT, "met": NUMBER, "unmet": NUMBER, "unknown": NUMBER, "why": TEXT},
    "gaps": OF_SCHOOL | {
        "requirement": TEXT, "missing": NUMBER, "missing_to_floor": NUMBER, "missing_whole": NUMBER,
        "missing_to_floor_whole": NUMBER, "unit": TEXT, "cost_yuan": NUMBER,
    },
    "balance": {
        "county_code": TEXT, "stage": TEXT, "requirement": TEXT, "n": NUMBER, "pupils": NUMBER, "mean": NUMBER,
        "sd": NUMBER, "cv": NUMBER, "limit": NUMBER, "status": TEXT,
    },
    "townships": {
        "county_code": TEXT, "township_code": TEXT, "township": TEXT, "stage": TEXT, "schools": WHOLE, "met": NUMBER,
        "undetermined": NUMBER, "share": NUMBER,
    },
    "class_sizes": {
        "county_code": TEXT, "stage": TEXT, "classes": NUMBER, "standard": WHOLE, "over_standard": NUMBER,
        "ge56": NUMBER, "ge66": NUMBER, "not_reported": WHOLE,
    },
    "funnel": {"township_code": TEXT, "township": TEXT} | dict.fromkeys((*FUNNEL, *ANY), NUMBER),
    ERRORS: {"error": TEXT},
}  # fmt: skip
RESULTS = {name: pa.schema({COUNTY: TEXT, NAME: TEXT, STANDARD: TEXT} | columns) for name, columns in COLUMNS.items()}
"""Kind → its columns. standard_id is "" where no standard is asked: class_sizes, funnel, errors."""
