"""A field to search by typing: an icon before the words, a cross behind them."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QToolButton

from desktop.icons import icon


class SearchField(QLineEdit):
    """Words to search for; Esc empties it, and while it is empty is left to the window."""

    def __init__(self, name: str, spoken: str, picture: str, empty: str) -> None:
        """`spoken` is what a screen reader calls it; `picture` an icon, `empty` the cross's tip."""
        super().__init__()
        self.setObjectName(name)
        self.setAcceptDrops(False)
        self.setAccessibleName(spoken)
        self.addAction(
            icon(picture, QPalette.ColorRole.PlaceholderText),
            QLineEdit.ActionPosition.LeadingPosition,
        )
        cross = self.addAction(
            icon("close", QPalette.ColorRole.PlaceholderText),
            QLineEdit.ActionPosition.TrailingPosition,
        )
        cross.setToolTip(empty)
        cross.setVisible(False)
        cross.triggered.connect(self.clear)
        self.textChanged.connect(lambda text: cross.setVisible(bool(text)))
        for button in self.findChildren(QToolButton):  # Qt makes them, without names
            button.setObjectName("qt_search_button")
            button.setAccessibleName(empty)

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.text()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def type_here(self) -> None:
        """Take the keyboard; what is typed replaces what was."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
