"""设置: what stands, what would change, what was saved, in sentences."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from monitoring.figures import STAFF_UNIT, count
from monitoring.findings.sentences import Sentence
from monitoring.network import Measure
from monitoring.settings import Settings
from monitoring.settings.typed import APPROVAL, COSTS, DEFAULT, EXAMPLE, NAME, SHOWN, Change, Draft
from monitoring.settings.values import cost_text
from monitoring.settings.writing import Key, Value
from monitoring.standards import Indicator, Standard, states

EMPTY = "空"
NO_LIMIT = "不判断，只看数"
EXAMPLES, OWN = "含示例", "都是本单位的"
AT_ONCE = "各页从现在起就按它显示，不用重新启动。"
NOT_HERE = (
    "打开时先看的县、读文件的限额、底图、本县核对过的条目，在 config.toml 里改，改完刷新页面；"
    "数据库、文件夹、主机名也在那里改，改完要重新启动。"
)
COSTS_LINE = "缺口按它折算成钱；勾着“含示例”，各页就注“含示例”"
NO_COST = "没有单价"
ADD, ADD_HINT = "再加一项单价", "选还没有单价的一项"
TAKE, TAKE_HINT = "去掉一项单价", "选一项"
STAFF_LINE = "教师要的是编制，报表里没有的项目算不出缺口：都不能定单价。"
ARE_EXAMPLES = "这些单价里还含示例，不都是本单位的"
STILL_EXAMPLES = "改、加单价不会自动去掉这个勾；全部是本单位的了，请自己去掉再保存。"
STANDARDS_LINE = "选中的可以在各页换着看"
NETWORK_LINE = "每项按哪份要求判断"
NOTHING_TYPED = "改了任何一项，这里先列出由什么改成什么，保存后才生效。"
MONEY = "元"


@dataclass(frozen=True)
class Names:
    """
    What the keys of config.toml stand for.

    Attributes:
        standards: every one on the shelf, by id.
        indicators: by key.
        measures: of the network, by key.
    """

    standards: Mapping[str, Standard]
    indicators: Mapping[str, Indicator]
    measures: Mapping[str, Measure]

    def of(self, key: Key) -> str:
        """Return the name of a key, as its field has it."""
        plain = {
            NAME: "单位名称",
            APPROVAL: "审图号",
            EXAMPLE: "单价",
            SHOWN: "可选的标准",
            DEFAULT: "打开时默认的标准",
        }
        if key in plain:
            return plain[key]
        section, name = key
        return f"{self.thing(name)}单价" if section == COSTS else self.measures[name].name

    def thing(self, indicator: str) -> str:
        """Return what a unit cost buys: the name that requirements give it, the shortest first."""
        shorts = {
            asked.short
            for each in self.standards.values()
            for asked in each.requirements
            if asked.indicator == indicator
        }
        known = self.indicators[indicator].name if indicator in self.indicators else indicator
        return min(shorts, key=lambda short: (len(short), short), default=known)

    def priced(self) -> list[str]:
        """
        Return the indicators that can have a unit cost, in the order of the shelf: what some requirement asks and the
        tables carry. Persons have none: they are posts, and one may close several gaps.
        """
        asked = dict.fromkeys(asked.indicator for each in self.standards.values() for asked in each.requirements)
        known = [self.indicators[name] for name in asked if name in self.indicators]
        return [each.key for each in known if each.in_tables and each.gap_unit != STAFF_UNIT]

    def cost_label(self, indicator: str) -> str:
        """Return what a unit cost buys with its unit; where another has that name before it, the indicator's own."""
        thing = self.thing(indicator)
        before = itertools.takewhile(lambda other: other != indicator, self.priced())
        if thing in map(self.thing, before):
            thing = self.indicators[indicator].name if indicator in self.indicators else indicator
        return f"{thing}（{self.cost_unit(indicator)}）"

    def asking(self, indicator: str) -> str:
        """Return the short names of the standards that ask for what a unit cost buys."""
        of_it = (
            each.short for each in self.standards.values() if any(r.indicator == indicator for r in each.requirements)
        )
        return "、".join(of_it)

    def cost_unit(self, indicator: str) -> str:
        """Return the unit of a unit cost: 元/㎡; where money itself is short, 元 for every 元 of it."""
        unit = self.indicators[indicator].gap_unit if indicator in self.indicators else ""
        return {"": MONEY, MONEY: f"{MONEY}，每缺 1 {MONEY}"}.get(unit, f"{MONEY}/{unit}")

    def standard(self, name: str) -> str:
        """Return the short name of a standard; of a file that cannot be read its id."""
        return self.standards[name].short if name in self.standards else name

    def said(self, key: Key, value: Value) -> str:
        """Return a value as it is read."""
        if key in (NAME, APPROVAL):
            return str(value) or EMPTY
        if key == EXAMPLE:
            return EXAMPLES if value else OWN
        if key == SHOWN:
            return f"{count(len(value))} 部"
        if key == DEFAULT:
            return self.standard(str(value))
        section, name = key
        if section == COSTS and value is None:
            return NO_COST
        if section == COSTS:
            return f"{Decimal(cost_text(float(value))):,f} {self.cost_unit(name)}"
        limits = self.measures[name].limits
        return limits[value].name if value in limits else NO_LIMIT


def headline(settings: Settings, names: Names) -> Sentence:
    """Say which standard the pages begin with, how many can be chosen, and whose the unit costs are."""
    number = count(len(settings.unit_costs))
    whose = "含示例" if settings.unit_costs_are_examples else "都是本单位的"
    costs = [("没有单价，缺口不折算成钱", "")]
    if settings.unit_costs:
        costs = [(f"{number} 项单价", ""), (whose, "accent")]
    return [
        ("各页打开时按", ""),
        (names.standard(settings.default_standard), "accent"),
        (f"，{count(len(settings.shown_standards))} 部标准可选；", ""),
        *costs,
        ("。", ""),
    ]


def line(settings: Settings, limits: Mapping[str, str]) -> Sentence:
    """
    Say how much of the network is judged, whether maps carry a 审图号, and when a change holds.

    Args:
        limits: measure of the network → the limit in force, "" none.
    """
    judged = sum(bool(limit) for limit in limits.values())
    approval = ("审图号 ", settings.map_approval) if settings.map_approval else ("审图号", "没有填")
    return [
        (f"网络 {count(len(limits))} 项中 ", ""),
        (f"{count(judged)} 项有门槛", "strong"),
        (f" · {approval[0]}", ""),
        (approval[1], "strong"),
        (" · 改了保存就生效；写进 config.toml，里面的注释照留", ""),
    ]


def details(change: Change, names: Names) -> str:
    """Say which standards come and go where the shown ones change; "" otherwise."""
    if change.key != SHOWN:
        return ""
    gone = [names.standard(name) for name in change.old if name not in change.new]
    come = [names.standard(name) for name in change.new if name not in change.old]
    parts = [f"去掉 {'、'.join(gone)}"] if gone else []
    return "；".join([*parts, f"加上 {'、'.join(come)}"] if come else parts)


def take_note(names: Names, name: str, cost: Value) -> str:
    """Say that a unit cost goes once it is saved."""
    key = (COSTS, name)
    return f"{names.of(key)} {names.said(key, cost)}：保存后去掉，缺口不再折算成钱"


def changes_title(draft: Draft, saved: int) -> str:
    """
    Say how many changes are typed and what stands against saving them; of none, how many were saved last.

    >>> changes_title(Draft((), {}), 0), changes_title(Draft((), {}), 2)
    ('没有改动', '已保存 2 处')
    >>> changes_title(Draft((), {("bureau", "name"): "名称是空的。"}), 2)
    '没有改动，1 处有误'
    """
    number, refused = len(draft.changes), len(draft.refusals)
    if saved and not number and not refused:
        return f"已保存 {count(saved)} 处"
    said = f"将改 {count(number)} 处" if number else "没有改动"
    return f"{said}，{count(refused)} 处有误" if refused else said


def event_details(change: Change, names: Names) -> dict[str, Any]:
    """Return what the event of a change holds: the values, and the words for them as they were when it was made."""
    more = details(change, names)
    new = names.said(change.key, change.new)
    return {
        "old": change.old,
        "new": change.new,
        "name": names.of(change.key),
        "old_said": names.said(change.key, change.old),
        "new_said": f"{new}（{more}）" if more else new,
    }


def not_recorded(refusal: str) -> str:
    """Say that a change holds although it could not be recorded as an event."""
    return f"{AT_ONCE}但没有记进操作记录：{refusal}"


def meanwhile(fields: Collection[str], kept: int) -> str:
    """
    Say that somebody else changed the file while this page was open.

    Args:
        fields: the names of what is different now.
        kept: how many fields hold something typed that is not saved yet.

    >>> meanwhile(["审图号"], 2)
    '设置文件刚被别人改过：审图号。页上已换成新的值；您填的 2 处还在，没有保存，请核对后再保存。'
    """
    what = "、".join(fields) if fields else "这一页以外的内容"
    return f"设置文件刚被别人改过：{what}。页上已换成新的值；您填的 {count(kept)} 处还在，没有保存，请核对后再保存。"


def standard_label(names: Names, name: str) -> str:
    """Return a standard as the list of those to show has it: its short name and the document's number."""
    if name not in names.standards:
        return f"{name}（文件写错了，读不出，见标准库）"
    standard = names.standards[name]
    return f"{standard.short}（{standard.number}）" if standard.number else standard.short


def source_of(measure: Measure, limit: str) -> str:
    """Say where a limit stands and how far that was compared; "" for none."""
    if limit not in measure.limits:
        return ""
    chosen = measure.limits[limit]
    return f"{states.WORDS[chosen.state]} · {chosen.source}"
