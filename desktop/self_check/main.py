"""`Vitrine --self-check [--json]`: every part once, a line each, and an exit code.

Qt's platform is "offscreen" unless `QT_QPA_PLATFORM` names another: no window appears, and no
screen is needed. With `QT_QPA_PLATFORM=xcb`, say, what people see is looked at, too; where that
platform is missing, Qt itself ends the process with a line of its own.
"""

import logging
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from io import TextIOWrapper
from typing import TextIO

import PySide6
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler, qVersion

from core import __version__, language
from core.self_check import report
from core.self_check.bench import bench
from core.self_check.step import Step, perform
from core.versions import versions
from desktop import log, theme
from desktop.self_check import core_part, window_checks, worker_check
from desktop.starting import make_application

_log = logging.getLogger(__name__)


def main(arguments: Sequence[str], *, is_heard: bool) -> int:
    """Do all checks; 0, or 1 and a line on standard error that names what has failed.

    Where a windowed program has no standard output, and so is not heard, all goes to the log.
    """
    if is_heard:
        say, complain = _voice(sys.stdout), _voice(sys.stderr)
    else:
        with suppress(OSError):  # a data folder that cannot be written
            log.start()
        say, complain = partial(_log.log, logging.INFO), partial(_log.log, logging.ERROR)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    began, made = time.monotonic(), []
    for step in _steps():
        made.append(step)
        say(report.line(step))
    if "--json" in arguments:
        told = {**versions(__version__), "Qt": qVersion(), "PySide6": PySide6.__version__}
        say(report.as_json(made, told, time.monotonic() - began))
    failure = report.failure(made)
    if failure:
        complain(f"Vitrine: {failure}")
    return 1 if failure else 0


def _steps() -> Iterator[Step]:
    language.use(language.system_language())
    with bench() as made:
        qInstallMessageHandler(_hear_qt)
        app = make_application(["vitrine"])
        theme.apply(app, "system")
        for check in window_checks.checks():
            yield perform(check)
        yield perform(("worker", partial(worker_check.check, made.folder / "worker")))
    yield from core_part.steps()


def _hear_qt(_kind: QtMsgType, _context: QMessageLogContext, text: str | None) -> None:
    """Pass on what Qt says, but for what its platform without a screen says of each window."""
    if text and "propagateSizeHints" not in text:
        sys.stderr.write(f"{text}\n")


def _voice(stream: TextIO) -> Callable[[str], None]:
    """What writes a line to a stream."""
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")

    def write(text: str) -> None:
        stream.write(f"{text}\n")
        stream.flush()

    return write
