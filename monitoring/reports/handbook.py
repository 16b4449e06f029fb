"""
Writes docs/indicators.md from data/indicators.toml, so that the page cannot say anything else than what is computed.

`make docs` runs it. The wording of a formula is that of the page 标准库.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from monitoring.findings.standards import formula
from monitoring.standards import Indicator, Standard, check_file, load_indicators
from monitoring.standards.library import SHIPPED

HEAD = """\
# Indicators

Made by `make docs` from [data/indicators.toml](../data/indicators.toml): change that file, never this one. Source
numbers are those of [data/sources.toml](../data/sources.toml).

- A figure is computed from what was reported; where one of its fields is blank it is 未填报, never 0.
- 整校: the fields hold the whole school's figure, which is split among its stages by weighted pupils;
  本学段: never split; 整校（不分摊）: every stage is judged by the whole school's figure, a gap counts once.
- A gap is counted in whole steps, rounded up.
"""


def indicators_page(indicators: Mapping[str, Indicator], standards: Collection[Standard]) -> str:
    """
    Return the text of docs/indicators.md (Markdown): every indicator, its formula, its gap and who asks for it.

    >>> known = load_indicators()
    >>> print(indicators_page({"books_per_pupil": known["books_per_pupil"]}, []).partition("##")[2])
     `books_per_pupil` 生均图书册数
    <BLANKLINE>
    - **册/生** = 图书 ÷ 在校生数
    - 整校; a gap is counted in 册, by 1
    - asked by no shipped standard
    - source: S5 S6 S7
    <BLANKLINE>
    """
    return "\n".join([HEAD, *(_entry(indicator, standards) for indicator in indicators.values())])


def _entry(indicator: Indicator, standards: Collection[Standard]) -> str:
    asked = [
        f"{standard.id} {requirement.key}"
        for standard in standards
        for requirement in standard.requirements
        if requirement.indicator == indicator.key
    ]
    scope = "本学段" if indicator.fixed else "整校（不分摊）" if indicator.whole else "整校"
    lines = [
        f"## `{indicator.key}` {indicator.name}\n",
        f"- **{indicator.unit}** = {formula(indicator)}",
        f"- {scope}; a gap is counted in {indicator.gap_unit}, by {indicator.gap_step:f}",
        f"- asked by {', '.join(asked) or 'no shipped standard'}",
        f"- source: {indicator.source}{f'; {indicator.note}' if indicator.note else ''}",
    ]
    return "\n".join(lines) + "\n"


def whole_page(indicators: Mapping[str, Indicator]) -> str:
    """Return the page of all indicators and all shipped standards; a bureau's own files are not in it."""
    return indicators_page(indicators, [check_file(path, indicators) for path in sorted(SHIPPED.glob("*.toml"))])


if __name__ == "__main__":
    print(whole_page(load_indicators()), end="")
