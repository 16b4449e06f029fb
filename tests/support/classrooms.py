"""Small classroom ledgers that tests tell by their flags."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

ON = date(2026, 3, 31)


def a_ledger(*rooms, on=ON):
    """Rooms told by their flags (e c m a s u), as many as are done by the report date."""
    day = pd.Timestamp(on - timedelta(days=10))
    frame = pd.DataFrame(
        {
            "school_code": "2142990001", "school_name": "虚构小学", "township_code": "990121001",
            "township": "澄阳街道",
            "grade": "一年级", "class": [str(place) for place, _ in enumerate(rooms)], "project": "",
            "equipped_on": [day if "e" in room else pd.NaT for room in rooms],
            "connected_on": [day if "c" in room else pd.NaT for room in rooms],
            "accepted_on": [day if "a" in room else pd.NaT for room in rooms],
            "started_on": [day if "s" in room else pd.NaT for room in rooms],
            "planned_on": pd.NaT,
            "mbps": [100.0 if "m" in room else 50.0 for room in rooms],
            "hours": [8.0 if "u" in room else 0.0 for room in rooms],
        }
    )  # fmt: skip
    dates = [name for name in frame if name.endswith("_on")]
    return frame.astype(dict.fromkeys(dates, "datetime64[s]"))


def accepted(days_ago, left, planned="2026-06-30"):
    """A ledger with rooms accepted so many days before the report date, and some left."""
    done = a_ledger(*["eca"] * len(days_ago)).assign(
        accepted_on=[pd.Timestamp(ON - timedelta(days=days)) for days in days_ago]
    )
    rest = a_ledger(*[""] * left).assign(planned_on=pd.Timestamp(planned))
    dates = dict.fromkeys(("accepted_on", "planned_on"), "datetime64[s]")
    return pd.concat([done, rest], ignore_index=True).astype(dates)
