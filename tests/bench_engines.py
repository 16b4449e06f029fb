"""
The engine against what else could judge the same rows: pandas, polars, DuckDB and a loop over rows. For tests/bench.py.

The others are given ready numerators and thresholds as floats; ours makes its own, in exact whole numbers. What they
find is compared before anything is timed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import duckdb
import numpy as np
import pandas as pd
import polars
import pyarrow as pa

from monitoring.assessment import compile_standard, evaluate
from monitoring.assessment.compiled import Compiled
from monitoring.assessment.statuses import GAP, IN_SCOPE, MET, NO_DATA
from monitoring.indicators import figures, values
from tests.support.measures import Measure, seconds
from tests.support.rules import RULEBOOK

STANDARD = "moe-2017-6"
REQUIREMENTS, SCHOOLS, LOOPED = 40, 210_000, 2_000
NEAR = 1e-9
"""A quotient of floats may miss a limit that it stands on by its last digit; ours cannot."""


@dataclass(frozen=True)
class Question:
    """
    The rows, and 40 requirements on them.

    Attributes:
        arrays: what ours is given; above, below, least: (requirements, n) floats, what the others are given.
    """

    compiled: Compiled
    arrays: object
    above: np.ndarray
    below: np.ndarray
    least: np.ndarray

    def first(self, schools: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return what the others are given, of some schools."""
        return self.above[:, :schools], self.below[:, :schools], self.least[:, :schools]


def engines(parts: pd.DataFrame) -> Iterator[Measure]:
    """Time of ours over that of each other, in one run."""
    asked = question(parts, SCHOOLS)
    ours = evaluate(asked.compiled, asked.arrays).status
    rivals = {"pandas": (in_pandas, 1 / 6), "polars": (in_polars, 1), "DuckDB SQL": (in_duckdb, 1 / 3)}
    taken = {"ours": seconds(lambda: evaluate(asked.compiled, asked.arrays).status)}
    for name, (prepare, promised) in rivals.items():
        judge = prepare(*asked.first(SCHOOLS))
        _same(name, ours, judge())
        taken[name] = seconds(judge)
        yield Measure(f"engine ÷ {name}, {SCHOOLS:,} × {REQUIREMENTS}", "×", promised, taken["ours"] / taken[name])
    looped = by_rows(*asked.first(LOOPED))
    _same("row loop", ours[:, :LOOPED], looped())
    whole = seconds(looped, 1) * SCHOOLS / LOOPED
    yield Measure(f"engine ÷ a loop over rows ({LOOPED:,}, scaled up)", "×", 1 / 100, taken["ours"] / whole)
    copied = _copied(asked.above)
    yield Measure(
        "engine ÷ copying the numerators once: the share of memory bandwidth", "×", 10, taken["ours"] / copied
    )


def question(parts: pd.DataFrame, schools: int) -> Question:
    """Repeat the parts in scope until there are so many, and the requirements of a standard until there are forty."""
    book = RULEBOOK
    standard = book.standards[STANDARD]
    forty = (standard.requirements * REQUIREMENTS)[:REQUIREMENTS]
    compiled = compile_standard(replace(standard, requirements=forty), book.indicators)
    shared = frozenset(book.splitting.columns.shared)
    inside = parts[evaluate(compiled, figures(parts, compiled.fields, shared)).scope == IN_SCOPE]
    many = pd.concat([inside] * (schools // len(inside) + 1), ignore_index=True).iloc[:schools]
    arrays = figures(many, compiled.fields, shared)
    judged = evaluate(compiled, arrays).judged
    below = np.array(
        [np.where(one.ratio.below.known, one.ratio.below.units / one.ratio.below.scale, np.nan) for one in judged]
    )
    above = np.array([values(one.ratio) for one in judged]) * below
    least = np.array([one.threshold.units / one.threshold.scale for one in judged])
    return Question(compiled, arrays, above, below, least)


# —— the others: each returns a call that gives (requirements, n) statuses


def in_pandas(above: np.ndarray, below: np.ndarray, least: np.ndarray) -> Callable[[], np.ndarray]:
    """Columns of a frame, one requirement after another."""
    frame = _frame(above, below, least)

    def judge() -> np.ndarray:
        columns = []
        for number in range(len(above)):
            value = frame[f"a{number}"] / frame[f"b{number}"]
            status = (value >= frame[f"t{number}"] - NEAR).map({True: MET, False: GAP})
            columns.append(status.where(value.notna(), NO_DATA))
        return np.array(columns)

    return judge


def in_polars(above: np.ndarray, below: np.ndarray, least: np.ndarray) -> Callable[[], np.ndarray]:
    """One lazy query of forty expressions."""
    frame = polars.from_pandas(_frame(above, below, least), nan_to_null=True)

    def status(number: int) -> polars.Expr:
        value = polars.col(f"a{number}") / polars.col(f"b{number}")
        known = polars.when(value >= polars.col(f"t{number}") - NEAR).then(MET).otherwise(GAP)
        return polars.when(value.is_null()).then(NO_DATA).otherwise(known).cast(polars.Int8).alias(f"s{number}")

    asked = [status(number) for number in range(len(above))]
    return lambda: frame.lazy().select(asked).collect().to_numpy().T


def in_duckdb(above: np.ndarray, below: np.ndarray, least: np.ndarray) -> Callable[[], np.ndarray]:
    """One SELECT of forty CASEs over a table of its own."""
    connection = duckdb.connect()
    given = pa.Table.from_pandas(_frame(above, below, least), preserve_index=False)  # NaN becomes NULL
    connection.register("given", given)
    connection.execute("CREATE TABLE rows AS SELECT * FROM given")
    cases = ", ".join(
        f"CAST(CASE WHEN a{n} / b{n} IS NULL THEN {NO_DATA} WHEN a{n} / b{n} >= t{n} - {NEAR} THEN {MET} ELSE {GAP} END"
        f" AS TINYINT) AS s{n}"
        for n in range(len(above))
    )

    def judge() -> np.ndarray:
        found = connection.execute(f"SELECT {cases} FROM rows").fetchnumpy()
        return np.array([found[f"s{number}"] for number in range(len(above))])

    return judge


def by_rows(above: np.ndarray, below: np.ndarray, least: np.ndarray) -> Callable[[], np.ndarray]:
    """A loop in Python, school by school."""
    rows = _frame(above, below, least).to_dict("records")

    def judge() -> np.ndarray:
        found = []
        for row in rows:
            statuses = []
            for number in range(len(above)):
                value = row[f"a{number}"] / row[f"b{number}"] if row[f"b{number}"] else np.nan
                if value != value:
                    statuses.append(NO_DATA)
                else:
                    statuses.append(MET if value >= row[f"t{number}"] - NEAR else GAP)
            found.append(statuses)
        return np.array(found).T

    return judge


def _frame(above: np.ndarray, below: np.ndarray, least: np.ndarray) -> pd.DataFrame:
    sides = {"a": above, "b": below, "t": least}
    return pd.DataFrame({f"{side}{n}": column for side, columns in sides.items() for n, column in enumerate(columns)})


def _same(name: str, ours: np.ndarray, theirs: np.ndarray) -> None:
    differing = int((ours != theirs).sum())
    if differing:
        raise AssertionError(f"{name} finds another status {differing} times: nothing is timed")


def _copied(above: np.ndarray) -> float:
    target = np.empty_like(above)
    return seconds(lambda: np.copyto(target, above))
