"""
What config.toml says, read into a frozen object; the first sentence that is wrong in it stops everything.

Deliberately no defaults in code but for absent optional keys.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from monitoring.errors import SettingsError, reason
from monitoring.settings.values import cost_in_file, text_in_file

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
READ_SECONDS, READ_MB = 30, 1536  # for one file, where a config.toml of an earlier release does not say
NOTHING_DONE = "什么也没有算，没有改动任何数据。"
HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*|\[[0-9a-fA-F:]+\]")


@dataclass(frozen=True)
class Settings:
    """What config.toml says, with every path made absolute (relative ones start at the project's folder)."""

    bureau: str
    county: str
    hosts: tuple[str, ...]
    map_approval: str
    database: str
    folder: Path
    default_standard: str
    shown_standards: tuple[str, ...]
    own_standards: Path
    compared_standards: MappingProxyType[str, tuple[str, date]]
    tiles: str
    tiles_attribution: str
    upload_mb: int
    unpacked_mb: int
    photo_mb: int
    read_seconds: float
    read_mb: int
    unit_costs: MappingProxyType[str, float]
    unit_costs_are_examples: bool
    network_limits: MappingProxyType[str, str]
    project_closes: MappingProxyType[str, tuple[str, ...]]


@dataclass(frozen=True)
class SettingsFile:
    """config.toml as it was read: who changes it later can tell whether it is still the same."""

    path: Path
    content: bytes
    settings: Settings


def config_file() -> Path:
    """Return where the settings stand: config.toml of the project, or the file that MONITORING_CONFIG names."""
    return Path(os.environ.get("MONITORING_CONFIG", ROOT / "config.toml"))


def state_of(path: Path) -> tuple[str, int, int, int]:
    """
    Return what tells one state of a file from another without reading it: its path, time, size and number.

    A file that is not there has a state too. A file that is written beside and renamed has another number.
    """
    try:
        status = path.stat()
    except OSError:
        return (str(path), 0, 0, 0)
    return (str(path), status.st_mtime_ns, status.st_size, status.st_ino)


def load_settings(path: Path | None = None) -> Settings:
    """
    Read the settings.

    Args:
        path: config.toml; by default the project's own, or the file that MONITORING_CONFIG names.

    Returns:
        The settings. The environment variable MONITORING_DATABASE replaces the database (tests, several offices).

    Raises:
        SettingsError: the file cannot be read, is not TOML, lacks a key or holds a value that cannot be.

    >>> load_settings().default_standard
    'moe-2017-6'
    """
    return read_file(path).settings


def read_file(path: Path | None = None) -> SettingsFile:
    """Read config.toml and keep what was read; path and errors as for `load_settings`."""
    path = path or config_file()
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise SettingsError(f"找不到设置文件 {path}。请从程序原包中恢复 config.toml；{NOTHING_DONE}") from None
    except OSError as error:
        raise SettingsError(f"设置文件 {path} 读不了：{reason(error)}。请检查后再试；{NOTHING_DONE}") from None
    return SettingsFile(path, content, settings_of(content, path))


def settings_of(content: bytes, path: Path) -> Settings:
    """
    Return the settings that the content of a file holds.

    Args:
        path: where it stands, or is to stand, for the sentences.

    Raises:
        SettingsError: as `load_settings`.
    """
    try:
        config = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"设置文件 {path} 写得不对：{error}。请改正后再试；{NOTHING_DONE}") from None
    return _settings(config, path)


def _settings(config: dict[str, Any], path: Path) -> Settings:
    try:
        costs = dict(config["unit_costs"])
        return Settings(
            bureau=_checked(config["bureau"], "bureau", "name", text_in_file),
            county=str(config["bureau"]["county"]),
            hosts=_hosts(config.get("server", {}).get("hosts", [])),
            map_approval=_checked({"map_approval": "", **config["bureau"]}, "bureau", "map_approval", text_in_file),
            database=os.environ.get("MONITORING_DATABASE") or _database(config["storage"]["database"]),
            folder=_absolute(config["storage"]["folder"]),
            default_standard=config["standards"]["default"],
            shown_standards=tuple(config["standards"]["shown"]),
            own_standards=_absolute(config["standards"]["own_folder"]),
            compared_standards=MappingProxyType(_compared(config["standards"].get("compared", {}))),
            tiles=config["map"].get("tiles", ""),
            tiles_attribution=config["map"].get("attribution", ""),
            upload_mb=int(config["limits"]["upload_mb"]),
            unpacked_mb=int(config["limits"]["unpacked_mb"]),
            photo_mb=int(config["limits"]["photo_mb"]),
            read_seconds=float(config["limits"].get("read_seconds", READ_SECONDS)),
            read_mb=int(config["limits"].get("read_mb", READ_MB)),
            unit_costs_are_examples=bool(costs.pop("example", False)),
            unit_costs=MappingProxyType({name: _checked(costs, "unit_costs", name, cost_in_file) for name in costs}),
            network_limits=MappingProxyType({name: str(limit) for name, limit in config.get("network", {}).items()}),
            project_closes=MappingProxyType(_closes(config.get("projects", {}).get("closes", {}))),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise SettingsError(
            f"设置文件 {path} 缺少或写错了一项：{error}。请对照原包中的 config.toml；{NOTHING_DONE}"
        ) from None


def _checked(given: Mapping[str, Any], section: str, name: str, check: Callable[[Any], Any]) -> Any:
    """A value that passes a check; a refusal names the place."""
    try:
        return check(given[name])
    except ValueError as refusal:
        raise ValueError(f"[{section}] {name} {refusal}") from None


def _hosts(given: Any) -> tuple[str, ...]:
    """Names alone: a port or an address in full would never be met."""
    if not isinstance(given, list) or not all(isinstance(name, str) and HOST.fullmatch(name) for name in given):
        raise ValueError('[server] hosts 要写成 ["jy.example.gov.cn"] 这样，只写主机名，不写 http:// 和端口')
    return tuple(name.lower() for name in given)


def _closes(given: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Project → the requirements that it is for; a single word instead of a list would be read letter by letter."""
    for project, asked in given.items():
        if not isinstance(asked, list) or not all(isinstance(key, str) for key in asked):
            raise ValueError(f'[projects.closes] "{project}" 要写成 ["L4", "L5"] 这样')
    return {project: tuple(asked) for project, asked in given.items()}


def _compared(given: dict[str, Any]) -> dict[str, tuple[str, date]]:
    """What of a standard the bureau compared with its own copy → who did, and on which day."""
    for name, said in given.items():
        fits = (
            isinstance(said, dict) and set(said) == {"by", "on"} and isinstance(said["by"], str) and said["by"].strip()
        )
        if not fits or type(said["on"]) is not date:
            raise ValueError(f'[standards.compared] "{name}" 要写成 {{ by = "张三", on = 2026-12-01 }} 这样')
    return {name: (said["by"].strip(), said["on"]) for name, said in given.items()}


def _absolute(path: str) -> Path:
    return Path(path) if Path(path).is_absolute() else ROOT / path


def _database(url: str) -> str:
    """Make the path of a relative SQLite address start at the project's folder, wherever the program is called from."""
    prefix = "sqlite:///"
    if url.startswith(prefix) and not Path(url.removeprefix(prefix)).is_absolute():
        return prefix + str(ROOT / url.removeprefix(prefix))
    return url
