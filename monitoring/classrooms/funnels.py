"""The funnel 教室 → 设备到位 → 联网 → 百兆到班 → 验收 → 常态使用, nested, and each flag alone beside it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from monitoring.classrooms.flags import Flags, flags, rooms_of
from monitoring.classrooms.groups import counter, groups
from monitoring.classrooms.rules import ClassroomRules

NESTED = ("equipped", "connected", "at_100mbps", "accepted", "in_use")
ALONE = ("equipped", "connected", "at_100mbps", "accepted", "started", "in_use")
TOTAL = "合计"
NAMES = {"township_code": "township", "school_code": "school_name"}


def nested(flagged: Flags) -> dict[str, np.ndarray]:
    """Return each step with all earlier ones."""
    sofar, steps = np.ones(len(flagged.equipped), dtype=bool), {}
    for name in NESTED:
        sofar = sofar & getattr(flagged, name)
        steps[name] = sofar
    return steps


def nested_unknown(flagged: Flags) -> dict[str, np.ndarray]:
    """Return of which rooms a step with all earlier ones is not reported; a step that is known of all is absent."""
    if not flagged.unknown:
        return {}
    surely = perhaps = np.ones(len(flagged.equipped), dtype=bool)
    steps = {}
    for name in NESTED:
        holds = getattr(flagged, name)
        surely, perhaps = surely & holds, perhaps & (holds | flagged.unsure(name))
        steps[name] = perhaps & ~surely
    return {name: unsure for name, unsure in steps.items() if unsure.any()}


def funnel_counts(flagged: Flags, group: np.ndarray, size: int) -> dict[str, np.ndarray]:
    """
    Return the counts of the funnel by group, from arrays alone.

    Args:
        group: (n,) of each room, 0 to size − 1.
        size: how many groups there are.

    Returns:
        Column of the table funnel → (size,) counts; NaN where it is not reported of a room of the group.
    """
    counted, unsure = counter(group, size), nested_unknown(flagged)
    counts = {"classrooms": np.bincount(group, minlength=size)}
    counts |= {name: counted(holds, unsure.get(name)) for name, holds in nested(flagged).items()}
    counts |= {f"any_{name}": counted(getattr(flagged, name), flagged.unknown.get(name)) for name in ALONE}
    return counts | {"overdue": counted(flagged.overdue, flagged.unknown.get("overdue"))}


def funnel(rooms: pd.DataFrame, on: date, rules: ClassroomRules, by: str | None = "township_code") -> pd.DataFrame:
    """
    Return the table funnel of rules 4.

    Args:
        rooms: the frame rooms.
        on: the report date.
        by: township_code or school_code; None: the last row alone, as by township.

    Returns:
        The code and its name, then classrooms, the nested steps, each flag alone (any_…) and overdue; in the order of
        codes; the last row is 合计, with an empty code. NaN where a count is not reported of every room.

    >>> day = pd.Timestamp("2026-03-01")
    >>> ledger = pd.DataFrame({"township_code": ["990121001"], "township": ["澄阳街道"], "equipped_on": [pd.NaT],
    ...     "connected_on": [day], "accepted_on": [day], "started_on": [pd.NaT], "planned_on": [pd.NaT],
    ...     "mbps": [200.0], "hours": [float("nan")]})
    >>> from monitoring.classrooms.rules import load_classroom_rules
    >>> table = funnel(ledger, date(2026, 3, 31), load_classroom_rules())
    >>> table[["township", "equipped", "connected", "any_connected"]].values.tolist()
    [['澄阳街道', 0, 0, 1], ['合计', 0, 0, 1]]
    """
    if by is None:
        return funnel(rooms, on, rules).tail(1).reset_index(drop=True)
    name = NAMES[by]
    group, codes = groups(rooms, by)
    counts = funnel_counts(flags(rooms_of(rooms), on, rules), group, len(codes))
    names = rooms.drop_duplicates(by).set_index(by)[name].loc[codes]
    labels = {by: [*codes, ""], name: [*names, TOTAL]}
    return pd.DataFrame(labels | {column: np.append(each, each.sum()) for column, each in counts.items()})


def rates(counts: pd.DataFrame) -> pd.DataFrame:
    """
    Return 班班通开通率 (connected ÷ rooms) and 应用率 (in use ÷ equipped) of a funnel's rows, each flag alone; 0 to 1.

    NaN where there is nothing to divide by.
    """
    connected, rooms = counts["any_connected"].to_numpy(float), counts["classrooms"].to_numpy(float)
    used, equipped = counts["any_in_use"].to_numpy(float), counts["any_equipped"].to_numpy(float)
    share = {"connected_share": (connected, rooms), "use_share": (used, equipped)}
    return pd.DataFrame(
        {
            name: np.divide(above, below, out=np.full(len(above), np.nan), where=below > 0)
            for name, (above, below) in share.items()
        },
        index=counts.index,
    )
