"""Does the worker live? The real process, started, asked and ended as the window does it."""

import time
from collections.abc import Callable
from pathlib import Path

import psutil
from PySide6.QtCore import QEventLoop, QObject, QTimer

from core import folders
from core.errors import VitrineError
from core.self_check.samples import QUERY, REFERENCE, lay_out
from core.self_check.step import CheckFailedError, expect
from core.wire import Reply, Request
from desktop.worker import Worker

_LOOK_MS = 20
# Opening networks from a slow disk takes its time; the process is killed by nobody else here.
_PATIENCE_SECONDS = 60.0
_PARTING_SECONDS = 8.0


def check(folder: Path) -> str:
    """Index two photos in `folder` and ask for one, then end the process and whatever it began.

    Vitrine's own files must be kept in a place of their own meanwhile.
    """
    before, log = _children(), folders.log_file()
    log.parent.mkdir(parents=True, exist_ok=True)
    worker, began = Worker(folder, log), time.monotonic()
    try:
        talk = _Talk(worker)
        worker.start()
        talk.wait(lambda: worker.is_ready, "the greeting")
        greeted = time.monotonic() - began
        talk.ask("open", folder / "catalogue")
        talk.ask("index", lay_out(folder / "photos"))
        replies = talk.ask("match", QUERY, count=1)
    except CheckFailedError as failure:
        raise CheckFailedError(f"{failure}. {_last_line(log)}") from failure
    finally:
        worker.close()
    found = [m.reference for r in replies if r.event == "answer" for m in r.record.matches]
    expect(found == [REFERENCE], f"{REFERENCE} is not found, but {found}")
    answered = time.monotonic() - began
    _gone, left = psutil.wait_procs(_children() - before, _PARTING_SECONDS)
    expect(not left, f"processes that do not end: {len(left)}")
    return f"greets after {greeted:.1f} s, has answered after {answered:.1f} s, leaves no process"


class _Talk(QObject):
    """Requests and what is replied, one after the other."""

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self._worker, self._is_lost = worker, False
        self._replies: list[Reply] = []
        worker.replied.connect(self._replies.append)
        worker.lost.connect(self._lose)

    def ask(self, do: str, subject: Path, count: int = 0) -> list[Reply]:
        """All replies to a request. Raises `CheckFailedError` where it fails or does not end."""
        request = self._worker.ask(do, subject, count=count)
        self.wait(lambda: any(r.event in ("finished", "failed") for r in self._to(request)), do)
        replies = self._to(request)
        for reply in replies:
            if isinstance(reply.record, VitrineError):
                raise CheckFailedError(f"{do}: {reply.record}")
        return replies

    def wait(self, is_done: Callable[[], bool], what: str) -> None:
        """Let Qt work until it is done."""
        until = time.monotonic() + _PATIENCE_SECONDS
        while not is_done():
            expect(not self._is_lost, f"the process ends before “{what}” is done")
            expect(time.monotonic() < until, f"“{what}” takes more than {_PATIENCE_SECONDS:.0f} s")
            loop = QEventLoop()
            QTimer.singleShot(_LOOK_MS, loop.quit)
            loop.exec()

    def _to(self, request: Request) -> list[Reply]:
        return [reply for reply in self._replies if reply.id == request.id]

    def _lose(self) -> None:
        self._is_lost = True


def _children() -> set[psutil.Process]:
    return set(psutil.Process().children(recursive=True))


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").split("\n") if log.exists() else []
    return next((line.strip() for line in reversed(lines) if line.strip()), "")
