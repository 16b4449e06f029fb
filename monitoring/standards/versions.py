"""Versions of one document: a standard names the one that it replaces, and nothing else makes the two one document."""

from __future__ import annotations

from collections.abc import Mapping

from monitoring.standards.model import Standard


def versions(standards: Mapping[str, Standard], name: str) -> tuple[Standard, ...]:
    """
    Return the versions of the document that a standard is one of, the oldest first; itself alone where it has no other.

    Args:
        standards: id → standard, none of which is wrong (version_trouble).

    Raises:
        KeyError: no standard has that id.
    """
    first = standards[name]
    while first.replaces:
        first = standards[first.replaces]
    chain, next_of = [first], {each.replaces: each for each in standards.values() if each.replaces}
    while chain[-1].id in next_of:
        chain.append(next_of[chain[-1].id])
    return tuple(chain)


def version_trouble(standard: Standard, standards: Mapping[str, Standard]) -> str:
    """
    Say in Chinese what is wrong with the one that a standard says it replaces; "" nothing.

    Args:
        standards: id → standard, this one among them, in the order in which they are read.
    """
    asked = standard.replaces
    if not asked:
        return ""
    if asked not in standards:
        return f"replaces 写的是“{asked}”，应为所代替的那一版的 id，现有 {'、'.join(standards)}。"
    if _returns(standard, standards):
        return f"replaces 写的是“{asked}”，绕回了它自己，应为更早的一版的 id。"
    other = next(each for each in standards.values() if each.replaces == asked)
    if other.id != standard.id:
        return f"replaces 写的是“{asked}”，“{other.id}”已经代替了它，一版只能由一版代替。"
    before, since = standards[asked], standard.in_force
    if before.in_force and since and since <= before.in_force:
        written = f"{standard.in_force_as_written}，应晚于所代替的“{asked}”的 {before.in_force_as_written}"
        return f"in_force 写的是 {written}。"
    return ""


def _returns(standard: Standard, standards: Mapping[str, Standard]) -> bool:
    """Whether following what each replaces comes back to a standard."""
    seen, name = set(), standard.replaces
    while name in standards and name not in seen:
        seen.add(name)
        name = standards[name].replaces
    return standard.id in seen
