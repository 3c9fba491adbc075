"""The window on a large catalogue, looked at by keys and wheel, its paints timed."""

import os
import statistics
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import cast
from unittest.mock import patch

import psutil
from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from core import folders
from desktop import theme
from desktop.app import Vitrine
from desktop.catalogue.catalogue_view import CatalogueView
from desktop.settings import Settings
from desktop.starting import make_application

_FRAME_MS, _FRAMES = 16, 400
_NOTCH = 120
_LEAP_EVERY = 80
_PATIENCE = 60.0


class Paints(QObject):
    """Notes when one widget has been painted."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.times: list[float] = []
        self.costs: list[float] = []  # milliseconds of the processor, a paint each
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102, N802  (Qt's)
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            began = time.thread_time()
            QApplication.sendEvent(watched, event)  # so that the time is that of its end
            self.costs.append(1000 * (time.thread_time() - began))
            watched.installEventFilter(self)
            self.times.append(time.monotonic())
            return True
        return False


def look(home: Path) -> dict[str, float]:
    """The figures of the catalogue in `home`/catalogue."""
    with patch.dict(os.environ, {"VITRINE_HOME": str(home / "data")}):
        folders.log_file().parent.mkdir(parents=True)
        app = make_application(["vitrine"])
        theme.apply(app, "light")
        vitrine = Vitrine(Settings(home / "settings.ini"))
        vitrine.show()
        settle(1.0)
        vitrine.tending.open(home / "catalogue")
        vitrine.tools.open(home / "catalogue", True)
        view = vitrine.window.workspace.catalogue_view
        wait(lambda: view.model.rowCount() > 0)
        settle(1.0)
        figures = {"first_paint_ms": _first_paint(vitrine, view)}
        for name in ("", "_again"):
            figures.update(_scroll(view, name))
        figures["megabytes"] = round(psutil.Process().memory_info().rss / 1e6)
        vitrine.window.close()
    return figures


def _first_paint(vitrine: Vitrine, view: CatalogueView) -> float:
    paints = Paints(view.grid.viewport())
    began = time.monotonic()
    button = cast("QPushButton", vitrine.window.findChild(QPushButton, "view_catalogue"))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def is_told() -> bool:
        rows = view.grid.rows_in_sight()
        return bool(rows) and all(view.model.card(row) is not None for row in rows)

    wait(is_told)
    known = len(paints.times)
    wait(lambda: len(paints.times) > known)
    return round(1000 * (paints.times[-1] - began))


def _scroll(view: CatalogueView, name: str) -> dict[str, float]:
    """Frames while the wheel turns; the second time, thumbnails are on disk."""
    view.grid.verticalScrollBar().setValue(0)
    settle(0.5)
    paints = Paints(view.grid.viewport())
    loop, turned = QEventLoop(), 0

    def turn() -> None:
        nonlocal turned
        turned += 1
        if turned >= _FRAMES:
            loop.quit()
        elif turned % _LEAP_EVERY == 0:
            bar = view.grid.verticalScrollBar()
            bar.setValue((bar.value() + bar.maximum() // 3) % bar.maximum())
        else:
            down = -_NOTCH if turned // 40 % 3 else _NOTCH
            _turn_wheel(view.grid.viewport(), down)

    timer = QTimer(interval=_FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(turn)
    timer.start()
    loop.exec()
    timer.stop()
    times = paints.times
    gaps = sorted(1000 * (b - a) for a, b in pairwise(times))
    return {
        f"paint_median_ms{name}": round(statistics.median(paints.costs), 1),
        f"paint_worst_ms{name}": round(max(paints.costs), 1),
        f"frames{name}": len(gaps),
        f"frame_median_ms{name}": round(gaps[len(gaps) // 2], 1),
        f"frame_99_ms{name}": round(gaps[int(len(gaps) * 0.99)], 1),
        f"frame_worst_ms{name}": round(gaps[-1], 1),
        f"frames_over_33_ms{name}": sum(gap > 33 for gap in gaps),
    }


def _turn_wheel(viewport: QWidget, by: int) -> None:
    middle = QPointF(viewport.rect().center())
    event = QWheelEvent(
        *(middle, QPointF(viewport.mapToGlobal(middle.toPoint())), QPoint(), QPoint(0, by)),
        *(Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier),
        *(Qt.ScrollPhase.NoScrollPhase, False),
    )
    QApplication.sendEvent(viewport, event)


def wait(for_it: Callable[[], bool]) -> None:
    """Let the window live until something is so; raises `TimeoutError` after a minute."""
    end = time.monotonic() + _PATIENCE
    while not for_it():
        if time.monotonic() > end:
            raise TimeoutError(str(for_it))
        settle(0.005)


def settle(seconds: float) -> None:
    """Let the window live."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()
