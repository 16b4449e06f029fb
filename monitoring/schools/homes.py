"""Where the schools of a list lie: in the townships that the school tables give them."""

from __future__ import annotations

import pandas as pd


def at_home(frame: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """A room's, or a project's, township is its school's, also where the school tables were imported again."""
    if "township_code" not in frame:
        return frame
    schools = rows.drop_duplicates("school_code").set_index("school_code")
    known = frame["school_code"].isin(schools.index)
    of = frame["school_code"].where(known)
    return frame.assign(
        **{
            name: of.map(schools[name]).where(known, frame[name]).astype(object)
            for name in ("township_code", "township")
        }
    )
