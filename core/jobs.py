"""Jobs that tell how far they are: heard by nobody, or done by a thread meanwhile."""

import threading
from collections.abc import Callable, Generator
from concurrent.futures import Future, wait
from typing import Any, TypeVar

Result = TypeVar("Result")


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
