"""What each command of the command line does. Arguments are parsed in __main__; what went wrong is raised."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

from monitoring import sample, snapshots
from monitoring.errors import DecisionsNeeded, FileError, ImportRefused, NotFound, reason
from monitoring.findings.dates import dated
from monitoring.findings.stored import same_as_stored
from monitoring.lake import Lake, open_lake, schemas
from monitoring.lake import database as lakes
from monitoring.projects import ProjectRules
from monitoring.reports.exports import csv, table
from monitoring.reports.lists import LISTS, NETWORK, list_table, network_table
from monitoring.reports.problems import problem_list
from monitoring.rulebook import load_rulebook
from monitoring.sample.country.written import write_country
from monitoring.scale import spark
from monitoring.scale.county import Handed
from monitoring.scale.local import evaluate_here
from monitoring.settings import Settings, config_file, load_settings
from monitoring.situation import Situation, situation
from monitoring.snapshots import Proposal
from monitoring.standards import check_all
from monitoring.storage import Storage
from monitoring.words import SEVERITY_WORDS
from monitoring.workbook import SourceFile

DEFAULT_STANDARD = "moe-2017-6"  # rules 4
DAMAGED = 2  # the exit code of a mistake, too: somebody has to look
STORED = ("rows",)
"""Tables that are exported as they are stored, not judged."""
LOCAL = "本机"  # who, where nobody signs in


PERIOD_AHEAD = "period_ahead"
"""A warning that is said at once: whoever mistyped --period does not look into the list of problems."""


def import_files(asked: Namespace) -> int:
    """
    Check files and, unless something stops them, store them.

    Raises:
        UserError: nothing was stored: refused as a whole, stops are open, or a file cannot be read.
    """
    settings = load_settings()
    storage = _storage(asked, settings)
    boundary = _source(asked.boundary) if asked.boundary else None
    files = [_source(path) for path in (*asked.files, *asked.corrections)]
    today = date.today()
    proposal = snapshots.propose(
        storage, settings, load_rulebook(settings).projects, files, asked.period, asked.county, boundary,
        dates=_dates(asked), today=today,
    )  # fmt: skip
    decisions = {problem.id: asked.decision for problem in proposal.stops} if asked.decision else {}
    decisions |= proposal.checked.decided
    if asked.problems:
        named = f"{'、'.join(proposal.counties.values())} {proposal.period} 问题清单"
        _write(asked.problems, problem_list(proposal.problems, decisions, named))
    for sentence in same_as_stored({name: same.number for name, same in proposal.stored.items()}, len(proposal.files)):
        print(sentence)
    _say_what_was_found(proposal)
    if proposal.undecided(decisions):
        raise DecisionsNeeded(
            f"{len(proposal.undecided(decisions))} 处须处理，没有保存任何数据。请改正后重新导入；"
            "或加 --accept-repairs 采用建议值，或加 --accept-missing 按未填报入库。"
        )
    if asked.dry_run:
        print("只检查，没有保存任何数据。")
        return 0
    snapshots.save(storage, proposal, decisions, LOCAL, datetime.now())  # noqa: DTZ005 (wall clock)
    for name in proposal.counties.values():
        print(f"已入库：{name} {dated(proposal.dates)}。")
    return 0


def _dates(asked: Namespace) -> dict[str, date]:
    """
    File → the day that was given for its lists.

    Raises:
        FileError: one is given for a file that is not imported.
    """
    names = {path.name for path in asked.files}
    for name, _ in asked.date:
        if name not in names:
            raise FileError(
                f"--date 里的“{name}”不在这次导入的文件里（{'、'.join(sorted(names))}）；没有保存任何数据。"
            )
    return dict(asked.date)


def export_table(asked: Namespace) -> int:
    """Write one table of one county, day and standard as CSV (UTF-8 with BOM)."""
    settings = load_settings()
    storage = _storage(asked, settings)
    county = asked.county or _only_county(storage)
    held = situation(storage, load_rulebook(settings), _known(storage, county, asked))
    if asked.table in LISTS:
        frame = list_table(asked.table, held, asked.township)
    elif not held.has_schools:
        raise NotFound(
            f"{held.snapshot.county_name} {held.on} 时还没有综合报表，导不出表 {asked.table}。没有写出文件。"
        )
    elif asked.table in STORED:
        frame = held.snapshot.rows
    elif asked.table == NETWORK:
        frame = network_table(held, asked.township)
    else:
        name = asked.standard or held.rulebook.in_force(DEFAULT_STANDARD, held.period).id
        if name not in held.rulebook.standards:
            raise NotFound(f"没有编号为“{name}”的标准，现有 {'、'.join(held.rulebook.standards)}。没有写出文件。")
        frame = table(asked.table, held.results(name), asked.township, held.expected(name))
    _write(asked.output, csv(frame).encode("utf-8-sig"))
    print(f"已写出 {asked.output}：{held.snapshot.county_name} {_day_of(asked.table, held)}，{len(frame)} 行。")
    return 0


def _known(storage: Storage, county: str, asked: Namespace) -> str:
    """The key of what is asked for: --on a day, --period the report date of that day, neither the newest."""
    if asked.period and asked.period not in snapshots.periods(storage, county):
        key = snapshots.newest(storage, county, on=asked.period)
        print(f"没有 {asked.period} 的综合报表，导出的是那一天知道的数据。", file=sys.stderr)
        return key
    return snapshots.newest(storage, county, period=asked.period, on=asked.on)


def _day_of(table_name: str, held: Situation) -> date:
    """Of which date a table is."""
    kind = LISTS[table_name][0] if table_name in LISTS else "schools"
    return held.dates.get(kind) or held.snapshot.dates.get(kind) or held.on


def list_imports(asked: Namespace) -> int:
    """Print a line an import: id, county, period, files, when, state."""
    storage = _storage(asked, load_settings())
    for row in snapshots.imports(storage).itertuples():
        state = {"current": "有效", "withdrawn": "已撤回"}[row.state]
        saved_at = row.saved_at.strftime("%Y-%m-%d %H:%M")
        days = dated(row.dates)
        print("\t".join([str(row.id), f"{row.county} {row.county_name}", days, row.files, saved_at, state]))
    return 0


def check_standards(asked: Namespace) -> int:  # noqa: ARG001 (every command is given what was asked)
    """Print a line a file of standards; the first that is wrong is raised."""
    for path, standard in check_all(load_settings()):
        complete = "" if standard.complete else "，标准不全"
        print(f"{path.name}\t{standard.id}\t{standard.short}\t{len(standard.requirements)} 项要求{complete}")
    return 0


def verify(asked: Namespace) -> int:
    """Look at everything that is stored and name what is damaged; exit 2 where something is."""
    settings = load_settings()
    return _say_what_is_damaged(snapshots.verify(_storage(asked, settings), settings.folder))


def back_up(asked: Namespace) -> int:
    """Write a backup; exit 2 where what was copied was damaged already."""
    settings = load_settings()
    at = datetime.now()  # noqa: DTZ005 (wall clock)
    file, verified = snapshots.back_up(_storage(asked, settings), settings, config_file(), asked.target, at)
    print(f"已备份到 {file}：数据库、照片、本县标准和 config.toml，已读回核对。")
    return _say_what_is_damaged(verified)


def restore(asked: Namespace) -> int:
    """Put a backup in the place of what is there, which is kept aside."""
    settings = load_settings()
    if asked.database:
        settings = replace(settings, database=asked.database)
    at = datetime.now()  # noqa: DTZ005 (wall clock)
    done = snapshots.restore(asked.file, settings, config_file(), at, replace=asked.replace)
    kept = f"原有的在 {done.aside}，确认无误后可以删去。" if done.aside else ""
    config = "" if done.config else "备份里的 config.toml 指到别的位置，没有换；现在的 config.toml 照用。"
    print(f"已从 {asked.file} 恢复。{kept}{config}请重新启动程序。")
    return _say_what_is_damaged(done.verified)


def write_lake(asked: Namespace) -> int:
    """Write the tables in use into a new folder; each is named on stderr."""
    settings = load_settings()
    storage, rules = _storage(asked, settings), load_rulebook(settings).projects
    number = lakes.write_lake(storage, rules, asked.folder, partial(print, file=sys.stderr))
    print(f"已把 {number} 张表写到 {asked.folder}。填报、照片、存疑和操作记录不在里面，备份请用 backup。")
    return 0


def read_lake(asked: Namespace) -> int:
    """Store the tables of a folder, all of them or none."""
    settings = load_settings()
    lake = open_lake(asked.folder, schemas(load_rulebook(settings).projects))
    number = lakes.read_lake(_storage(asked, settings), lake, LOCAL, datetime.now())  # noqa: DTZ005 (wall clock)
    print(f"已读入 {number} 张表。")
    return 0


def evaluate(asked: Namespace) -> int:
    """Judge every county of a lake; exit 2 where one could not be."""
    book = load_rulebook(load_settings())
    standards = tuple(asked.standard) or (DEFAULT_STANDARD,)
    unknown = [name for name in standards if name not in book.standards]
    if unknown:
        raise NotFound(f"没有标准 {'、'.join(unknown)}，有的是：{'、'.join(book.standards)}。没有写出文件。")
    if asked.engine == "local" and (asked.master or asked.remote):
        raise NotFound("给了集群地址，却没有写 --engine spark。请补上，或去掉地址；没有写出文件。")
    lake, handed = open_lake(asked.input, schemas(book.projects)), Handed(book, standards)
    failed = _judge_lake(asked, lake, handed, partial(print, file=sys.stderr, flush=True))
    print(f"已把结果写到 {asked.output}。", end="")
    print(f"{failed} 个县没有算，原因在 errors 表里。" if failed else "每个县都算了。")
    return DAMAGED if failed else 0


def _judge_lake(asked: Namespace, lake: Lake, handed: Handed, say: Callable[[str], None]) -> int:
    if asked.engine == "local":
        return evaluate_here(lake, handed, asked.on, asked.output, say)
    with spark.session(say, asked.master, asked.remote) as cluster:
        return spark.evaluate_on(cluster, lake, handed, asked.on, asked.output, say)


def demo(asked: Namespace) -> int:
    """Import the sample county where the settings name it and the database holds no other; the rest is left alone."""
    settings = load_settings()
    storage = _storage(asked, settings)
    if settings.county != sample.COUNTY:
        return 0  # config.toml names the bureau's own county: nobody asked for an invented one
    others = {code: name for code, name in snapshots.counties(storage).items() if code != sample.COUNTY}
    if others:
        print(f"数据库里已有{'、'.join(others.values())}的数据，没有装入示例县。")
        return 0
    rules = load_rulebook(settings).projects
    done = set(snapshots.periods(storage, sample.COUNTY))
    for period in sample.PERIODS:
        if period not in done:
            load_sample(storage, settings, rules, period)
            print(f"已装入示例县 {period}（虚构）。")
    listed = snapshots.dates_of(storage, sample.COUNTY)
    for week in sample.WEEKS:
        kinds = ("projects", "rooms") if sample.has_ledger(week) else ("projects",)
        if any(week not in listed.get(kind, ()) for kind in kinds):
            load_sample(storage, settings, rules, week)
            print(f"已装入示例县 {week} 的{'班班通台账、' if 'rooms' in kinds else ''}工程项目进度（虚构）。")
    return 0


def demo_country(asked: Namespace) -> int:
    """Write an invented province or country as a lake; how far it is goes to stderr. The database is left alone."""
    rules = load_rulebook(load_settings()).projects
    say = partial(print, file=sys.stderr, flush=True)
    counties, schools = write_country(asked.schools, asked.output, rules, say)
    print(f"已把虚构的 {counties} 个县、{schools} 所学校写到 {asked.output}。县、学校和数字都不是真的。")
    return 0


def load_sample(storage: Storage, settings: Settings, rules: ProjectRules, day: date) -> None:
    """Import one report date or week of the sample county, through the same door as any file."""
    files = [SourceFile(name, content) for name, content in sample.files(day)]
    boundary = SourceFile(*sample.boundary()) if day in sample.PERIODS else None
    proposal = snapshots.propose(storage, settings, rules, files, day, None, boundary)
    if proposal.stops:
        raise AssertionError(f"The sample county must import without stops: {proposal.stops[0]}")
    snapshots.save(storage, proposal, {}, LOCAL, datetime.now())  # noqa: DTZ005 (wall clock)


def _say_what_is_damaged(verified: snapshots.Verified) -> int:
    print(f"核对了 {verified.tables} 张表和边界、{verified.photos} 张照片，", end="")
    print(f"{len(verified.damaged)} 处损坏：" if verified.damaged else "都完好。")
    for sentence in verified.damaged:
        print(sentence)
    return DAMAGED if verified.damaged else 0


def _storage(asked: Namespace, settings: Settings) -> Storage:
    return Storage(asked.database or settings.database)


def _only_county(storage: Storage) -> str:
    known = snapshots.counties(storage)
    if not known:
        raise NotFound("数据库里还没有数据。请先用 import 导入；没有写出文件。")
    if len(known) > 1:
        listed = "、".join(f"{code} {name}" for code, name in known.items())
        raise NotFound(f"数据库里有几个县（{listed}），请用 --county 指明。没有写出文件。")
    return next(iter(known))


def _source(path: Path) -> SourceFile:
    try:
        return SourceFile(path.name, path.read_bytes())
    except OSError as error:
        raise ImportRefused(f"读不了文件 {path}：{reason(error)}。请核对文件名；没有保存任何数据。") from error


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise FileError(f"写不了文件 {path}：{reason(error)}。请换个位置或关闭占用它的程序；没有写出文件。") from error


def _say_what_was_found(proposal: Proposal) -> None:
    counts = dict.fromkeys(SEVERITY_WORDS, 0)
    for problem in proposal.problems:
        counts[problem.severity] += not problem.twin  # a pair of cells is one place
    print("，".join(f"{word} {counts[severity]} 处" for severity, word in SEVERITY_WORDS.items()) + "。")
    for problem in proposal.problems:
        if problem.code == PERIOD_AHEAD:
            print(f"请核实：报告期 {problem.found} 应{problem.expected}。")
    for problem in proposal.stops:
        print(f"须处理 {_place(problem)}：{problem.school} {problem.found}；{problem.expected}")


def _place(problem) -> str:
    parts: Sequence[str] = (problem.file, problem.sheet, problem.cell)
    return " · ".join(part for part in parts if part)
