"""Jobs that tell how far they are."""

import threading
import time
from collections.abc import Iterator

import pytest

from core.jobs import stepwise


def test_the_records_come_in_order_with_turns_between() -> None:
    def job() -> Iterator[int]:
        yield 1
        time.sleep(0.2)
        yield 2

    told = list(stepwise(job(), 0.02))
    assert [record for record in told if record is not None] == [1, 2]
    assert told.count(None) >= 3


def test_what_the_job_raises_is_raised() -> None:
    def job() -> Iterator[int]:
        yield 1
        raise ValueError("after the first")

    told = stepwise(job(), 0.02)
    assert next(told) == 1
    with pytest.raises(ValueError, match="after the first"):
        next(told)


def test_closing_it_ends_the_job_after_its_step() -> None:
    begun, ended = threading.Event(), threading.Event()

    def job() -> Iterator[int]:
        try:
            begun.set()
            time.sleep(0.2)
            yield 1
        finally:
            ended.set()

    told = stepwise(job(), 0.01)
    assert next(told) is None
    assert begun.wait(5)
    told.close()
    assert ended.wait(5)
