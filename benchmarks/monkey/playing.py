"""Random events on whatever is in front: clicks, keys, wheel, drags, drops, sizes."""

import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import shiboken6
from PySide6.QtCore import QEventLoop, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QScrollBar, QWidget

_KEYS = (
    *(Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space),
    *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home),
    *(Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Delete, Qt.Key.Key_F2),
    *(Qt.Key.Key_Backspace, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_A, Qt.Key.Key_B),
    *(Qt.Key.Key_C, Qt.Key.Key_F, Qt.Key.Key_G, Qt.Key.Key_R, Qt.Key.Key_Z, Qt.Key.Key_0),
    *(Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_D, Qt.Key.Key_L, Qt.Key.Key_V, Qt.Key.Key_BracketLeft),
)
_MODIFIERS = (
    *(Qt.KeyboardModifier.NoModifier,) * 4,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
_BUTTONS = (*(Qt.MouseButton.LeftButton,) * 4, Qt.MouseButton.RightButton)
_MOST_DIALOGS, _LEAVING = 3, 0.1
_LEAST_SIZE, _MOST_SIZE = (640, 480), (1500, 950)


@contextmanager
def _while_it_lasts(widget: QWidget) -> Iterator[None]:
    """What is done to a widget may do away with it: then the rest is not done."""
    try:
        yield
    except RuntimeError:
        if shiboken6.isValid(widget):
            raise


@dataclass
class Played:
    """What was done, and the longest that the window's thread took over one thing, by kind."""

    counts: Counter[str] = field(default_factory=Counter)
    worst_ms: dict[str, float] = field(default_factory=dict)


class Monkey:
    """Does one thing after the other, the same for the same seed and the same answers."""

    def __init__(self, window: QMainWindow, drops: list[Path], seed: int) -> None:
        """`drops` are files and folders that may be dropped on the window."""
        self._window, self._drops = window, drops
        # Qt's own widgets are known to Python as long as what they are in is.
        self._at: QWidget = window
        self._random = random.Random(seed)  # noqa: S311  no secrets
        self.played = Played()

    def play(self, events: int) -> Played:
        """So many events, each at a turn of the event loop: menus and dialogs have loops too."""
        loop = QEventLoop()
        self._do_one(events, loop)
        loop.exec()
        return self.played

    def _do_one(self, events: int, loop: QEventLoop) -> None:
        if self.played.counts.total() >= events:
            self._leave_loops()
            loop.quit()
            return
        # A timer that repeats is silent in the loops that its own call begins.
        QTimer.singleShot(1, lambda: self._do_one(events, loop))
        deeds = {
            self._click: 40,
            self._press: 36,
            self._turn: 10,
            self._drag: 6,
            self._double_click: 3,
            self._drop: 1,
            self._resize: 2,
            self._wait: 2,
        }
        deed = self._random.choices(list(deeds), list(deeds.values()))[0]
        name = deed.__name__.strip("_")
        self.played.counts[name] += 1
        number, began = self.played.counts.total(), time.thread_time()
        deed()
        QApplication.sendPostedEvents()
        if number == self.played.counts.total():  # else a menu was open, and others came between
            took = 1000 * (time.thread_time() - began)
            self.played.worst_ms[name] = max(took, self.played.worst_ms.get(name, 0.0))
        self._tidy()

    def _leave_menus(self) -> None:
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()

    def _leave_loops(self) -> None:
        self._leave_menus()
        while (dialog := QApplication.activeModalWidget()) is not None:
            dialog.close()

    def _front(self) -> QWidget:
        return QApplication.activePopupWidget() or QApplication.activeModalWidget() or self._other()

    def _other(self) -> QWidget:
        shown = [
            widget
            for widget in QApplication.topLevelWidgets()
            if widget.isVisible() and widget.isEnabled() and not isinstance(widget, QMenu)
        ]
        return self._random.choice(shown) if shown else self._window

    def _target(self) -> tuple[QWidget, QPoint]:
        front = self._at = self._front()
        point = self._point_in(front)
        widget = front.childAt(point) or front
        if isinstance(widget, QScrollBar) or self._random.random() < 0.5:
            inside = [w for w in front.findChildren(QWidget) if w.isVisible() and w.isEnabled()]
            widget = self._random.choice(inside) if inside else front
            return widget, self._point_in(widget)
        return widget, widget.mapFrom(front, point)

    def _point_in(self, widget: QWidget) -> QPoint:
        across, down = max(1, widget.width()), max(1, widget.height())
        return QPoint(self._random.randrange(across), self._random.randrange(down))

    def _click(self) -> None:
        widget, point = self._target()
        button, keys = self._random.choice(_BUTTONS), self._random.choice(_MODIFIERS[:6])
        with _while_it_lasts(widget):
            QTest.mousePress(widget, button, keys, point)
            QTest.mouseRelease(widget, button, keys, point)

    def _double_click(self) -> None:
        widget, point = self._target()
        with _while_it_lasts(widget):
            QTest.mouseDClick(widget, Qt.MouseButton.LeftButton, pos=point)

    def _press(self) -> None:
        target = QApplication.focusWidget() or self._front()
        QTest.keyClick(target, self._random.choice(_KEYS), self._random.choice(_MODIFIERS))

    def _turn(self) -> None:
        widget, point = self._target()
        by = self._random.choice((-360, -120, 120, 360))
        where = QPointF(point)
        event = QWheelEvent(
            *(where, QPointF(widget.mapToGlobal(point)), QPoint(), QPoint(0, by)),
            *(Qt.MouseButton.NoButton, self._random.choice(_MODIFIERS[:6])),
            *(Qt.ScrollPhase.NoScrollPhase, False),
        )
        with _while_it_lasts(widget):
            QApplication.sendEvent(widget, event)

    def _drag(self) -> None:
        widget, point = self._target()
        with _while_it_lasts(widget):
            QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=point)
            for _ in range(3):
                QTest.mouseMove(widget, self._point_in(widget))
            QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=self._point_in(widget))

    def _drop(self) -> None:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(self._random.choice(self._drops)))])
        where = QPointF(self._point_in(self._window))
        common = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton)
        still = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(self._window, QDragEnterEvent(where.toPoint(), *common, still))
        QApplication.sendEvent(self._window, QDropEvent(where, *common, still))

    def _resize(self) -> None:
        wide, high = (
            self._random.randint(least, most)
            for least, most in zip(_LEAST_SIZE, _MOST_SIZE, strict=True)
        )
        self._window.resize(wide, high)

    def _wait(self) -> None:
        time.sleep(0.02)  # threads and the worker get on

    def _tidy(self) -> None:
        """The window stays; of many dialogs the first go, and menus once in a while."""
        if self._random.random() < _LEAVING:
            self._leave_menus()
        if not self._window.isVisible():
            self._window.show()
        others = [
            widget
            for widget in QApplication.topLevelWidgets()
            if widget.isVisible() and widget is not self._window and not isinstance(widget, QMenu)
        ]
        for widget in others[:-_MOST_DIALOGS]:
            widget.close()
