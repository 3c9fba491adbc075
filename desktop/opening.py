"""The application: its name, and the photos that macOS asks a running Vitrine to open."""

from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from core import __version__


class Application(QApplication):
    """Qt's application.

    Signals: `asked(photo: Path)`, a photo that the system opens with Vitrine.
    """

    asked = Signal(object)

    def __init__(self, argv: list[str]) -> None:
        super().__init__(argv)
        self.setApplicationName("Vitrine")
        self.setApplicationVersion(__version__)
        self.setDesktopFileName("vitrine")  # by it, desktops of Linux know name and icon

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and event.file():
            self.asked.emit(Path(event.file()))
            return True
        return super().event(event)
