"""The child process that runs the models: start, talk, start again when it dies."""

import itertools
import logging
from pathlib import Path
from typing import TypedDict, Unpack

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from core import __version__, wire
from core.laboratory_records import GridOrder
from core.product_records import Filter
from core.query_records import Look
from core.records import Words
from core.removal_records import CutoutOrder
from core.tuning_records import TuningOrder
from core.wire import Reply, Request
from desktop import program
from desktop.blame import Blame
from desktop.trouble import Trouble
from desktop.watch import Watch

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
    others: tuple[Path, ...]
    like: int
    other: str
    look: Look
    grid: GridOrder
    tuning: TuningOrder


class Worker(QObject):
    """One worker process, and the next one should it die.

    Signals: `ready()` when a (new) process greets, `replied(reply: Reply)`, `lost()` when the
    process died or hung and is started again, `given_up(why: Trouble)` when that is left off.
    """

    ready = Signal()
    replied = Signal(object)
    lost = Signal()
    given_up = Signal(object)

    def __init__(self, scratch: Path, log_file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scratch, self._log_file = scratch, log_file
        self._numbers = itertools.count(1)
        self._failures = 0
        self._trouble = Trouble.KEEPS_STOPPING
        self._blame = Blame()
        self._closing = self._greeted = False
        self._process: QProcess | None = None
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._launch)
        self._watch = Watch(self)
        self._watch.hung.connect(self._kill)

    @property
    def scratch(self) -> Path:
        """The folder for files that end with the window."""
        return self._scratch

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

    def worked(self, request_id: int) -> None:
        """Note that a request has got on: the next death is a first one."""
        self._failures = 0
        self._blame.forgive(request_id)

    def deaths(self, request: Request) -> int:
        """How many workers in a row died with that request in hand."""
        return self._blame.deaths(request.id)

    def close(self) -> None:
        """End the process: its input ends, and it has a moment to put things down."""
        self._closing = True
        self._again.stop()
        self._watch.end()
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
        self._process, self._trouble = process, Trouble.KEEPS_STOPPING
        self._watch.begin()
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
            self._hear(reply)

    def _hear(self, reply: Reply) -> None:
        self._blame.hear(reply)
        if reply.event == "hello":
            self._greet(reply.record)
        elif reply.event == "beat":
            self._watch.hear(reply.record)
        elif self._greeted and reply.event != "begun":
            self.replied.emit(reply)

    def _greet(self, hello: object) -> None:
        """Talk to a worker of our own version alone."""
        if hello == {"protocol": wire.PROTOCOL, "version": __version__}:
            self._greeted = True
            self.ready.emit()
        else:
            _log.error("a worker of another version: %s", hello)
            self._failures, self._trouble = len(BACKOFF_MS), Trouble.OTHER_VERSION
            self._kill("it is of another version")

    def _kill(self, why: str) -> None:
        if self._process is not None:
            _log.error("the worker is ended: %s", why)
            self._process.kill()

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            _log.error("the worker does not start: %s", self._process and self._process.program())
            self._trouble = Trouble.DOES_NOT_START
            self._restart()

    def _finished(self, code: int) -> None:
        self._read()
        if not self._closing:
            _log.warning("the worker ended with %d", code)
        self._restart()

    def _restart(self) -> None:
        if self._process is not None:
            self._process.deleteLater()
        self._process, self._greeted = None, False
        self._watch.end()
        self._blame.died()
        if self._closing:
            return
        if self._failures >= len(BACKOFF_MS):
            self.given_up.emit(self._trouble)
            return
        self._again.start(BACKOFF_MS[self._failures])
        self._failures += 1
        self.lost.emit()


def worker_command(scratch: Path) -> list[str]:
    """The command line of the worker: the same program, in its worker's role."""
    return program.command("--worker", str(scratch))
