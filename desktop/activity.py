"""Whether a person is working in the window: keys and mouse, told from time to time."""

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Signal
from PySide6.QtGui import QWindow

EVERY_MS = 2000
_WORK = frozenset(
    {
        *(QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove),
        *(QEvent.Type.Wheel, QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate),
    }
)


class Activity(QObject):
    """Sees what the system sends to one window, before it is anybody's.

    Signals: `noticed()`, at most once in `EVERY_MS`.
    """

    noticed = Signal()

    def __init__(self, window: QWindow) -> None:
        super().__init__(window)
        self._since = QElapsedTimer()
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        rested = not self._since.isValid() or self._since.elapsed() >= EVERY_MS
        if rested and event.type() in _WORK:
            self._since.start()
            self.noticed.emit()
        return False
