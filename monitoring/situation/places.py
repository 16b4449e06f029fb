"""What can be chosen on a day: townships, schools, stages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from monitoring.schools.names import short_names
from monitoring.standards.vocabulary import vocabulary


@dataclass(frozen=True)
class Places:
    """
    What can be chosen: names by code, the township of each school, the stages that were reported.

    Attributes:
        beyond: codes of schools that a list names and no school table → the name that it has there.
    """

    townships: Mapping[str, str]
    schools: Mapping[str, str]
    township_of: Mapping[str, str]
    stages: tuple[str, ...]
    beyond: Mapping[str, str]

    def short_names(self, county: str) -> dict[str, str]:
        """Return the names of the schools as a list has room for them beside their townships, each told apart."""
        towns = {code: self.townships[township] for code, township in self.township_of.items()}
        return short_names(self.schools, towns, county)


def places(rows: pd.DataFrame, schools: pd.DataFrame | None, lists: Iterable[pd.DataFrame]) -> Places:
    """
    Return the places of school tables; where there are none, the townships of the lists.

    Args:
        rows: the frame rows.
        schools: the frame schools; None where no school table is known.
        lists: the frames rooms and projects, as far as they are known.
    """
    listed = [each for each in lists if len(each)]
    if schools is None:
        schools = pd.DataFrame({name: [] for name in ("school_code", "school_name", "township_code", "township")})
        named = pd.concat([schools, *(each[["township_code", "township"]] for each in listed)])
        named = named[named["township_code"] != ""]
    else:
        named = schools
    named = named.drop_duplicates("township_code").sort_values("township_code")
    known = set(rows["school_code"])
    beyond = {
        code: name
        for each in listed
        for code, name in zip(each["school_code"], each["school_name"], strict=True)
        if code and code not in known
    }
    return Places(
        townships=dict(zip(named["township_code"], named["township"], strict=True)),
        schools=dict(zip(schools["school_code"], schools["school_name"], strict=True)),
        township_of=dict(zip(schools["school_code"], schools["township_code"], strict=True)),
        stages=tuple(stage for stage in vocabulary().stages if (rows["stage"] == stage).any()),
        beyond=beyond,
    )
