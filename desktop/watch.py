"""Whether the worker is alive: it beats, and its main loop turns.

Ticks are counted, on both sides, and no clock is asked: a computer that slept is no dead worker.
"""

from PySide6.QtCore import QObject, QTimer, Signal

from core.heartbeat import Beat

TICK_MS = 1000
# Seconds without a beat; before the first one libraries are loaded, perhaps from a slow disk.
MOST_SILENT = 30
MOST_STARTING = 180
# Seconds in which the main loop did not turn. Photos of 2 GB and networks are loaded in less.
MOST_STUCK = 180


class Watch(QObject):
    """Looks after one process at a time.

    Signals: `hung(why: str)`, in words for the log.
    """

    hung = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ticks = 0
        self._beats = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)

    def begin(self) -> None:
        """A process was started."""
        self._ticks, self._beats = 0, False
        self._timer.start(TICK_MS)

    def end(self) -> None:
        """There is nothing to look after."""
        self._timer.stop()

    def hear(self, beat: Beat) -> None:
        """The process has beaten."""
        self._ticks, self._beats = 0, True
        if beat.busy and beat.seconds >= MOST_STUCK:
            self._tell(f"its main loop has been stuck for {beat.seconds:.0f} s")

    def _tick(self) -> None:
        self._ticks += 1
        silent = self._ticks * TICK_MS / 1000
        if silent >= (MOST_SILENT if self._beats else MOST_STARTING):
            self._tell(f"it has not beaten for {silent:.0f} s")

    def _tell(self, why: str) -> None:
        self.end()
        self.hung.emit(why)
