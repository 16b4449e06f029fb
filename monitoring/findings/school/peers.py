"""学校档案, among others: what moved most, how a school stands among all of its stage and among its peers."""

from __future__ import annotations

from collections.abc import Sequence

from monitoring.dossier import Line, Part
from monitoring.dossier.others import Standing
from monitoring.dossier.peers import Peers
from monitoring.figures import MISSING, count, cut, is_missing
from monitoring.results import ResultRules
from monitoring.standards.vocabulary import vocabulary

FEWEST = 3  # peers below which a count of them says nothing


def moved(part: Part) -> tuple[Line, int] | None:
    """Return the requirement whose reach changed most since the period before, and by how many whole points (≥ 1)."""
    steps = [
        (line, line.reach_pct - line.before.reach_pct)
        for line in part.lines
        if line.before and not is_missing(line.reach_pct) and not is_missing(line.before.reach_pct)
    ]
    steps = [(line, step) for line, step in steps if abs(step) >= 1]
    if not steps:
        return None
    line, step = max(steps, key=lambda each: abs(each[1]))
    return line, int(step)


def strip_title(part: Part, month: str) -> str:
    """Say what moved most since the period before; else name the topic."""
    topic = f"与全县{vocabulary().stages[part.stage]}比"
    largest = moved(part)
    if largest is None:
        return topic
    line, points = largest
    # Of an upper limit less is better: what rose is how far it is reached, not the figure.
    what = f"{line.asked.short}的达标程度" if line.less_is_better else line.asked.short
    return f"{topic}：{what}比{month}{'高' if points > 0 else '低'} {cut(abs(points), 0)} 个百分点"


def strip_line(part: Part, standings: Sequence[Standing], name: str, month: str) -> str:
    """Say how to read the dots; the county's mean where the document sets no limit."""
    most = max(each.of for each in standings)
    stage = vocabulary().stages[part.stage]
    base = "" if standings[0].base == "standard" else "；以全县平均（按学生数加权）为 100%，不是标准"
    ring = f"，空心圈是{month}的位置" if any(not is_missing(each.before) for each in standings) else ""
    dots = f"灰点是其他{stage}（共 {count(most)} 所次，未填报的不排名），大的标记是{name}"
    return f"{dots}{ring}；右边是名次，最好的是 1{base}"


def strip_alt(part: Part, standings: Sequence[Standing]) -> str:
    """Say the ranks in a sentence, for who cannot see the chart."""
    ranks = "、".join(f"{each.line.asked.short}第 {rank(each)}" for each in standings)
    return f"在全县{vocabulary().stages[part.stage]}中的名次：{ranks}"


def rank(each: Standing) -> str:
    """
    Write a rank: 85 / 86; a dash where the school is not compared.
    """
    return MISSING if each.rank is None else f"{each.rank} / {each.of}"


def peers_title(part: Part, peers: Peers) -> str:
    """Say how the peers stand in what the school lacks most of them have; else how many meet, or how many there are."""
    if peers.count < FEWEST:
        return f"同类学校 {count(peers.count)} 所" if peers.count else "同类学校"
    gaps = [line for line in part.gaps if peers.judged[line.asked.key]]
    better = [line for line in gaps if 2 * peers.met[line.asked.key] > peers.judged[line.asked.key]]
    if better:
        most = max(better, key=lambda line: peers.met[line.asked.key] / peers.judged[line.asked.key])
        key = most.asked.key
        return f"{count(peers.judged[key])} 所同类学校中 {count(peers.met[key])} 所{most.asked.short}达标"
    if part.status in ("met", "not_met", "undetermined"):
        return f"{count(peers.count)} 所同类学校中 {count(peers.passing)} 所达标"
    return f"{count(peers.count)} 所同类学校"


def peers_line(rules: ResultRules) -> str:
    """Say who is a peer, and whose definition that is."""
    return f"同学段、同办学类型，在校生相差不超过 {rules.peers_within_pct}%（本程序的约定）；点一行看那所学校"


def no_peers(part: Part, rules: ResultRules) -> str:
    """Say why there is nobody to compare with."""
    if is_missing(part.pupils):
        return "在校生数未填报，找不出同类学校。"
    return f"没有办学类型相同、在校生相差不超过 {rules.peers_within_pct}% 的{vocabulary().stages[part.stage]}。"
