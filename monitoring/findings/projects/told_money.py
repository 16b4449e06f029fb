"""Money that was told beside 资金, in sentences: of no source, or of one and not in this table."""

from __future__ import annotations

from collections.abc import Mapping

from monitoring.figures import count
from monitoring.findings.projects.falls import exact
from monitoring.projects.told import Unassigned

WORDS = {"arrived": "到位", "paid": "支付"}


def apart(rest: Mapping[str, Unassigned], of_source: int) -> list[str]:
    """
    Say what was told and stands in no source of the table; nothing where nothing was.

    Args:
        rest: of projects.told.unassigned.
        of_source: projects of which money of a source was told since 资金.

    >>> apart({"paid": Unassigned(50.0, 0), "arrived": Unassigned(-20.5, 0)}, 0)
    ['填报的合计里未分来源：支付 50 万元', '填报的合计比各来源之和少：到位 20.5 万元']
    >>> apart({"paid": Unassigned(0.0, 2)}, 1)
    ['2 个项目填报的合计有多少未分来源，说不出：资金表没有填齐', '1 个项目在资金表之后按来源填报过，这里仍是资金表的数']
    >>> apart({}, 0), apart({"paid": Unassigned(0.0, 0)}, 0)
    ([], [])
    """
    more = [f"{WORDS[name]} {exact(each.wan_yuan)} 万元" for name, each in rest.items() if each.wan_yuan > 0]
    less = [f"{WORDS[name]} {exact(-each.wan_yuan)} 万元" for name, each in rest.items() if each.wan_yuan < 0]
    unknown = max((each.unknown for each in rest.values()), default=0)
    said = [f"填报的合计里未分来源：{'，'.join(more)}"] if more else []
    said += [f"填报的合计比各来源之和少：{'，'.join(less)}"] if less else []
    said += [f"{count(unknown)} 个项目填报的合计有多少未分来源，说不出：资金表没有填齐"] if unknown else []
    said += [f"{count(of_source)} 个项目在资金表之后按来源填报过，这里仍是资金表的数"] if of_source else []
    return said
