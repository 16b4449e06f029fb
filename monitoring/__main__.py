"""
The command line (rules 4): python -m monitoring import | export | snapshots | check-standards | demo,
verify | backup | restore of what is stored; lake write | read and evaluate.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import NoReturn

from monitoring import commands
from monitoring.errors import UserError
from monitoring.reports.exports import COLUMNS
from monitoring.reports.lists import LISTS, NETWORK
from monitoring.sample.country import FEWEST, MOST
from monitoring.validation.cells.date_words import date_words, is_possible

USER_MISTAKE = 2


class Parser(argparse.ArgumentParser):
    """Says in Chinese what is wrong with a command."""

    def error(self, message: str) -> NoReturn:
        for english, chinese in (
            (r"the following arguments are required: (.*)", r"缺少 \1"),
            (r"unrecognized arguments: (.*)", r"多了 \1"),
            (r"argument (.*): expected .*", r"\1 后面缺一个值"),
            (r"argument (.*): invalid choice: (.*) \(choose from (.*)\)", r"\1 写的是 \2，应为 \3 之一"),
            (r"argument (.*): not allowed with argument (.*)", r"\1 与 \2 只能用一个"),
            (r"argument (.*): (.*)", r"\1：\2"),
        ):
            if re.fullmatch(english, message):
                message = re.sub(english, chinese, message)
                break
        self.exit(USER_MISTAKE, f"命令写得不对：{message}。什么都没有做。\n{self.format_usage()}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0, or 2 after a sentence on stderr for the user's mistake."""
    asked = _parser().parse_args(arguments)
    try:
        return asked.run(asked)
    except UserError as error:
        print(error, file=sys.stderr)
        return USER_MISTAKE


def _parser() -> Parser:
    parser = Parser(prog="python -m monitoring", description="县域义务教育办学条件监测 County school standards")
    parser.add_argument("--database", metavar="URL", help="数据库，默认按 config.toml")
    kinds = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=Parser)

    load = kinds.add_parser("import", help="导入综合报表、班班通台账、工程项目进度")
    load.add_argument(
        "files", nargs="+", type=Path, metavar="FILE",
        help="综合报表、班班通台账、工程项目进度（.xlsx .xls .et .xlsb .ods .csv）、乡镇边界",
    )  # fmt: skip
    load.add_argument("--period", type=_day, metavar="DATE", help="综合报表的报告期，如 2026-09-30；只有台账时可以不写")
    load.add_argument(
        "--date", type=_file_day, action="append", default=[], metavar="FILE=DATE",
        help="台账、项目进度只写了月份或没有写日期时，是哪一天的，如 班班通台账.xlsx=2026-11-20；可以给几个",
    )  # fmt: skip
    load.add_argument("--county", type=_county, metavar="CODE", help="县代码，6 位；表里写了的不用给")
    load.add_argument("--boundary", type=Path, metavar="FILE", help="乡镇边界（GeoJSON、GeoPackage、Shapefile 压缩包）")
    load.add_argument("--dry-run", action="store_true", help="只检查，不保存")
    load.add_argument("--problems", type=Path, metavar="OUT.xlsx", help="把问题清单写成工作簿")
    load.add_argument(
        "--corrections", type=Path, action="append", default=[], metavar="FILE.xlsx",
        help="填了“更正为”的问题清单，可以给几个",
    )  # fmt: skip
    decide = load.add_mutually_exclusive_group()
    decide.add_argument(
        "--accept-repairs", dest="decision", action="store_const", const="repair", help="全部采用建议值"
    )
    decide.add_argument("--accept-missing", dest="decision", action="store_const", const="missing", help="全部按未填报")
    load.set_defaults(run=commands.import_files)

    export = kinds.add_parser("export", help="导出一张表（CSV）")
    tables = [*COLUMNS, *LISTS, NETWORK]
    export.add_argument("table", choices=[*tables, *commands.STORED], metavar="TABLE", help="、".join(tables))
    export.add_argument("--output", type=Path, required=True, metavar="FILE")
    export.add_argument("--county", type=_county, metavar="CODE")
    when = export.add_mutually_exclusive_group()
    when.add_argument("--period", type=_day, metavar="DATE", help="那一期的综合报表和当时的台账；默认最新")
    when.add_argument("--on", type=_day, metavar="DATE", help="那一天知道的数据；默认最新")
    export.add_argument("--standard", metavar="ID", help="默认 moe-2017-6")
    export.add_argument("--township", default="", metavar="CODE", help="乡镇代码，9 位；默认全县")
    export.set_defaults(run=commands.export_table)

    keep = kinds.add_parser("backup", help="备份数据库、照片、本县标准和设置；程序运行时也可以")
    keep.add_argument("target", type=Path, metavar="FILE", help="备份文件（.zip），或放备份的文件夹，由程序按时间起名")
    keep.set_defaults(run=commands.back_up)

    bring = kinds.add_parser("restore", help="用备份恢复；请先停止程序")
    bring.add_argument("file", type=Path, metavar="FILE", help="备份文件（.zip）")
    bring.add_argument("--replace", action="store_true", help="换掉现有的数据，原有的另存")
    bring.set_defaults(run=commands.restore)

    lake = kinds.add_parser("lake", help="数据库和数据湖（Parquet 文件夹）之间")
    ways = lake.add_subparsers(required=True, metavar="write|read", parser_class=Parser)
    for name, run, what in (
        ("write", commands.write_lake, "把库里在用的表写成一个新文件夹"),
        ("read", commands.read_lake, "把文件夹里的表读进数据库"),
    ):
        way = ways.add_parser(name, help=what)
        way.add_argument("folder", type=Path, metavar="FOLDER", help="数据湖的文件夹")
        way.set_defaults(run=run)

    judge = kinds.add_parser("evaluate", help="判断一个数据湖里的全部县，在本机或集群上")
    judge.add_argument("--input", type=Path, required=True, metavar="LAKE", help="数据湖的文件夹（lake write）")
    judge.add_argument("--standard", action="append", default=[], metavar="ID", help="可以给几个；默认 moe-2017-6")
    judge.add_argument("--on", type=_day, required=True, metavar="DATE", help="那一天知道的数据")
    judge.add_argument("--output", type=Path, required=True, metavar="LAKE", help="结果的文件夹，还没有的")
    judge.add_argument("--engine", choices=["local", "spark"], default="local", help="local 本机，spark 集群")
    where = judge.add_mutually_exclusive_group()
    where.add_argument("--master", metavar="URL", help="集群地址，如 spark://主机:7077；默认 local[*]")
    where.add_argument("--remote", metavar="URL", help="Spark Connect 地址，如 sc://主机:15002")
    judge.set_defaults(run=commands.evaluate)

    for name, run, what in (
        ("verify", commands.verify, "核对库里的数据和照片有没有损坏"),
        ("snapshots", commands.list_imports, "列出每次导入"),
        ("check-standards", commands.check_standards, "检查全部标准文件"),
    ):
        kinds.add_parser(name, help=what).set_defaults(run=run)

    demo = kinds.add_parser("demo", help="装入虚构的示例县；或写出虚构的一省、一国（数据湖）")
    demo.add_argument(
        "--schools", type=_schools, metavar="N", help="写出多少所学校：20000 大约是一个省，210000 是一个国家；整县写出"
    )
    demo.add_argument("--output", type=Path, metavar="FOLDER", help="写到哪个新文件夹")
    demo.set_defaults(run=partial(_demo, demo))
    return parser


def _demo(parser: Parser, asked: argparse.Namespace) -> int:
    if (asked.schools is None) != (asked.output is None):
        parser.error("--schools 与 --output 要一起写，如 --schools 20000 --output 虚构省")
    return commands.demo(asked) if asked.schools is None else commands.demo_country(asked)


def _schools(text: str) -> int:
    number = int(text) if re.fullmatch(r"[0-9]{1,9}", text) else -1
    if not FEWEST <= number <= MOST:
        raise argparse.ArgumentTypeError(f"写的是“{text}”，应为 {FEWEST} 至 {MOST} 的整数，如 20000")
    return number


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"写的是“{text}”，应为日期，如 2026-09-30") from None
    if not is_possible(day):
        years = " 年至 ".join(str(date_words()[name]) for name in ("earliest_year", "latest_year"))
        raise argparse.ArgumentTypeError(f"写的是“{text}”，应在 {years} 年之间，如 2026-09-30")
    return day


def _file_day(text: str) -> tuple[str, date]:
    name, _, day = text.rpartition("=")
    if not name:
        raise argparse.ArgumentTypeError(f"写的是“{text}”，应为 文件=日期，如 班班通台账.xlsx=2026-11-20")
    return Path(name).name, _day(day)


def _county(text: str) -> str:
    if not re.fullmatch(r"\d{6}", text):
        raise argparse.ArgumentTypeError(f"写的是“{text}”，应为 6 位数字，如 990122")
    return text


if __name__ == "__main__":
    sys.exit(main())
