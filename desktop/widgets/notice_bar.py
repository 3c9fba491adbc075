"""One line over the panes for what a person should know, never in a modal box."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from core.language import _
from desktop import theme
from desktop.icons import IconLabel, icon
from desktop.widgets.buttons import push_button

ICON_SIDE = 20


class NoticeBar(QFrame):
    """A sentence with its actions, until it is dismissed or replaced.

    Signals: `action_triggered(action id: str)`.
    """

    action_triggered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice_bar")
        theme.set_role(self, "notice")
        self._icon = IconLabel(ICON_SIDE, QPalette.ColorRole.Accent)
        self._text = QLabel()
        self._text.setObjectName("notice_text")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(8)
        self._buttons: list[QPushButton] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addLayout(self._actions)
        row.addWidget(self._make_close())
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        self._escape.activated.connect(self.hide_notice)
        self.hide_notice()

    def show_notice(self, text: str, actions: list[tuple[str, str]], kind: str = "info") -> None:
        """Say `text`; `actions` are (action id, label), `kind` is "info", "warning" or "error"."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self._icon.set_icon(kind)
        for button in self._buttons:
            button.deleteLater()
        self._buttons = [self._make_button(*action) for action in actions]
        self._escape.setEnabled(True)
        self.show()

    def reword(self, text: str, other: str) -> bool:
        """Say `other` in the place of `text`, its buttons left alone; whether it was being said."""
        is_said = self.isVisible() and self._text.text() == text
        if is_said:
            self._text.setText(other)
            self.setAccessibleName(other)
        return is_said

    def take_keys(self) -> None:
        """Let the keyboard begin at the first action."""
        if self._buttons:
            self._buttons[0].show()  # a layout shows it a turn later, too late for the keyboard
            self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def take_back(self, text: str) -> None:
        """Say nothing more, if it is `text` that is still being said."""
        if self._text.text() == text:
            self.hide_notice()

    def hide_notice(self) -> None:
        """Say nothing more; Esc is free for others then."""
        self._escape.setEnabled(False)
        self.hide()

    def _make_button(self, action: str, label: str) -> QPushButton:
        button = push_button(f"notice_{action}", label, label.replace("&", ""))
        button.clicked.connect(partial(self.action_triggered.emit, action))
        self._actions.addWidget(button)
        return button

    def _make_close(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("notice_close")
        button.setIcon(icon("close"))
        button.setAccessibleName(_("Dismiss"))
        button.setToolTip(_("Dismiss (Esc)"))
        button.clicked.connect(self.hide_notice)
        return button
