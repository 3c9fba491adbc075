"""The file dialogs, opened without blocking so that the window goes on living beneath them."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

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


def ask_sheet(parent: QWidget, then: Callable[[Path], None]) -> None:
    """Ask which table to import."""
    dialog = _dialog(parent, "dialog_sheet", _("Import a table"), then)
    dialog.setNameFilters(
        [_("Tables ({patterns})").format(patterns="*.csv *.xlsx"), _("All files (*)")]
    )
    dialog.open()


def ask_export(parent: QWidget, then: Callable[[Path], None]) -> None:
    """Ask where to write products; the kind that is chosen completes a name without its ending."""
    from core.export import is_exportable

    kinds = {
        _("Excel workbook with thumbnails ({patterns})").format(patterns="*.xlsx"): ".xlsx",
        _("Text table ({patterns})").format(patterns="*.csv"): ".csv",
    }

    def complete(path: Path) -> None:
        whole = path
        if not is_exportable(path):
            whole = path.with_name(f"{path.name}{kinds[dialog.selectedNameFilter()]}")
        if whole != path and whole.exists():  # the dialog has asked about another name
            _ask_replace(parent, whole, then)
        else:
            then(whole)

    dialog = _dialog(parent, "dialog_export", _("Export products"), complete)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilters(list(kinds))
    dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(kinds[kind]))
    dialog.setDefaultSuffix(".xlsx")
    dialog.open()


def _ask_replace(parent: QWidget, path: Path, then: Callable[[Path], None]) -> None:
    box = QMessageBox(parent)
    box.setObjectName("dialog_replace")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Question)
    box.setText(_("“{name}” is there already. Replace it?").format(name=path.name))
    replace = box.addButton(_("&Replace"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(_("Cance&l"), QMessageBox.ButtonRole.RejectRole)
    replace.clicked.connect(lambda: then(path))
    box.open()


def _dialog(parent: QWidget, name: str, title: str, then: Callable[[Path], None]) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setObjectName(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    return dialog
