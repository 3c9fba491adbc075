"""Jobs that tell how far they are: heard by nobody, or done by a thread meanwhile."""

import threading
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, wait
from typing import Any, TypeVar, cast

Record = TypeVar("Record")
Result = TypeVar("Result")
_END = object()


def result(job: Generator[Any, None, Result]) -> Result:
    """What a job gives in the end; what it says on the way is not heard."""
    while True:
        try:
            next(job)
        except StopIteration as end:
            made: Result = end.value
            return made


def meanwhile(work: Callable[[], Result], seconds: float) -> Generator[None, None, Result]:
    """`work` in a thread; a turn every so many `seconds` until it ends, then what it gives.

    Raises what `work` raises. Closing it leaves the thread to end by itself, or with the process.
    """
    future: Future[Result] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001  raised again where it is waited for
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    while not wait([future], seconds).done:
        yield
    return future.result()


def stepwise(job: Iterator[Record], seconds: float) -> Generator[Record | None, None, None]:
    """The records of a job, each made as `meanwhile`; None for a turn without one."""
    while True:
        record = yield from meanwhile(lambda: next(job, _END), seconds)
        if record is _END:
            return
        yield cast("Record", record)
