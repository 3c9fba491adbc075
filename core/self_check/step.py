"""One thing that is looked at, and how it came out."""

import time
from collections.abc import Callable
from dataclasses import dataclass

# A name, and what is done: it returns a detail worth telling, and raises where something is wrong.
Check = tuple[str, Callable[[], str]]


@dataclass(frozen=True, slots=True)
class Step:
    """What became of a check; `detail` says why where it has not `passed`."""

    name: str
    passed: bool
    milliseconds: float
    detail: str


class CheckFailedError(Exception):
    """A stage works, and gives something else than it should."""


def expect(is_so: bool, otherwise: str) -> None:
    """Raises `CheckFailedError` with a sentence where it is not so."""
    if not is_so:
        raise CheckFailedError(otherwise)


def perform(check: Check) -> Step:
    """Do one check; whatever it raises is its outcome."""
    name, do = check
    began = time.perf_counter()
    try:
        passed, detail = True, do()
    except CheckFailedError as failure:
        passed, detail = False, str(failure)
    except Exception as error:  # noqa: BLE001  the checks that follow are to be done all the same
        passed, detail = False, f"{type(error).__name__}: {error}"
    milliseconds = round((time.perf_counter() - began) * 1000, 1)
    return Step(name, passed, milliseconds, " ".join(detail.split()))
