"""Lists of projects with holes: each changes the lists of a snapshot before a page sees them."""

import pandas as pd


def without_money(lists):
    """Without money."""
    blank = dict.fromkeys(("arrived_wan_yuan", "paid_wan_yuan"), float("nan"))
    return lists | {
        "projects": lists["projects"].assign(**blank, total_wan_yuan=float("nan")),
        "sources": lists["sources"].assign(planned_wan_yuan=float("nan")),
    }


def without_dates(lists):
    """Without dates."""
    return lists | {"milestones": lists["milestones"].assign(planned_on=pd.NaT, actual_on=pd.NaT)}


def without_progress(lists):
    """Without progress."""
    return lists | {"projects": lists["projects"].assign(progress_pct=float("nan"))}


def without_categories(lists):
    """Without categories."""
    return lists | {"projects": lists["projects"].assign(category="")}


ONE = "CH-2026-X14"  # 信息化, not in use
OF_USE = "CH-2025-001"  # 暂停


def without_dates_of_one(lists):
    """Without dates of one."""
    dates = lists["milestones"]
    return lists | {
        "milestones": dates.mask(dates["project"] == ONE, dates.assign(planned_on=pd.NaT, actual_on=pd.NaT))
    }


def in_use_though_paused(lists):
    """In use though paused."""
    dates = lists["milestones"].copy()
    dates.loc[(dates["project"] == OF_USE) & (dates["milestone"] == "启用"), "actual_on"] = pd.Timestamp(2026, 9, 1)
    return lists | {"milestones": dates}


def with_five_sources(lists):
    """544.21 + 194.33 + 23.81 + 225.55 + 0.1 is 988, and a little more where floats are added."""
    given, amounts = lists["sources"], [544.21, 194.33, 23.81, 225.55, 0.1]
    own = pd.DataFrame({"project": ONE, "source": list("abcde"), "planned_wan_yuan": amounts})
    return lists | {"sources": pd.concat([given[given["project"] != ONE], own], ignore_index=True)}


def without_schools(lists):
    """Without schools."""
    return lists | {"projects": lists["projects"].assign(school_code="", school_name="")}


def without_funds(lists):
    """Without funds."""
    return {name: rows for name, rows in lists.items() if name != "funds"}


def without_rooms(lists):
    """Without rooms."""
    return {name: rows for name, rows in lists.items() if name != "rooms"}


def without_rows(lists):
    """Without rows."""
    return {name: rows.iloc[:0] if name != "rooms" else rows for name, rows in lists.items()}
