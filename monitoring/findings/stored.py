"""数据导入: what is stored already beside what is handed in, and what becomes of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from monitoring.figures import count


def replacement(number: int, tables: Sequence[str]) -> str:
    """
    Say which tables of an earlier import will no longer count; the rest of it stays.

    Args:
        tables: what they are called.

    >>> replacement(7, ["小学综合报表", "班班通台账"])
    '入库后，编号 7 的小学综合报表、班班通台账换成这次的，同一天的以这次为准；那次的其余数据照用。'
    """
    return f"入库后，编号 {number} 的{'、'.join(tables)}换成这次的，同一天的以这次为准；那次的其余数据照用。"


def same_as_stored(stored: Mapping[str, int], files: int) -> list[str]:
    """
    Say which files are stored already, unchanged.

    Args:
        stored: name of a file → number of the import that holds it.
        files: how many are handed in.

    >>> same_as_stored({"小学.xlsx": 5}, 3), same_as_stored({"小学.xlsx": 5}, 1), same_as_stored({}, 1)
    (['“小学.xlsx”与已入库的编号 5 里的相同。'], ['“小学.xlsx”与已入库的编号 5 相同，再入库一次不改变任何数。'], [])
    """
    by_number: dict[int, list[str]] = {}
    for name, number in stored.items():
        by_number.setdefault(number, []).append(f"“{name}”")
    if len(by_number) == 1 and len(stored) == files:
        number, names = next(iter(by_number.items()))
        return [f"{'、'.join(names)}与已入库的编号 {number} 相同，再入库一次不改变任何数。"]
    return [f"{'、'.join(names)}与已入库的编号 {number} 里的相同。" for number, names in by_number.items()]


def decided_before(number: int) -> str:
    """
    Say that places of unchanged files were decided when they were stored, and how that may be changed.

    >>> decided_before(5)
    '没有改动的文件里有 5 处上次入库时已经定过，照那时的处理，不再问；要改的，在下面改选。'
    """
    return f"没有改动的文件里有 {count(number)} 处上次入库时已经定过，照那时的处理，不再问；要改的，在下面改选。"


def absent(stages: Collection[str], kept: Collection[str] = ()) -> list[str]:
    """
    Say which stages stay as they are stored, and which of the compulsory ones has no table at all; [] neither.

    Args:
        stages: of the tables that are handed in, as they are called.
        kept: those of the same date that are stored and not handed in.

    >>> absent(["小学", "高中"]), absent(["小学", "初中"])
    (['没有初中的综合报表，初中不评定；有九年一贯制学校的，它们的共用数据按未填报。'], [])
    >>> absent(["小学"], ["初中", "高中"])
    ['库里同一天的初中、高中综合报表照用，和这次的一起评定。']
    """
    said = [f"库里同一天的{'、'.join(kept)}综合报表照用，和这次的一起评定。"] if kept else []
    missing = [stage for stage in ("小学", "初中") if stage not in stages and stage not in kept]
    if missing:
        named = "、".join(missing)
        said.append(f"没有{named}的综合报表，{named}不评定；有九年一贯制学校的，它们的共用数据按未填报。")
    return said
