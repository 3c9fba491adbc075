"""The program itself while it indexes a folder, watched from within."""

import faulthandler
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psutil
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QLabel

from benchmarks.stall.beside import beside
from benchmarks.stall.gaps import Watch
from core import folders
from core.records import Progress, Stage
from core.wire import Reply
from desktop import theme
from desktop.app import Vitrine
from desktop.settings import Settings
from desktop.workspace import CATALOGUE

TICK_MS = 5
MARKS = (0.02, 0.1, 0.25, 0.5, 0.75, 1.0)
_LOOK_MS = 100
_STILL_SECONDS = 3.0


def watch(home: Path, held: Path | None) -> dict[str, Any]:
    """Figures of indexing `photos` into `catalogue`, both in `home`; traces go to `held`."""
    folders.log_file().parent.mkdir(parents=True)
    app = QApplication([])
    theme.apply(app, "light")
    vitrine = Vitrine(Settings(home / "settings.ini"))
    vitrine.window.show()
    vitrine.worker.start()
    vitrine.controller.open_catalogue(home / "catalogue")

    def is_ready() -> bool:
        text = vitrine.window.findChild(QLabel, "status_text")
        return text is not None and text.text().startswith("Ready")

    _wait(is_ready)
    vitrine.window.workspace.show_view(CATALOGUE)
    still = time.monotonic() + _STILL_SECONDS
    _wait(lambda: time.monotonic() > still)
    memory = _Memory(vitrine.worker.process_id)
    vitrine.worker.replied.connect(memory.weigh)
    with ExitStack() as stack:
        watched = Watch(stack.enter_context(held.open("w")) if held else None)
        noted = stack.enter_context(beside())
        timer = QTimer(interval=TICK_MS)
        timer.timeout.connect(watched.tick)
        timer.start()
        began = time.monotonic()
        vitrine.controller.index(home / "photos")
        _wait(lambda: not is_ready())
        _wait(is_ready)
        timer.stop()
        faulthandler.cancel_dump_traceback_later()
    took = time.monotonic() - began
    vitrine.window.close()
    return {
        "seconds": round(took, 1),
        **watched.figures(),
        "idle_process_beside": noted,
        "megabytes": memory.figures(),
    }


class _Memory:
    """Resident bytes of the window's and the worker's process, by photos done."""

    def __init__(self, worker: int) -> None:
        self._processes = psutil.Process(), psutil.Process(worker)
        self._resident: dict[int, list[int]] = {}

    def weigh(self, reply: Reply) -> None:
        record = reply.record
        if not isinstance(record, Progress) or record.stage != Stage.EMBEDDING:
            return
        if record.done not in self._resident:
            taken = [process.memory_info().rss for process in self._processes]
            self._resident[record.done] = taken

    def figures(self) -> dict[str, Any]:
        """Megabytes of window, worker and both when a share of the photos was done, and at most."""
        last = max(self._resident)
        told: dict[str, Any] = {}
        for mark in MARKS:
            done = min(self._resident, key=lambda each: abs(each - mark * last))
            window, worker = self._resident[done]
            told[f"at {done}"] = [round(each / 1e6) for each in (window, worker, window + worker)]
        return {**told, "most": round(max(map(sum, self._resident.values())) / 1e6)}


def _wait(is_so: Callable[[], bool]) -> None:
    """Let the program run until something is so."""
    loop, look = QEventLoop(), QTimer(interval=_LOOK_MS)
    look.timeout.connect(lambda: loop.quit() if is_so() else None)
    look.start()
    loop.exec()
