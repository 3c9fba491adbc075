"""The file dialogs, opened without blocking so that the window goes on living beneath them."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from core.language import _
from core.scan import SUFFIXES


def ask_folder(parent: QWidget, then: Callable[[Path], None]) -> None:
    """Ask which folder to index."""
    dialog = _dialog(parent, "dialog_folder", _("Index a folder of product photos"), then)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.open()


def ask_photo(parent: QWidget, then: Callable[[Path], None]) -> None:
    """Ask which photo to look for; any file may be one, its content decides."""
    dialog = _dialog(parent, "dialog_photo", _("Open a photo"), then)
    known = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))
    dialog.setNameFilters([_("Photos ({patterns})").format(patterns=known), _("All files (*)")])
    dialog.open()


def ask_weights(parent: QWidget, then: Callable[[Path], None]) -> None:
    """Ask for a weights file."""
    dialog = _dialog(parent, "dialog_weights", _("Choose a weights file"), then)
    dialog.open()


def _dialog(parent: QWidget, name: str, title: str, then: Callable[[Path], None]) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setObjectName(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    return dialog
