"""网络 in sentences: how many schools are at 千兆进校, 百兆进班, 无线全覆盖; what a school has, and what it lacks."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from monitoring.figures import MISSING, count, is_missing, threshold
from monitoring.findings.sentences import Sentence, listed
from monitoring.network import Measure, NetworkRules
from monitoring.standards.states import WORDS

SIGNS = {">=": "≥", "<=": "≤"}
OPEN = " 以上"  # of the last class of bandwidth
COUNTED = ("uplink", "class_100mbps", "wireless")  # that the title counts
LINE = "按综合报表的全部教室（班班通台账只有普通教室，两处的数不同）；一所学校算一次，校区并入主校"


def asked(measure: Measure, required: float) -> str:
    """
    Write what is asked of a school.

    >>> from monitoring.network import load_network_rules
    >>> of = load_network_rules().measures
    >>> asked(of["uplink"], 1000.0), asked(of["pupils_per_computer"], 12.0)
    ('≥ 1,000 Mbps', '≤ 12:1')
    """
    if is_missing(required):
        return MISSING
    sign = SIGNS[measure.operator]
    if measure.unit == "n:1":
        return f"{sign} {threshold(required, '间')}:1"
    limit = threshold(required, "间")
    return f"{sign} {limit}%" if measure.unit == "%" else f"{sign} {limit} {measure.unit}"


def asked_of_all(measure: Measure, required: Sequence[float]) -> str:
    """
    Write what is asked of several schools: one limit, or from the least to the most.

    >>> from monitoring.network import load_network_rules
    >>> ladder = load_network_rules().measures["ladder"]
    >>> asked_of_all(ladder, [4.0, 30.0, 10.0]), asked_of_all(ladder, [])
    ('≥ 4 至 30 Mbps', '—')
    """
    known = sorted({limit for limit in required if not is_missing(limit)})
    if len(known) <= 1:
        return asked(measure, known[0] if known else math.nan)
    return asked(measure, known[-1]).replace(" ", f" {threshold(known[0], '间')} 至 ", 1)


def lacking(measure: Measure, missing: float) -> str:
    """
    Write what is lacking, "" nothing.

    >>> from monitoring.network import load_network_rules
    >>> wireless = load_network_rules().measures["wireless"]
    >>> lacking(wireless, 3.0), lacking(wireless, math.nan)
    ('3 间', '')
    """
    return "" if is_missing(missing) or not missing else f"{count(missing)} {measure.gap_unit}"


def title(table: pd.DataFrame, rules: NetworkRules, where: str = "") -> Sentence:
    """
    Say how many schools reach 千兆进校, 百兆进班 and 无线全覆盖.

    Args:
        table: of network.summary.
        where: what it is narrowed to, "" the county.

    >>> from monitoring.findings.sentences import plain
    >>> from monitoring.network import load_network_rules
    >>> row, rules = {"schools": 117, "met": 18, "asked": 117, "reported": 117}, load_network_rules()
    >>> plain(title(pd.DataFrame({"uplink": row, "wireless": row | {"met": 0}}).T, rules))
    '117 所学校中 18 所千兆进校，没有一所无线全覆盖'
    >>> plain(title(pd.DataFrame({"uplink": row | {"met": 0, "reported": 116}}).T, rules))
    '117 所学校中没有一所千兆进校（1 所未填报）'
    >>> plain(title(pd.DataFrame({"uplink": row | {"reported": 0}}).T, rules))
    '学校的网络没有填报'
    """
    of = rules.measures
    told = [key for key in COUNTED if key in table.index and table.at[key, "asked"] and table.at[key, "reported"]]
    if not told:
        return [(f"{where}学校的网络没有填报", "")]
    parts = [_reached(table.loc[key], of[key].name) for key in told]
    said = "，".join(parts)
    blank = " " if said[0].isdigit() else ""
    return [(f"{where + ' ' if where else ''}{count(table.at[told[0], 'schools'])} 所学校中{blank}{said}", "")]


def _reached(row: Mapping, name: str) -> str:
    met, unknown = int(row["met"]), int(row["schools"] - row["reported"])
    word = f"全部{name}" if met == row["schools"] else f"{count(met)} 所{name}" if met else f"没有一所{name}"
    if not unknown:
        return word
    blank = f"{count(unknown)} 所未填报）"
    return f"{word.removesuffix('）')}，{blank}" if word.endswith("）") else f"{word}（{blank}"


def bandwidth_title(classes: Sequence[tuple[float, int]], schools: int) -> str:
    """
    Name the class of bandwidth with most schools, and count those that do not report it.

    >>> bandwidth_title([(0.0, 2), (100.0, 5), (1000.0, 1)], 9)
    '出口带宽 100–1,000 Mbps 的最多（5 所）；1 所未填报'
    >>> bandwidth_title([(0.0, 2), (1000.0, 5)], 7)
    '出口带宽 1,000 Mbps 以上的最多（5 所）'
    >>> bandwidth_title([(0.0, 0), (100.0, 0)], 3)
    '3 所学校的出口带宽都没有填报'
    """
    told = sum(number for _, number in classes)
    if not told:
        return f"{count(schools)} 所学校的出口带宽都没有填报" if schools else "出口带宽"
    most = max(number for _, number in classes)
    labels = class_labels([low for low, _ in classes])
    names = [label for label, (_, number) in zip(labels, classes, strict=True) if number == most]
    missing = f"；{count(schools - told)} 所未填报" if schools > told else ""
    named = listed(names, "档")
    blank = " " if named[0].isdigit() else ""
    unit = f"{named.removesuffix(OPEN)} Mbps{OPEN}" if named.endswith(OPEN) else f"{named} Mbps "
    return f"出口带宽{blank}{unit}的最多（{'各 ' if len(names) > 1 else ''}{count(most)} 所）{missing}"


def class_labels(lows: Sequence[float]) -> list[str]:
    """
    Name the classes of bandwidth: each holds its lower limit, not its upper one.

    >>> class_labels([0, 10, 1000])
    ['不足 10', '10–1,000', '1,000 以上']
    """
    ends = [*lows[1:], math.inf]
    return [
        f"{threshold(low, '间')}{OPEN}"
        if math.isinf(end)
        else f"不足 {threshold(end, '间')}"
        if not low
        else f"{threshold(low, '间')}–{threshold(end, '间')}"
        for low, end in zip(lows, ends, strict=True)
    ]


def absent(rules: NetworkRules) -> str:
    """
    Say what documents ask and no workbook carries; "" nothing.

    >>> from monitoring.network import load_network_rules
    >>> absent(load_network_rules())
    '智慧校园：综合报表没有这一列，未填报'
    """
    names = [name for name, _ in rules.absent]
    return f"{'、'.join(names)}：综合报表没有这一列，未填报" if names else ""


def source(measure: Measure, limits: Mapping[str, str] | None = None) -> str:
    """
    Say where a measure's limit comes from and how far that was compared; "" where none is in force.

    >>> from monitoring.network import load_network_rules
    >>> of = load_network_rules().measures
    >>> source(of["ladder"])
    ''
    >>> source(of["pupils_per_computer"], {"pupils_per_computer": "unnamed-8of10"})
    '均衡指标标准及标准含义，省份未注明，m.taodocs.com/p-469090940.html（未核实）'
    """
    limit = measure.limit(limits)
    if limit is None:
        return ""
    return f"{limit.source}（{WORDS[limit.state]}）"


def school_title(rows: pd.DataFrame, rules: NetworkRules) -> Sentence:
    """
    Say which measures a school does not reach, and which it has not reported.

    Args:
        rows: of network.assess, of one school.
    """
    of = rules.measures
    lacks = [of[key].name for key in rows.loc[rows["status"] == "gap", "measure"]]
    unknown = int(((rows["status"] == "no_data") & rows["required"].notna()).sum())
    reached = int((rows["status"] == "met").sum())
    blank = f"{count(unknown)} 项未填报" if unknown else ""
    if lacks:
        return [("网络：未达到", ""), ("、".join(lacks), "fail"), (f"；{blank}" if blank else "", "")]
    reach = [f"{count(reached)} 项达到" if unknown else f"{count(reached)} 项都达到"] if reached else []
    said = "；".join([*reach, *filter(None, [blank])])
    return [(f"网络：{said}" if said else "网络", "")]
