"""Tells that long work has ended to a person who is in another window by now."""

from PySide6.QtCore import QElapsedTimer, QObject
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from core.language import _
from desktop.icons import app_icon
from desktop.settings import Settings

LONG_MS = 10_000
_SHOWN_MS = 10_000


class Notifier(QObject):
    """Watches work begin and end; what is short, or ends before a person's eyes, is not told."""

    def __init__(self, window: QWidget, settings: Settings, long_ms: int = LONG_MS) -> None:
        super().__init__(window)
        self._window, self._settings, self._long_ms = window, settings, long_ms
        self._since = QElapsedTimer()
        self._tray = QSystemTrayIcon(app_icon(), self)
        self._tray.setObjectName("tray")
        self._tray.messageClicked.connect(self._come_forward)
        self._tray.activated.connect(self._come_forward)

    def note(self, is_busy: bool) -> None:
        """Work has begun, or all of it has ended."""
        if is_busy and not self._since.isValid():
            self._since.start()
        elif not is_busy:
            self._since.invalidate()

    def tell_ended(self, summary: str) -> None:
        """All work has ended; `summary` says how things are now."""
        is_long = self._since.isValid() and self._since.elapsed() >= self._long_ms
        self.note(False)
        if not is_long or self._window.isActiveWindow() or not self._settings.notifies:
            return
        QApplication.alert(self._window)
        if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
            self._tray.show()
            self._tray.showMessage(_("Vitrine is done"), summary, app_icon(), _SHOWN_MS)

    def _come_forward(self) -> None:
        self._tray.hide()
        come_forward(self._window)


def come_forward(window: QWidget) -> None:
    """Bring the window before a person's eyes."""
    if window.isMinimized():
        window.showNormal()
    window.raise_()
    window.activateWindow()
