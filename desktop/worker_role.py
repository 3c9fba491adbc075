"""The worker's entry: JSON lines on standard input and output, everything else to the log.

Nothing here imports Qt: the process holds the models and stays free of the window. It never
outlives the window for long, whatever its main thread is caught in.
"""

import faulthandler
import logging
import os
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from pathlib import Path

from core.heartbeat import BEAT_SECONDS
from core.service import serve
from core.weights import open_store

# What the process has left for putting things down once its input has ended.
PARTING_SECONDS = 5.0
# Native code that keeps all of Python still for so long ends the process; the log says where.
# The window would do the same a little later, and cannot say where.
STILL_SECONDS = 25.0
_LOG = 2


def run_worker(scratch: Path) -> None:
    """Be the worker. Only the protocol writes to the real standard output."""
    if isinstance(sys.stderr, TextIOWrapper):  # the log, which the window writes in UTF-8
        sys.stderr.reconfigure(encoding="utf-8", errors="backslashreplace")
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(asctime)s worker %(levelname)s %(message)s"
    )
    faulthandler.enable(_LOG)
    threading.Thread(target=_watch_still, name="still", daemon=True).start()
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(_then_leave(sys.stdin.buffer), replies, open_store(), scratch)


def _then_leave(requests: Iterable[bytes]) -> Iterator[bytes]:
    """The lines; after them the process has `PARTING_SECONDS` to end by itself."""
    yield from requests
    leave = threading.Timer(PARTING_SECONDS, os._exit, [0])
    leave.daemon = True
    leave.start()


def _watch_still() -> None:
    while True:
        # A thread without Python waits for this to be asked again.
        faulthandler.dump_traceback_later(STILL_SECONDS, exit=True, file=_LOG)
        time.sleep(BEAT_SECONDS)
