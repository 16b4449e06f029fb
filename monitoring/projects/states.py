"""状态: how far a project is. The dates decide, but for 暂停, which is as reported; only then the reason counts."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from monitoring.projects.milestones import UNTOLD
from monitoring.projects.rules import ProjectRules
from monitoring.words import NOT_REPORTED

COLUMNS = ["project", "state", "reason", "contradicts"]


def states(projects: pd.DataFrame, table: pd.DataFrame, rules: ProjectRules) -> pd.DataFrame:
    """
    Return one row a project, in their order.

    Source: rules 6. 前期, 在建 from 到货/开工, 已完工 from 安装/主体, 已验收 from 验收, 已启用; the last milestone
    done decides, whether or not an earlier one is done.

    Args:
        projects: the frame projects: project, reported_state, reason.
        table: of milestone_table.

    Returns:
        project, state (未填报 where a milestone beyond the last one done is untold), reason ("" unless 暂停),
        contradicts (bool: the reported state is another one than the dates
        give, or 暂停 although the project is in use; a blank one contradicts nothing).

    >>> from monitoring.projects.rules import load_project_rules
    >>> listed = pd.DataFrame({"project": ["A"], "reported_state": ["已完工"], "reason": ["备注"]})
    >>> done = pd.DataFrame({"project": ["A"], "milestone": ["到货/开工"], "actual": [pd.Timestamp(2026, 3, 1)]})
    >>> states(listed, done, load_project_rules()).values.tolist()
    [['A', '在建', '', True]]
    """
    order = {name: number for number, name in enumerate(rules.states)}
    done = table[table["actual"].notna() & table["milestone"].isin(order)]
    furthest = done["milestone"].map(order).groupby(done["project"]).max()
    words = dict(enumerate(rules.states.values()))
    by_dates = projects["project"].map(furthest).map(words)
    by_dates = by_dates.astype(object).where(by_dates.notna(), rules.first_state)
    by_dates = by_dates.where(~_is_untold(projects["project"], table, furthest, order), NOT_REPORTED)
    reported = projects["reported_state"]
    paused = reported == rules.paused
    differs = (reported != "") & (reported != by_dates) & (by_dates != NOT_REPORTED) & ~paused
    return pd.DataFrame(
        {
            "project": projects["project"],
            "state": by_dates.where(~paused, rules.paused),
            "reason": projects["reason"].where(paused, ""),
            "contradicts": differs | (paused & (by_dates == rules.in_use)),
        }
    ).reset_index(drop=True)[COLUMNS]


def _is_untold(projects: pd.Series, table: pd.DataFrame, furthest: pd.Series, order: Mapping[str, int]) -> pd.Series:
    """Whether a milestone beyond the last one that is known to be done may be done, too."""
    if "state" not in table:
        return pd.Series(False, index=projects.index)
    open_ = table[(table["state"] == UNTOLD) & table["milestone"].isin(order)]
    beyond = open_["milestone"].map(order) > open_["project"].map(furthest).fillna(-1)
    return projects.isin(open_.loc[beyond, "project"])
