"""Figures kept by key: made once, let go when there are too many, an error is made again."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from monitoring.situation import Memory
from monitoring.situation.memory import LARGE


def test_an_error_is_not_kept():
    memory = Memory()

    with pytest.raises(ZeroDivisionError):
        memory.get("share", 1, lambda: 1 / 0)

    assert 2 == memory.get("share", 1, lambda: 2)


def test_two_that_ask_at_the_same_time_are_given_one_object():
    memory, together, made = Memory(), Barrier(2), []

    def ask(_):
        together.wait(timeout=10)
        return memory.get("share", 1, lambda: made.append(1) or object())

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(ask, range(2))

    assert first is second
    assert [1] == made


def test_of_what_is_large_fewer_are_kept():
    memory, made = Memory(), []
    most = LARGE["snapshot"]
    for key in (*range(most + 1), 0):
        memory.get("snapshot", key, lambda key=key: made.append(key) or key)

    assert [*range(most + 1), 0] == made
