"""The text of a report: what a self-check finds, what Vitrine is made of, the end of the log."""

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from core import __version__, folders
from core.discretion import discreet
from core.errors import RequestError, RequestReason
from core.self_check.bench import TEMPORARY
from desktop import program

_PATIENCE_MS = 180_000
_PARTING_MS = 2000
_LOG_BYTES = 60_000

_log = logging.getLogger(__name__)


class ProblemReport(QObject):
    """Gathers a report by another process and a thread, and writes it to a file.

    Signals: `gathered(text: str)`; `saved(path: Path)` or `failed(error: VitrineError)` after
    `save`.
    """

    gathered = Signal(str)
    saved = Signal(object)
    failed = Signal(object)

    def __init__(self, scratch: Path, parent: QObject | None = None) -> None:
        """What the self-check needs for its time lies in `scratch`."""
        super().__init__(parent)
        self._scratch = scratch
        self._thread = ThreadPoolExecutor(1, "report")
        self._process: QProcess | None = None
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._lose_patience)

    def gather(self) -> None:
        """Begin, unless it is under way already."""
        if self._process is not None:
            return
        process = self._process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        # It draws a window of its own, which nobody is to see.
        environment.insert("QT_QPA_PLATFORM", "offscreen")
        for name in TEMPORARY:
            environment.insert(name, str(self._scratch))
        process.setProcessEnvironment(environment)
        process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        process.finished.connect(self._compose)
        process.errorOccurred.connect(self._note_failure)
        command, *arguments = program.command("--self-check", "--json")
        process.start(command, arguments)
        process.closeWriteChannel()
        self._patience.start()

    def save(self, text: str, path: Path) -> None:
        """Write `text` to a file; then `saved` or `failed`."""
        self._thread.submit(self._write, text, path)

    def close(self) -> None:
        """Leave off what is under way."""
        if self._process is not None:
            self._process.finished.disconnect()
            self._process.kill()
            self._process.waitForFinished(_PARTING_MS)
            self._process = None
        self._thread.shutdown()

    def _lose_patience(self) -> None:
        if self._process is not None:
            self._process.kill()

    def _note_failure(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._compose()

    def _compose(self) -> None:
        process, self._process = self._process, None
        self._patience.stop()
        if process is not None:
            output = bytes(process.readAllStandardOutput().data()).decode("utf-8", "replace")
            why = (
                process.errorString()
                if process.error() != QProcess.ProcessError.UnknownError
                else ""
            )
            process.deleteLater()
            self._thread.submit(self._tell, f"{output}\n{why}")

    def _tell(self, checked: str) -> None:
        try:
            text = compose(checked)
        except Exception as error:  # noqa: BLE001  (it would end unheard in the thread)
            _log.exception("no report")
            text = f"Vitrine {__version__}: {type(error).__name__}"
        self.gathered.emit(text)

    def _write(self, text: str, path: Path) -> None:
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            self.failed.emit(RequestError(path, RequestReason.CANNOT_WRITE, str(error)))
        else:
            self.saved.emit(path)


def compose(checked: str) -> str:
    """The report on what `Vitrine --self-check --json` has said, without anything personal."""
    lines = [line for line in checked.splitlines() if line.strip()]
    parts = [
        f"Vitrine {__version__}",
        "\n".join(line for line in lines if not line.startswith("{")),
        "\n".join(_versions(lines)),
        _end_of(folders.log_file()),
    ]
    return discreet("\n\n".join(part for part in parts if part))


def _versions(lines: list[str]) -> list[str]:
    told = next((line for line in reversed(lines) if line.startswith("{")), "{}")
    try:
        versions = json.loads(told).get("versions", {})
    except ValueError:
        return []
    return [f"{name:20} {version}" for name, version in versions.items()]


def _end_of(log: Path) -> str:
    """The last whole lines of the log."""
    try:
        with log.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - _LOG_BYTES))
            told = file.read().decode("utf-8", "replace")
    except OSError as error:
        return type(error).__name__
    return told.partition("\n")[2] if size > _LOG_BYTES else told
