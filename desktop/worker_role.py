"""The worker's entry: JSON lines on standard input and output, everything else to the log.

Nothing here imports Qt: the process holds the models and stays free of the window.
"""

import logging
import os
import sys
from pathlib import Path

from core.service import serve
from core.weights import open_store


def run_worker(scratch: Path) -> None:
    """Be the worker. Only the protocol writes to the real standard output."""
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(asctime)s worker %(levelname)s %(message)s"
    )
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, replies, open_store(), scratch)
