"""Who looks at a situation, and of which counties or townships that person may see figures."""

from __future__ import annotations

from dataclasses import dataclass

from monitoring.errors import NotFound


@dataclass(frozen=True)
class Reader:
    """
    A person, or a paper, for whom figures leave the situation.

    A county is always judged whole, since coefficients and ranks need every school: a reader narrows what is shown.

    Attributes:
        name: the signed-in name, else 本机.
        areas: the beginnings of the codes that may be seen: six digits a county, nine a township; None: all.

    >>> Reader("甲县", frozenset({"990121"})).may_see("990121"), Reader("甲县", frozenset({"990121"})).may_see("990122")
    (True, False)
    """

    name: str
    areas: frozenset[str] | None = None

    def may_see(self, code: str) -> bool:
        """Return whether figures of a county or a township may be shown to this reader."""
        return self.areas is None or any(code.startswith(area) for area in self.areas)


EVERYONE = Reader("本机")
"""There are no accounts: who reaches the server may see all."""


def refuse(reader: Reader, county: str) -> None:
    """
    Raise where a reader may see nothing of a county.

    Raises:
        NotFound: as if it were not there.
    """
    if not reader.may_see(county) and not any(area.startswith(county) for area in reader.areas or ()):
        raise NotFound(f"没有代码为 {county} 的县的数据，或您没有查看它的权限。")
