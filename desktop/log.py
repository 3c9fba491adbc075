"""The log of the window's process: one file, a new one when it has grown large."""

import logging
import sys
import threading
from contextlib import suppress
from types import TracebackType

from core import folders

_LARGE_BYTES = 5_000_000

_log = logging.getLogger(__name__)


def start() -> None:
    """Write what is logged, and what nobody has caught, to the log from now on."""
    path = folders.log_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(OSError):  # on Windows another window may hold it open
        if path.stat().st_size > _LARGE_BYTES:
            path.replace(path.with_suffix(".old.log"))
    logging.basicConfig(
        filename=path,
        level=logging.INFO,
        encoding="utf-8",
        format="%(asctime)s window %(levelname)s %(message)s",
    )
    sys.excepthook = _log_exception
    threading.excepthook = lambda args: _log.error("in a thread", exc_info=args.exc_value)


def _log_exception(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    _log.error("unexpected", exc_info=(kind, error, trace))
    sys.__excepthook__(kind, error, trace)
