"""What a county's snapshot holds: the tables of its import, and of what did not come with it those of the last one."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from sqlalchemy import Connection

from monitoring.snapshots.integrity import stored_tables
from monitoring.snapshots.proposal import Proposal
from monitoring.snapshots.reading import CARRIED, LISTS, RAW, newest_of, problems_of
from monitoring.storage import frame_from_bytes, frame_to_bytes

KEY = ["file", "sheet", "row"]


def contents(
    connection: Connection, proposal: Proposal, rows: pd.DataFrame, lists: Mapping[str, pd.DataFrame], county: str
) -> tuple[dict[str, bytes], int | None]:
    """
    Return the tables of a county's new snapshot, and the snapshot that the others were taken from.

    Args:
        rows: of the schools of all counties, empty where lists come alone.
        lists: the frames of the import, of all counties.

    Returns:
        Name → Parquet; the id of the county's last snapshot of the same report date, None where there is none.
    """
    base = newest_of(connection, county, proposal.period)
    before = _tables_of(connection, base)
    own = rows[rows["county_code"] == county] if len(rows) else rows
    new: dict[str, pd.DataFrame] = {}
    if len(own):
        new = {"rows": own, "raw": own[KEY].merge(proposal.checked.raw, on=KEY)}
    mine = of_county(lists, proposal, county)
    new |= {name: frame for name, frame in mine.items() if name in LISTS}
    typed = proposal.checked.list_raw
    new |= {
        f"{name}{RAW}": mine[name][KEY].merge(typed[name], on=KEY) for name in mine if name in typed and name in LISTS
    }
    columns, carried = proposal.checked.columns, None
    if base is not None:
        kept = _without(frame_from_bytes(before["columns"]), columns)
        is_kept = kept["file"].isin(_files_of({name: before[name] for name in before if name not in new}))
        columns = pd.concat([columns, kept[is_kept]], ignore_index=True)
        carried = _carried(connection, base, before, kept[is_kept], proposal)
    tables = {name: content for name, content in before.items() if name not in new and name != CARRIED}
    tables |= {name: frame_to_bytes(frame) for name, frame in new.items()} | {"columns": frame_to_bytes(columns)}
    if carried is not None and len(carried):
        tables[CARRIED] = frame_to_bytes(carried)
    return tables, base


def of_county(lists: Mapping[str, pd.DataFrame], proposal: Proposal, county: str) -> dict[str, pd.DataFrame]:
    """Return the rows of lists that belong to a county; what names neither school nor project goes to the first."""
    first, home = next(iter(proposal.counties)), proposal.checked.homes
    found = {}
    for name, frame in lists.items():
        code = frame["county_code"] if "county_code" in frame else frame["project"].map(home)
        is_known = code.isin(proposal.counties)
        found[name] = frame[code.where(is_known, first) == county].reset_index(drop=True)
    return found


def _tables_of(connection: Connection, snapshot: int | None) -> dict[str, bytes]:
    if snapshot is None:
        return {}
    return stored_tables(connection, snapshot)


def _files_of(tables: Mapping[str, bytes]) -> set[str]:
    """The files that the kept tables came from."""
    frames = [frame_from_bytes(content) for name, content in tables.items() if name not in ("columns", CARRIED)]
    return {name for frame in frames if "file" in frame for name in frame["file"].unique()}


def _without(columns: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Sheets that are read anew replace themselves."""
    places = set(zip(new["file"], new["sheet"], strict=True))
    is_old = [place not in places for place in zip(columns["file"], columns["sheet"], strict=True)]
    return columns[is_old]


def _carried(
    connection: Connection, base: int, before: Mapping[str, bytes], kept: pd.DataFrame, proposal: Proposal
) -> pd.DataFrame:
    """What was found in the sheets that are kept, so that a doubt stays with its figure."""
    found = problems_of(connection, base)
    if CARRIED in before:
        found = pd.concat([frame_from_bytes(before[CARRIED]), found], ignore_index=True)
    sheets = set(zip(kept["file"], kept["sheet"], strict=True))
    files = set(kept["file"]) - {file.name for file in proposal.files}
    is_kept = [
        file in files or (file, sheet) in sheets for file, sheet in zip(found["file"], found["sheet"], strict=True)
    ]
    return found[is_kept]
