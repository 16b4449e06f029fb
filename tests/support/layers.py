"""Schools in two townships for the layers of the map."""

from __future__ import annotations

import pandas as pd

TOWN, OTHER = "990121001", "990121002"


def county(*schools, stage="primary"):
    """Schools and their parts: (code, township, campuses); all with 100 pupils."""
    rows = pd.DataFrame(schools, columns=["school_code", "township_code", "campuses"])
    own = rows.assign(
        school_name=rows["school_code"] + "小学", county="虚构县", latitude=34.5, longitude=117.5,
        township=["澄阳街道" if town == TOWN else "湖滨街道" for town in rows["township_code"]],
    )  # fmt: skip
    return own, rows[["school_code"]].assign(stage=stage, pupils=100.0)


def states(shown):
    """The state of each school of a layer."""
    return dict(zip(shown.points["code"], shown.points["state"], strict=True))
