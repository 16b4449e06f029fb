"""What a mistake of ours leaves in the log: its kind and where it happened, without people's data and passwords."""

from __future__ import annotations

import logging
import re
import traceback
from typing import Any

from monitoring.storage.failures import masked

LONGEST = 300
DATA = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]+|\d{5,}")
"""What stands in workbooks and not in our own English messages: Chinese words, codes and numbers of people."""


def discreet(error: BaseException) -> str:
    """
    Return an error with its traceback and those that led to it, what may be a person's data left out.

    >>> discreet(ValueError("no such school: 张三小学 2137000001, mysql://bureau:geheim@db"))
    'ValueError: no such school: … …, mysql://bureau:***@db'
    """
    told: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        places = "".join(traceback.format_tb(current.__traceback__))
        head = "Traceback (most recent call last):\n" if places else ""
        message = DATA.sub("…", masked(str(current)))[:LONGEST]
        told.append(f"{head}{places}{type(current).__name__}: {message}")
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\n\nwhich led to\n\n".join(reversed(told))


def keep_discreet() -> None:
    """Write every error of this process so, whoever logs it: the server's own lines too."""
    make = logging.getLogRecordFactory()

    def record(*arguments: Any, **options: Any) -> logging.LogRecord:
        made = make(*arguments, **options)
        if made.exc_info and made.exc_info[1]:
            made.exc_text, made.exc_info = discreet(made.exc_info[1]), None
        return made

    logging.setLogRecordFactory(record)
