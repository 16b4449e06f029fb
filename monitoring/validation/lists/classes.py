"""年级 and 班 of a classroom, in two cells or in one."""

from __future__ import annotations

import re

from monitoring.validation.cells.numerals import chinese_number
from monitoring.workbook import plain

GRADES = "一二三四五六七八九"
GRADE = rf"(?:小学|初中|小|初)?[{GRADES}1-9]"
NUMBER = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
CLASS = re.compile(rf"第?(?:\(({NUMBER})\)|({NUMBER}))班?")
GRADE_ALONE = re.compile(rf"(?:(小学?|初中?)?([{GRADES}1-9])(?:年级)?|(?i:g|grade)([1-9]))")
SENIOR = re.compile(r"高[一二三]|高中[一二三]年级")
PRIMARY, BEFORE_JUNIOR = 6, 6  # grades of a primary school; what comes before 初一
JUNIOR = 3
BOTH = (
    re.compile(rf"({GRADE})年级(.+)"),  # 三年级2班, 八年级(三)班, 三年级格桑班
    re.compile(rf"({GRADE})(\((?:{NUMBER})\)班?)"),  # 三(2)班
    re.compile(rf"((?:小学|初中|小|初)?[{GRADES}])(\d{{1,2}}班)"),  # 三2班
    re.compile(r"([1-9])[.\-](\d{1,2}班)"),  # 3.2班; without 班 it may be a number or a date
    re.compile(r"([1-9])(\d\d班)"),  # 302班; without 班 it may be a room
)


def class_of(text: str) -> str:
    """
    Return the number of a class without the words around it; anything else as typed.

    >>> class_of("（2）班"), class_of("三班"), class_of("02"), class_of("格桑班")
    ('2', '3', '2', '格桑班')
    """
    match = CLASS.fullmatch(plain(text))
    if not match:
        return text
    number = match[1] or match[2]
    number = int(number) if number.isdecimal() else chinese_number(number)
    return str(int(number)) if number else text


def grade_of(text: str) -> str:
    """
    Return a grade as the ledger names it; anything else as typed.

    >>> grade_of("3"), grade_of("三"), grade_of("小学三年级"), grade_of("G3"), grade_of("2024级")
    ('三年级', '三年级', '三年级', '三年级', '2024级')
    >>> grade_of("初二"), grade_of("初中一年级"), grade_of("初中七年级"), grade_of("初四"), grade_of("小七")
    ('八年级', '七年级', '七年级', '初四', '小七')
    """
    match = GRADE_ALONE.fullmatch(plain(text))
    if not match:
        return text
    level, number = match[1] or "", match[2] or match[3]
    number = int(number) if number.isdecimal() else GRADES.index(number) + 1
    if level.startswith("小") and number > PRIMARY:
        return text
    if level.startswith("初") and number <= JUNIOR:
        number += BEFORE_JUNIOR
    elif level == "初" or (level == "初中" and number < PRIMARY):
        return text
    return f"{GRADES[number - 1]}年级"


def is_grade(text: str) -> bool:
    """
    Return whether a text names a grade, of a senior school too.

    >>> is_grade("三年级"), is_grade("高一"), is_grade("2024级"), is_grade("三")
    (True, True, False, False)
    """
    is_compulsory = text.endswith("年级") and len(text) == len("一年级") and text[0] in GRADES
    return is_compulsory or bool(SENIOR.fullmatch(text))


def grade_and_class(text: str) -> tuple[str, str] | None:
    """
    Return grade and class of a cell that says both; None where it does not.

    >>> [grade_and_class(text) for text in ("三年级2班", "三（2）班", "八年级（三）班", "302班")]
    [('三年级', '2'), ('三年级', '2'), ('八年级', '3'), ('三年级', '2')]
    >>> [grade_and_class(text) for text in ("12班", "302", "三二班", "2024级3班")]
    [None, None, None, None]
    >>> grade_and_class("初中一年级（2）班"), grade_and_class("初二3班")
    (('七年级', '2'), ('八年级', '3'))
    """
    match = next((match for pattern in BOTH if (match := pattern.fullmatch(plain(text)))), None)
    return (grade_of(match[1]), class_of(match[2])) if match else None
