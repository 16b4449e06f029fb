"""What a standard is, as frozen objects. Numbers are Decimals as the document prints them; nothing is judged here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from monitoring.standards import words
from monitoring.standards.states import ORIGINAL, OWN, UNSURE, Check

NOTHING: Mapping[str, Decimal] = MappingProxyType({})


@dataclass(frozen=True)
class Term:
    """One field of a sum, with its sign: +1 or -1."""

    field: str
    sign: int


@dataclass(frozen=True)
class Indicator:
    """
    How a figure is made from the tables: sum of the numerator × times ÷ per. One entry of data/indicators.toml.

    Attributes:
        key: the name standards use, e.g. "books_per_pupil".
        name, unit: Chinese, for eyes ("㎡/生").
        numerators: stage ("" for every other stage) → sums; the first that is reported in full is used.
        per: the field divided by, or "school" for an absolute figure.
        times: 100 for "per 100 pupils" and percentages, 10000 for 万元 → 元.
        gap_in: "numerator", or "denominator" where more of the denominator closes the gap (n : 1, class size).
        gap_unit, gap_step: a gap is counted in whole steps of gap_step, in gap_unit.
        gap_times: how many gap_unit one unit of the field is (万元 → 元: 10000; else 1).
        yes_no: met when 1; the gap is one item.
        fixed: made of figures of the stage alone (teachers), never split between stages.
        whole: a figure of the whole school that every stage is judged by, so many a school; shared, yet not split.
        in_tables: False where no workbook carries it: always no_data (未填报).
        source, note: where the formula stands, and how it is read.
    """

    key: str
    name: str
    unit: str
    numerators: Mapping[str, tuple[tuple[Term, ...], ...]]
    per: str
    times: Decimal
    gap_in: str
    gap_unit: str
    gap_step: Decimal
    gap_times: Decimal
    yes_no: bool
    fixed: bool
    whole: bool
    in_tables: bool
    source: str
    note: str

    def alternatives(self, stage: str) -> tuple[tuple[Term, ...], ...]:
        """Return the sums that may make the numerator at this stage, best first; () where the stage has none."""
        return self.numerators.get(stage, self.numerators.get("", ()))

    @property
    def fields(self) -> frozenset[str]:
        """Every field the figure is made from, the denominator included."""
        parts = {term.field for sums in self.numerators.values() for terms in sums for term in terms}
        return frozenset(parts | ({self.per} - {"school"}))


@dataclass(frozen=True)
class Condition:
    """
    When a case holds. All parts must hold; what is empty or None is not asked. Groups are already turned into codes.

    built_before and pupils_below exclude the number itself; every "from" and classes_to include it.
    """

    urban: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    boarding: bool | None = None
    centre: bool | None = None
    built_before: int | None = None
    built_from: int | None = None
    pupils_below: int | None = None
    pupils_from: int | None = None
    classes_to: int | None = None
    classes_from: int | None = None

    @property
    def is_always(self) -> bool:
        """True when nothing is asked."""
        return self == Condition()


@dataclass(frozen=True)
class Case:
    """
    One threshold. Exactly one shape is filled: `value`; `bands` with `by`; `per` with `every` and `each`.

    Attributes:
        stage: the stage it holds for; None: every stage in the scope.
        value: the threshold itself.
        bands: (size, threshold), sizes ascending: between two sizes the next larger, above the largest not applicable.
        by: the field whose size is meant.
        per, every, each: threshold = ⌈field ÷ every⌉ × each.
        when: the condition.
    """

    stage: str | None = None
    value: Decimal | None = None
    bands: tuple[tuple[Decimal, Decimal], ...] = ()
    by: str | None = None
    per: str | None = None
    every: int | None = None
    each: Decimal | None = None
    when: Condition = Condition()


@dataclass(frozen=True)
class Requirement:
    """
    One judged clause: an indicator, an operator, the cases it is asked in. Without cases it is shown, not judged.

    `state` says how far it was compared with a text (monitoring.standards.states), `check` by whom of the bureau.
    """

    key: str
    clause: str
    name: str
    short: str
    indicator: str
    operator: str
    cases: tuple[Case, ...]
    unit: str
    is_yes_no: bool
    state: str
    source: str
    note: str
    check: Check | None = None

    def describe(self, stage: str | None = None) -> str:
        """
        Say the thresholds in Chinese, of one stage or of all.

        >>> case = Case(stage="primary", value=Decimal("4.5"))
        >>> Requirement("L4", "", "", "", "", ">=", (case,), "㎡/生", False, "copy", "", "").describe()
        '小学 ≥ 4.5 ㎡/生'
        """
        return words.requirement(self, stage)


@dataclass(frozen=True)
class Clause:
    """A clause shown for completeness, not judged: no school table answers it, or it is asked of the county."""

    number: str
    group: str
    text: str
    figure: str
    state: str
    source: str
    check: Check | None = None


@dataclass(frozen=True)
class Scope:
    """
    Which parts (school × stage) the document judges.

    teaching_point_min_pupils leaves out teaching points (218) with fewer pupils; exclude_teaching_points all of them.
    public_only leaves out private schools (sponsor 999). exclude_kinds and teaching_points are codes of kinds.
    """

    stages: tuple[str, ...]
    exclude_kinds: tuple[str, ...] = ()
    teaching_point_min_pupils: int | None = None
    exclude_teaching_points: bool = False
    public_only: bool = False
    teaching_points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """
    How requirements make a school's verdict.

    Attributes:
        rule: "all"; "at_least" (at_least met, each of the rest ≥ floor_pct); "at_most_unmet"; "none" (not judged).
        of: how many requirements the document has; more than the file holds only while the standard is not complete.
        floor_pct: percent of the threshold each unmet requirement must still reach; None: no floor.
        floor_verified: False while the floor was not seen in a copy of the document.
        state: how far the rule was compared with a text; check: by whom of the bureau.
    """

    rule: str
    of: int
    at_least: int | None = None
    at_most_unmet: int | None = None
    floor_pct: Decimal | None = None
    floor_verified: bool = True
    state: str = ORIGINAL
    check: Check | None = None

    @property
    def is_unsure(self) -> bool:
        """Whether the rule or its floor was not compared with any text of the document."""
        return self.state in UNSURE or not (self.floor_verified or self.state == OWN)

    def describe(self) -> str:
        """
        Say the rule in Chinese.

        >>> Verdict("at_least", of=7, at_least=6, floor_pct=Decimal(85), floor_verified=False).describe()
        '7 项中至少 6 项达标，其余每项不低于标准的 85%（下限未核实）'
        """
        return words.verdict(self)


@dataclass(frozen=True)
class Balance:
    """Upper limits of the coefficients of variation by stage, both included; empty where the document sets none."""

    cv_limit: Mapping[str, Decimal] = field(default_factory=lambda: NOTHING)
    composite_limit: Mapping[str, Decimal] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True)
class Standard:
    """
    One official document.

    Attributes:
        in_force: the first day it surely was in force (of a year or month alone the last day); None: not known.
        in_force_as_written: the same as the file has it: "2017-05-23", "2011-06", "2008", "不详".
        repealed: the first day on which it no longer was in force.
        replaces: id of the version of the same document before it; "" none.
        checked_on: when a person last compared the file with its sources.
        complete: False: it judges its requirements, but no school (标准不全).
        balance: None where the document judges no coefficients.
        clauses: what it also asks and the tables do not answer.
    """

    id: str
    title: str
    short: str
    number: str
    issuer: str
    in_force: date | None
    in_force_as_written: str
    repealed: date | None
    checked_on: date
    complete: bool
    source: str
    note: str
    scope: Scope
    verdict: Verdict
    balance: Balance | None
    requirements: tuple[Requirement, ...]
    clauses: tuple[Clause, ...]
    replaces: str = ""


def in_force(standard: Standard, on: date) -> bool:
    """
    Return whether a standard surely was in force on a day; False where its date is not known.

    The day of repeal itself is no longer in force.
    """
    started = standard.in_force is not None and standard.in_force <= on
    return started and (standard.repealed is None or on < standard.repealed)
