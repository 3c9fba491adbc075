"""Freed memory goes back to the system."""

import sys

import numpy as np
import psutil
import pytest

from core import memory


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other allocators do so unasked")
def test_what_was_freed_between_what_is_held_goes_back() -> None:
    memory.give_back()
    process = psutil.Process()
    pieces = [np.ones(50_000, np.uint8) for _ in range(2_000)]
    held = process.memory_info().rss
    del pieces[::2]
    memory.give_back()
    assert held - process.memory_info().rss > 30_000_000
    assert pieces[0].all()


def test_giving_back_may_be_asked_for_anywhere() -> None:
    memory.give_back()
    memory.give_back()
