"""Push buttons as the whole window has them: named, with a tooltip, spoken without mnemonic."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton

from desktop import theme

ICON_SIDE = 18


def push_button(name: str, text: str, tip: str, spoken: str = "") -> QPushButton:
    """A button that the keyboard reaches by the letter that `text` marks.

    `spoken` is what a screen reader calls it where that is not `text`.
    """
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAccessibleName(spoken or text.replace("&", ""))
    button.setToolTip(tip)
    return button


def dialog_button(name: str, text: str, tip: str) -> QPushButton:
    """A button of a dialog, where Enter means another one unless this is made the default."""
    button = push_button(name, text, tip)
    button.setAutoDefault(False)
    return button


def action_button(action: QAction, name: str) -> QPushButton:
    """A button that looks like `action`, triggers it, and is enabled and pressed as it is."""
    button = push_button(name, action.text(), action.toolTip())
    button.setIcon(action.icon())
    _follow(button, action)
    return button


def icon_button(action: QAction, name: str) -> QToolButton:
    """An icon beside a title that triggers `action`; its tooltip tells name and shortcut.

    It looks pressed while an action that can be checked is.
    """
    button = QToolButton()
    button.setObjectName(name)
    button.setAccessibleName(action.text().replace("&", "").removesuffix("…"))
    button.setToolTip(action.toolTip())
    button.setIcon(action.icon())
    button.setIconSize(QSize(ICON_SIDE, ICON_SIDE))
    _follow(button, action)
    theme.set_role(button, "title")
    return button


def _follow(button: QAbstractButton, action: QAction) -> None:
    button.setEnabled(action.isEnabled())
    button.clicked.connect(action.trigger)
    action.enabledChanged.connect(button.setEnabled)
    if action.isCheckable():
        button.setCheckable(True)
        button.setChecked(action.isChecked())
        action.toggled.connect(button.setChecked)
        button.clicked.connect(lambda: button.setChecked(action.isChecked()))
