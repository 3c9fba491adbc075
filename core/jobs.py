"""Jobs that tell how far they are, for those who do not want to know."""

from collections.abc import Generator
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
