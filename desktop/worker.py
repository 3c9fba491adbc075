"""The child process that runs the models: start, talk, start again when it dies."""

import itertools
import logging
import sys
from pathlib import Path
from typing import TypedDict, Unpack

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from core import wire
from core.product_records import Filter
from core.records import Words
from core.removal_records import CutoutOrder
from core.wire import Request

# Pauses before the worker is started again; after the last it is given up until asked.
BACKOFF_MS = (200, 1000, 3000, 10_000)
_PARTING_MS = 2000

_log = logging.getLogger(__name__)


class Wishes(TypedDict, total=False):
    """The fields of a request beyond what it is about."""

    model: str
    count: int
    wanted: Filter
    plain_ground: bool | None
    cutout: CutoutOrder
    words: Words | None


class Worker(QObject):
    """One worker process, and the next one should it die.

    Signals: `ready()` when a (new) process greets, `replied(reply: Reply)`, `lost()` when the
    process died and is started again, `given_up()` when it died too often or cannot be started.
    """

    ready = Signal()
    replied = Signal(object)
    lost = Signal()
    given_up = Signal()

    def __init__(self, scratch: Path, log_file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scratch, self._log_file = scratch, log_file
        self._numbers = itertools.count(1)
        self._failures = 0
        self._closing = self._greeted = False
        self._process: QProcess | None = None
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._launch)

    @property
    def process_id(self) -> int:
        """The process that serves now; 0 when there is none."""
        return self._process.processId() if self._process else 0

    @property
    def is_ready(self) -> bool:
        """Whether a process has greeted and takes requests."""
        return self._process is not None and self._greeted

    def start(self) -> None:
        """Start the process; after `given_up`, try again from the beginning."""
        self._failures = 0
        if self._process is None:
            self._again.stop()
            self._launch()

    def ask(self, do: str, subject: str | Path = "", **wishes: Unpack[Wishes]) -> Request:
        """Send a request; its replies carry the number of the one returned.

        While no process is ready it is not sent: `ready` is the time to `send` what is unanswered.
        """
        request = Request(next(self._numbers), do, str(subject), **wishes)
        self.send(request)
        return request

    def send(self, request: Request) -> None:
        """Send a request (again, when its process died before the end of it)."""
        if self._process is not None and self.is_ready:
            self._process.write(wire.encode_request(request))

    def worked(self) -> None:
        """Note progress: the next death is a first one."""
        self._failures = 0

    def close(self) -> None:
        """End the process: its input ends, and it has a moment to put things down."""
        self._closing = True
        self._again.stop()
        process = self._process
        if process is not None:
            process.closeWriteChannel()
            if not process.waitForFinished(_PARTING_MS):
                process.kill()
                process.waitForFinished(_PARTING_MS)

    def _launch(self) -> None:
        process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONUNBUFFERED", "1")
        process.setProcessEnvironment(environment)
        process.setStandardErrorFile(str(self._log_file), QProcess.OpenModeFlag.Append)
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._failed)
        self._process = process
        program, *arguments = worker_command(self._scratch)
        process.start(program, arguments)

    def _read(self) -> None:
        process = self._process
        while process is not None and process.canReadLine():
            line = bytes(process.readLine().data())
            try:
                reply = wire.decode_reply(line)
            except ValueError:
                _log.exception("not a reply: %r", line[:200])
                continue
            if reply.event == "hello":
                self._greeted = True
                self.ready.emit()
            else:
                self.replied.emit(reply)

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            _log.error("the worker does not start: %s", self._process and self._process.program())
            self._restart()

    def _finished(self, code: int) -> None:
        if not self._closing:
            _log.warning("the worker ended with %d", code)
        self._restart()

    def _restart(self) -> None:
        if self._process is not None:
            self._process.deleteLater()
        self._process, self._greeted = None, False
        if self._closing:
            return
        if self._failures >= len(BACKOFF_MS):
            self.given_up.emit()
            return
        self._again.start(BACKOFF_MS[self._failures])
        self._failures += 1
        self.lost.emit()


def worker_command(scratch: Path) -> list[str]:
    """The command line of the worker: the same program, in its worker's role."""
    role = ["--worker", str(scratch)]
    if getattr(sys, "frozen", False):
        return [sys.executable, *role]
    return [sys.executable, "-m", "desktop", *role]
