"""A table of a TOML file, read key by key, that says in Chinese what is wrong and where. It knows no standard."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from monitoring.errors import StandardError

REQUIRED = object()
NOT_SAVED = "请改正后重试；没有读入任何标准。"


def refusal(path: Path, place: str, trouble: str) -> StandardError:
    """Build the sentence every wrong file is answered with: file, place, trouble, cure, and that nothing was read."""
    where = f"的 {place} " if place else ""
    return StandardError(f"标准文件 {path} {where}{trouble}{NOT_SAVED}")


def read_toml(path: Path) -> Entry:
    """
    Read a TOML file, its decimals exact.

    Raises:
        StandardError: no such file, not UTF-8, or not TOML: says the line and column.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return Entry(tomllib.loads(text, parse_float=Decimal), path)
    except FileNotFoundError:
        raise refusal(path, "", "不存在。") from None
    except UnicodeDecodeError:
        raise refusal(path, "", "不是 UTF-8 编码，读不出汉字；用记事本“另存为”时编码选 UTF-8。") from None
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+), column (\d+)", str(error))
        where = f"第 {at[1]} 行第 {at[2]} 个字附近" if at else "末尾"
        hint = "每行应写成 键 = 值，文字放在英文引号里，引号、逗号、等号、方括号用英文半角，同一个键只写一次。"
        raise refusal(path, "", f"{where}写法不对：{hint}") from None


class Entry:
    """
    One table of a file and its place in it. Ask for its keys, then `close`: a key nobody asked for is a mistake.

    Every method raises StandardError where the key is missing (unless a default is given) or holds something else.
    """

    def __init__(self, values: dict[str, Any], path: Path, place: str = "") -> None:
        self.path = path
        self._values = values
        self._place = place
        self._asked: set[str] = set()

    def has(self, key: str) -> bool:
        """Tell whether the key is written."""
        return key in self._values

    def names(self) -> list[str]:
        """Return the keys as written; used where the keys themselves are names."""
        return list(self._values)

    def refuse(self, key: str, expected: str) -> NoReturn:
        """Say that what stands at a key is not what is expected there."""
        written = f"写的是“{_shown(self._values[key])}”" if key in self._values else "没有写"
        raise self.wrong(f"{key} {written}，应为{expected}。")

    def wrong(self, trouble: str) -> StandardError:
        """Build the error for a trouble of this entry as a whole."""
        return refusal(self.path, self._place, trouble)

    def text(self, key: str, default: Any = REQUIRED, pattern: str = "", expected: str = "") -> str:
        """Read a text, not blank unless the default is given; `pattern` must match the whole of it."""
        value = self._get(key, default)
        if not isinstance(value, str):
            self.refuse(key, "放在英文引号里的文字")
        if default is REQUIRED and not value.strip():
            self.refuse(key, expected or "不空的文字")
        if pattern and not re.fullmatch(pattern, value):
            self.refuse(key, expected)
        return value

    def choice(self, key: str, allowed: Collection[str], default: Any = REQUIRED, called: str = "") -> str:
        """Read a text that must be one of those allowed; `called` names them where they are too many to list."""
        value = self._get(key, default)
        if value is not default and value not in allowed:
            self.refuse(key, (called or f" {'、'.join(allowed)} 之一") + _nearest(value, allowed))
        return value

    def texts(self, key: str, default: Any = REQUIRED, allowed: Collection[str] = ()) -> tuple[str, ...]:
        """Read a list of texts, at least one; `allowed`: each must be one of them."""
        value = self._get(key, default)
        if value is default:
            return default
        if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
            self.refuse(key, '方括号里的文字，如 ["甲", "乙"]')
        for item in value:
            if allowed and item not in allowed:
                self.refuse(key, f" {'、'.join(allowed)} 中的一个或几个；没有“{item}”{_nearest(item, allowed)}")
        return tuple(value)

    def codes(self, key: str, labels: Mapping[str, str], groups: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        """Read codes and names of groups of codes; return the codes, () where the key is not written."""
        codes: list[str] = []
        for word in self.texts(key, ()):
            if word not in groups and word not in labels:
                self.refuse(key, f" {'、'.join(groups)} 或 data/columns/codes.toml 里的代码；没有“{word}”")
            codes += groups.get(word, (word,))
        return tuple(dict.fromkeys(codes))

    def number(self, key: str, default: Any = REQUIRED, above: Decimal | None = None) -> Decimal:
        """Read a number as an exact Decimal; `above`: it must be larger."""
        value = self._get(key, default)
        if value is default:
            return default
        exact = as_number(value)
        if exact is None:
            self.refuse(key, "数字，不加引号、不带单位")
        if above is not None and exact <= above:
            self.refuse(key, f"大于 {above} 的数字")
        return exact

    def whole(self, key: str, default: Any = REQUIRED) -> int:
        """Read a whole number of 0 or more."""
        value = self._get(key, default)
        if value is default:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            self.refuse(key, "0 或更大的整数，不加引号")
        return value

    def yes_no(self, key: str, default: Any = REQUIRED) -> bool:
        """Read true or false."""
        value = self._get(key, default)
        if value is not default and not isinstance(value, bool):
            self.refuse(key, " true（是）或 false（否），不加引号")
        return value

    def day(self, key: str, default: Any = REQUIRED) -> date:
        """Read a date."""
        value = self._get(key, default)
        if value is not default and (not isinstance(value, date) or isinstance(value, datetime)):
            self.refuse(key, "日期，如 2017-05-23，不加引号")
        return value

    def raw(self, key: str, default: Any = REQUIRED) -> Any:
        """Read whatever stands there; the caller checks it."""
        return self._get(key, default)

    def table(self, key: str) -> Entry:
        """Read a table, an empty one where none is written."""
        value = self._get(key, {})
        if not isinstance(value, dict):
            self.refuse(key, f"一节，写作 [{key}]")
        return Entry(value, self.path, self._inside(key))

    def tables(self, key: str, called: str) -> list[Entry]:
        """Read a list of tables, none where nothing is written; a number and `called` name each in errors."""
        value = self._get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.refuse(key, f"若干节，每节写作 [[{key}]] 或花括号里的 {{ 键 = 值 }}")
        return [Entry(item, self.path, self._inside(f"第 {n} {called}")) for n, item in enumerate(value, start=1)]

    def rename(self, place: str) -> None:
        """Name the entry better, once its key is known."""
        self._place = place

    def close(self) -> None:
        """Refuse the first key that nobody asked for, naming the nearest that exists."""
        for key in self._values:
            if key not in self._asked:
                allowed = "、".join(sorted(self._asked))
                raise self.wrong(f"{key} 不是这里可以写的键{_nearest(key, self._asked)}；可以写的有 {allowed}。")

    def _get(self, key: str, default: Any) -> Any:
        self._asked.add(key)
        if key in self._values:
            return self._values[key]
        if default is REQUIRED:
            raise self.wrong(f"缺少 {key}{_nearest(key, set(self._values) - self._asked)}。")
        return default

    def _inside(self, name: str) -> str:
        return f"{self._place} › {name}" if self._place else name


def as_number(value: Any) -> Decimal | None:
    """Return a TOML number as a Decimal; None for anything else, truth values and infinity included."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    exact = Decimal(value)
    return exact if exact.is_finite() else None


def _nearest(word: Any, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(str(word), list(known), n=1)
    return f"（是不是 {near[0]}？）" if near else ""


def _shown(value: Any) -> str:
    """Write a TOML value the way it stands in the file."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "一节"
    if isinstance(value, list):
        return "[" + ", ".join(_shown(item) for item in value) + "]"
    return str(value)
