"""Commands as every menu has them: named, with a shortcut that their tooltip tells."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence


def command(parent: QObject, name: str, text: str, keys: str = "") -> QAction:
    """An action; its tooltip is `text` without the mnemonic, and the shortcut where it has one."""
    action = QAction(text, parent)
    action.setObjectName(name)
    action.setShortcut(QKeySequence(keys))
    plain = text.replace("&", "").removesuffix("…")
    shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{plain} ({shown})" if shown else plain)
    return action
