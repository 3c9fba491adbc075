"""A menu of what was used lately, with a key for each."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from core.language import _
from desktop.widgets.actions import command

_NUMBERED = 9


class RecentMenu(QMenu):
    """Paths by name, the last one first; empty, it cannot be opened.

    Signals: `chosen(path: Path)`; `cleared()`, where it may be.
    """

    chosen = Signal(object)
    cleared = Signal()

    def __init__(self, name: str, text: str, parent: QWidget, *, clears: bool = True) -> None:
        super().__init__(text, parent)
        self.setObjectName(name)
        self.setToolTipsVisible(True)
        self._clears = clears
        self.set_entries([])

    def set_entries(self, entries: Sequence[tuple[str, Path]], current: Path | None = None) -> None:
        """Show these (name, path), `current` with a mark."""
        self.clear()
        for number, (name, path) in enumerate(entries, 1):
            plain = name.replace("&", "&&")
            action = self.addAction(f"&{number}  {plain}" if number <= _NUMBERED else plain)
            action.setObjectName(f"{self.objectName()}_{number}")
            action.setToolTip(str(path))
            action.setCheckable(current is not None)
            action.setChecked(path == current)
            action.triggered.connect(lambda _checked, path=path: self.chosen.emit(path))
        if self._clears:
            self.addSeparator()
            clear = command(self, f"{self.objectName()}_clear", _("&Clear the list"))
            clear.triggered.connect(self.cleared)
            self.addAction(clear)
        self.menuAction().setEnabled(bool(entries))
