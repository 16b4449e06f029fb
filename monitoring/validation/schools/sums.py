"""Totals against their breakdowns: what is repaired by a sum, what cannot be true, and what only looks odd."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from monitoring.validation.catalogue.problem import MISSING, REPAIR, shown
from monitoring.validation.entries import Effect, Entry, Findings
from monitoring.validation.schools.breakdowns import Breakdown, differs
from monitoring.workbook import wording

WAN = 10_000
PARTS_OF = {
    "pupils": ("pupils_female", "pupils_boarding", "pupils_migrant", "pupils_left_behind"),
    "teachers": ("teachers_female", "backbone_teachers"),
    "classrooms": ("multimedia_rooms", "networked_rooms", "rooms_100mbps", "wireless_rooms"),
    "assets_wan_yuan": ("equipment_wan_yuan",),
    "computers": ("teaching_computers", "pupil_terminals", "teacher_terminals"),
    "teaching_computers": ("tablets",),
    "land_m2": ("green_m2", "sports_ground_m2"),
    "buildings_m2": ("dangerous_m2", "new_built_m2"),
    "teaching_area_m2": ("indoor_sports_m2",),
    "living_m2": ("dormitory_m2", "teacher_dormitory_m2", "canteen_m2", "toilets_m2"),
}
"""What cannot be more than its total."""
SIZES = ("to_25", "to_30", "to_35", "to_40", "to_45", "to_50", "to_55", "to_60", "to_65", "from_66")


class Sums:
    """The checks of one row: two chains of values, one as if everything were repaired, one as if nothing could be."""

    def __init__(self, entry: Entry, groups: list[list[Breakdown]], findings: Findings) -> None:
        self.entry = entry
        self.findings = findings
        self.chains: Mapping[str, dict[str, float]] = {
            REPAIR: {}, MISSING: dict.fromkeys(entry.unsettled, math.nan),
        }  # fmt: skip
        self.groups = groups

    def check(self) -> None:
        """Check every total of the row, the innermost first; doubtful parts before what they add up to."""
        totals = {groups[0].total for groups in self.groups}
        for name, number in self.entry.impossible.items():
            if name not in totals or not self._complete(name):
                self.findings.at(self.entry, name, "negative" if number < 0 else "impossible", unit=wording_unit(name))
        for name in self.entry.doubts:
            if name not in totals:
                self._judge(name, [])
        for groups in self.groups:
            self._check_total(groups[0].total, groups)
        self._money()
        self._parts()
        self._class_sizes()

    def value(self, name: str, chain: str = REPAIR) -> float:
        """Return a figure as it stands in a chain."""
        return self.chains[chain].get(name, self.entry.number(name))

    def _sum(self, group: Breakdown, chain: str) -> float:
        """The sum of a breakdown, NaN where a part is not reported."""
        return math.fsum(self.value(part, chain) for part in group.parts)

    def _complete(self, total: str) -> bool:
        """Whether any breakdown of a total is reported in full."""
        groups = [group for groups in self.groups for group in groups if group.total == total]
        return any(not math.isnan(self._sum(group, REPAIR)) for group in groups)

    def _check_total(self, total: str, groups: Sequence[Breakdown]) -> None:
        repair = [(group, self._sum(group, REPAIR)) for group in groups]
        complete = [(group, whole) for group, whole in repair if not math.isnan(whole)]
        if total in self.entry.doubts:
            agreed = complete if complete and _agree([whole for _, whole in complete], complete[0][0]) else []
            self._judge(total, agreed)
            return
        value = self.entry.impossible.get(total, self.value(total))
        if math.isnan(value) or not complete:
            return
        wrong = [(group, whole) for group, whole in complete if differs(whole, value, total)]
        if not wrong:
            return
        if len(wrong) < len(complete) or self._is_confirmed(total):
            for group, whole in wrong:
                self._drop_parts(group, whole)
        elif _agree([whole for _, whole in wrong], wrong[0][0]):
            whole = round(wrong[0][1], 2)
            is_known = any(not math.isnan(self._sum(group, MISSING)) for group, _ in wrong)
            effects = [self._effect(total, whole, math.nan if is_known else self.value(total, MISSING))]
            words = f"{_named(wrong)}之和 {shown(whole)}"
            self.findings.at(
                self.entry, total, "total_contradicts", proposal=shown(whole), effects=effects, reason=words,
                parts=wrong[0][0].parts,
            )  # fmt: skip
        else:
            names = [total, *(part for group, _ in wrong for part in group.parts)]
            effects = [self._effect(name, math.nan, math.nan) for name in dict.fromkeys(names)]
            sums = "、".join(f"{group.name} {shown(round(whole, 2))}" for group, whole in wrong)
            self.findings.at(
                self.entry, total, "all_contradict", effects=effects, reason=f"分项之和各不相同：{sums}；都按未填报"
            )
            for group, whole in wrong:
                self._drop_parts(group, whole)

    def _is_confirmed(self, total: str) -> bool:
        """Whether a subtotal fits its own total, together with that one's other parts."""
        for groups in self.groups:
            for group in groups:
                above = self.value(group.total)
                if total in group.parts and group.total not in self.entry.doubts and not math.isnan(above):
                    sum_of_parts = self._sum(group, REPAIR)
                    if not math.isnan(sum_of_parts) and not differs(sum_of_parts, above, group.total):
                        return True
        return False

    def _drop_parts(self, group: Breakdown, whole: float) -> None:
        """A breakdown that contradicts a confirmed total: its parts are not reported."""
        doubtful = [part for part in group.parts if part in self.entry.doubts]
        for part in group.parts:
            if part in doubtful:
                self._settle(part, math.nan, "breakdown_contradicts", value=shown(round(whole, 2)))
                continue
            self.findings.at(self.entry, part, "breakdown_contradicts", value=shown(round(whole, 2)))
            if doubtful:  # complete, and so contradicting, only if the doubtful part is what it seems
                self.findings.also(self.entry, doubtful[0], self._effect(part, math.nan, self.value(part, MISSING)))
            else:
                self._drop(part)

    def _settle(self, name: str, repaired: float, code: str, **words) -> None:
        """A doubtful cell is decided once: what it may be repaired to changes, no second problem is told."""
        self.findings.settle(self.entry, name, repaired, code, **words)
        self.chains[REPAIR][name] = repaired

    def _drop(self, name: str) -> None:
        """Not reported, whatever is decided of other cells."""
        self.entry.values[name] = math.nan
        self.findings.dropped.add((self.entry, name))
        for chain in self.chains.values():
            chain[name] = math.nan

    def _judge(self, name: str, agreed: Sequence[tuple[Breakdown, float]]) -> None:
        """A doubtful cell: the sum of its complete breakdown, else the number that was read."""
        guess = self.entry.doubts[name]
        value, reason = guess, ""
        if agreed:
            value = round(agreed[0][1], 2)
            reason = f"；{_named(agreed)}之和 {shown(value)}"
        unit = wording_unit(name)
        effects = [self._effect(name, value, math.nan)]
        parts = agreed[0][0].parts if agreed else ()
        self.findings.at(
            self.entry, name, "judgement", proposal=shown(value), effects=effects, unit=unit, reason=reason, parts=parts
        )

    def _effect(self, name: str, repair: float, missing: float) -> Effect:
        self.chains[REPAIR][name] = repair
        self.chains[MISSING][name] = missing
        return Effect(self.entry, name, repair, missing)

    def _money(self) -> None:
        """元 typed for 万元: a part above its total that is not above it when divided."""
        total, part = "assets_wan_yuan", "equipment_wan_yuan"
        whole, value = self.value(total), self.value(part)
        if part in self.entry.unsettled or not value > whole >= value / WAN:
            return
        repaired = round(value / WAN, 6)
        if part in self.entry.doubts:
            self._settle(part, repaired, "wan_yuan")
            return
        effects = [self._effect(part, repaired, math.nan)]
        self.findings.at(self.entry, part, "wan_yuan", proposal=shown(repaired), effects=effects)

    def _parts(self) -> None:
        in_breakdown = {
            name for groups in self.groups for group in groups
            if not math.isnan(self._sum(group, REPAIR)) for name in (*group.parts, group.total)
        }  # fmt: skip
        of_breakdowns = [(group.total, group.parts) for groups in self.groups for group in groups]
        for total, parts in [*PARTS_OF.items(), *of_breakdowns]:
            for part in parts:
                if part not in in_breakdown:
                    self._check_part(total, part)

    def _check_part(self, total: str, part: str) -> None:
        whole, value = self.value(total), self.value(part)
        if not (value > whole and differs(value, whole, part)):
            return
        words = {"total": wording().labels()[total], "value": shown(whole)}
        if part in self.entry.doubts:
            self._settle(part, math.nan, "part_above_total", **words)
            return
        self.findings.at(self.entry, part, "part_above_total", **words)
        is_above_anyhow = self.value(part, MISSING) > self.value(total, MISSING)
        if (self.entry, total) in self.findings.touched and not is_above_anyhow:
            # The total is an estimate or a repaired one: the part stays where that is not stored.
            self.findings.also(self.entry, total, self._effect(part, math.nan, self.value(part, MISSING)))
        else:
            self._drop(part)

    def _class_sizes(self) -> None:
        names = [f"classes_size_{size}" for size in SIZES]
        if not all(self.entry.has(name) for name in names):
            return
        in_sizes, classes = sum(self.entry.number(name) for name in names), self.value("classes")
        if not math.isnan(classes) and in_sizes != classes:
            for name in names:
                if self.entry.number(name):
                    self.findings.at(self.entry, name, "class_sizes_differ", value=shown(classes))


def wording_unit(name: str) -> str:
    """Return the unit of a field."""
    return next(field.unit for field in wording().fields if field.name == name)


def _agree(sums: Sequence[float], group: Breakdown) -> bool:
    return not differs(max(sums), min(sums), group.total)


def _named(groups: Sequence[tuple[Breakdown, float]]) -> str:
    names = [group.name for group, _ in groups]
    return "、".join(names) + ("三组" if len(names) == 3 else "两组" if len(names) == 1 + 1 else "")  # noqa: PLR2004
